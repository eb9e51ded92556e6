"""A user's own texts, HTML files, folders, archives and pages, by the same way into the same tables."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path

from acta.collect.guard import NOTHING, Allowance
from acta.collect.http import Fetcher, FetchResult
from acta.collect.outcomes import is_binary
from acta.collect.parts import CollectResult, Part, is_complete, joined, result_of
from acta.collect.plan import Candidate
from acta.collect.rows import Subject, article_id_of, key_of, stamp
from acta.collect.run import Progress, Run, at_source
from acta.collect.warc_input import ENDINGS as WARC_ENDINGS
from acta.collect.warc_input import collect_warc, is_warc
from acta.config import Settings
from acta.errors import Permanent
from acta.ids import make_id
from acta.sources.local import local_outlets
from acta.sources.model import Source

STDIN = "-"
ENDINGS = (".txt", ".html", ".htm", *WARC_ENDINGS)


def collect_files(
    settings: Settings,
    paths_or_urls: Sequence[str | Path],
    source_id: str = "files",
    published_at: str | None = None,
    run_key: str = "files",
    allow: Allowance = NOTHING,
    progress: Progress | None = None,
) -> CollectResult:
    """Take in files, folders (texts, HTML and WARC archives below them), URLs and ``-`` (standard input), each once.

    Raises Permanent when a path does not exist; a file that is empty or no text is a rejected row.
    """
    source = source_or_files(settings, source_id)
    items = list(expanded(paths_or_urls))
    archives = [item for item in items if isinstance(item, Path) and is_warc(item)]
    results = [collect_warc(settings, path, source, published_at, progress) for path in archives]
    others = [item for item in items if item not in archives]
    if others or not results:
        results.append(_collect_others(settings, source, others, published_at, run_key, allow))
    return reduce(joined, results)


def _collect_others(
    settings: Settings,
    source: Source,
    items: list[str | Path],
    published_at: str | None,
    run_key: str,
    allow: Allowance,
) -> CollectResult:
    with at_source(settings, source) as state:
        if not is_complete(state, source.source_id, run_key):
            local = local_outlets(settings)
            with contextlib.closing(Fetcher(settings, allow | local)) as fetcher:
                run = Run(settings, source, run_key, state, fetcher, local)
                _go(run, items, published_at)
        return result_of(settings, state, source.source_id, run_key)


def _go(run: Run, items: list[str | Path], published_at: str | None) -> None:
    with run.part(0) as last:
        for item in items:
            if isinstance(item, Path):
                _add_file(run, last, item, published_at)
            elif item == STDIN:
                body = sys.stdin.buffer.read(run.settings.max_body_bytes + 1)
                url = f"stdin:{hashlib.sha256(body).hexdigest()[:24]}"
                _add_body(run, last, url, Path("standard input"), body, len(body), published_at)
        pages = [item for item in items if isinstance(item, str) and item != STDIN]
        run.fetch_all(last, [_candidate(run, item, published_at) for item in pages])


def expanded(items: Sequence[str | Path]) -> Iterator[str | Path]:
    """URLs and ``-`` as strings, files as paths, folders as the files below them, in a fixed order; each once."""
    seen: set[str | Path] = set()
    for item in items:
        if isinstance(item, str) and (item == STDIN or item.lower().startswith(("http://", "https://"))):
            found: list[str | Path] = [item]
        else:
            path = Path(item).expanduser()
            if not path.exists():
                raise Permanent(f"{item}: no such file or folder; a web address starts with https://")
            inside = (
                sorted(below for below in path.rglob("*") if below.name.lower().endswith(ENDINGS) and below.is_file())
                if path.is_dir()
                else [path]
            )
            if not inside:
                raise Permanent(f"{item}: no {', '.join(ENDINGS)} file in this folder")
            found = [*inside]
        for one in found:
            if one not in seen:
                seen.add(one)
                yield one


def _add_file(run: Run, part: Part, path: Path, published_at: str | None) -> None:
    """One file, one row."""
    at, url = run.settings.clock(), path.resolve().as_uri()
    try:
        size = path.stat().st_size
        body = path.read_bytes() if size <= run.settings.max_body_bytes else b""
    except OSError as error:
        part.add(
            Subject("file", url, None),
            at,
            FetchResult(url, url, "failed", "unreadable", f"{path}: {error.strerror}", 0),
        )
        return
    _add_body(run, part, url, path, body, size, published_at)


def _add_body(run: Run, part: Part, url: str, path: Path, body: bytes, size: int, published_at: str | None) -> None:
    """The article is its content: the same text under another name is the same article."""
    at = run.settings.clock()
    result = FetchResult(url, url, "fetched", None, None, 0, None, [("content-type", _content_type(path, body))], body)
    if refused := refusal(path, body, size, run.settings.max_body_bytes):
        part.add(Subject("file", url, None), at, FetchResult(url, url, "rejected", *refused, 0))
        return
    sha256 = result.body_sha256 or ""
    key = f"sha256:{sha256}"
    known = run.state.url(run.source.source_id, key)
    if known and published_at in (None, known.hint_published_at):
        result = FetchResult(url, url, "unchanged", "same_body", f"{path.name} was taken in before", 0)
    first_seen = known.first_seen_at if known else stamp(at)
    article_id = make_id("art", run.source.source_id, sha256)
    part.add(Subject("file", url, key, article_id, None, None, published_at, first_seen), at, result)


def refusal(path: Path, body: bytes, size: int, most: int) -> tuple[str, str] | None:
    """Why a file is not taken in, as (reason, line for a person), from its content (empty when it is longer than ``most``)."""
    if size > most:
        return "too_large", f"{path.name} has {size} bytes, more than {most} (ACTA_MAX_BODY_BYTES)"
    if not body.strip():
        return "empty", f"{path.name} is empty"
    return ("binary", f"{path.name} is no text: only text and HTML can be read") if is_binary(body) else None


def _candidate(run: Run, url: str, published_at: str | None) -> Candidate:
    key = key_of(url)
    known = run.state.url(run.source.source_id, key)
    article_id = known.article_id if known else article_id_of(run.source.source_id, key)
    return Candidate(url, key, article_id, None, published_at, None, known)


def _content_type(path: Path, body: bytes) -> str:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    html = path.suffix.lower() in (".html", ".htm", ".xhtml") or start.startswith((b"<!doctype html", b"<html"))
    return "text/html" if html else "text/plain"


def source_or_files(settings: Settings, source_id: str) -> Source:
    """The registered source of this id, or a collection of files of that name. Raises Permanent when it can be no id."""
    from acta.sources import checked_source_id, load_sources

    checked_source_id(source_id)
    known = {source.source_id: source for source in load_sources(settings)}
    return known.get(source_id) or Source(
        source_id=source_id, name="Own files" if source_id == "files" else source_id, kind="files"
    )
