"""Same-story, same-event and same-utterance ids over the whole history: pairs from pure functions, components from here.

The tables of the schema ``clusters`` are written anew from what is loaded, so the result depends on the articles alone and
never on the order or the batches they came in. An id is made from the smallest member; when components merge, the ids that
vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import duckdb

from acta.model.events import event_ids, same_event_pairs
from acta.model.latest import LATEST
from acta.model.same_event import EventMention, event_mention
from acta.model.stories import write_warehouse_stories
from acta.model.utterances import write_utterance_members, write_utterance_pairs
from acta.model.warehouse import insert_rows

MEMBER = {"story": "article_id", "event": "event_mention_id", "utterance": "statement_id"}


def write_clusters(connection: duckdb.DuckDBPyConnection) -> None:
    """Compute stories, events and utterances and replace the tables of the schema ``clusters`` in one transaction."""
    connection.execute("begin")
    connection.execute("create schema if not exists clusters")
    connection.execute(
        "create table if not exists clusters.redirects (kind varchar, old_id varchar, new_id varchar, primary key (kind, old_id))"
    )
    with _redirecting(connection, "story"):
        write_warehouse_stories(connection)
    story_of = dict(connection.execute("select article_id, story_id from clusters.story_members").fetchall())
    mentions = _event_mentions(connection, story_of)
    pairs = same_event_pairs(mentions)
    _write(connection, "event_pairs", "mention_a varchar, mention_b varchar, score double", pairs)
    with _redirecting(connection, "event"):
        events = sorted(event_ids(mentions, pairs).items())
        _write(connection, "event_members", "event_mention_id varchar primary key, event_id varchar", events)
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


def _event_mentions(connection: duckdb.DuckDBPyConnection, story_of: dict[str, str]) -> list[EventMention]:
    """Every event mention of the latest annotations, with its sentence and its sides."""
    parties: dict[str, dict[str, list[tuple[str | None, str | None, str | None, str]]]] = defaultdict(
        lambda: {"source": [], "target": []}
    )
    for mention_id, role, actor_id, kind, country, words in connection.execute(
        f"""
        select p.event_mention_id, p.role, coalesce(m.new_id, p.actor_id), a.kind, a.country, p.exact_text
        from annotated.event_parties as p
        join ({LATEST}) as latest using (version_id, batch_id)
        left join annotated.actors as a using (version_id, batch_id, actor_id)
        left join judgements.moves as m on m.version_id = p.version_id and m.old_id = p.actor_id
        """
    ).fetchall():
        parties[mention_id][role].append((actor_id, kind, country, words))
    found = connection.execute(
        f"""
        select e.event_mention_id, e.article_id, e.event_type, e.mode, e.status, e.occurred_on, e.place_country, e.place_name,
            e.exact_text as trigger, a.published_at, coalesce(a.text[s.char_start + 1 : s.char_end], '') as sentence
        from annotated.events as e
        join ({LATEST}) as latest using (version_id, batch_id)
        left join annotated.sentences as s
            on s.version_id = e.version_id and s.batch_id = e.batch_id
            and e.char_start >= s.char_start and e.char_start < s.char_end
        left join (
            select version_id, min(published_at) as published_at, any_value(text) as text from extracted.articles group by 1
        ) as a on a.version_id = e.version_id
        """
    )
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [
        event_mention(
            **row,
            sources=parties[row["event_mention_id"]]["source"],
            targets=parties[row["event_mention_id"]]["target"],
            story_id=story_of.get(row["article_id"]),
        )
        for row in rows
    ]


def table_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, int]]:
    """Row counts of all tables of a schema, by name."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    for (name,) in names:
        counted = connection.execute(f"select count(*) from {schema}.{name}").fetchone()
        yield name, counted[0] if counted else 0
