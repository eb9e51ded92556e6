"""The copy that readers get: a new file with the marts alone, so that nothing else of the build lies in its free blocks.

The schema ``marts`` is copied as it is. The wide views of the build's schema ``main`` become tables, made here from the copied
marts: a build stays cheap, and no row can be older than the rows it was joined from. Tables are sorted as they are looked up.
No view names the catalog, so the file may be renamed, copied or attached under any name.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb

from acta.model.warehouse import connect

# Only joins two wide tables below each other: stored, it would hold them twice.
STAYS_A_VIEW = {"evidence"}
# What a table is looked up by, where that is not the first of KEYS that it has.
SORTED_BY = {
    "actors": ("name", "actor_id"),
    "agg_actor_pairs": ("speaker_actor_id", "subject_actor_id", "quarter_starts_on"),
    "agg_dyad_day": ("source_actor_country", "target_actor_country", "date_on"),
    "agg_speaker_day": ("speaker_actor_id", "date_on"),
    "bridge_statement_subjects": ("statement_id", "actor_id"),
    "events": ("counted_on", "event_id"),
    "fct_events": ("event_id",),
    "fct_stories": ("story_id",),
    "fct_utterances": ("speaker_actor_id", "counted_on", "utterance_id"),
    "rpt_outlet_hours": ("outlet_id", "hour_at"),
    "rpt_pipeline_outcomes": ("outlet_id", "occurred_at"),
}
KEYS = ("article_id", "version_id", "event_id", "statement_id", "actor_id")
VIEW = re.compile(r"CREATE VIEW .+? AS (?=WITH |SELECT |FROM |\()", re.DOTALL)


def copy_marts(build_file: Path, target: Path) -> None:
    """Copy what is published into a new file: the marts with constraints and comments, then the wide tables, then views."""
    with connect(target, read_only=False) as connection:
        connection.execute(f"attach '{build_file}' as build (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute(
            "select table_name, sql from duckdb_tables() where database_name = 'build' and schema_name = 'marts' order by 1"
        ).fetchall()
        for name, sql in tables:
            connection.execute(sql.replace("build.marts.", "marts."))
            order = _order(name, _columns(connection, "marts", name))
            connection.execute(f"insert into marts.{name} select * from build.marts.{name} order by {order}")
        views = connection.execute(
            "select schema_name, view_name, sql from duckdb_views() where database_name = 'build' and not internal "
            "and schema_name in ('main', 'marts') order by view_name in (select unnest($1)), schema_name, view_name",
            [list(STAYS_A_VIEW)],
        ).fetchall()
        for schema, name, sql in views:
            query = without_catalog(connection, sql)
            if schema == "main" and name not in STAYS_A_VIEW:
                order = _order(name, _columns(connection, schema, name))
                connection.execute(f"create table {schema}.{name} as from ({query}) order by {order}")
            else:
                connection.execute(f"create view {schema}.{name} as {query}")
        _comment_all(connection)
        connection.execute("detach build")
        connection.execute("checkpoint")


def without_catalog(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The query of a ``create view`` as DuckDB stores it, without the catalog that each table is named with."""
    found = connection.execute("select json_serialize_sql($1)", [VIEW.sub("", sql, count=1).rstrip("; \n")]).fetchone()
    tree = json.loads(found[0]) if found else {"error": True}
    if tree["error"]:
        raise duckdb.ParserException(f"a view cannot be read: {tree.get('error_message')}: {sql[:80]}")
    bare = connection.execute("select json_deserialize_sql($1)", [json.dumps(_bare(tree))]).fetchone()
    assert bare is not None
    return str(bare[0])


def _bare(node: object) -> object:
    if isinstance(node, dict):
        return {key: "" if key == "catalog_name" else _bare(value) for key, value in node.items()}
    return [_bare(value) for value in node] if isinstance(node, list) else node


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    found = connection.execute(
        "select column_name from duckdb_columns() where database_name = 'build' and schema_name = $1 and table_name = $2 "
        "order by column_index",
        [schema, table],
    )
    return [name for (name,) in found.fetchall()]


def _order(table: str, columns: list[str]) -> str:
    """Columns to sort by: rows that are read together lie together."""
    key = SORTED_BY.get(table) or next(((name,) for name in KEYS if name in columns), (columns[0],))
    offset = ("char_start",) if "char_start" in columns and table not in SORTED_BY else ()
    return ", ".join(f'"{name}"' for name in (*key, *offset))


def _comment_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Give tables, views and columns the comments that they have in the build."""
    made = dict(
        connection.execute(
            "select schema_name || '.' || table_name, 'table' from duckdb_tables() where database_name <> 'build' "
            "union all select schema_name || '.' || view_name, 'view' from duckdb_views() where database_name <> 'build'"
        ).fetchall()
    )
    said = connection.execute(
        """
        select schema_name || '.' || table_name, '', comment from duckdb_tables() where database_name = 'build'
        union all select schema_name || '.' || view_name, '', comment from duckdb_views() where database_name = 'build'
        union all
        select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where database_name = 'build'
        """
    ).fetchall()
    connection.execute("begin")  # a thousand statements, each of which would be committed by itself
    for name, column, comment in said:
        if comment and name in made:
            what = f'column {name}."{column}"' if column else f"{made[name]} {name}"
            connection.execute(f"comment on {what} is '{comment.replace(chr(39), chr(39) * 2)}'")
    connection.execute("commit")
