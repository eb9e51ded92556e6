"""Same-story, same-event and same-utterance ids over the whole history: pairs from pure functions, components from here.

What the tables of the schema ``clusters`` say depends on the articles that are loaded, never on the order or the batches they
came in; pairs of what did not change are kept between loads. An id is made from the member that was seen first, so what comes
later joins and moves nobody. When components merge, the ids that vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import duckdb

from acta.model.event_clusters import write_events
from acta.model.stories import write_warehouse_stories
from acta.model.utterances import write_utterances
from acta.model.versions import find_changed_versions, keep_versions


def write_clusters(connection: duckdb.DuckDBPyConnection, progress: Callable[[str], None] = lambda line: None) -> None:
    """Bring stories, events and utterances in the tables of the schema ``clusters`` up to date in one transaction."""
    connection.execute("begin")
    connection.execute("create schema if not exists clusters")
    with _without_collector():
        write_warehouse_stories(connection)
        progress("joined same stories")
        find_changed_versions(connection)
        write_events(connection)
        progress("joined same events")
        write_utterances(connection)
    keep_versions(connection)
    connection.execute("commit")
    progress("joined same utterances")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of tuples and sets make no cycles; looking for some in them takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def table_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, int]]:
    """Row counts of all tables of a schema, by name."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    for (name,) in names:
        counted = connection.execute(f"select count(*) from {schema}.{name}").fetchone()
        yield name, counted[0] if counted else 0
