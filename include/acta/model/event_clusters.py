"""Same-event pairs over the whole history, kept from load to load: ``clusters.event_pairs`` and ``clusters.event_members``.

A pair depends on its two mentions and the rule alone. At a load the mentions of versions that changed are compared with each
other and with what is in their reach, some days of news at a time, and the tables are those of a full computation.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import duckdb
import pyarrow as pa

from acta.model import event_candidates, events, members, same_event, versions, wording
from acta.model.events import same_event_pairs
from acta.model.kept import arrow_table, create_kept, insert_arrow
from acta.model.members import Kind, write_members
from acta.model.same_event import SAME_NEWS, EventMention, Party, event_mention
from acta.model.versions import find_reread

AT_A_TIME = 40_000  # mentions compared at once

KEPT = {
    "event_mentions": {
        "event_mention_id": pa.string(),
        "version_id": pa.string(),
        "batch_id": pa.string(),
        "article_id": pa.string(),
        "story_id": pa.string(),
        "event_type": pa.string(),
        "published_on": pa.string(),
        "news_day": pa.date32(),
        "seen_at": pa.string(),
    },
    "event_pairs": {"mention_a": pa.string(), "mention_b": pa.string(), "score": pa.float64()},
}
RULES = (same_event, wording, event_candidates, events, members, versions, sys.modules[__name__])
KIND = Kind("event", "evt", "event_mention_id", ("event_pairs", "mention_a", "mention_b"))

_TOLD = """
    create or replace temp table told as
    with counting as materialized (from versions semi join reread using (version_id))
    select e.event_mention_id, e.version_id, e.batch_id, e.article_id, c.story_id, e.event_type, c.published_on, c.seen_at,
        coalesce(e.occurred_on, c.published_on) as told_on,
        case when length(told_on) = 10 then try_cast(told_on as date) end as news_day,
        row_number() over (order by news_day, e.event_mention_id) as place
    from annotated.events as e
    join counting as c using (version_id, batch_id)
"""
_FRESH = "create or replace temp table fresh as from told where place between $first and $last"
# Mentions whose pairs with each other are known; news of no day, as text '', is in the reach of news of no day.
_LOOKED_AT = f"""
    create or replace temp table looked_at as
    with days as materialized (
        select distinct event_type, coalesce((news_day + step::integer)::varchar, '') as day
        from fresh, range(-{SAME_NEWS.days}, {SAME_NEWS.days} + 1) as steps (step)
    ),
    near as materialized (
        select * from clusters.event_mentions
        where (event_type, coalesce(news_day::varchar, '')) in (select (event_type, day) from days)
            or (event_type, article_id) in (select (event_type, article_id) from fresh)
            or (event_type, story_id) in (select (event_type, story_id) from fresh)
    )
    select true as is_fresh, event_mention_id, version_id, batch_id, published_on, story_id from fresh
    union all
    select false, event_mention_id, version_id, batch_id, published_on, story_id from near
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
        l.published_on as published_at,
        case when e.place_basis is distinct from 'context' then e.place_country end as place_country,
        case when e.place_basis is distinct from 'context' then e.place_name end as place_name,
        e.exact_text as trigger,
        coalesce(t.text[s.char_start + 1 : s.char_end], '') as sentence, l.story_id
    from annotated.events as e
    join looked_at as l using (event_mention_id, batch_id)
    left join annotated.sentences as s
        on s.version_id = e.version_id and s.batch_id = e.batch_id
        and e.char_start >= s.char_start and e.char_start < s.char_end
    left join texts as t on t.version_id = e.version_id
"""


def write_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.event_members`` up to date: every mention that counts and its event.

    Needs the temporary tables of ``versions``. Leaves the transaction to the caller.
    """
    is_new = create_kept(connection, KEPT, *RULES)
    find_reread(connection, is_new)
    connection.execute(
        """
        create or replace temp table touched as
        select event_mention_id from clusters.event_mentions semi join reread using (version_id);
        delete from clusters.event_mentions where version_id in (from reread)
        """
    )
    connection.execute(_TOLD)
    _write_pairs(connection)
    connection.execute("insert into touched select event_mention_id from told")
    write_members(connection, KIND, "clusters.event_mentions", is_new)
    connection.execute("drop table reread; drop table told; drop table touched")


def _write_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the pairs of mentions that are ``touched`` by those of ``told``; who was or is in them is ``touched`` then."""
    connection.execute(
        """
        create or replace temp table gone_pairs as
        select mention_a, mention_b, rowid as row_id from clusters.event_pairs
        where mention_a in (from touched) or mention_b in (from touched);
        delete from clusters.event_pairs where rowid in (select row_id from gone_pairs);
        insert into touched select mention_a from gone_pairs union select mention_b from gone_pairs;
        drop table gone_pairs
        """
    )
    ((count,),) = connection.execute("select count(*) from told").fetchall()
    for first in range(1, count + 1, AT_A_TIME):
        connection.execute(_FRESH, {"first": first, "last": first + AT_A_TIME - 1})
        connection.execute(_LOOKED_AT)
        mentions, known = _mentions(connection)
        pairs = same_event_pairs(mentions, known)
        insert_arrow(connection, "clusters.event_pairs", arrow_table(KEPT["event_pairs"], pairs))
        met = {mention for pair in pairs for mention in (pair.mention_a, pair.mention_b)}
        insert_arrow(connection, "touched", arrow_table({"event_mention_id": pa.string()}, [(mention,) for mention in met]))
        connection.execute("insert into clusters.event_mentions by name select * exclude (told_on, place) from fresh")
        connection.execute("drop table fresh; drop table looked_at")


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
