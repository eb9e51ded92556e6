"""From articles to ``clusters.story_members``: texts that hang together are one story, and one of its articles is the original.

``clusters.story_articles`` keeps what decided for each article. At a load articles that are new, gone or not as they were touch
their texts; texts in pairs that came or went are touched too, and only stories that hold a touched text are worked out again.
"""

from __future__ import annotations

import sys

import duckdb
import pyarrow as pa

from acta.ids import HEX_DIGITS
from acta.model import same_story, story_facts, story_furniture, story_pairs
from acta.model.components import smallest_members
from acta.model.kept import create_kept, create_table, temporary_table
from acta.model.members import redirect
from acta.model.story_pairs import write_story_pairs

KEPT = {
    "story_articles": {
        "article_id": pa.string(),
        "source_id": pa.string(),
        "text_sha256": pa.string(),
        "published_at": pa.string(),
        "first_seen_at": pa.string(),
        "wire_credit": pa.string(),
        "canonical_url": pa.string(),
        "url": pa.string(),
        "text_key": pa.uint64(),
        "told_on": pa.date32(),
        "digest": pa.uint64(),
    },
    **story_pairs.KEPT,
}
MEMBERS = {
    "article_id": pa.string(),
    "story_id": pa.string(),
    "is_original": pa.bool_(),
    "reason": pa.string(),
    "score": pa.float64(),
}
_DECIDES = [name for name in KEPT["story_articles"] if name not in ("text_key", "told_on", "digest")]
_TOLD = f"""
    create or replace temp table told as
    select {", ".join(_DECIDES)}, ('0x' || left(text_sha256, 16))::ubigint as text_key,
        coalesce(try_cast(left(published_at, 10) as date), try_cast(left(first_seen_at, 10) as date)) as told_on,
        hash({", ".join(_DECIDES)}) as digest
    from first_versions;

    create or replace temp table moved as
    select article_id, before.text_key as text_before, now.text_key as text_now
    from told as now full join clusters.story_articles as before using (article_id)
    where now.digest is distinct from before.digest;

    delete from clusters.story_articles where article_id in (select article_id from moved);
    insert into clusters.story_articles by name from told semi join moved using (article_id);

    create or replace temp table touched_texts as
    select text_key from (select text_before as text_key from moved union select text_now from moved) where text_key is not null;

    drop table told
"""
# Who shares the words of a touched text, or a story with it, is looked at again.
_BEFORE = """
    create or replace temp table touched as
    with words as materialized (
        select distinct words_key from clusters.story_texts semi join touched_texts using (text_key) where words_key is not null
    ),
    texts as materialized (
        select text_key from touched_texts union select text_key from clusters.story_texts semi join words using (words_key)
    )
    select article_id from moved union select article_id from clusters.story_articles semi join texts using (text_key);

    create or replace temp table before as
    with stories as materialized (select distinct story_id from clusters.story_members {these})
    select article_id, story_id from clusters.story_members semi join stories using (story_id)
"""
_AFFECTED = """
    create or replace temp table affected as
    with these as materialized (select article_id from touched union select article_id from before)
    select articles.*, words_key
    from clusters.story_articles as articles semi join these using (article_id)
    join clusters.story_texts using (text_key)
"""
# Texts that hang together: in the same words, or near copies.
_EDGES = """
    with texts as materialized (select distinct text_key, words_key from affected)
    select min(text_key) over (partition by words_key) as text_a, text_key as text_b
    from texts where words_key is not null
    qualify text_a <> text_b
    union all
    select text_a, text_b from clusters.story_pairs semi join texts on text_key = text_a
"""
# A story's id is made from the article seen first, so that copies which come later move nobody.
_GROUPS = """
    create or replace temp table grouped as
    with keyed as (
        select affected.*,
            case when words_key is null then article_id else coalesce(roots.root, text_key)::varchar end as story_key
        from affected left join roots using (text_key)
    )
    select *,
        count(*) over (partition by story_key) as member_count,
        arg_min(article_id, (first_seen_at, article_id)) over (partition by story_key) as first_id,
        words_key is not null and count(*) over (partition by words_key) > 1 as is_repeated
    from keyed
"""


def _instant(column: str) -> str:
    """A time that sorts; a bare day counts as its end, for the hour is not known. No offset is read as UTC."""
    return f"""
        try_cast(case when length({column}) = 10 then {column} || 'T23:59:59+00:00'
            when regexp_matches({column}, '(Z|[+-]\\d\\d:?\\d\\d)$') then {column}
            else {column} || '+00:00' end as timestamptz)
    """


def _squeezed(column: str) -> str:
    return f"regexp_replace(lower({column}), '[^\\p{{L}}\\p{{N}}]', '', 'g')"


# The original is its own agency's copy, what the others name as canonical, or the earliest.
_STORIES = f"""
    create or replace temp table after as
    with agencies as (
        select distinct story_key, {_squeezed("wire_credit")} as agency from grouped where wire_credit <> '' and member_count > 1
    ),
    named as (
        select distinct story_key, canonical_url as url from grouped
        where canonical_url <> '' and canonical_url is distinct from url and member_count > 1
    ),
    ties as (
        select text_key, max(score) as score from (
            select text_a as text_key, score from clusters.story_pairs
            union all select text_b, score from clusters.story_pairs
        ) semi join grouped using (text_key) group by all
    ),
    reasoned as (
        select grouped.*, ties.score as near_score,
            case when agencies.agency is not null then 'wire_credit' when named.url is not null then 'canonical_link'
                else 'earliest' end as claim
        from grouped
        left join agencies on agencies.story_key = grouped.story_key and agencies.agency = {_squeezed("grouped.source_id")}
            and grouped.source_id <> ''
        left join named on named.story_key = grouped.story_key and named.url = grouped.url
        left join ties on ties.text_key = grouped.text_key
    ),
    ordered as (
        select *, row_number() over (
            partition by story_key
            order by case claim when 'wire_credit' then 1 when 'canonical_link' then 2 else 3 end,
                {_instant("published_at")} nulls last, {_instant("first_seen_at")} nulls last,
                wire_credit is not null, article_id
        ) as place
        from reasoned
    )
    select article_id, 'sto_' || left(sha256(first_id), {HEX_DIGITS}) as story_id, place = 1 as is_original,
        case when member_count = 1 then 'alone' when place = 1 then claim
            when is_repeated then 'exact' else 'containment' end as reason,
        case when place = 1 then null when is_repeated then 1.0 else near_score end as score
    from ordered
"""


def write_story_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.story_members`` up to date: one row an article of ``first_versions``.

    Needs that and ``texts`` (text_sha256, text), temporary tables or views.
    """
    is_new = create_kept(connection, KEPT, same_story, story_facts, story_furniture, story_pairs, sys.modules[__name__])
    create_table(connection, "story_members", MEMBERS)
    connection.execute(_TOLD)
    write_story_pairs(connection)
    connection.execute(_BEFORE.format(these="" if is_new else "semi join touched using (article_id)"))
    connection.execute(_AFFECTED)
    edges = connection.execute(_EDGES).fetchall()
    root_of = smallest_members({key for pair in edges for key in pair}, edges)
    roots = pa.table([pa.array(root_of.keys(), pa.uint64()), pa.array(root_of.values(), pa.uint64())], ["text_key", "root"])
    temporary_table(connection, "roots", roots)
    connection.execute(_GROUPS)
    connection.execute(_STORIES)
    connection.execute("delete from clusters.story_members where article_id in (select article_id from before)")
    connection.execute("insert into clusters.story_members from after")
    redirect(connection, "story", "article_id")
    for table in ("moved", "touched_texts", "touched", "before", "affected", "roots", "grouped", "after"):
        connection.execute(f"drop table {table}")
