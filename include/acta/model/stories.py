"""Whose story an article is: articles in the same words or in near copies of them are one story, and one of them is the original.

The tables live in DuckDB: of the warehouse (``clusters.story_members``) or, for a file of articles, in one in memory. The result
depends on the set of articles alone, never on their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from acta.errors import Permanent
from acta.ids import HEX_DIGITS, text_sha256
from acta.model.components import smallest_members
from acta.model.members import redirect
from acta.model.story_pairs import write_story_pairs

MEMBERS = "article_id varchar, story_id varchar, is_original boolean, reason varchar, score double"


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article with what decides whose story it is."""

    article_id: str
    source_id: str | None
    text: str
    published_at: str | None = None
    first_seen_at: str | None = None
    wire_credit: str | None = None
    canonical_url: str | None = None
    url: str | None = None


class StoryMember(NamedTuple):
    """One article's story. The reason says why it is the original, or how it is tied to its story."""

    article_id: str
    story_id: str
    is_original: bool
    reason: str
    score: float | None


def read_story_articles(lines: Iterable[bytes], name: str) -> list[StoryArticle]:
    """Articles of a file of records. Raises Permanent naming file and line at the first that is none, or that comes twice."""
    found: dict[str, StoryArticle] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise Permanent(f"{name}:{number}: not JSON in UTF-8 ({error}); write one article a line") from error
        if not isinstance(record, dict):
            raise Permanent(f"{name}:{number}: not a JSON object; see docs/reference/records.md, article")
        values: dict[str, Any] = {field.name: record.get(field.name) for field in fields(StoryArticle)}
        wrong = [key for key, value in values.items() if not isinstance(value, str | None)]
        missing = [key for key in ("article_id", "text") if values[key] is None]
        if wrong or missing or not values["article_id"]:
            what = f"{wrong[0]} is no string" if wrong else f"{(missing or ['article_id'])[0]} is missing"
            raise Permanent(f"{name}:{number}: {what}; see docs/reference/records.md, article")
        if values["article_id"] in found:
            raise Permanent(
                f"{name}:{number}: article_id {values['article_id']} comes a second time; keep one line each"
            )
        found[values["article_id"]] = StoryArticle(**values)
    return list(found.values())


def assign_stories(articles: Iterable[StoryArticle]) -> Iterator[StoryMember]:
    """One member an article, by article id; in each story one is the original."""
    names = [field.name for field in fields(StoryArticle)]
    rows = [tuple(_storable(getattr(article, name)) for name in names) for article in articles]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    listed = pa.table([pa.array(cells, pa.string()) for cells in columns], names)
    shas = pa.array([text_sha256(article) for article in columns[names.index("text")]], pa.string())
    with duckdb.connect(":memory:") as connection:
        connection.register("listed", listed.append_column("text_sha256", shas))
        connection.execute("create schema clusters")
        connection.execute("create temp table first_versions as from listed")
        connection.execute(f"create temp view texts as select {TEXT_KEY} as text_key, text from first_versions")
        write_story_members(connection)
        found = connection.execute("from clusters.story_members order by article_id").fetchall()
    yield from (StoryMember(*row) for row in found)


def _storable(text: str | None) -> str | None:
    """Half a pair of surrogates, which JSON allows, is no character and fits into no table."""
    return text and text.encode("utf-8", "replace").decode()


# ------------------------------------------------------------------ in the warehouse
TEXT_KEY = "('0x' || left(text_sha256, 16))::ubigint"

# The first version of an article decides, so a correction never moves it.
_FIRST_VERSIONS = """
    create or replace temp table first_versions as
    select article_id, source_id, text_sha256, published_at, first_seen_at, wire_credit, canonical_url, url
    from extracted.articles
    qualify row_number() over (partition by article_id order by first_seen_at, extractor_version desc, batch_id) = 1
"""


def write_warehouse_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``clusters.story_members`` by the stories of all articles that are loaded. Leaves the transaction to the caller."""
    connection.execute(_FIRST_VERSIONS)
    connection.execute(f"create or replace temp view texts as select {TEXT_KEY} as text_key, text from extracted.articles")
    connection.execute(f"create table if not exists clusters.story_members ({MEMBERS})")
    connection.execute("create or replace temp table before as select article_id, story_id from clusters.story_members")
    write_story_members(connection)
    connection.execute("create or replace temp view after as from clusters.story_members")
    redirect(connection, "story", "article_id")
    connection.execute("drop table before; drop view after")
    connection.execute("drop view texts")
    connection.execute("drop table first_versions")


def _instant(column: str) -> str:
    """A time that sorts; a bare day counts as its end, for the hour is not known. No offset is read as UTC."""
    return f"""
        try_cast(case when length({column}) = 10 then {column} || 'T23:59:59+00:00'
            when regexp_matches({column}, '(Z|[+-]\\d\\d:?\\d\\d)$') then {column}
            else {column} || '+00:00' end as timestamptz)
    """


_TOLD = f"""
    create or replace temp table told as
    select *, {TEXT_KEY} as text_key,
        coalesce(try_cast(left(published_at, 10) as date), try_cast(left(first_seen_at, 10) as date)) as told_on
    from first_versions
"""
# Texts that hang together: in the same words, or near copies.
_EDGES = """
    select min(text_key) over (partition by words_key) as text_a, text_key as text_b
    from clusters.story_texts where words_key is not null
    qualify text_a <> text_b
    union all
    select text_a, text_b from clusters.story_pairs
"""
# A story's id is made from the article seen first, so that copies which come later move nobody.
_GROUPS = """
    create or replace temp table grouped as
    with keyed as (
        select told.*, texts.words_key,
            case when texts.words_key is null then article_id else coalesce(roots.root, told.text_key)::varchar end as story_key
        from told
        join clusters.story_texts as texts using (text_key)
        left join roots using (text_key)
    )
    select *,
        count(*) over (partition by story_key) as member_count,
        arg_min(article_id, (first_seen_at, article_id)) over (partition by story_key) as first_id,
        words_key is not null and count(*) over (partition by words_key) > 1 as is_repeated
    from keyed
"""


def _squeezed(column: str) -> str:
    return f"regexp_replace(lower({column}), '[^\\p{{L}}\\p{{N}}]', '', 'g')"


# The original is its own agency's copy, what the others name as canonical, or the earliest.
_STORIES = f"""
    create or replace table clusters.story_members ({MEMBERS});
    insert into clusters.story_members
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
        ) group by all
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
    select article_id, 'sto_' || left(sha256(first_id), {HEX_DIGITS}), place = 1,
        case when member_count = 1 then 'alone' when place = 1 then claim
            when is_repeated then 'exact' else 'containment' end,
        case when place = 1 then null when is_repeated then 1.0 else near_score end
    from ordered
"""


def write_story_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``clusters.story_members`` by one row an article of the temporary table ``first_versions``."""
    connection.execute(_TOLD)
    write_story_pairs(connection)
    edges = connection.execute(_EDGES).fetchall()
    root_of = smallest_members({key for pair in edges for key in pair}, edges)
    roots = pa.table([pa.array(root_of.keys(), pa.uint64()), pa.array(root_of.values(), pa.uint64())], ["text_key", "root"])
    connection.register("roots", roots)
    connection.execute(_GROUPS)
    connection.unregister("roots")
    connection.execute(_STORIES)
    for table in ("told", "grouped"):
        connection.execute(f"drop table {table}")
