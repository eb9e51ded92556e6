"""Load finished batches into DuckDB, each exactly once.

The ledger ``raw.batches`` names what is in. A batch and its ledger row go in by one transaction, so a crash in the middle
leaves neither. Every table keeps the batch_id its rows came from, and the time they were loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.model.judgements import load_judgements
from acta.model.registry import COLUMNS, registry_rows
from acta.model.validations import load_validations
from acta.model.warehouse import SQL_TYPE, replace_table
from acta.store.batches import Damaged, DamagedBatch, Manifest, batch_dir, check_batch, mend, survey, table_path
from acta.store.columns import check_columns
from acta.store.failpoints import reach
from acta.store.tables import SCHEMA_OF_STAGE, TABLES
from acta.store.tombstones import Tombstones, read_tombstones


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
    connection.execute("create table if not exists raw.damaged_batches (batch_id varchar, stage varchar, detail varchar)")


def load_pending(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Loaded:
    """Load every batch that the ledger does not name yet, in the order of the stages.

    A damaged batch and what was made from it are left out, named in ``raw.damaged_batches`` and loaded once they are whole again.
    Raises DamagedBatch when nothing is loaded yet: a warehouse made from nothing would lack what readers have now.
    """
    create_tables(connection)
    known = {row[0] for row in connection.execute("select batch_id from raw.batches").fetchall()}
    surveys = {stage: survey(settings, stage) for stage in TABLES}
    if not known:
        _check_all(settings, surveys)
    forgotten = read_tombstones(settings)
    rows: dict[str, int] = {}
    count = 0
    damaged: list[tuple[str | None, ...]] = [(d.batch_id, d.stage, d.line) for _, broken in surveys.values() for d in broken]
    left_out = {one.batch_id for _, broken in surveys.values() for one in broken} - known
    for stage, (sound, _) in surveys.items():
        for manifest in sound:
            if manifest.batch_id in known:
                continue
            if left_out & set(manifest.inputs):  # it would stand there without what it was made from
                left_out.add(manifest.batch_id)
                continue
            try:
                load_batch(settings, connection, manifest, forgotten, rows)
                count += 1
            except DamagedBatch as error:
                damaged.append((manifest.batch_id, stage, str(error)))
                left_out.add(manifest.batch_id)
    replace_table(connection, "raw.damaged_batches", ("batch_id", "stage", "detail"), damaged)
    load_registry(connection)
    load_judgements(settings, connection)
    load_validations(settings, connection)
    return Loaded(count, rows)


def _check_all(settings: Settings, surveys: dict[str, tuple[list[Manifest], list[Damaged]]]) -> None:
    """Raise DamagedBatch when any batch cannot be read."""
    lines = [one.line for _, broken in surveys.values() for one in broken]
    for sound, _ in surveys.values():
        for manifest in sound:
            try:
                check_batch(settings, manifest)
                folder = batch_dir(settings, manifest.stage, manifest.batch_id)
                for table in manifest.tables:
                    check_columns(folder / f"{table}.parquet", manifest.stage, table, folder)
            except DamagedBatch as error:
                lines.append(str(error))
    if lines:
        more = f" ({len(lines) - 1} more are damaged: `acta doctor`)" if len(lines) > 1 else ""
        raise DamagedBatch(f"{lines[0]}{more}")


def damaged_lines(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What the last load said of batches that cannot be read, a line each."""
    return [line for (line,) in connection.execute("select detail from raw.damaged_batches order by stage, batch_id").fetchall()]


def load_batch(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    forgotten: Tombstones,
    rows: dict[str, int],
) -> None:
    """Insert one batch and its ledger row in one transaction; what was forgotten is left out and ``rows`` counts the rest.

    The batch may have come back from a backup. Only what is new is looked at: forgetting removes the build file first.
    """
    schema = SCHEMA_OF_STAGE[manifest.stage]
    paths = {table: table_path(settings, manifest, table) for table in manifest.tables}
    folder = batch_dir(settings, manifest.stage, manifest.batch_id)
    columns = {table: check_columns(path, manifest.stage, table, folder) for table, path in paths.items()}
    distinct = "distinct " if _has_doubles(connection, paths) else ""
    connection.execute("begin")
    try:
        for table, path in paths.items():
            there = columns[table]  # a batch of an older version lacks some columns: they stay NULL
            names = ", ".join(name for name in TABLES[manifest.stage][table] if name in there)
            ids = sorted({"article_id", "source_id"} & there) if forgotten.hashes else []
            kept = "".join(f" and coalesce(sha256({name}) not in (select unnest($hashes)), true)" for name in ids)
            given = {"batch_id": manifest.batch_id, "path": str(path)} | ({"hashes": sorted(forgotten.hashes)} if ids else {})
            (count,) = connection.execute(
                f"insert into {schema}.{table} ({names}, batch_id, loaded_at) "
                f"select {distinct}{names}, $batch_id, now()::timestamp from read_parquet($path) where true{kept}",
                given,
            ).fetchone() or (0,)
            if not (ids or distinct) and count != manifest.tables[table].rows:
                raise DamagedBatch(f"{path} has {count} rows, its manifest gives another number: {mend(folder)}")
            rows[f"{schema}.{table}"] = rows.get(f"{schema}.{table}", 0) + count
        reach(settings, "load.batch")
        connection.execute(
            "insert into raw.batches values (?, ?, ?, ?, ?, ?, now()::timestamp)",
            [
                manifest.batch_id,
                manifest.stage,
                manifest.producer,
                " ".join(manifest.inputs),
                manifest.created_at,
                sum(entry.rows for entry in manifest.tables.values()),
            ],
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _has_doubles(connection: duckdb.DuckDBPyConnection, paths: dict[str, Path]) -> bool:
    """Whether a batch of annotate holds a version twice, as older versions wrote it where two files had the same bytes."""
    if "annotations" not in paths:
        return False
    counted = "select count(*) > count(distinct version_id) from read_parquet(?)"
    (found,) = connection.execute(counted, [str(paths["annotations"])]).fetchone() or (False,)
    return bool(found)


def load_registry(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the schema ``registry`` by the files in the package: they are the truth, the tables a copy."""
    connection.execute("create schema if not exists registry")
    for name, columns in COLUMNS.items():
        replace_table(connection, f"registry.{name}", columns, registry_rows(name))
