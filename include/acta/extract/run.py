"""Extraction over many pages: a stream of page records, or every collect batch that this extractor has not read yet."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from acta.config import Settings, load_settings
from acta.errors import ActaError, Permanent
from acta.extract.rows import StoredPage, article_record, batch_rows, rejected_record
from acta.extract.stored import is_expired, stored_fetches
from acta.extract.types import EXTRACTOR_NAME, EXTRACTOR_VERSION, MAX_PAGE_BYTES, Extracted, Page, Rejected
from acta.ids import make_id
from acta.printable import json_line
from acta.store.attempts import Attempt, count_unread, next_attempt, written
from acta.store.batches import BatchWriter, Manifest, batch_ids, list_batches
from acta.store.faults import check_space
from acta.store.lock import at_work
from acta.store.partials import remove_abandoned
from acta.store.polls import is_polls
from acta.streams import open_input, open_output
from acta.workers import Job, map_chunks

log = logging.getLogger(__name__)

Record = dict[str, Any]
Progress = Callable[[int, int], None]  # batches done, batches in all
T = TypeVar("T")
R = TypeVar("R")

CHUNK = 8  # pages a message: small enough that one slow page holds up little
WARM_UP = f"<html><body><article><p>{'The council met on 4 May 2026, and said so. ' * 8}</p></article></body></html>"
PAGE_SECONDS = 20.0  # of processor time: hundreds of times what a page takes
PAGE_BYTES = 280_000_000  # beside the 200 MB that the readers and their tables take


# ------------------------------------------------------------------ a stream of records
@dataclass(frozen=True)
class _Broken:
    """An input line that is no page record: one line saying where and why."""

    message: str


def extract_stream(source: str, target: str, workers: int | None = None) -> int:
    """Read page records from ``source``, write one article record a page to ``target``; "-" is a standard stream.

    A line that is no page record is named on the log and skipped; the rest is done. Raises Permanent at the end if there
    were such lines, so that no caller takes part of an input for the whole. Returns the number of records written.
    """
    written, broken = 0, 0
    folder = str(Path(source).parent) if source != "-" else "."
    name = source if source != "-" else "standard input"
    work, lost = partial(_extract_line, name, folder), partial(_lost_line, name)
    with open_input(source) as lines, open_output(target) as out:
        numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
        for result in map_pages(work, numbered, workers or os.cpu_count() or 1, lost):
            if isinstance(result, _Broken):
                broken += 1
                log.error(result.message)
                continue
            out.write(result + b"\n")
            written += 1
    if broken:
        share = f"{broken} of {broken + written} lines"
        raise Permanent(f"{name}: {share} are no page records and were skipped (named above); mend them and run again")
    return written


def _extract_line(name: str, folder: str, numbered: tuple[int, bytes]) -> bytes | _Broken:
    found = _read_line(name, folder, numbered)
    return found if isinstance(found, _Broken) else _as_line(*found, _read_page(found[1]))


def _lost_line(name: str, numbered: tuple[int, bytes], refusal: Rejected) -> bytes | _Broken:
    """The record of a page that no worker could read; its file is not opened again."""
    number, line = numbered
    try:
        record = json.loads(line)
        url = record.get("url")
    except (ValueError, RecursionError, AttributeError) as error:
        return _Broken(f"{name}:{number}: {error}")
    return _as_line(record, Page(line, url=url if isinstance(url, str) else None), refusal)


def _read_line(name: str, folder: str, numbered: tuple[int, bytes]) -> tuple[Record, Page] | _Broken:
    number, line = numbered
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            raise ValueError("not a JSON object")
        return record, _page_of(record, folder)
    except (ValueError, OSError, EOFError, RecursionError, zlib.error) as error:
        return _Broken(f"{name}:{number}: {error}")


def _as_line(record: Record, page: Page, result: Extracted | Rejected) -> bytes:
    article_id = str(record.get("page_id") or _article_id(page))
    if isinstance(result, Extracted):
        row = article_record(article_id, record, result)
    else:
        row = rejected_record(article_id, record, result)
    return json_line(row).encode()


def _article_id(page: Page) -> str:
    body = page.body if isinstance(page.body, bytes) else page.body.encode("utf-8", "surrogatepass")
    url = (page.url or "").encode("utf-8", "replace").decode()  # JSON may carry lone surrogates, which no hash takes
    return make_id("art", url or hashlib.sha256(body).hexdigest())


def _page_of(record: Record, folder: str) -> Page:
    """Page of an input record. Raises ValueError or OSError saying what is wrong with it."""
    body: bytes | str
    if isinstance(record.get("html"), str):
        body = record["html"]
    elif isinstance(record.get("html_path"), str):
        body = _read_file(record["html_path"], folder)
    else:
        raise ValueError("a page record needs html or html_path (docs/reference/records.md)")
    texts = {name: _text(record, name) for name in ("url", "content_type", "published_at", "title", "fetched_at")}
    return Page(body, **{**texts, "fetched_at": texts["fetched_at"] or load_settings().clock().isoformat()})


def _text(record: Record, name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be a string or null, not {value!r}")
    return value or None


def _read_file(path: str, folder: str) -> bytes:
    """Bytes of a saved page, plain or gzipped; a relative path is looked up from here, then from the input's folder."""
    file = Path(path)
    if not file.is_absolute() and not file.exists():
        file = Path(folder) / path
    if file.exists() and not file.is_file():
        raise ValueError(f"{path} is no file")  # reading a pipe or a device may never end
    with file.open("rb") as raw:
        zipped = raw.peek(2)[:2] == b"\x1f\x8b"
        source = gzip.GzipFile(fileobj=raw) if zipped else raw
        return source.read(MAX_PAGE_BYTES + 1)  # one byte more than is read: then the page is refused as too large


def _each(work: Callable[[T], R], tasks: list[T]) -> list[R]:
    return [work(task) for task in tasks]


def map_pages(
    work: Callable[[T], R],
    tasks: Iterable[T],
    workers: int,
    lost: Callable[[T, Rejected], R],
    seconds: float = PAGE_SECONDS,
) -> Iterator[R]:
    """``work`` of each task, in order. ``lost`` makes the result of a task that a worker did not survive."""
    source = iter(tasks)
    chunks = iter(lambda: list(islice(source, CHUNK)), [])
    job = Job(
        partial(_each, work), partial(_refused, lost), _load_readers, task_seconds=seconds, task_bytes=PAGE_BYTES
    )
    return map_chunks(job, chunks, workers)


def _load_readers() -> None:
    """Load what only workers need, tables that the first page would load among it: they count against no page."""
    _read_page(Page(WARM_UP))


def _read_page(page: Page) -> Extracted | Rejected:
    from acta.extract.article import extract_page

    return extract_page(page)


def _refused(lost: Callable[[T, Rejected], R], task: T, reason: str, detail: str) -> R:
    return lost(task, Rejected(reason, detail))


# ------------------------------------------------------------------ batches
def extract_batch_id(collect_batch_id: str) -> str:
    """Id of the extract batch that this extractor makes of a collect batch."""
    return make_id("bat", "extract", collect_batch_id, EXTRACTOR_VERSION)


def pending_collect_batches(settings: Settings) -> list[Manifest]:
    """Collect batches that this version of the extractor has not read yet, oldest first; polls hold nothing to read.

    A batch that an older version read and whose archive was removed since stays as it was read.
    """
    there = batch_ids(settings, "extract")
    read_before = {source for manifest in list_batches(settings, "extract") for source in manifest.inputs}
    return [
        manifest
        for manifest in list_batches(settings, "collect")
        if not is_polls(manifest.batch_id)
        and extract_batch_id(manifest.batch_id) not in there
        and not (manifest.batch_id in read_before and is_expired(settings, manifest))
    ]


def due_attempts(settings: Settings, force: bool = False) -> list[Attempt]:
    """What is to be extracted now: batches not read yet, then the pending pages of others whose pause is over."""
    unread = pending_collect_batches(settings)
    first = [Attempt(manifest, extract_batch_id(manifest.batch_id)) for manifest in unread]
    batches = written(settings, "extract")
    read = [m for m in list_batches(settings, "collect") if extract_batch_id(m.batch_id) in batches]
    again = (next_attempt(settings, batches, m, extract_batch_id(m.batch_id), force) for m in read)
    return first + [attempt for attempt in again if attempt]


def count_pending(settings: Settings) -> Counter[str]:
    """How many pages are pending, and how many were given up."""
    first_ids = (extract_batch_id(manifest.batch_id) for manifest in list_batches(settings, "collect"))
    return count_unread(settings, written(settings, "extract"), first_ids)


def extract_batches(
    settings: Settings, workers: int | None = None, progress: Progress | None = None, force: bool = False
) -> list[str]:
    """Make the extract batch of every attempt that is due; returns the ids of the new batches.

    ``force`` also tries what was given up, and what must wait. Raises Transient when the machine fails, such as for a full disk.
    """
    made = []
    with at_work(settings):
        remove_abandoned(settings, "extract")
        due = due_attempts(settings, force)
        for batch_id in _extract_attempts(settings, due, workers or settings.workers):
            made.append(batch_id)
            if progress:
                progress(len(made), len(due))
    return made


def extract_batch(settings: Settings, manifest: Manifest, workers: int) -> str:
    """Make the extract batch of one collect batch; returns its id."""
    (made,) = _extract_attempts(settings, [Attempt(manifest, extract_batch_id(manifest.batch_id))], workers)
    return made


def _extract_attempts(settings: Settings, due: list[Attempt], workers: int) -> Iterator[str]:
    """Make the batches one after the other with the same workers: each costs a second to start."""
    waiting: deque[list[Record]] = deque()  # the fetches of each batch whose pages workers were given

    def fetches() -> Iterator[Record]:
        for attempt in due:
            wanted = [fetch for fetch in stored_fetches(settings, attempt.source) if attempt.wants(fetch["fetch_id"])]
            check_space(settings, sum(fetch["byte_count"] or 0 for fetch in wanted))
            waiting.append(wanted)
            yield from wanted

    results = map_pages(partial(_extract_fetch, settings), fetches(), workers, _lost_fetch)
    held: list[Extracted | Rejected] = []
    producer = f"{EXTRACTOR_NAME} {EXTRACTOR_VERSION}"
    for attempt in due:
        if not waiting:  # asking for a result makes fetches() go on, to the next page or to the end of batches
            held = [*islice(results, 1)]
        with BatchWriter(settings, "extract", attempt.batch_id, [attempt.source.batch_id], producer) as writer:
            for fetch in waiting.popleft():  # one by one: ten thousand texts are not held at once
                result = held.pop() if held else next(results)
                for table, rows in batch_rows([StoredPage(fetch, result)], attempt.number, settings.attempts).items():
                    writer.append(table, rows)
        yield attempt.batch_id


def _extract_fetch(settings: Settings, fetch: Record) -> Extracted | Rejected:
    from acta.collect.archive import read_body

    try:
        body, content_type, headers = read_body(settings, fetch["warc_path"], fetch["warc_offset"], fetch["body_sha256"])
    except (ActaError, OSError, ValueError) as error:
        return Rejected("archive_unreadable", f"{fetch['warc_path']}:{fetch['warc_offset']}: {error}")
    except MemoryError as error:
        return Rejected("out_of_memory", f"{fetch['warc_path']}:{fetch['warc_offset']}: {error}")
    return _read_page(
        Page(
            body,
            url=fetch["final_url"] or fetch["url"],
            content_type=content_type or fetch["content_type"],
            published_at=fetch["hint_published_at"],
            title=fetch["hint_title"],
            fetched_at=fetch["requested_at"],
            served_at=next((value for name, value in headers if name.lower() == "date"), None),
        )
    )


def _lost_fetch(fetch: Record, refusal: Rejected) -> Extracted | Rejected:
    return refusal
