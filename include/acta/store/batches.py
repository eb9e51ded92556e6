"""Immutable batches: written aside, hashed, renamed into place; whole or not there at all.

A batch is a folder ``<data>/batches/<stage>/<batch_id>/`` of Parquet tables and a ``manifest.json`` that is written last and
holds the SHA-256 and row count of each table. Batch ids are derived from what the batch is made of, so doing the work again
meets the finished batch and leaves it alone. Parquet does not notice a flipped bit; the manifest does, also in itself.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from acta.config import Settings
from acta.store.manifest import (
    Damaged,
    DamagedBatch,
    Manifest,
    TableFile,
    mend,
    read_manifest,
    sha256_of,
    sync,
    write_manifest,
    written_at,
)
from acta.store.packs import complete, packed, pieces, survey_packs
from acta.store.partials import open_partial, partial_of
from acta.store.paths import single
from acta.store.polls import STAGE, is_polls, poll_files, poll_manifest, poll_tables
from acta.store.table_stream import TableStream, as_arrow
from acta.store.tables import TABLES, arrow_schema
from acta.store.tombstones import read_tombstones

__all__ = [
    "BatchWriter", "Damaged", "DamagedBatch", "Manifest", "Row", "TableFile", "all_batches", "batch_dir", "batch_exists",
    "batch_ids", "check_batch", "iter_table", "list_batches",
    "mend", "pieces_of", "read_arrow", "read_batch", "read_manifest", "read_table",
    "sha256_of", "survey", "table_path", "write_manifest", "write_table",
]  # fmt: skip

Row = dict[str, Any]
READ_ROWS = 100  # at once, of a table that is read as a stream
log = logging.getLogger(__name__)


def batch_dir(settings: Settings, stage: str, batch_id: str) -> Path:
    """Folder of one batch. Raises Permanent when the id would lead out of the folder of batches."""
    return single(single(settings.batches_dir, stage), batch_id)


def batch_exists(settings: Settings, stage: str, batch_id: str) -> bool:
    """Whether the batch was finished."""
    return (batch_dir(settings, stage, batch_id) / "manifest.json").exists() or batch_id in packed(settings, stage)


def batch_ids(settings: Settings, stage: str) -> set[str]:
    """Ids of all finished batches of a stage, also of those that are damaged; polls are none that another stage reads."""
    root = settings.batches_dir / stage
    folders = {p.parent.name for p in root.glob("*/manifest.json") if not p.parent.name.startswith(".")}
    return folders | packed(settings, stage).keys()


def write_table(folder: Path, stage: str, table: str, rows: list[Row]) -> TableFile:
    """Write one table of a batch into a folder: its columns in their fixed order, missing cells NULL."""
    path = folder / f"{table}.parquet"
    pq.write_table(as_arrow(stage, table, rows), path, compression="zstd")
    return TableFile(len(rows), sha256_of(path))


class BatchWriter:
    """Context manager that writes one batch; leaving it by an exception leaves nothing behind.

    ``exists`` is true when the batch was finished before: then nothing is written, and what was written stays as it is.
    """

    def __init__(self, settings: Settings, stage: str, batch_id: str, inputs: list[str], producer: str) -> None:
        self.final = batch_dir(settings, stage, batch_id)
        self.partial = partial_of(self.final)
        self.stage, self.batch_id, self.inputs, self.producer = stage, batch_id, inputs, producer
        self.exists = batch_exists(settings, stage, batch_id)
        self._tables: dict[str, TableFile] = {}
        self._unread = 0
        self._streams: dict[str, TableStream] = {}
        self._held: int | None = None  # the lock on what is written
        self._forgotten = read_tombstones(settings)

    def __enter__(self) -> BatchWriter:
        if not self.exists:
            self._held = open_partial(self.partial)
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
        if self._held is None:
            return
        try:
            if kind is None:
                self._finish()
        finally:  # a full disk is not to stay full of it
            shutil.rmtree(self.partial, ignore_errors=True)
            os.close(self._held)

    def _finish(self) -> None:
        for table, stream in self._streams.items():
            self._tables[table] = TableFile(stream.finish(), sha256_of(stream.path))
        for table in TABLES[self.stage]:
            if table not in self._tables:
                self.write(table, [])
        self._tables = {table: self._tables[table] for table in TABLES[self.stage]}
        created = written_at().isoformat(timespec="seconds")
        manifest = Manifest(self.batch_id, self.stage, self.inputs, self.producer, created, self._tables, self._unread)
        write_manifest(self.partial, manifest)
        for part in self.partial.iterdir():
            sync(part)
        try:
            self.partial.rename(self.final)
        except OSError as error:
            if not (self.final / "manifest.json").exists():
                shutil.rmtree(self.partial)
                raise DamagedBatch(
                    f"{self.final} has no manifest.json ({error.strerror}): {mend(self.final)}"
                ) from error
            shutil.rmtree(self.partial)  # another worker finished the same batch first
        sync(self.final.parent)


def survey(settings: Settings, stage: str) -> tuple[list[Manifest], list[Damaged]]:
    """Finished batches of a stage, oldest first (by creation, then id), and those whose manifest cannot be read."""
    root = settings.batches_dir / stage
    folders = sorted(p for p in root.glob("*") if not p.name.startswith(".")) if root.exists() else []
    packs, damaged = survey_packs(settings, stage)
    found = [manifest for pack in packs for manifest in pack.manifests()]
    known = {manifest.batch_id for manifest in found}
    for folder in folders:
        if folder.name in known:  # left by a compaction that was cut off, or brought back from a backup
            continue
        try:
            found.append(read_manifest(folder))
        except DamagedBatch as error:
            damaged.append(Damaged(stage, folder.name, str(error)))
    for path in poll_files(settings) if stage == STAGE else []:
        try:
            manifest = poll_manifest(path)
            found += [manifest] if manifest.batch_id not in known else []
        except DamagedBatch as error:
            damaged.append(Damaged(stage, path.stem, str(error)))
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
    there = packed(settings, manifest.stage).get(manifest.batch_id)
    for table in manifest.tables:
        if there:
            there[0].path(table)
        elif is_polls(manifest.batch_id):
            poll_tables(_poll_path(settings, manifest.batch_id))
        else:
            table_path(settings, manifest, table)


def _poll_path(settings: Settings, batch_id: str) -> Path:
    for path in poll_files(settings):
        if poll_manifest(path).batch_id == batch_id:
            return path
    raise DamagedBatch(f"the polls of {batch_id} are not in {settings.data_dir}: restore them from a backup")


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


def read_arrow(settings: Settings, manifest: Manifest, table: str) -> pa.Table:
    """Rows of one table of a batch as they were written, after their hash was checked."""
    there = packed(settings, manifest.stage).get(manifest.batch_id)
    if there:
        return there[0].rows(there[1], table)
    if is_polls(manifest.batch_id):
        return as_arrow(STAGE, table, poll_tables(_poll_path(settings, manifest.batch_id))[table])
    with pq.ParquetFile(table_path(settings, manifest, table)) as file:  # read_table would look for a data set
        return file.read(use_threads=False)


def read_table(settings: Settings, manifest: Manifest, table: str) -> list[Row]:
    """Rows of one table of a batch, after its hash was checked."""
    rows: list[Row] = read_arrow(settings, manifest, table).to_pylist()
    return rows


def pieces_of(settings: Settings, stage: str, table: str, columns: list[str]) -> Iterator[pa.Table]:
    """These columns of one table over all batches of a stage, in pieces. Raises DamagedBatch when a batch cannot be read.

    Packs are read whole, so that this costs by rows and not by batches.
    """
    packs, damaged = survey_packs(settings, stage)
    if damaged:
        raise DamagedBatch(damaged[0].line)
    for pack in packs:
        yield from pieces(pack, table, columns)
    schema, inside = arrow_schema(stage, table), packed(settings, stage)
    for manifest in all_batches(settings, stage):
        if manifest.batch_id not in inside and table in manifest.tables:
            yield complete(read_arrow(settings, manifest, table), schema).select(columns)


def iter_table(settings: Settings, manifest: Manifest, table: str) -> Iterator[Row]:
    """The rows of a table one by one: of one of whole texts only some are held."""
    if is_polls(manifest.batch_id) or manifest.batch_id in packed(settings, manifest.stage):
        for some in read_arrow(settings, manifest, table).to_batches(READ_ROWS):
            yield from some.to_pylist()
        return
    with pq.ParquetFile(table_path(settings, manifest, table)) as file:
        for some in file.iter_batches(READ_ROWS, use_threads=False):
            yield from some.to_pylist()


def read_batch(settings: Settings, stage: str, batch_id: str) -> Manifest:
    """Manifest of one finished batch."""
    folder = batch_dir(settings, stage, batch_id)
    if is_polls(batch_id) and batch_id not in packed(settings, stage):
        return poll_manifest(_poll_path(settings, batch_id))
    there = None if (folder / "manifest.json").exists() else packed(settings, stage).get(batch_id)
    return there[0].manifest(there[1]) if there else read_manifest(folder)
