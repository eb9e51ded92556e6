"""One hash a table, over all columns but the times of loading and annotating: equal rows, equal hash, whatever the order."""

from __future__ import annotations

import hashlib

import duckdb

LEFT_OUT = {"loaded_at", "annotated_at"}  # when work was done, not what it found
LEFT_OUT_TABLES = {"rpt_data_tests"}  # when builds were tested: grows with every build, also of the same articles


def definitions_hash(connection: duckdb.DuckDBPyConnection, schema: str = "marts") -> str:
    """SHA-256 over the views and comments of a schema: what readers see beside the rows."""
    found = connection.execute(
        """
        select view_name, '', sql from duckdb_views() where schema_name = $schema and not internal
        union all
        select table_name, column_name, comment from duckdb_columns() where schema_name = $schema and comment is not null
        order by all
        """,
        {"schema": schema},
    ).fetchall()
    return hashlib.sha256(repr(found).encode()).hexdigest()


def table_hashes(connection: duckdb.DuckDBPyConnection, schema: str = "marts") -> dict[str, str]:
    """SHA-256 of each base table of a schema, as hex, by table name; the report on the builds themselves is left out.

    Rows are rendered as text, sorted and hashed, so the figure can be recomputed by any engine.
    """
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    return {name: _hash(connection, schema, name) for (name,) in tables if name not in LEFT_OUT_TABLES}


def _hash(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    columns = [
        row[0]
        for row in connection.execute(
            "select column_name from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
            [schema, table],
        ).fetchall()
        if row[0] not in LEFT_OUT
    ]
    cells = ", ".join(f"""coalesce(replace("{name}"::varchar, chr(31), ' '), chr(30))""" for name in columns)
    digest = hashlib.sha256(chr(31).join(columns).encode())
    rows = connection.execute(
        f"select sha256(concat_ws(chr(31), {cells})) as row_hash from {schema}.{table} order by 1"
    )
    while chunk := rows.fetchmany(10_000):
        for (row_hash,) in chunk:
            digest.update(row_hash.encode())
    return digest.hexdigest()
