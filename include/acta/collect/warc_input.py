"""WARC archives as input: someone's crawl, Common Crawl's news, an Acta archive → the same rows as pages fetched here.

Records are streamed, never held together; ``seen_in`` names the archive and the offset of the record, and a run that was
cut off goes on behind the last record it stored. What a record says about its fetch (when, from where, with which
headers) is kept as if it had been ours. A damaged stretch is skipped to the next readable record and counted.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from acta.collect.http import FetchResult
from acta.collect.masking import mask_url
from acta.collect.outcomes import judge_page, judge_type
from acta.collect.parts import CollectResult, Part, is_complete, next_number, result_of
from acta.collect.rows import LAST, Subject, article_id_of, key_of, part_id, stamp
from acta.collect.run import at_source
from acta.collect.state import State
from acta.collect.walls import judge_wall
from acta.collect.warc_gzip import Unpacked, is_one_member
from acta.collect.warc_payload import CutShort, Message, TooLarge, parse_message
from acta.config import Settings
from acta.errors import Permanent
from acta.ids import make_id
from acta.sources.model import Source
from acta.store.batches import read_batch, read_table

ENDINGS = (".warc", ".warc.gz", ".warc.zst")
PAGES_PER_PART = 500
SCAN = 1 << 20
MAX_GAPS = 1000  # damaged stretches of one archive; more than that is no archive
ZSTD = b"\x28\xb5\x2f\xfd"
MOST_HEADERS = 1 << 16  # bytes read of a page that is larger than the cap
ANSWERED = frozenset({200, 203})  # 203: a proxy on the way changed the page
_KINDS = WarcRecordType.response | WarcRecordType.resource
_OFFSET = re.compile(r"#offset=(\d+)$")


@dataclass(frozen=True, slots=True)
class _Record:
    """One page of an archive. ``body`` is None where it is larger than the cap."""

    offset: int
    url: str
    at: datetime | None
    headers: list[tuple[str, str]]
    body: bytes | None


def is_warc(path: Path) -> bool:
    """Whether a file is an archive, by its name."""
    return path.name.lower().endswith(ENDINGS)


def collect_warc(
    settings: Settings,
    path: Path,
    source: Source,
    published_at: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> CollectResult:
    """Take in every page of one archive, once: the same file again is a finished run.

    Raises Permanent when the file cannot be read or holds no WARC record at all.
    """
    run_key = archive_key(path)
    with at_source(settings, source) as state:
        if not is_complete(state, source.source_id, run_key):
            _Intake(settings, path, source, run_key, state, published_at, progress or (lambda line: None)).go()
        return result_of(settings, state, source.source_id, run_key)


def archive_key(path: Path) -> str:
    """Name of the run that takes in this file: another name, size or time is another archive."""
    try:
        status = path.stat()
    except OSError as error:
        raise Permanent(f"{path}: cannot be read: {error.strerror}") from error
    return "warc__" + make_id("run", path.resolve().as_uri(), str(status.st_size), str(status.st_mtime_ns))


class _Intake:
    """One archive, one run key."""

    def __init__(
        self,
        settings: Settings,
        path: Path,
        source: Source,
        run_key: str,
        state: State,
        published_at: str | None,
        say: Callable[[str], None],
    ) -> None:
        self.settings, self.path, self.source, self.run_key, self.state = settings, path, source, run_key, state
        self.published_at, self.say = published_at, say
        self.counts: Counter[str] = Counter()

    def go(self) -> None:
        number = next_number(self.state, self.source.source_id, self.run_key)
        records = self._pages(self._stored_until(number))
        while page := next(records, None):
            with self._part(number) as part:
                self._add(part, page)
                while len(part) < PAGES_PER_PART and (page := next(records, None)):
                    self._add(part, page)
                self.state.apply_batch(self.settings, part.finish())
            self.say(f"{self.path.name}: {self.counts['pages']} pages")
            number += 1
        with self._part(LAST) as last:
            last.add(Subject("archive", self.path.resolve().as_uri(), None), self.settings.clock(), self._summary())
            self.state.apply_batch(self.settings, last.finish())

    def _part(self, number: int) -> Part:
        return Part(self.settings, self.source, self.run_key, number, self.settings.clock())

    def _stored_until(self, number: int) -> int | None:
        """Offset of the last record that an earlier, unfinished run stored; None where there is none."""
        if number == LAST + 1:
            return None
        manifest = read_batch(self.settings, "collect", part_id(self.source.source_id, self.run_key, number - 1))
        rows = read_table(self.settings, manifest, "fetches")
        found = [match for row in rows if (match := _OFFSET.search(row["seen_in"] or ""))]
        return max((int(match[1]) for match in found), default=None)

    def _pages(self, after: int | None) -> Iterator[_Record]:
        try:
            with self.path.open("rb") as file:
                yield from read_pages(file, self.settings.max_body_bytes, self.counts, after)
        except OSError as error:
            raise Permanent(f"{self.path}: cannot be read: {error.strerror or error}") from error
        if after is None and set(self.counts) <= {"damaged"}:
            raise Permanent(f"{self.path}: no WARC record in it; an archive's records begin with WARC/1.0 or WARC/1.1")

    def _add(self, part: Part, record: _Record) -> None:
        now = self.settings.clock()
        at = min(record.at, now) if record.at else now
        key, source_id = key_of(record.url), self.source.source_id
        known = self.state.url(source_id, key)
        result = _result(record, self.settings.max_body_bytes)
        if known and known.body_sha256 and result.body_sha256 == known.body_sha256:
            result = FetchResult(record.url, record.url, "unchanged", "same_body", "these bytes are there already", 0)
        part.add(
            Subject(
                "article",
                mask_url(record.url),
                key,
                known.article_id if known else article_id_of(source_id, key),
                f"{self.path.resolve().as_uri()}#offset={record.offset}",
                None,
                self.published_at,
                min(known.first_seen_at, stamp(at)) if known else stamp(at),
            ),
            at,
            result,
        )
        self.counts["pages"] += 1

    def _summary(self) -> FetchResult:
        told = ", ".join(f"{count} {what}" for what, count in self.counts.items()) or "nothing left to take"
        url = self.path.resolve().as_uri()
        return FetchResult(url, url, "failed" if self.counts["damaged"] else "fetched", _reason(self.counts), told, 0)


def _reason(counts: Counter[str]) -> str | None:
    return "damaged" if counts["damaged"] else None


def read_pages(file: BinaryIO, max_bytes: int, counts: Counter[str], after: int | None = None) -> Iterator[_Record]:
    """The pages of an archive behind offset ``after``; ``counts`` learns what was passed over and why.

    An archive in one gzip member is unpacked as a stream, and its offsets are those of the unpacked archive.
    """
    whole = Unpacked(file) if is_one_member(file) else None
    yield from _read_pages(cast(BinaryIO, whole or file), max_bytes, counts, after)
    if whole and whole.is_damaged:
        counts["damaged"] += 1


def _read_pages(file: BinaryIO, max_bytes: int, counts: Counter[str], after: int | None) -> Iterator[_Record]:
    start, gaps, hurt = after or 0, 0, False
    last = after if after is not None else -1
    magic = _magic(file)
    while gaps <= MAX_GAPS:
        file.seek(start)
        try:
            for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
                offset = int(record.stream_pos)
                if offset <= last:
                    continue
                last, damaged = offset, counts["damaged"]
                page = _page(record, offset, max_bytes, counts)
                hurt = counts["damaged"] > damaged
                if page:
                    yield page
            return
        except (OSError, ValueError, RuntimeError):
            if not counts and last < 0 and start == 0 and magic is None:
                return
            counts["damaged"] += not hurt  # what comes after a record that was cut short is the same damage
            gaps, hurt = gaps + 1, False
        following = _find(file, magic or b"WARC/1.", max(start, last) + 1)
        if following is None:
            return
        start = following


def _page(record: WarcRecord, offset: int, max_bytes: int, counts: Counter[str]) -> _Record | None:
    """The record as a page, or None when it is none; then ``counts`` says what it was."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")  # old wget writes <https://…>
    if not record.record_type & _KINDS or not url.lower().startswith(("http://", "https://")):
        counts["other records"] += 1
        return None
    size, is_large = record.content_length, record.content_length > max_bytes
    if not is_large:
        record.freeze()  # its bytes, so that a record that was cut short can be told
        declared = (record.headers.get("Content-Length") or "").strip()
        if record.content_length < size or declared != str(size):
            counts["damaged"] += 1
            return None
    payload = record.reader.read(min(size, MOST_HEADERS) if is_large else size)
    if record.record_type & WarcRecordType.response:
        message = parse_message(payload)
        if message is None:
            counts["damaged"] += 1
            return None
    else:
        kind = record.headers.get("Content-Type") or "text/html"
        message = Message(200, [("content-type", kind)], payload)
    if message.status not in ANSWERED:
        counts["not answered with 200"] += 1
        return None
    if judge_type(message.header("content-type")) or url.split("?")[0].endswith("/robots.txt"):
        counts["not HTML or text"] += 1
        return None
    try:
        body = None if is_large else message.decoded(max_bytes)
    except TooLarge:
        body = None
    except CutShort:
        counts["damaged"] += 1
        return None
    moment: datetime | None = None
    with contextlib.suppress(ValueError, TypeError):
        moment = datetime.fromisoformat(record.headers.get("WARC-Date") or "").astimezone(UTC)
    return _Record(offset, url, moment, message.headers or [("content-type", "text/html")], body)


def _result(record: _Record, max_bytes: int) -> FetchResult:
    url, headers = record.url, record.headers
    if record.body is None:
        detail = f"more than {max_bytes} bytes (ACTA_MAX_BODY_BYTES)"
        return FetchResult(url, url, "rejected", "too_large", detail, 0, 200, headers)
    verdict = judge_page(record.body) or judge_wall(record.body)
    if verdict:
        return FetchResult(url, url, verdict.outcome, verdict.reason, verdict.detail, 0, 200, headers)
    return FetchResult(url, url, "fetched", None, None, 0, 200, headers, record.body)


def _magic(file: BinaryIO) -> bytes | None:
    """What a record begins with in this file; None when its start looks like no kind of archive."""
    file.seek(0)
    start = file.read(8)
    begins = {b"\x1f\x8b": b"\x1f\x8b\x08", ZSTD: ZSTD, b"WARC/": b"WARC/1."}
    return next((magic for kind, magic in begins.items() if start.startswith(kind)), None)


def _find(file: BinaryIO, magic: bytes, start: int) -> int | None:
    """Offset of the next place that may begin a record."""
    file.seek(start)
    tail, base = b"", start
    while chunk := file.read(SCAN):
        window = tail + chunk
        at = window.find(magic)
        if at >= 0:
            return base + at
        tail = window[-len(magic) :]
        base += len(window) - len(tail)
    return None
