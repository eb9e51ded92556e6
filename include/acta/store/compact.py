"""Compaction: the batches of each day that is over become one pack a stage, and their folders go.

Nothing else may be at work meanwhile (``acta.store.lock.alone``); a day takes seconds, and the lock is given back after each.
A pack is made aside, synced, read again and compared row by row with what it was made from, and renamed into place; only then
do the folders go. Killed at any step, it leaves either the folders or a whole pack, whose folders the next call removes.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from acta.config import Settings
from acta.store.batches import batch_dir, check_batch, list_batches, read_arrow
from acta.store.failpoints import reach
from acta.store.faults import check_space, size_of
from acta.store.lock import alone
from acta.store.manifest import DamagedBatch, Manifest, TableFile, sha256_of, sync, written_at
from acta.store.packs import (
    LEDGER,
    Pack,
    complete,
    forget_index,
    ledger_schema,
    pack_folders,
    pack_schema,
    packed,
    read_pack,
    stage_dir,
)
from acta.store.polls import STAGE, poll_files, poll_id
from acta.store.sealed import write_sealed
from acta.store.tables import TABLES, arrow_schema

GROUP_BYTES = 16_000_000  # of rows in memory, before they are written as a row group
Progress = Callable[[str], None]


class PackWriter:
    """Writes a pack into a folder, one batch after the other; it counts once ``finish`` has returned."""

    def __init__(self, folder: Path, stage: str, name: str) -> None:
        self.folder, self._stage, self._name = folder, stage, name
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._held: defaultdict[str, list[pa.Table]] = defaultdict(list)
        self._rows: defaultdict[str, int] = defaultdict(int)
        self._manifests: list[Manifest] = []
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def add(self, manifest: Manifest, tables: dict[str, pa.Table]) -> None:
        """Take in one batch: its manifest as it was written, and its rows."""
        for table, rows in tables.items():
            if rows.num_rows:
                named = rows.add_column(0, "batch_id", pa.array([manifest.batch_id] * rows.num_rows, pa.string()))
                self._held[table].append(complete(named, pack_schema(self._stage, table)))
                self._rows[table] += rows.num_rows
                if sum(piece.nbytes for piece in self._held[table]) > GROUP_BYTES:
                    self._write(table)
        self._manifests.append(manifest)

    def _write(self, table: str) -> None:
        if table not in self._writers:
            path = self.folder / f"{table}.parquet"
            self._writers[table] = pq.ParquetWriter(path, pack_schema(self._stage, table), compression="zstd")
        pieces = pa.concat_tables(self._held.pop(table)).combine_chunks()
        self._writers[table].write_table(pieces, row_group_size=pieces.num_rows)

    def finish(self) -> None:
        """Close the files and write the ledger and, last, the manifest; all durably."""
        for table in list(self._held):
            self._write(table)
        for writer in self._writers.values():
            writer.close()
        pq.write_table(_ledger(self._stage, self._manifests), self.folder / f"{LEDGER}.parquet", compression="zstd")
        rows = {LEDGER: len(self._manifests), **self._rows}
        files = {name: TableFile(count, sha256_of(self.folder / f"{name}.parquet")) for name, count in rows.items()}
        content = {
            "pack": self._name,
            "stage": self._stage,
            "files": {name: asdict(file) for name, file in files.items()},
        }
        write_sealed(self.folder / "manifest.json", content)
        for path in self.folder.iterdir():
            sync(path)
        sync(self.folder)


def _ledger(stage: str, manifests: list[Manifest]) -> pa.Table:
    names = ("batch_id", "created_at", "producer", "inputs", "unread", "has_digest")
    rows = []
    for manifest in manifests:
        row: dict[str, object] = {name: getattr(manifest, name) for name in names}
        for table, file in manifest.tables.items():
            row |= {f"{table}.rows": file.rows, f"{table}.sha256": file.sha256}
        rows.append(row)
    return pa.Table.from_pylist(rows, ledger_schema(stage))


def compact(settings: Settings, progress: Progress = lambda line: None) -> int:
    """Pack the batches of all days that are over (UTC, by the wall clock); returns how many batches were packed.

    Raises Transient when another process is at work in the data folder.
    """
    today, count = written_at().date(), 0
    with alone(settings):
        remove_packed(settings)
        days = [(stage, day) for stage in TABLES for day in _open_days(settings, stage) if day < today]
    for stage, day in days:
        with alone(settings):
            made = _compact_day(settings, stage, day)
        count += made
        if made:
            progress(f"{day} {stage}: {made} batches packed")
    return count


def _open_days(settings: Settings, stage: str) -> list[date]:
    inside = packed(settings, stage)
    return sorted({_day_of(manifest) for manifest in list_batches(settings, stage) if manifest.batch_id not in inside})


def _day_of(manifest: Manifest) -> date:
    return date.fromisoformat(manifest.created_at[:10])


def _compact_day(settings: Settings, stage: str, day: date) -> int:
    """Pack one day; a batch that is damaged, or that holds what this version does not know, stays as it is."""
    inside = packed(settings, stage)
    manifests = [
        manifest
        for manifest in list_batches(settings, stage)
        if manifest.batch_id not in inside and _day_of(manifest) == day and _is_packable(settings, manifest)
    ]
    if not manifests:
        return 0
    check_space(settings, sum(size_of(batch_dir(settings, stage, manifest.batch_id)) for manifest in manifests))
    taken = {folder.name for folder in pack_folders(settings, stage)}
    names = (day.isoformat() if number == 1 else f"{day}-{number}" for number in range(1, 10_000))
    name = next(name for name in names if name not in taken)
    reach(settings, "compact.begin")
    root = stage_dir(settings, stage)
    writer = PackWriter(root / f".{name}.{os.getpid()}.partial" / name, stage, name)
    try:
        for manifest in manifests:
            writer.add(manifest, {table: read_arrow(settings, manifest, table) for table in manifest.tables})
        writer.finish()
        reach(settings, "compact.written")
        _compare(settings, writer.folder, manifests, stage)
        writer.folder.rename(root / name)
    finally:
        shutil.rmtree(writer.folder.parent, ignore_errors=True)
    sync(root)
    forget_index()
    reach(settings, "compact.packed")
    remove_packed(settings)
    reach(settings, "compact.removed")
    return len(manifests)


def _is_packable(settings: Settings, manifest: Manifest) -> bool:
    try:
        check_batch(settings, manifest)
        for table, file in manifest.tables.items():
            rows, schema = read_arrow(settings, manifest, table), arrow_schema(manifest.stage, table)
            if rows.num_rows != file.rows or not {(f.name, f.type) for f in rows.schema} <= {(f.name, f.type) for f in schema}:
                return False
        return True
    except DamagedBatch:
        return False  # `acta build` and `acta doctor` name it


def _compare(settings: Settings, folder: Path, manifests: list[Manifest], stage: str) -> None:
    """Raise DamagedBatch unless a pack holds each batch as it is in its folder."""
    pack: Pack = read_pack(folder, stage)
    if pack.manifests() != manifests:
        raise DamagedBatch(f"{folder} does not name the batches it was made from: report this, nothing was removed")
    for place, manifest in enumerate(manifests):
        for table in manifest.tables:
            before = complete(read_arrow(settings, manifest, table), arrow_schema(stage, table))
            if not pack.rows(place, table).equals(before):
                raise DamagedBatch(
                    f"{folder} does not hold {table} of {manifest.batch_id} as it was: report this, nothing was removed"
                )


def remove_packed(settings: Settings) -> None:
    """Remove the folders and files of batches that a pack holds, and what a compaction that was cut off had begun to write.

    The caller is alone in the data folder.
    """
    for stage in TABLES:
        for partial in stage_dir(settings, stage).glob(".*.partial"):
            shutil.rmtree(partial)
        inside = packed(settings, stage)
        for folder in (settings.batches_dir / stage).glob("*"):
            if folder.name in inside:
                reach(settings, "compact.removing")
                shutil.rmtree(folder)
    inside = packed(settings, STAGE)
    for path in poll_files(settings):
        if poll_id(path.stem) in inside:
            path.unlink()
