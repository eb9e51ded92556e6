"""Immutable batches: written aside, hashed, renamed into place; whole or not there at all.

A batch is a folder ``<data>/batches/<stage>/<batch_id>/`` of Parquet tables and a ``manifest.json`` that is written last and
holds the SHA-256 and row count of each table. Batch ids are derived from what the batch is made of, so doing the work again
meets the finished batch and leaves it alone. Parquet does not notice a flipped bit; the manifest does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow.parquet as pq

from acta.config import Settings
from acta.errors import Permanent
from acta.store.table_stream import TableStream, as_arrow
from acta.store.tables import TABLES
from acta.store.tombstones import read_tombstones

Row = dict[str, Any]


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


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def batch_dir(settings: Settings, stage: str, batch_id: str) -> Path:
    """Folder of one batch."""
    return settings.batches_dir / stage / batch_id


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
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")


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
        return listed

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exists:
            return
        if kind is not None:
            shutil.rmtree(self.partial, ignore_errors=True)
            return
        for table, stream in self._streams.items():
            self._tables[table] = TableFile(stream.finish(), sha256_of(stream.path))
        for table in TABLES[self.stage]:
            if table not in self._tables:
                self.write(table, [])
        self._tables = {table: self._tables[table] for table in TABLES[self.stage]}
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(self.batch_id, self.stage, self.inputs, self.producer, created, self._tables)
        write_manifest(self.partial, manifest)
        for part in self.partial.iterdir():
            _sync(part)
        try:
            self.partial.rename(self.final)
        except OSError:
            if not (self.final / "manifest.json").exists():
                raise
            shutil.rmtree(self.partial)  # another worker finished the same batch first
        _sync(self.final.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path) -> Manifest:
    """Manifest of a batch folder. Raises Permanent, saying how to mend it, when it cannot be read."""
    path = folder / "manifest.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        tables = {name: TableFile(**entry) for name, entry in raw.pop("tables").items()}
        return Manifest(tables=tables, **raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Permanent(f"{path} is damaged ({error}): {mend(folder)}") from error


def mend(folder: Path) -> str:
    """What to do about a damaged batch. Only a collect batch cannot be made again from what lies before it."""
    if folder.parent.name == "collect":
        return (
            f"restore {folder} from a backup; without one, remove it and state/collector.sqlite, then run `acta collect` "
            "(pages that are no longer offered are lost)"
        )
    return f"remove {folder}, then run `acta {folder.parent.name}` to make it again"


def list_batches(settings: Settings, stage: str) -> list[Manifest]:
    """Finished batches of a stage, oldest first (by creation, then id)."""
    root = settings.batches_dir / stage
    folders = sorted(p for p in root.glob("*") if not p.name.startswith(".")) if root.exists() else []
    return sorted((read_manifest(folder) for folder in folders), key=lambda m: (m.created_at, m.batch_id))


def table_path(settings: Settings, manifest: Manifest, table: str) -> Path:
    """File of one table, compared with its hash first. Raises Permanent when the bytes are not those that were written."""
    folder = batch_dir(settings, manifest.stage, manifest.batch_id)
    path = folder / f"{table}.parquet"
    if not path.exists() or sha256_of(path) != manifest.tables[table].sha256:
        raise Permanent(f"{path} does not match its manifest: {mend(folder)}")
    return path


def read_table(settings: Settings, manifest: Manifest, table: str) -> list[Row]:
    """Rows of one table of a batch, after its hash was checked."""
    with pq.ParquetFile(table_path(settings, manifest, table)) as file:  # read_table would look for a data set
        rows: list[Row] = file.read(use_threads=False).to_pylist()
    return rows


def read_batch(settings: Settings, stage: str, batch_id: str) -> Manifest:
    """Manifest of one finished batch."""
    return read_manifest(batch_dir(settings, stage, batch_id))
