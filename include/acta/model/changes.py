"""How much of an article changed from one version to the next: the ratio of words that differ.

A version is compared with the one first seen before it, whatever order they were loaded in: one that comes late takes
its place and the ratio of the version behind it is computed anew. Ids are made of texts, so a pair is compared once.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import duckdb

MAX_PRODUCT = 25_000_000  # 5,000 words against 5,000: a second; a live blog of a day is about as long

# The versions as int_article_versions__numbered puts them in order; there a test tells when the two disagree.
# Most articles have one version, so those that have more are found first, without their texts.
_PAIRS = """
    with changed as materialized (
        select article_id from extracted.articles group by article_id having min(version_id) <> max(version_id)
    ),
    fetched as materialized (select distinct fetch_id from extracted.articles semi join changed using (article_id)),
    latest as materialized (
        select subject_id as fetch_id, outcomes.batch_id, outcome
        from extracted.outcomes
        semi join fetched on fetch_id = subject_id
        left join raw.batches on batches.batch_id = outcomes.batch_id
        qualify row_number() over (
            partition by subject_id order by batches.created_at desc nulls last, outcomes.batch_id desc, outcome
        ) = 1
    ),
    asked as materialized (
        select fetch_id, min(requested_at::timestamptz) as requested_at
        from raw.fetches semi join fetched using (fetch_id) group by 1
    ),
    readings as (
        select article_id, version_id, coalesce(asked.requested_at, first_seen_at::timestamptz) as seen_at
        from extracted.articles
        join latest using (fetch_id, batch_id)
        left join asked using (fetch_id)
        where outcome = 'article'
        qualify row_number() over (partition by fetch_id order by version_id) = 1
    ),
    versions as (
        select article_id, version_id, min(seen_at) as seen_at from readings group by 1, 2
    )
    select version_id, lag(version_id) over (partition by article_id order by seen_at, version_id) as previous_version_id
    from versions
    qualify previous_version_id is not null
"""
_NEW = """
    with new as materialized (from pairs anti join clusters.version_changes using (version_id, previous_version_id)),
    wanted as materialized (select version_id from new union select previous_version_id from new),
    texts as materialized (
        select version_id, any_value(text) as text from extracted.articles semi join wanted using (version_id) group by 1
    )
    select new.version_id, new.previous_version_id, before.text, after.text
    from new
    join texts as after on after.version_id = new.version_id
    join texts as before on before.version_id = new.previous_version_id
    order by 1
"""


def write_version_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.version_changes`` up to date: one row a version that has one before it."""
    connection.execute("create schema if not exists clusters")
    connection.execute(
        "create table if not exists clusters.version_changes "
        "(version_id varchar, previous_version_id varchar, change_ratio double)"
    )
    connection.execute(f"create or replace temp table pairs as {_PAIRS}")
    found = connection.execute(_NEW)
    new = []
    while row := found.fetchone():
        new.append((row[0], row[1], change_ratio(row[2], row[3])))
    connection.execute("begin")
    if new:
        connection.executemany("insert into clusters.version_changes values (?, ?, ?)", new)
    connection.execute(
        "delete from clusters.version_changes "
        "where (version_id, previous_version_id) not in (select version_id, previous_version_id from pairs)"
    )
    connection.execute("commit")
    connection.execute("drop table pairs")


def change_ratio(before: str, after: str) -> float:
    """Share of words that are not in both texts: 0 for the same words in the same order, 1 when none is kept.

    Texts that differ in more than some 5,000 words each are compared by their words alone, whatever their order.
    """
    old, new = before.split(), after.split()
    total = len(old) + len(new)
    if not total:
        return 0.0
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) * len(new) > MAX_PRODUCT:
        kept = (Counter(old) & Counter(new)).total()
    else:
        kept = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return round(1 - 2 * (start + end + kept) / total, 4)


def _common(one: list[str], two: list[str]) -> int:
    """How many words both begin with."""
    return next(
        (number for number, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
