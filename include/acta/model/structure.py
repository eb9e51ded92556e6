"""What dbt makes of an empty build file: schemas, seeds, views and empty tables, with constraints and comments.

Read from a file that dbt built, made again in another one that is new or was built by an earlier project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

SCHEMAS = ("staging", "intermediate", "marts")  # dbt's own; the wide views lie in main


@dataclass(frozen=True)
class Structure:
    """Statements in the order of their dependencies, and the rows of seeds as texts."""

    statements: list[str]
    seeds: dict[str, list[list[str | None]]]


def structure_of(connection: duckdb.DuckDBPyConnection, relations: Sequence[str], seeds: Sequence[str]) -> Structure:
    """The structure of a finished build; ``relations`` and ``seeds`` are names as ``schema.name``, dependencies first."""
    made = dict(
        connection.execute(
            "select schema_name || '.' || table_name, sql from duckdb_tables() where database_name = current_database() "
            "union all select schema_name || '.' || view_name, sql from duckdb_views() where database_name = current_database()"
        ).fetchall()
    )
    rows = {
        name: [list(row) for row in connection.execute(f"select cast(columns(*) as varchar) from {name}").fetchall()]
        for name in seeds
    }
    statements = [made[name] for name in (*seeds, *relations) if name in made]
    return Structure([*statements, *_comments(connection, {*seeds, *relations})], rows)


def make_structure(connection: duckdb.DuckDBPyConnection, structure: Structure) -> None:
    """Make it, in place of whatever dbt made in this file before."""
    for schema in SCHEMAS:
        connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute(f"create schema {schema}")
    views = "select view_name from duckdb_views() where schema_name = 'main' and not internal"
    for (view,) in connection.execute(views).fetchall():
        connection.execute(f"drop view if exists main.{view}")
    for statement in structure.statements:
        connection.execute(statement)
    for name, rows in structure.seeds.items():
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        connection.register("seed_rows", pa.table(columns, names=[str(place) for place in range(len(columns))]))
        connection.execute(f"insert into {name} select * from seed_rows")
        connection.unregister("seed_rows")


def _comments(connection: duckdb.DuckDBPyConnection, names: set[str]) -> list[str]:
    found = connection.execute(
        """
        select 'table', schema_name || '.' || table_name, null, comment from duckdb_tables()
        union all select 'view', schema_name || '.' || view_name, null, comment from duckdb_views()
        union all select 'column', schema_name || '.' || table_name, column_name, comment from duckdb_columns()
        """
    ).fetchall()
    statements = []
    for kind, name, column, comment in found:
        if comment and name in names:
            what = f'{kind} {name}."{column}"' if column else f"{kind} {name}"
            statements.append(f"comment on {what} is '{comment.replace(chr(39), chr(39) * 2)}'")
    return statements
