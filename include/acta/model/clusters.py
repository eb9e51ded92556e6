"""Same-story, same-event and same-utterance ids over the whole history: pairs from pure functions, components from here.

What the tables of the schema ``clusters`` say depends on the articles that are loaded, never on the order or the batches they
came in; pairs of what did not change are kept between loads. An id is made from the member that was seen first, so what comes
later joins and moves nobody. When components merge, the ids that vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import duckdb

from acta.model.event_clusters import write_event_members, write_event_pairs
from acta.model.stories import write_warehouse_stories
from acta.model.utterances import write_utterance_members, write_utterance_pairs

MEMBER = {"story": "article_id", "event": "event_mention_id", "utterance": "statement_id"}


def write_clusters(connection: duckdb.DuckDBPyConnection, progress: Callable[[str], None] = lambda line: None) -> None:
    """Compute stories, events and utterances and replace the tables of the schema ``clusters`` in one transaction."""
    connection.execute("begin")
    connection.execute("create schema if not exists clusters")
    connection.execute(
        "create table if not exists clusters.redirects (kind varchar, old_id varchar, new_id varchar, primary key (kind, old_id))"
    )
    with _redirecting(connection, "story"):
        write_warehouse_stories(connection)
    progress("joined same stories")
    write_event_pairs(connection)
    with _redirecting(connection, "event"):
        write_event_members(connection)
    progress("joined same events")
    write_utterance_pairs(connection)
    with _redirecting(connection, "utterance"):
        write_utterance_members(connection)
    connection.execute("commit")
    progress("joined same utterances")


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


def table_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, int]]:
    """Row counts of all tables of a schema, by name."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    for (name,) in names:
        counted = connection.execute(f"select count(*) from {schema}.{name}").fetchone()
        yield name, counted[0] if counted else 0
