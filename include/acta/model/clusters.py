"""Same-story and same-event ids over the whole history: pairs from pure functions, components from here.

The tables of the schema ``clusters`` are written anew from what is loaded, so the result depends on the articles alone and
never on the order or the batches they came in. An id is made from the smallest member; when components merge, the ids that
vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import duckdb

from acta.model.events import event_ids, same_event_pairs
from acta.model.same_event import EventMention, event_mention
from acta.model.stories import StoryArticle, assign_stories

# Of each version only what the latest annotation says counts; staging picks the same one.
LATEST = """
    select version_id, batch_id from (
        select version_id, batch_id, row_number() over (
            partition by version_id order by annotated_at desc, batch_id desc
        ) as place
        from annotated.annotations
    ) where place = 1
"""


def write_clusters(connection: duckdb.DuckDBPyConnection) -> None:
    """Compute stories and events and replace the tables of the schema ``clusters`` in one transaction."""
    stories = _stories(connection)
    story_of = {str(row[0]): str(row[1]) for row in stories}
    mentions = _event_mentions(connection, story_of)
    pairs = same_event_pairs(mentions)
    connection.execute("begin")
    connection.execute("create schema if not exists clusters")
    connection.execute(
        "create table if not exists clusters.redirects (kind varchar, old_id varchar, new_id varchar, primary key (kind, old_id))"
    )
    _replace(
        connection,
        "story_members",
        "article_id varchar primary key, story_id varchar, is_original boolean, reason varchar, score double",
        stories,
    )
    events = sorted(event_ids(mentions, pairs).items())
    _write(connection, "event_pairs", "mention_a varchar, mention_b varchar, score double", pairs)
    _replace(connection, "event_members", "event_mention_id varchar primary key, event_id varchar", events)
    connection.execute("commit")


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Swap one member table for new rows, keeping redirects from ids that no longer exist."""
    kind, key, member = (
        ("story", "story_id", "article_id") if table == "story_members" else ("event", "event_id", "event_mention_id")
    )
    existed = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'clusters' and table_name = ?", [table]
    ).fetchone() != (0,)
    if existed:
        connection.execute(f"create or replace temp table before as select {member}, {key} from clusters.{table}")
    _write(connection, table, columns, rows)
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
    if rows:
        connection.executemany(f"insert into clusters.{table} values ({', '.join('?' for _ in rows[0])})", rows)


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
