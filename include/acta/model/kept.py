"""Tables of the schema ``clusters`` that are kept between loads: made from Arrow types, filled by way of Arrow.

Their 64-bit keys are the first bits of a SHA-256: of a text, of a line, of words.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from types import ModuleType

import duckdb
import pyarrow as pa

from acta.ids import text_sha256
from acta.model.warehouse import SQL_TYPE

Columns = Mapping[str, pa.DataType]


def create_kept(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns], *rules: ModuleType) -> bool:
    """Make all of them anew, empty, where one is missing or of an older shape, or where a module changed that says what stands in
    them or how they are brought up to date.

    Returns whether they were made.
    """
    name, digest = rules[0].__name__, text_sha256("".join(inspect.getsource(rule) for rule in rules))
    connection.execute("create table if not exists clusters.kept_rules (rule varchar, digest varchar)")
    known = connection.execute("select digest from clusters.kept_rules where rule = ?", [name]).fetchall()
    if known == [(digest,)] and all(_columns(connection, table) == list(columns) for table, columns in tables.items()):
        return False
    for table, columns in tables.items():
        connection.execute(f"drop table if exists clusters.{table}")
        create_table(connection, table, columns)
    connection.execute("delete from clusters.kept_rules where rule = ?", [name])
    connection.execute("insert into clusters.kept_rules values (?, ?)", [name, digest])
    return True


def create_table(connection: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    """Make a table of the schema ``clusters`` where it is missing."""
    listed = ", ".join(f"{column} {SQL_TYPE[kind]}" for column, kind in columns.items())
    connection.execute(f"create table if not exists clusters.{table} ({listed})")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = connection.execute(
        "select column_name from duckdb_columns() where schema_name = 'clusters' and table_name = ? order by column_index",
        [table],
    )
    return [name for (name,) in found.fetchall()]


def arrow_table(columns: Columns, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """Rows of values in the order of the columns."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(values, kind) for values, kind in zip(cells, columns.values(), strict=True)]
    return pa.table(arrays, list(columns))


def insert_arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Add rows by the names of their columns."""
    connection.register("new_rows", rows)
    connection.execute(f"insert into {table} by name from new_rows")
    connection.unregister("new_rows")


def temporary_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make a temporary table. Joined as Arrow, keys beyond 63 bits may end in an OverflowError: DuckDB pushes filters into it."""
    connection.register("new_rows", rows)
    connection.execute(f"create or replace temp table {table} as from new_rows")
    connection.unregister("new_rows")
