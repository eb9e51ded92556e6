"""Packs: all batches of one stage that were finished on one day, in one file a table and a ledger of their manifests.

A pack is a folder ``<data>/compacted/<stage>/<day>/``: one Parquet file a table that has rows, with the column ``batch_id``;
``batches.parquet``, the manifest of each batch as it was written; ``manifest.json``, sealed, with the hash of each file. The rows
of a batch lie together, in the order of the ledger, so its row counts say where. A pack stands for the folders it was made
from (``acta.store.compact``): readers ask the ledgers first and pass over a folder that one of them names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from acta.config import Settings
from acta.store.manifest import Damaged, DamagedBatch, Manifest, TableFile, mend, sha256_of
from acta.store.sealed import read_sealed
from acta.store.tables import TABLES, arrow_schema

LEDGER = "batches"
Index = dict[str, tuple["Pack", int]]  # batch_id → its pack and its place in the ledger


def ledger_schema(stage: str) -> pa.Schema:
    """Columns of a ledger: the fields of a manifest, and for each table its rows and hash (NULL: the batch has no such table)."""
    kinds = (("rows", pa.int64()), ("sha256", pa.string()))
    tables = [(f"{table}.{what}", kind) for table in TABLES[stage] for what, kind in kinds]
    fields = [("batch_id", pa.string()), ("created_at", pa.string()), ("producer", pa.string())]
    return pa.schema(
        [*fields, ("inputs", pa.list_(pa.string())), ("unread", pa.int64()), ("has_digest", pa.bool_()), *tables]
    )


def pack_schema(stage: str, table: str) -> pa.Schema:
    """Columns of one table of a pack."""
    return pa.schema([("batch_id", pa.string()), *arrow_schema(stage, table)])


@dataclass(frozen=True, eq=False)
class Pack:
    """An opened pack: its ledger is read and checked, its tables are checked when they are read."""

    folder: Path
    stage: str
    files: dict[str, TableFile]
    ledger: pa.Table

    @cached_property
    def ids(self) -> list[str]:
        """batch_id of each batch, in the order of their rows."""
        ids: list[str] = self.ledger["batch_id"].to_pylist()
        return ids

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        return {name: self.ledger[name].to_pylist() for name in self.ledger.column_names}

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {
            t: list(accumulate((n or 0 for n in self._columns[f"{t}.rows"]), initial=0)) for t in TABLES[self.stage]
        }

    def manifest(self, place: int) -> Manifest:
        """The manifest of one batch, as it was written."""
        cell = {name: values[place] for name, values in self._columns.items()}
        tables = {
            table: TableFile(cell[f"{table}.rows"], cell[f"{table}.sha256"])
            for table in TABLES[self.stage]
            if cell[f"{table}.sha256"] is not None
        }
        known = (cell["inputs"], cell["producer"], cell["created_at"], tables, cell["unread"], cell["has_digest"])
        return Manifest(cell["batch_id"], self.stage, *known)

    def manifests(self) -> list[Manifest]:
        """All of them, in the order of their rows."""
        return [self.manifest(place) for place in range(len(self.ids))]

    def path(self, table: str) -> Path | None:
        """File of one table, checked; None when no batch has a row of it. Raises DamagedBatch."""
        if table not in self.files:
            return None
        path = self.folder / f"{table}.parquet"
        _check_file(path, self.files[table].sha256, _stamp(path))
        return path

    def rows(self, place: int, table: str) -> pa.Table:
        """The rows of one batch. Raises DamagedBatch."""
        schema = arrow_schema(self.stage, table)
        start, end = self._starts[table][place : place + 2]
        path = self.path(table)
        if start == end or path is None:
            return schema.empty_table()
        groups = _groups(path, _stamp(path))
        parts = []
        for number, first in enumerate(groups[:-1]):
            if first < end and groups[number + 1] > start:
                group = _group(path, _stamp(path), number)
                parts.append(group.slice(max(0, start - first), min(end, groups[number + 1]) - max(start, first)))
        found = pa.concat_tables(parts)
        if found.num_rows != end - start or pc.unique(found["batch_id"]).to_pylist() != [self.ids[place]]:
            raise DamagedBatch(f"{path} does not hold what the ledger beside it says: {mend(self.folder)}")
        return complete(found, schema)


Stamp = tuple[int, int, int]


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError as error:
        raise DamagedBatch(f"{path} cannot be read ({error.strerror}): {mend(path.parent)}") from error
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=16_384)
def _check_file(path: Path, sha256: str, stamp: Stamp) -> None:
    """Raise DamagedBatch when a file is not what was written. What was found sound is not read again until it changes."""
    if sha256_of(path) != sha256:
        raise DamagedBatch(f"{path} does not match its manifest: {mend(path.parent)}")


@lru_cache(maxsize=1024)
def _groups(path: Path, stamp: Stamp) -> list[int]:
    """The first row of each row group, and the number of rows."""
    with pq.ParquetFile(path) as file:
        return list(accumulate((file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)), initial=0))


@lru_cache(maxsize=26)  # batches are read one after the other, each table by table
def _group(path: Path, stamp: Stamp, number: int) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read_row_group(number, use_threads=False)


def stage_dir(settings: Settings, stage: str) -> Path:
    """Folder of the packs of a stage."""
    return settings.compacted_dir / stage


def pack_folders(settings: Settings, stage: str, day: str = "") -> list[Path]:
    """Folders of the packs of a stage, or of one day, in order."""
    root = stage_dir(settings, stage)
    return sorted(p for p in root.glob(f"{day}*") if not p.name.startswith(".")) if root.exists() else []


def read_pack(folder: Path, stage: str | None = None) -> Pack:
    """Open a pack. Raises DamagedBatch when its manifest or its ledger is not what was written."""
    return _open(folder, stage or folder.parent.name, _stamp(folder / "manifest.json"), _stamp(folder / f"{LEDGER}.parquet"))


@lru_cache(maxsize=4096)
def _open(folder: Path, stage: str, *stamps: Stamp) -> Pack:
    path = folder / "manifest.json"
    try:
        raw, has_digest = read_sealed(path)
        if not has_digest or (raw["stage"], raw["pack"]) != (stage, folder.name):
            raise ValueError("it is not that of this pack")
        files = {name: TableFile(**entry) for name, entry in raw["files"].items()}
        ledger_path = folder / f"{LEDGER}.parquet"
        if sha256_of(ledger_path) != files[LEDGER].sha256:
            raise ValueError(f"{ledger_path.name} does not match it")
        with pq.ParquetFile(ledger_path) as file:
            ledger = file.read(use_threads=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedBatch(f"{path} is damaged ({error}): {mend(folder)}") from error
    return Pack(folder, stage, files, complete(ledger, ledger_schema(stage)))


def complete(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table with all columns of a schema; those it has not, because an earlier version wrote it, are NULL."""
    missing = [field for field in schema if field.name not in table.column_names]
    for field in missing:
        table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names)


def survey_packs(settings: Settings, stage: str) -> tuple[list[Pack], list[Damaged]]:
    """The packs of a stage, and those that cannot be opened."""
    found, damaged = [], []
    for folder in pack_folders(settings, stage):
        try:
            found.append(read_pack(folder))
        except DamagedBatch as error:
            damaged.append(Damaged(stage, folder.name, str(error)))
    return found, damaged


def packed(settings: Settings, stage: str) -> Index:
    """Where each packed batch of a stage is; kept until a pack is added or replaced. What is damaged is not in it."""
    root = stage_dir(settings, stage)
    if not root.exists():
        return {}
    status = root.stat()
    return _index(settings, stage, (status.st_ino, status.st_mtime_ns))


@lru_cache(maxsize=8)
def _index(settings: Settings, stage: str, stamp: tuple[int, int]) -> Index:
    packs, _ = survey_packs(settings, stage)
    return {batch_id: (pack, place) for pack in packs for place, batch_id in enumerate(pack.ids)}


def forget_index() -> None:
    """Look at the folders again: this process has just changed them, perhaps within one tick of their clock."""
    _index.cache_clear()
    _open.cache_clear()


def pieces(pack: Pack, table: str, columns: list[str]) -> Iterator[pa.Table]:
    """These columns of all batches of a pack, a row group at a time."""
    path = pack.path(table)
    if path is not None:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                found = file.read_row_group(number, columns=columns, use_threads=False)
                yield complete(found, pa.schema([pack_schema(pack.stage, table).field(name) for name in columns]))
