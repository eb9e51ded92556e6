"""Immutable batches: written aside, hashed, renamed into place; whole or not there at all.

A batch is a folder ``<data>/batches/<stage>/<batch_id>/`` of Parquet tables and a ``manifest.json`` that is written last and
holds the SHA-256 and row count of each table. Batch ids are derived from what the batch is made of, so doing the work again
meets the finished batch and leaves it alone. Parquet does not notice a flipped bit; the manifest does, also in itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow.parquet as pq

from acta.config import Settings
from acta.errors import Permanent
from acta.store.paths import single
from acta.store.sealed import read_sealed, write_sealed
from acta.store.table_stream import TableStream, as_arrow
from acta.store.tables import TABLES
from acta.store.tombstones import read_tombstones

Row = dict[str, Any]
READ_ROWS = 100  # at once, of a table that is read as a stream
HASH = re.compile(r"[0-9a-f]{64}")
log = logging.getLogger(__name__)


class DamagedBatch(Permanent):
    """A batch on disk is not what was written; the message says which, and what to do."""


@dataclass(frozen=True)
class TableFile:
    """One table of a batch: rows and the hash of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a batch holds, what it was made from and by what."""

    batch_id: str
    stage: str
    inputs: list[str]
    producer: str
    created_at: str
    tables: dict[str, TableFile]
    unread: int | None = None  # units that a later attempt may read (acta.store.attempts); None: written before there were any
    has_digest: bool = field(default=True, compare=False)  # manifests of earlier versions have none


@dataclass(frozen=True)
class Damaged:
    """A batch that cannot be read, and the line that says why and what to do."""

    stage: str
    batch_id: str
    line: str


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def batch_dir(settings: Settings, stage: str, batch_id: str) -> Path:
    """Folder of one batch. Raises Permanent when the id would lead out of the folder of batches."""
    return single(single(settings.batches_dir, stage), batch_id)


def batch_exists(settings: Settings, stage: str, batch_id: str) -> bool:
    """Whether the batch was finished."""
    return (batch_dir(settings, stage, batch_id) / "manifest.json").exists()


def write_table(folder: Path, stage: str, table: str, rows: list[Row]) -> TableFile:
    """Write one table of a batch into a folder: its columns in their fixed order, missing cells NULL."""
    path = folder / f"{table}.parquet"
    pq.write_table(as_arrow(stage, table, rows), path, compression="zstd")
    return TableFile(len(rows), sha256_of(path))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what says that a batch is whole; last of all."""
    write_sealed(folder / "manifest.json", {k: v for k, v in asdict(manifest).items() if k != "has_digest"})


class BatchWriter:
    """Context manager that writes one batch; leaving it by an exception leaves nothing behind.

    ``exists`` is true when the batch was finished before: then nothing is written, and what was written stays as it is.
    """

    def __init__(self, settings: Settings, stage: str, batch_id: str, inputs: list[str], producer: str) -> None:
        self.final = batch_dir(settings, stage, batch_id)
        self.partial = self.final.with_name(f".{batch_id}.{os.getpid()}.partial")
        self.stage, self.batch_id, self.inputs, self.producer = stage, batch_id, inputs, producer
        self.exists = batch_exists(settings, stage, batch_id)
        self._tables: dict[str, TableFile] = {}
        self._unread = 0
        self._streams: dict[str, TableStream] = {}
        self._forgotten = read_tombstones(settings)

    def __enter__(self) -> BatchWriter:
        if not self.exists:
            shutil.rmtree(self.partial, ignore_errors=True)
            self.partial.mkdir(parents=True)
        return self

    def write(self, table: str, rows: Iterable[Row]) -> int:
        """Write one table whole; returns its rows. Missing columns are NULL, unknown ones an error, forgotten rows left out."""
        listed = self._checked(table, rows)
        if not self.exists:
            self._tables[table] = write_table(self.partial, self.stage, table, listed)
        return len(listed)

    def append(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows to a table that is written as it grows; the same rules as for ``write``, and not both for one table."""
        listed = self._checked(table, rows)
        if self.exists or not listed:
            return
        if table not in self._streams:
            self._streams[table] = TableStream(self.partial, self.stage, table)
        self._streams[table].add(listed)

    def _checked(self, table: str, rows: Iterable[Row]) -> list[Row]:
        listed = [row for row in rows if not self._forgotten.cover(row.get("article_id"), row.get("source_id"))]
        unknown = {key for row in listed for key in row} - set(TABLES[self.stage][table])
        if unknown:
            raise ValueError(f"{self.stage}.{table} has no column {', '.join(sorted(unknown))} (acta/store/tables.py)")
        if table == "outcomes":
            self._unread += sum(row.get("outcome") in ("pending", "given_up") for row in listed)
        return listed

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exists:
            return
        if kind is not None:
            shutil.rmtree(self.partial, ignore_errors=True)
            return
        try:
            self._finish()
        except BaseException:  # a full disk is not to stay full of it
            shutil.rmtree(self.partial, ignore_errors=True)
            raise

    def _finish(self) -> None:
        for table, stream in self._streams.items():
            self._tables[table] = TableFile(stream.finish(), sha256_of(stream.path))
        for table in TABLES[self.stage]:
            if table not in self._tables:
                self.write(table, [])
        self._tables = {table: self._tables[table] for table in TABLES[self.stage]}
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(self.batch_id, self.stage, self.inputs, self.producer, created, self._tables, self._unread)
        write_manifest(self.partial, manifest)
        for part in self.partial.iterdir():
            _sync(part)
        try:
            self.partial.rename(self.final)
        except OSError as error:
            if not (self.final / "manifest.json").exists():
                shutil.rmtree(self.partial)
                raise DamagedBatch(f"{self.final} has no manifest.json ({error.strerror}): {mend(self.final)}") from error
            shutil.rmtree(self.partial)  # another worker finished the same batch first
        _sync(self.final.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path) -> Manifest:
    """Manifest of a batch folder. Raises DamagedBatch when it cannot be read, or is not that of this batch."""
    path = folder / "manifest.json"
    try:
        raw, has_digest = read_sealed(path)
        tables = {name: TableFile(**entry) for name, entry in raw.pop("tables").items()}
        manifest = Manifest(tables=tables, has_digest=has_digest, **raw)
        _check(manifest, folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedBatch(f"{path} is damaged ({error}): {mend(folder)}") from error
    return manifest


def _check(manifest: Manifest, folder: Path) -> None:
    """Raise ValueError when a manifest without a digest shows that it is not what was written, or lies in another folder."""
    if (manifest.stage, manifest.batch_id) != (folder.parent.name, folder.name):
        raise ValueError(f"it is that of {manifest.stage}/{manifest.batch_id}")
    if unknown := set(manifest.tables) - set(TABLES[manifest.stage]):
        raise ValueError(f"it names a table {min(unknown)}")
    if not all(isinstance(e.rows, int) and e.rows >= 0 and HASH.fullmatch(e.sha256) for e in manifest.tables.values()):
        raise ValueError("it gives no hash or no number of rows")
    if not all(isinstance(text, str) for text in (manifest.producer, manifest.created_at, *manifest.inputs)):
        raise ValueError("it does not say what the batch was made from")


def mend(folder: Path) -> str:
    """What to do about a damaged batch. Only a collect batch cannot be made again from what lies before it."""
    if folder.parent.name == "collect":
        return (
            f"restore {folder} from a backup; without one, remove it and state/collector.sqlite, then run `acta collect` "
            "(pages that are no longer offered are lost)"
        )
    return f"remove {folder}, then run `acta {folder.parent.name}` to make it again"


def survey(settings: Settings, stage: str) -> tuple[list[Manifest], list[Damaged]]:
    """Finished batches of a stage, oldest first (by creation, then id), and those whose manifest cannot be read."""
    root = settings.batches_dir / stage
    folders = sorted(p for p in root.glob("*") if not p.name.startswith(".")) if root.exists() else []
    found: list[Manifest] = []
    damaged: list[Damaged] = []
    for folder in folders:
        try:
            found.append(read_manifest(folder))
        except DamagedBatch as error:
            damaged.append(Damaged(stage, folder.name, str(error)))
    return sorted(found, key=lambda m: (m.created_at, m.batch_id)), damaged


def list_batches(settings: Settings, stage: str) -> list[Manifest]:
    """Finished batches of a stage whose manifest can be read, oldest first; each of the others is a warning in the log.

    For work that takes one batch after the other: a damaged one waits, and `acta build` and `acta doctor` name it.
    """
    found, damaged = survey(settings, stage)
    for one in damaged:
        log.warning("%s", one.line)
    return found


def all_batches(settings: Settings, stage: str) -> list[Manifest]:
    """Finished batches of a stage, oldest first, for work that must not miss one. Raises DamagedBatch when one cannot be read."""
    found, damaged = survey(settings, stage)
    if damaged:
        raise DamagedBatch(damaged[0].line)
    return found


def check_batch(settings: Settings, manifest: Manifest) -> None:
    """Compare every table of a batch with its hash. Raises DamagedBatch for the first that differs."""
    for table in manifest.tables:
        table_path(settings, manifest, table)


def table_path(settings: Settings, manifest: Manifest, table: str) -> Path:
    """File of one table, compared with its hash first. Raises DamagedBatch when the bytes are not those that were written."""
    folder = batch_dir(settings, manifest.stage, manifest.batch_id)
    path = folder / f"{table}.parquet"
    try:
        fits = sha256_of(path) == manifest.tables[table].sha256
    except OSError as error:
        raise DamagedBatch(f"{path} cannot be read ({error.strerror}): {mend(folder)}") from error
    if not fits:
        raise DamagedBatch(f"{path} does not match its manifest: {mend(folder)}")
    return path


def read_table(settings: Settings, manifest: Manifest, table: str) -> list[Row]:
    """Rows of one table of a batch, after its hash was checked."""
    with pq.ParquetFile(table_path(settings, manifest, table)) as file:  # read_table would look for a data set
        rows: list[Row] = file.read(use_threads=False).to_pylist()
    return rows


def iter_table(settings: Settings, manifest: Manifest, table: str) -> Iterator[Row]:
    """The same rows one by one: of a table of whole texts only some are held."""
    with pq.ParquetFile(table_path(settings, manifest, table)) as file:
        for some in file.iter_batches(READ_ROWS, use_threads=False):
            yield from some.to_pylist()


def read_batch(settings: Settings, stage: str, batch_id: str) -> Manifest:
    """Manifest of one finished batch."""
    return read_manifest(batch_dir(settings, stage, batch_id))
