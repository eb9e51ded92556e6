"""What is worth a person's judgement: candidates with their evidence, and pairs that may be one. Reads the published marts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from acta.errors import Permanent
from acta.judgements.similar import Known, Suggestion, suggest_merges
from acta.registry import load_registry

ID_DIGITS = 8  # of an id that is typed by hand


@dataclass
class Candidate:
    """An actor the registry does not know, and what its articles say."""

    actor_id: str
    name: str
    kind: str
    country: str | None
    role: str | None
    status: str
    article_count: int
    source_count: int
    mention_count: int
    statement_count: int
    quoted_story_count: int
    quoted_outlet_count: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    example_article_id: str | None
    contexts: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # attribute -> values with their articles


CANDIDATES = """
    select actor_id, name, kind, country, role, status, article_count, source_count, mention_count, statement_count,
        quoted_story_count, quoted_outlet_count, first_seen_at, last_seen_at, example_article_id
    from marts.rpt_actor_candidates
    order by quoted_story_count desc, article_count desc, mention_count desc, actor_id
"""
CONTEXTS = """
    select actor_id, attribute, attribute_value, article_count from marts.rpt_actor_contexts
    order by actor_id, attribute, article_count desc, attribute_value
"""


def candidates(connection: duckdb.DuckDBPyConnection) -> list[Candidate]:
    """All candidates, those that most stories quote first."""
    found = [Candidate(*row) for row in connection.execute(CANDIDATES).fetchall()]
    by_id = {candidate.actor_id: candidate for candidate in found}
    for actor_id, attribute, value, count in connection.execute(CONTEXTS).fetchall():
        by_id[actor_id].contexts.setdefault(attribute, []).append((value, count))
    return found


def suggestions(found: list[Candidate]) -> list[Suggestion]:
    """Candidates that may be one with another candidate or with an actor of the registry, surest first."""
    registry = load_registry()
    names: dict[str, list[str]] = {}
    for aliases in registry.aliases.values():
        for alias in aliases:
            if alias.kind in ("name", "acronym"):
                names.setdefault(alias.actor_id, []).append(alias.text)
    known = [
        Known(entry.actor_id, entry.kind, entry.country, (entry.name, *names.get(entry.actor_id, ())), True)
        for entry in registry.entries.values()
        if entry.kind in ("person", "organisation", "group")
    ]
    for candidate in found:
        variants = [name for name, _ in candidate.contexts.get("name", [])]
        beside = frozenset(country for country, _ in candidate.contexts.get("beside_country", []))
        known.append(
            Known(
                candidate.actor_id,
                candidate.kind,
                candidate.country,
                tuple(dict.fromkeys([candidate.name, *variants])),
                beside=beside,
            )
        )
    return suggest_merges(known)


@dataclass(frozen=True)
class Named:
    """An actor that was asked for."""

    actor_id: str
    name: str | None
    kind: str | None
    country: str | None
    is_registered: bool


def find_actor(connection: duckdb.DuckDBPyConnection | None, wanted: str) -> Named:
    """One actor by its id, the beginning of its id, or its exact name; of the warehouse (where there is one) or the registry.

    Raises Permanent, naming what fits, when none or several do.
    """
    registry = load_registry()
    if wanted in registry.entries:
        entry = registry.entries[wanted]
        return Named(entry.actor_id, entry.name, entry.kind, entry.country, True)
    rows: dict[str, tuple[Any, ...]] = {
        e.actor_id: (e.actor_id, e.name, e.kind, e.country, True) for e in registry.entries.values() if e.name == wanted
    }
    if connection is not None:
        found = connection.execute(
            """
            select actor_id, name, kind, country, is_registered from marts.dim_actors
            where actor_id = $wanted or name = $wanted or (len($wanted) >= $digits and starts_with(actor_id, $wanted))
            union all
            select distinct old_actor_id, null, null, null, false from marts.dim_actor_redirects where old_actor_id = $wanted
            """,
            {"wanted": wanted, "digits": len("act_") + ID_DIGITS},
        ).fetchall()
        exact = [row for row in found if row[0] == wanted]
        rows |= {row[0]: row for row in exact or found}
    if len(rows) == 1:
        return Named(*next(iter(rows.values())))
    if rows:
        listed = ", ".join(sorted(rows)[:5])
        raise Permanent(f"{wanted!r} is the name of {len(rows)} actors ({listed} …): give the id")
    raise Permanent(
        f"no actor is called {wanted!r}: give an actor_id of dim_actors or an exact name; `acta actors review` lists candidates"
    )
