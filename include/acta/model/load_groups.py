"""Which batches are loaded together, and where DuckDB finds their rows.

A transaction and a scan cost more than the rows of a small batch, so batches are loaded by the pack, or by the hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from acta.config import Settings
from acta.store.batches import Manifest, batch_dir, mend, read_arrow, table_path
from acta.store.columns import check_columns
from acta.store.packs import Pack, packed
from acta.store.polls import is_polls

MOST_BATCHES = 100
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Source:
    """A table expression with the column batch_id, its other columns, and the parameters that it takes."""

    sql: str
    columns: list[str]
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Batches of one stage that are loaded in one transaction: of one pack, one day's polls, or folders."""

    settings: Settings
    stage: str
    manifests: list[Manifest]
    pack: Pack | None = None

    @property
    def grows(self) -> bool:
        """Whether it is a day's polls, part of which may have been loaded."""
        return is_polls(self.manifests[0].batch_id)

    def single(self) -> Iterator[Group]:
        """Each batch by itself."""
        for manifest in self.manifests:
            yield Group(self.settings, self.stage, [manifest], self.pack)

    def source(self, connection: duckdb.DuckDBPyConnection, table: str) -> Source | None:
        """Where the rows of one table are, checked; None when there are none. Raises DamagedBatch."""
        if self.pack is None and self.grows:
            return self._of_polls(connection, table)
        found = self._of_pack(table) if self.pack else self._of_folders(table)
        if found is None:
            return None
        columns = [row[0] for row in connection.execute(f"describe from {found.sql}", found.given).fetchall()]
        return Source(found.sql, columns, found.given)

    def _of_pack(self, table: str) -> Source | None:
        assert self.pack is not None
        path = self.pack.path(table)
        if path is None:
            return None
        given: dict[str, Any] = {"path": str(path)}
        if len(self.manifests) == len(self.pack.ids):
            return Source("read_parquet($path)", [], given)
        given["ids"] = [manifest.batch_id for manifest in self.manifests]
        return Source("(from read_parquet($path) where batch_id in (select unnest($ids)))", [], given)

    def _of_folders(self, table: str) -> Source | None:
        """Files of the batches; each is checked, those without a row are not opened."""
        having = [manifest for manifest in self.manifests if table in manifest.tables]
        checked = [(table_path(self.settings, m, table), m.tables[table].rows) for m in having]
        paths = [str(path) for path, rows in checked if rows]
        if not paths:
            return None
        for path in paths:
            check_columns(Path(path), self.stage, table, Path(path).parent)
        folder = "regexp_extract(filename, '([^/]+)/[^/]+$', 1) as batch_id"
        read = "read_parquet($paths, filename = true, union_by_name = true)"
        return Source(f"(select * exclude (filename), {folder} from {read})", [], {"paths": paths})

    def _of_polls(self, connection: duckdb.DuckDBPyConnection, table: str) -> Source:
        (manifest,) = self.manifests
        rows = read_arrow(self.settings, manifest, table)
        name = f"polls_{table}"
        connection.register(
            name, rows.append_column("batch_id", pa.array([manifest.batch_id] * rows.num_rows, pa.string()))
        )
        return Source(name, rows.column_names)

    def has_doubles(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether a batch of annotate holds a version twice, as older versions of Acta wrote some."""
        if self.stage != "annotate":
            return False
        found = self._of_pack("annotations") if self.pack else self._of_folders("annotations")
        if found is None:
            return False
        counted = f"select count(*) > count(distinct (batch_id, version_id)) from {found.sql}"
        (has,) = connection.execute(counted, found.given).fetchone() or (False,)
        return bool(has)

    def where(self, table: str) -> str:
        """Path of a table's file, for a message."""
        return str(self._folder() / f"{table}.parquet")

    def mend(self) -> str:
        """What to do when it is damaged."""
        return mend(self._folder())

    def _folder(self) -> Path:
        return self.pack.folder if self.pack else batch_dir(self.settings, self.stage, self.manifests[0].batch_id)


def check_layout(settings: Settings, manifest: Manifest) -> None:
    """Raise DamagedBatch when a table of a batch is not laid out as this version reads it; packs and polls are our own."""
    if is_polls(manifest.batch_id) or manifest.batch_id in packed(settings, manifest.stage):
        return
    folder = batch_dir(settings, manifest.stage, manifest.batch_id)
    for table in manifest.tables:
        check_columns(folder / f"{table}.parquet", manifest.stage, table, folder)


def groups_of(settings: Settings, manifests: list[Manifest]) -> Iterator[Group]:
    """Batches of one stage as they are loaded together, in their order as far as packs allow."""
    if not manifests:
        return
    stage = manifests[0].stage
    places = packed(settings, stage)
    by_pack: defaultdict[Pack, list[Manifest]] = defaultdict(list)
    held: list[Manifest] = []
    for manifest in manifests:
        if is_polls(manifest.batch_id):
            there = places.get(manifest.batch_id)
            yield Group(settings, stage, [manifest], there[0] if there else None)
        elif manifest.batch_id in places:
            by_pack[places[manifest.batch_id][0]].append(manifest)
        else:
            held.append(manifest)
    for pack, ones in by_pack.items():
        yield Group(settings, stage, ones, pack)
    yield from _chunks(settings, stage, held)


def _chunks(settings: Settings, stage: str, manifests: list[Manifest]) -> Iterator[Group]:
    group, rows = list[Manifest](), 0
    for manifest in manifests:
        size = sum(entry.rows for entry in manifest.tables.values())
        if group and (len(group) == MOST_BATCHES or rows + size > MOST_ROWS):
            yield Group(settings, stage, group)
            group, rows = [], 0
        group.append(manifest)
        rows += size
    if group:
        yield Group(settings, stage, group)
