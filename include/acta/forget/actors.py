"""Which articles mention an actor, by all that persons have judged of who is who."""

from __future__ import annotations

from collections.abc import Set

import duckdb

from acta.config import Settings
from acta.model.judgements import load_judgements
from acta.model.load import create_tables
from acta.store.batches import pieces_of

NEEDED = {  # stage and table -> what judgements look at
    ("extract", "articles"): ("extracted.articles", "version_id, article_id, source_id, published_at"),
    ("annotate", "actors"): ("annotated.actors", "version_id, article_id, actor_id"),
}
MENTIONING = """
    with meant as (
        select unnest($actor_ids) as actor_id
        union
        select new_id from judgements.redirects where list_contains($actor_ids, old_id)
    )
    select distinct actors.article_id
    from annotated.actors as actors
    left join judgements.moves as moves on actors.version_id = moves.version_id and actors.actor_id = moves.old_id
    where coalesce(moves.new_id, actors.actor_id) in (from meant)
"""


def articles_that_mention(settings: Settings, actor_ids: Set[str]) -> set[str]:
    """article_id of each article in which an annotator of any version found one of these actors.

    An actor is who it is in the warehouse: merged, split and renamed by judgements. An id that stands for another one means
    that one. Raises Permanent with file and line when a judgement is wrong.
    """
    if not actor_ids:
        return set()
    with duckdb.connect() as connection:
        create_tables(connection)
        for (stage, table), (into, names) in NEEDED.items():
            for piece in pieces_of(settings, stage, table, names.split(", ")):
                connection.register("piece", piece)
                connection.execute(f"insert into {into} by name select * from piece")
                connection.unregister("piece")
        load_judgements(settings, connection)
        found = connection.execute(MENTIONING, {"actor_ids": sorted(actor_ids)}).fetchall()
    return {article_id for (article_id,) in found}
