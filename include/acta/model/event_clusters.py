"""Same-event pairs over the whole history, kept from load to load: ``clusters.event_pairs`` and ``clusters.event_members``.

A pair depends on its two mentions and the rule alone. ``clusters.event_digests`` has a digest of all that decides for every
mention whose pairs are known; at a load those that are new or not as they were are compared with each other and with what is in
their reach, some days of news at a time, and what stands in the tables is what a full computation would give.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb
import pyarrow as pa

from acta.model import same_event, wording
from acta.model.events import same_event_pairs
from acta.model.kept import arrow_table, create_kept, insert_arrow
from acta.model.latest import LATEST
from acta.model.members import write_members
from acta.model.same_event import SAME_NEWS, EventMention, Party, event_mention

AT_A_TIME = 40_000  # mentions compared at once

KEPT = {
    "event_digests": {"event_mention_id": pa.string(), "digest": pa.uint64()},
    "event_pairs": {"mention_a": pa.string(), "mention_b": pa.string(), "score": pa.float64()},
}

# A batch never changes, so its id stands for all that the annotator found; a version's id stands for its text. hash() may change
# with DuckDB: then every mention is looked at once more, and nothing else.
_TOLD = f"""
    with latest as ({LATEST}),
    versions as (
        select version_id, left(min(published_at), 10) as published_on, min(first_seen_at) as seen_at
        from extracted.articles group by version_id
    ),
    moves as (select version_id, sum(hash(old_id, new_id)::hugeint) as moved from judgements.moves group by version_id)
    select e.event_mention_id, e.batch_id, e.version_id, e.article_id, e.event_type, s.story_id, v.published_on, v.seen_at,
        coalesce(e.occurred_on, v.published_on) as told_on,
        case when length(told_on) = 10 then try_cast(told_on as date) end as news_day,
        hash(e.batch_id, e.version_id, v.published_on, s.story_id, m.moved) as digest
    from annotated.events as e
    join latest using (version_id, batch_id)
    left join versions as v using (version_id)
    left join moves as m using (version_id)
    left join clusters.story_members as s on s.article_id = e.article_id
"""
_FRESH = """
    select * from told anti join clusters.event_digests using (event_mention_id)
    order by news_day, event_mention_id limit $most
"""
# News of no day, as text '', is in the reach of news of no day.
_NEAR = f"""
    with days as (
        select distinct event_type, coalesce((news_day + step::integer)::varchar, '') as day
        from fresh, range(-{SAME_NEWS.days}, {SAME_NEWS.days} + 1) as steps (step)
    )
    select told.* from told semi join clusters.event_digests using (event_mention_id)
    where (event_type, coalesce(news_day::varchar, '')) in (select (event_type, day) from days)
        or (event_type, article_id) in (select (event_type, article_id) from fresh)
        or (event_type, story_id) in (select (event_type, story_id) from fresh)
"""
_PARTIES = """
    select p.event_mention_id, p.role, coalesce(m.new_id, p.actor_id), a.kind, a.country, p.exact_text
    from annotated.event_parties as p
    semi join looked_at using (event_mention_id, batch_id)
    left join annotated.actors as a using (version_id, batch_id, actor_id)
    left join judgements.moves as m on m.version_id = p.version_id and m.old_id = p.actor_id
"""
_MENTIONS = """
    with texts as (
        select version_id, any_value(text) as text
        from extracted.articles semi join looked_at using (version_id) group by version_id
    )
    select l.is_fresh, e.event_mention_id, e.article_id, e.event_type, e.mode, e.status, e.occurred_on,
        l.published_on as published_at, e.place_country, e.place_name, e.exact_text as trigger,
        coalesce(t.text[s.char_start + 1 : s.char_end], '') as sentence, l.story_id
    from annotated.events as e
    join looked_at as l using (event_mention_id, batch_id)
    left join annotated.sentences as s
        on s.version_id = e.version_id and s.batch_id = e.batch_id
        and e.char_start >= s.char_start and e.char_start < s.char_end
    left join texts as t on t.version_id = e.version_id
"""


def write_event_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.event_pairs`` up to date; needs ``clusters.story_members``. Leaves the transaction to the caller."""
    create_kept(connection, KEPT, same_event, wording)
    connection.execute(f"create or replace temp table told as {_TOLD}")
    connection.execute(
        "create or replace table clusters.event_digests as "
        "from clusters.event_digests semi join told using (event_mention_id, digest)"
    )
    connection.execute(
        """
        delete from clusters.event_pairs
        where mention_a not in (select event_mention_id from clusters.event_digests)
            or mention_b not in (select event_mention_id from clusters.event_digests)
        """
    )
    while True:
        connection.execute(f"create or replace temp table fresh as {_FRESH}", {"most": AT_A_TIME})
        connection.execute(
            "create or replace temp table looked_at as "
            f"select true as is_fresh, * from fresh union all select false, * from ({_NEAR})"
        )
        mentions, known = _mentions(connection)
        if not mentions:
            break
        pairs = arrow_table(KEPT["event_pairs"], same_event_pairs(mentions, known))
        insert_arrow(connection, "clusters.event_pairs", pairs)
        connection.execute("insert into clusters.event_digests select event_mention_id, digest from fresh")
    for table in ("fresh", "looked_at"):
        connection.execute(f"drop table {table}")


def _mentions(connection: duckdb.DuckDBPyConnection) -> tuple[list[EventMention], list[EventMention]]:
    """The mentions of ``looked_at`` with their sentences and sides: those that are fresh, and the others."""
    parties: dict[str, dict[str, list[Party]]] = defaultdict(lambda: {"source": [], "target": []})
    for mention_id, role, *party in connection.execute(_PARTIES).fetchall():
        parties[mention_id][role].append(tuple(party))
    found: dict[bool, list[EventMention]] = {True: [], False: []}
    rows = connection.execute(_MENTIONS)
    names = [column[0] for column in rows.description or ()]
    for is_fresh, mention_id, *row in rows.fetchall():
        sides = parties[mention_id]
        mention = event_mention(
            event_mention_id=mention_id,
            sources=sides["source"],
            targets=sides["target"],
            **dict(zip(names[2:], row, strict=True)),
        )
        found[is_fresh].append(mention)
    return found[True], found[False]


def write_event_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``clusters.event_members``: every mention and its event."""
    write_members(connection, "event", "evt", "told", "event_mention_id", ("event_pairs", "mention_a", "mention_b"))
    connection.execute("drop table told")
