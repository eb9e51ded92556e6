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


def create_kept(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns], *rules: ModuleType) -> None:
    """Make those that are missing; when a module changed that says what stands in them, all of them anew, empty."""
    name, digest = rules[0].__name__, text_sha256("".join(inspect.getsource(rule) for rule in rules))
    connection.execute("create table if not exists clusters.kept_rules (rule varchar, digest varchar)")
    known = connection.execute("select digest from clusters.kept_rules where rule = ?", [name]).fetchall()
    for table, columns in tables.items():
        listed = ", ".join(f"{column} {SQL_TYPE[kind]}" for column, kind in columns.items())
        how = "create table if not exists" if known == [(digest,)] else "create or replace table"
        connection.execute(f"{how} clusters.{table} ({listed})")
    connection.execute("delete from clusters.kept_rules where rule = ?", [name])
    connection.execute("insert into clusters.kept_rules values (?, ?)", [name, digest])


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
