"""Load finished batches into DuckDB, each exactly once.

The ledger ``raw.batches`` names what is in. Batches and their ledger rows go in by one transaction, so a crash in the middle
leaves neither. Every table keeps the batch_id its rows came from, and the time they were loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from acta.config import Settings
from acta.model.judgements import load_judgements
from acta.model.load_groups import Group, Source, check_layout, groups_of
from acta.model.registry import COLUMNS, registry_rows
from acta.model.validations import load_validations
from acta.model.warehouse import SQL_TYPE, replace_table
from acta.store.batches import Damaged, DamagedBatch, Manifest, check_batch, survey
from acta.store.failpoints import reach
from acta.store.polls import is_polls
from acta.store.tables import SCHEMA_OF_STAGE, TABLES
from acta.store.tombstones import Tombstones, read_tombstones

KEYS = {"fetches": "fetch_id", "outcomes": "outcome_id", "sources": "source_id, observed_at"}  # of a day's polls


@dataclass(frozen=True)
class Loaded:
    """What a load did: new batches and rows by table."""

    batches: int
    rows: dict[str, int]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schemas that Python owns, empty, where they are missing."""
    for stage, tables in TABLES.items():
        schema = SCHEMA_OF_STAGE[stage]
        connection.execute(f"create schema if not exists {schema}")
        for table, columns in tables.items():
            listed = ", ".join(f"{name} {SQL_TYPE[kind]}" for name, kind in columns.items())
            connection.execute(
                f"create table if not exists {schema}.{table} ({listed}, batch_id varchar, loaded_at timestamp)"
            )
            for name, kind in columns.items():  # a build file of an older version lacks some
                connection.execute(f"alter table {schema}.{table} add column if not exists {name} {SQL_TYPE[kind]}")
    connection.execute(
        "create table if not exists raw.batches (batch_id varchar primary key, stage varchar, producer varchar, "
        "inputs varchar, created_at varchar, row_count bigint, loaded_at timestamp)"
    )
    connection.execute(
        "create table if not exists raw.damaged_batches (batch_id varchar, stage varchar, detail varchar)"
    )


def load_pending(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Loaded:
    """Load every batch that the ledger does not name yet, in the order of the stages.

    A damaged batch and what was made from it are left out, named in ``raw.damaged_batches`` and loaded once they are whole again.
    Raises DamagedBatch when nothing is loaded yet: a warehouse made from nothing would lack what readers have now.
    """
    create_tables(connection)
    known: dict[str, int] = dict(connection.execute("select batch_id, row_count from raw.batches").fetchall())
    surveys = {stage: survey(settings, stage) for stage in TABLES}
    if not known:
        _check_all(settings, surveys)
    load = _Load(settings, connection, read_tombstones(settings), known)
    load.damaged = [(d.batch_id, d.stage, d.line) for _, broken in surveys.values() for d in broken]
    load.left_out = {one.batch_id for _, broken in surveys.values() for one in broken} - known.keys()
    for sound, _ in surveys.values():
        load.stage(sound)
    replace_table(connection, "raw.damaged_batches", ("batch_id", "stage", "detail"), load.damaged)
    load_registry(connection)
    load_judgements(settings, connection)
    load_validations(settings, connection)
    return Loaded(load.count, load.rows)


def is_new(manifest: Manifest, known: dict[str, int]) -> bool:
    """Whether a batch, or what a day's polls have grown by, is not loaded; ``known``: the rows of each loaded batch."""
    if manifest.batch_id not in known:
        return True
    return is_polls(manifest.batch_id) and row_count(manifest) > known[manifest.batch_id]


def row_count(manifest: Manifest) -> int:
    """Rows of all tables of a batch."""
    return sum(entry.rows for entry in manifest.tables.values())


class _Load:
    """One load: what came of it so far. Batches go in by groups, a transaction each; the ledger keeps them exactly once."""

    def __init__(
        self, settings: Settings, connection: duckdb.DuckDBPyConnection, forgotten: Tombstones, known: dict[str, int]
    ) -> None:
        self._settings, self._connection, self._forgotten, self._known = settings, connection, forgotten, known
        self.count, self.rows = 0, dict[str, int]()
        self.damaged: list[tuple[str | None, ...]] = []
        self.left_out: set[str] = set()

    def stage(self, sound: list[Manifest]) -> None:
        """Load the new batches of a stage, but those that would stand there without what they were made from."""
        new = [manifest for manifest in sound if is_new(manifest, self._known)]
        self.left_out |= {manifest.batch_id for manifest in new if self.left_out & set(manifest.inputs)}
        for group in groups_of(
            self._settings, [manifest for manifest in new if manifest.batch_id not in self.left_out]
        ):
            self._load(group)

    def _load(self, group: Group) -> None:
        """Load a group at once; when one of its batches is damaged, each by itself."""
        try:
            counts = load_group(self._settings, self._connection, group, self._forgotten)
        except DamagedBatch as error:
            if len(group.manifests) > 1:
                for one in group.single():
                    self._load(one)
                return
            (manifest,) = group.manifests
            self.damaged.append((manifest.batch_id, manifest.stage, str(error)))
            self.left_out.add(manifest.batch_id)
            return
        self.count += len(group.manifests)
        for table, count in counts.items():
            self.rows[table] = self.rows.get(table, 0) + count


def _check_all(settings: Settings, surveys: dict[str, tuple[list[Manifest], list[Damaged]]]) -> None:
    """Raise DamagedBatch when any batch cannot be read."""
    lines = [one.line for _, broken in surveys.values() for one in broken]
    for sound, _ in surveys.values():
        for manifest in sound:
            try:
                check_batch(settings, manifest)
                check_layout(settings, manifest)
            except DamagedBatch as error:
                lines.append(str(error))
    if lines:
        more = f" ({len(lines) - 1} more are damaged: `acta doctor`)" if len(lines) > 1 else ""
        raise DamagedBatch(f"{lines[0]}{more}")


def damaged_lines(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What the last load said of batches that cannot be read, a line each."""
    return [
        line
        for (line,) in connection.execute("select detail from raw.damaged_batches order by stage, batch_id").fetchall()
    ]


def load_group(
    settings: Settings, connection: duckdb.DuckDBPyConnection, group: Group, forgotten: Tombstones
) -> dict[str, int]:
    """Load batches and their ledger rows in one transaction; returns the rows by table. Raises DamagedBatch.

    A version that a batch holds twice, as older versions of Acta wrote it where two files had the same bytes, is loaded once.
    """
    schema = SCHEMA_OF_STAGE[group.stage]
    sources = {table: group.source(connection, table) for table in TABLES[group.stage]}
    has_doubles = group.has_doubles(connection)
    rows: dict[str, int] = {}
    connection.execute("begin")
    try:
        for table, source in sources.items():
            if source is not None:
                rows[f"{schema}.{table}"] = _insert(connection, group, table, source, forgotten, has_doubles)
        reach(settings, "load.batch")
        for m in group.manifests:
            connection.execute(
                "insert or replace into raw.batches values (?, ?, ?, ?, ?, ?, now()::timestamp)",
                [m.batch_id, m.stage, m.producer, " ".join(m.inputs), m.created_at, row_count(m)],
            )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return rows


def _insert(
    connection: duckdb.DuckDBPyConnection, group: Group, table: str, source: Source, forgotten: Tombstones, has_doubles: bool
) -> int:
    schema = SCHEMA_OF_STAGE[group.stage]
    there = set(source.columns)
    names = ", ".join(name for name in TABLES[group.stage][table] if name in there)
    ids = sorted({"article_id", "source_id"} & there) if forgotten.hashes else []
    kept = "".join(f" and coalesce(sha256({name}) not in (select unnest($hashes)), true)" for name in ids)
    if group.grows:  # what is loaded of it already stays as it was loaded
        key = KEYS[table]
        kept += f" and ({key}) not in (select ({key}) from {schema}.{table} where batch_id = '{group.manifests[0].batch_id}')"
    given = source.given | ({"hashes": sorted(forgotten.hashes)} if ids else {})
    distinct = "distinct " if has_doubles else ""
    (count,) = connection.execute(
        f"insert into {schema}.{table} ({names}, batch_id, loaded_at) "
        f"select {distinct}{names}, batch_id, now()::timestamp from {source.sql} where true{kept}",
        given,
    ).fetchone() or (0,)
    expected = sum(manifest.tables[table].rows for manifest in group.manifests if table in manifest.tables)
    if not ids and not group.grows and not has_doubles and count != expected:
        raise DamagedBatch(f"{group.where(table)} has {count} rows, its manifest gives another number: {group.mend()}")
    return int(count)


def load_registry(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the schema ``registry`` by the files in the package: they are the truth, the tables a copy."""
    connection.execute("create schema if not exists registry")
    for name, columns in COLUMNS.items():
        replace_table(connection, f"registry.{name}", columns, registry_rows(name))
