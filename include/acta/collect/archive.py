"""The WARC archive: every stored body, one file a batch, gzip by record.

It is written aside and renamed before its batch is finished, so a batch never points at nothing. What a process that
was killed wrote aside is finished by the next one (see ``journal``).

The body is kept decompressed: its SHA-256 in ``fetches.body_sha256`` is that of the bytes here. Headers that no
longer describe it are kept under ``X-Archive-Orig-``; cookies are not kept, and secrets in URLs are masked, in headers too.
"""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from acta.collect.masking import mask_all
from acta.config import Settings
from acta.errors import Permanent
from acta.store.paths import inside

_CHANGED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_DROPPED = frozenset({"set-cookie", "set-cookie2"})


def warc_name(source_id: str, batch_id: str) -> str:
    """Path of a batch's archive below the WARC folder, as rows give it."""
    return f"{source_id}/{batch_id}.warc.gz"


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A record that holds a body: where it is, what was asked for, and when."""

    url: str
    fetched_at: str
    warc_path: str
    warc_offset: int


def final_path(settings: Settings, source_id: str, batch_id: str) -> Path:
    """Where a finished archive is."""
    return inside(settings.warc_dir, warc_name(source_id, batch_id))


def partial_path(settings: Settings, source_id: str, batch_id: str) -> Path:
    """Where an archive is while it is written."""
    return inside(settings.warc_dir, source_id, f".{batch_id}.partial")


def place(file: io.BufferedIOBase, partial: Path, final: Path) -> None:
    """Give a written archive its name, durably."""
    file.flush()
    os.fsync(file.fileno())
    partial.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class ArchiveWriter:
    """Context manager for one batch's archive: ``finish`` puts it in its place, leaving without it leaves it aside."""

    def __init__(self, settings: Settings, source_id: str, batch_id: str) -> None:
        self.name = warc_name(source_id, batch_id)
        self._final = final_path(settings, source_id, batch_id)
        self._partial = partial_path(settings, source_id, batch_id)
        self._file: io.BufferedWriter | None = None
        self._writer: WARCWriter | None = None

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.tell() if self._file is not None else 0

    def add_response(self, url: str, at: datetime, status: int, headers: list[tuple[str, str]], body: bytes) -> int:
        """Write one answer of a site; returns its offset."""
        kept = [_header(name, value) for name, value in headers if name.lower() not in _DROPPED]
        kept.append(("Content-Length", str(len(body))))
        return self._add(
            "response",
            url,
            at,
            body,
            StatusAndHeaders(f"{status} OK" if status == 200 else str(status), kept, "HTTP/1.1"),
            None,
        )

    def add_revisit(
        self, url: str, at: datetime, status: int, headers: list[tuple[str, str]], sha256: str, stored: StoredBody
    ) -> int:
        """Note an answer whose body is stored already; returns the offset of the note, not of the body."""
        kept = [_header(name, value) for name, value in headers if name.lower() not in _DROPPED]
        writer, offset = self._open()
        record = writer.create_revisit_record(
            url,
            digest=f"sha256:{sha256}",
            refers_to_uri=stored.url,
            refers_to_date=_moment(datetime.fromisoformat(stored.fetched_at)),
            http_headers=StatusAndHeaders(f"{status} OK" if status == 200 else str(status), kept, "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": _moment(at)},
        )
        return self._write(writer, record, offset)

    def add_resource(self, url: str, at: datetime, content_type: str, body: bytes) -> int:
        """Write a file of the user's own; returns its offset."""
        return self._add("resource", url, at, body, None, content_type)

    def _add(
        self,
        kind: str,
        url: str,
        at: datetime,
        body: bytes,
        http_headers: StatusAndHeaders | None,
        content_type: str | None,
    ) -> int:
        writer, offset = self._open()
        record = writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http_headers,
            warc_content_type=content_type or "",
            warc_headers_dict={"WARC-Date": _moment(at)},
        )
        return self._write(writer, record, offset)

    def _open(self) -> tuple[WARCWriter, int]:
        if self._file is None:
            self._partial.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._partial.open("wb")
            self._writer = WARCWriter(self._file, gzip=True)
        assert self._writer is not None
        return self._writer, self._file.tell()

    def _write(self, writer: WARCWriter, record: ArcWarcRecord, offset: int) -> int:
        assert self._file is not None
        try:
            writer.write_record(record)
            self._file.flush()
        except Exception:
            self._file.seek(offset)
            self._file.truncate()  # half a record would hide those behind it from who reads the file as a whole
            raise
        return offset

    def finish(self) -> None:
        """Put the archive in its place, durably. Does nothing when nothing was written."""
        if self._file is not None:
            with self._file:
                place(self._file, self._partial, self._final)
            self._file = None


def read_body(
    settings: Settings, warc_path: str, warc_offset: int, sha256: str | None = None
) -> tuple[bytes, str | None, list[tuple[str, str]]]:
    """Body, content type and headers of one stored answer.

    Raises Permanent when the archive does not hold it whole: cut off, or not the bytes of ``sha256``.
    """
    path = inside(settings.warc_dir, warc_path)
    try:
        with path.open("rb") as handle:
            handle.seek(warc_offset)
            for record in ArchiveIterator(handle):
                body = record.content_stream().read()
                _check(record, body, sha256)
                if record.http_headers is None:
                    return body, record.rec_headers.get_header("Content-Type") or None, []
                headers = [(str(name), str(value)) for name, value in record.http_headers.headers]
                return body, record.http_headers.get_header("Content-Type"), headers
    except FileNotFoundError as error:
        raise Permanent(
            f"{path} is not there: restore it from a backup, unless ACTA_ARCHIVE_DAYS had it removed"
        ) from error
    except (OSError, ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
        raise Permanent(
            f"{path} cannot be read at {warc_offset} ({error}): restore it from a backup, the page may have changed since"
        ) from error
    raise Permanent(f"{path} holds no record at {warc_offset}: restore it from a backup, the page may have changed")


def _check(record: ArcWarcRecord, body: bytes, sha256: str | None) -> None:
    """warcio gives what is left of a record that was cut off; the record says how long it was."""
    if record.rec_type not in ("response", "resource"):
        raise ValueError(f"the record is a {record.rec_type}, not a page")
    source = record.http_headers if record.http_headers is not None else record.rec_headers
    length = source.get_header("Content-Length")
    if length is None or str(len(body)) != length:  # every record of ours says it
        raise ValueError(f"the record was cut off, {len(body)} of {length or 'unknown'} bytes are left")
    if sha256 is not None and hashlib.sha256(body).hexdigest() != sha256:
        raise ValueError("not the bytes that were fetched")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(name: str, value: str) -> tuple[str, str]:
    if name.lower() in _CHANGED:
        name = f"X-Archive-Orig-{name}"
    return name, mask_all(value.replace("\r", " ").replace("\n", " "))
