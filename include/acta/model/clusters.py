"""Same-story, same-event and same-utterance ids over the whole history: pairs from pure functions, components from here.

The tables of the schema ``clusters`` are written anew from what is loaded, so the result depends on the articles alone and
never on the order or the batches they came in. An id is made from the smallest member; when components merge, the ids that
vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import duckdb

from acta.model.event_clusters import write_event_members, write_event_pairs
from acta.model.stories import StoryArticle, assign_stories
from acta.model.utterances import write_utterance_members, write_utterance_pairs
from acta.model.warehouse import insert_rows

MEMBER = {"story": "article_id", "event": "event_mention_id", "utterance": "statement_id"}


def write_clusters(connection: duckdb.DuckDBPyConnection) -> None:
    """Compute stories, events and utterances and replace the tables of the schema ``clusters`` in one transaction."""
    stories = _stories(connection)
    connection.execute("begin")
    connection.execute("create schema if not exists clusters")
    connection.execute(
        "create table if not exists clusters.redirects (kind varchar, old_id varchar, new_id varchar, primary key (kind, old_id))"
    )
    with _redirecting(connection, "story"):
        columns = "article_id varchar primary key, story_id varchar, is_original boolean, reason varchar, score double"
        _write(connection, "story_members", columns, stories)
    write_event_pairs(connection)
    with _redirecting(connection, "event"):
        write_event_members(connection)
    write_utterance_pairs(connection)
    with _redirecting(connection, "utterance"):
        write_utterance_members(connection)
    connection.execute("commit")


@contextmanager
def _redirecting(connection: duckdb.DuckDBPyConnection, kind: str) -> Iterator[None]:
    """While the member table of a kind is replaced: keep redirects from the ids that no longer exist afterwards."""
    table, key, member = f"{kind}_members", f"{kind}_id", MEMBER[kind]
    existed = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'clusters' and table_name = ?", [table]
    ).fetchone() != (0,)
    if existed:
        connection.execute(f"create or replace temp table before as select {member}, {key} from clusters.{table}")
    yield
    if existed:
        connection.execute(
            f"""
            insert or replace into clusters.redirects
            select '{kind}', before.{key}, min(after.{key})
            from before join clusters.{table} as after on after.{member} = before.{member}
            where before.{key} not in (select {key} from clusters.{table})
            group by all
            """
        )
        connection.execute(
            f"delete from clusters.redirects where kind = '{kind}' and old_id in (select {key} from clusters.{table})"
        )
        connection.execute("drop table before")


def _write(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    """A table anew, with these rows."""
    connection.execute(f"create or replace table clusters.{table} ({columns})")
    insert_rows(connection, f"clusters.{table}", rows)


def _stories(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """One row an article: its story. The first version of an article decides, so a correction never moves it."""
    found = connection.execute(
        """
        select article_id, source_id, text, published_at, first_seen_at, wire_credit, canonical_url, url from (
            select *, row_number() over (
                partition by article_id order by first_seen_at, extractor_version desc, batch_id
            ) as place
            from extracted.articles
        ) where place = 1 order by article_id
        """
    ).fetchall()
    return [tuple(row) for row in assign_stories(StoryArticle(*row) for row in found)]


def table_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, int]]:
    """Row counts of all tables of a schema, by name."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    for (name,) in names:
        counted = connection.execute(f"select count(*) from {schema}.{name}").fetchone()
        yield name, counted[0] if counted else 0
