"""The copy that readers get: a new file with the marts alone, so that nothing else of the build lies in its free blocks."""

from __future__ import annotations

from pathlib import Path

import duckdb

from acta.model.warehouse import connect


def copy_marts(build_file: Path, target: Path) -> None:
    """Copy the schema ``marts`` into a new file: tables with constraints and comments, then views."""
    with connect(target, read_only=False) as connection:
        connection.execute(f"attach '{build_file}' as build (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute(
            "select table_name, sql, comment from duckdb_tables() "
            "where database_name = 'build' and schema_name = 'marts' order by 1"
        ).fetchall()
        for name, sql, comment in tables:
            connection.execute(sql.replace("build.marts.", "marts."))
            connection.execute(f"insert into marts.{name} select * from build.marts.{name}")
            _comment(connection, f"table marts.{name}", comment)
        views = connection.execute(
            "select view_name, sql, comment from duckdb_views() "
            "where database_name = 'build' and schema_name = 'marts' and not internal order by 1"
        ).fetchall()
        for name, sql, comment in views:
            connection.execute(sql.replace("build.marts.", "marts."))
            _comment(connection, f"view marts.{name}", comment)
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where database_name = 'build' and schema_name = 'marts' and comment is not null"
        ).fetchall()
        for table, column, comment in columns:
            _comment(connection, f'column marts.{table}."{column}"', comment)
        connection.execute("detach build")
        connection.execute("checkpoint")


def _comment(connection: duckdb.DuckDBPyConnection, what: str, comment: str | None) -> None:
    if comment:
        quoted = comment.replace("'", "''")
        connection.execute(f"comment on {what} is '{quoted}'")
