"""Tables of the schema ``clusters`` that are kept between loads: made from Arrow types, filled by way of Arrow.

Their 64-bit keys are the first bits of a SHA-256: of a text, of a line, of words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

Columns = Mapping[str, pa.DataType]
SQL_TYPE = {
    pa.uint64(): "ubigint", pa.uint32(): "uinteger", pa.int32(): "integer", pa.float64(): "double",
    pa.bool_(): "boolean", pa.string(): "varchar",
}  # fmt: skip


def create_kept(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns]) -> None:
    """Make those that are missing."""
    for table, columns in tables.items():
        listed = ", ".join(f"{name} {SQL_TYPE[kind]}" for name, kind in columns.items())
        connection.execute(f"create table if not exists clusters.{table} ({listed})")


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
