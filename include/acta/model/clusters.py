"""Same-story and same-event ids over the whole history: pairs from pure functions, components from here.

The tables of the schema ``clusters`` are written anew from what is loaded, so the result depends on the articles alone and
never on the order or the batches they came in. An id is made from the smallest member; when components merge, the ids that
vanish stay in ``clusters.redirects``.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from acta.model.events import EventMention, event_components
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
    events = _events(connection, story_of)
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
    _replace(connection, "event_members", "event_mention_id varchar primary key, event_id varchar", events)
    connection.execute("commit")


def _replace(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    """Swap one member table for new rows, keeping redirects from ids that no longer exist."""
    kind, key, member = (
        ("story", "story_id", "article_id") if table == "story_members" else ("event", "event_id", "event_mention_id")
    )
    existed = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'clusters' and table_name = ?", [table]
    ).fetchone() != (0,)
    if existed:
        connection.execute(f"create or replace temp table before as select {member}, {key} from clusters.{table}")
    connection.execute(f"create or replace table clusters.{table} ({columns})")
    if rows:
        connection.executemany(f"insert into clusters.{table} values ({', '.join('?' for _ in rows[0])})", rows)
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


def _events(connection: duckdb.DuckDBPyConnection, story_of: dict[str, str]) -> list[tuple[object, ...]]:
    """One row an event mention: its event."""
    found = connection.execute(
        f"""
        with latest as ({LATEST}),
        parties as (
            select p.event_mention_id, p.batch_id,
                list(distinct coalesce(m.new_id, p.actor_id) order by coalesce(m.new_id, p.actor_id))
                    filter (where p.role = 'source' and p.actor_id is not null) as sources,
                list(distinct coalesce(m.new_id, p.actor_id) order by coalesce(m.new_id, p.actor_id))
                    filter (where p.role = 'target' and p.actor_id is not null) as targets,
                list(distinct a.country order by a.country)
                    filter (where p.role = 'source' and a.country is not null) as source_countries,
                list(distinct a.country order by a.country)
                    filter (where p.role = 'target' and a.country is not null) as target_countries
            from annotated.event_parties as p
            left join annotated.actors as a using (version_id, batch_id, actor_id)
            left join judgements.moves as m on m.version_id = p.version_id and m.old_id = p.actor_id
            group by all
        )
        select e.event_mention_id, e.article_id, e.event_type, e.mode, e.status, e.occurred_on, e.place_country, e.place_name,
            e.exact_text, coalesce(p.sources, []), coalesce(p.targets, []),
            coalesce(p.source_countries, []), coalesce(p.target_countries, []), e.char_start, v.published_at
        from annotated.events as e
        join latest on latest.version_id = e.version_id and latest.batch_id = e.batch_id
        left join parties as p on p.event_mention_id = e.event_mention_id and p.batch_id = e.batch_id
        left join (select version_id, min(published_at) as published_at from extracted.articles group by 1) as v
            on v.version_id = e.version_id
        order by e.event_mention_id
        """
    ).fetchall()
    mentions = [EventMention(*(*row, story_of.get(row[1]))) for row in found]
    return sorted(event_components(mentions).items())


def table_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, int]]:
    """Row counts of all tables of a schema, by name."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    for (name,) in names:
        counted = connection.execute(f"select count(*) from {schema}.{name}").fetchone()
        yield name, counted[0] if counted else 0
