"""Judgements as tables: which id stands for which, and what that means in each article version.

The schema ``judgements`` is written anew from the files at every load, so taking a judgement back takes its rows away. All
the logic ends in ``moves``, one row an actor_id in a version that a judgement moves: dbt and the clusters of events join
that and know nothing of rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from acta.config import Settings
from acta.judgements.records import Alias, read_judgements
from acta.judgements.replay import Ruling, provisional_id, replay
from acta.model.warehouse import replace_table
from acta.registry import NON_STATE, load_registry, rows
from acta.store.tombstones import Tombstones, read_tombstones

_BY = ("judgement_id", "judged_at", "judged_by", "because")
COLUMNS = {
    "redirects": ("old_id", "new_id", "verb", *_BY),
    "splits": ("old_id", "new_id", "article_id", "source_id", "published_from", "published_to", *_BY),
    "actors": ("actor_id", "verb", "name", "kind", "country", "sector", "wikidata_id", *_BY),
    "moves": ("version_id", "old_id", "new_id"),
}

MOVES = """
    insert into judgements.moves
    with versions as (
        select version_id, article_id, min(source_id) as source_id, min(left(published_at, 10)) as published_on
        from extracted.articles
        group by version_id, article_id
    ),
    judged as (select old_id from judgements.redirects union select old_id from judgements.splits),
    used as (select distinct version_id, actor_id from annotated.actors where actor_id in (from judged)),
    split as (
        select used.version_id, used.actor_id, splits.new_id, row_number() over (
            partition by used.version_id, used.actor_id
            order by splits.article_id is null, splits.judged_at, splits.judgement_id
        ) as place
        from used
        join versions using (version_id)
        join judgements.splits as splits on splits.old_id = used.actor_id
        where coalesce(splits.article_id = versions.article_id, true)
            and coalesce(splits.source_id = versions.source_id, true)
            and (splits.published_from is null or splits.published_from <= versions.published_on)
            and (splits.published_to is null or splits.published_to >= versions.published_on)
    )
    select used.version_id, used.actor_id, coalesce(split.new_id, redirects.new_id) as moved_to
    from used
    left join split on split.version_id = used.version_id and split.actor_id = used.actor_id and split.place = 1
    left join judgements.redirects as redirects on redirects.old_id = used.actor_id
    where moved_to is not null and moved_to <> used.actor_id
"""


def load_judgements(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the schema ``judgements`` by what the files say of the articles that are loaded.

    Raises Permanent with file and line when a row is wrong or contradicts an earlier one.
    """
    ruling = replay(read_judgements(settings.judgements_dir), load_registry().entries)
    connection.execute("create schema if not exists judgements")
    named = list(_named(connection, ruling))
    tables = {
        "redirects": [*_redirects(ruling), *_alias_redirects(ruling, named)],
        "splits": list(_splits(ruling, named, read_tombstones(settings))),
        "actors": list(_actors(ruling)),
        "moves": [],
    }
    for table, found in tables.items():
        replace_table(connection, f"judgements.{table}", COLUMNS[table], found)
    connection.execute(MOVES)


def _by(judgement: Any) -> tuple[str, ...]:
    return (judgement.judgement_id, judgement.judged_at.isoformat(), judgement.judged_by, judgement.because)


def _redirects(ruling: Ruling) -> Iterator[tuple[Any, ...]]:
    for old_id, step in sorted(ruling.redirects.items()):
        yield (old_id, ruling.current(old_id), step.by.verb, *_by(step.by))


def alias_ids(alias: Alias) -> Iterator[str]:
    """The ids that provisional actors of this kind and name can have: one a country, and one without."""
    countries = [alias.country] if alias.country else sorted({row["country"] for row in rows("countries")} | NON_STATE)
    for country in (*countries, None):
        yield provisional_id(alias.kind, alias.alias, country)


def _named(connection: duckdb.DuckDBPyConnection, ruling: Ruling) -> Iterator[tuple[str, Alias]]:
    """(id, alias) of the ids in use that an alias names; what was judged by its id goes before its name."""
    judged = {*ruling.redirects, *ruling.made, *ruling.promoted}
    possible: dict[str, Alias] = {}
    for alias in ruling.aliases.values():
        for old_id in alias_ids(alias):
            if old_id not in judged and old_id != ruling.current(alias.actor_id):
                possible.setdefault(old_id, alias)
    ids = pa.table({"actor_id": pa.array(sorted(possible), pa.string())})
    connection.register("possible_aliases", ids)
    used = connection.execute(
        "select distinct actor_id from annotated.actors semi join possible_aliases using (actor_id)"
    )
    yield from ((actor_id, possible[actor_id]) for (actor_id,) in sorted(used.fetchall()))
    connection.unregister("possible_aliases")


def _alias_redirects(ruling: Ruling, named: list[tuple[str, Alias]]) -> Iterator[tuple[Any, ...]]:
    for old_id, alias in named:
        yield (old_id, ruling.current(alias.actor_id), alias.verb, *_by(alias))


def _splits(ruling: Ruling, named: list[tuple[str, Alias]], forgotten: Tombstones) -> Iterator[tuple[Any, ...]]:
    for move in ruling.moves:
        split = move.by
        if forgotten.cover(split.article_id, split.source_id):
            continue
        days = [day.isoformat() if day else None for day in (split.since, split.until)]
        same = [old_id for old_id, alias in named if alias.actor_id == move.old_id]
        for old_id in (move.old_id, *same):
            yield (old_id, ruling.current(move.new_id), split.article_id, split.source_id, *days, *_by(split))


def _actors(ruling: Ruling) -> Iterator[tuple[Any, ...]]:
    """What judgements say of an actor itself: one row an actor, a promotion before a split."""
    for actor_id in sorted({*ruling.made, *ruling.promoted}):
        if actor_id in ruling.redirects:
            continue
        made, promoted = ruling.made.get(actor_id), ruling.promoted.get(actor_id)
        name = (promoted and promoted.name) or (made and made.name)
        country = (promoted and promoted.country) or (made and made.country)
        more = (promoted.sector, promoted.wikidata_id) if promoted else (None, None)
        verb = "promote" if promoted else "split"
        yield (actor_id, verb, name, made.kind if made else None, country, *more, *_by(promoted or made))
