"""Judgements in their order → who is who today. Pure: the same rows and registry give the same ruling.

Each row is checked against what the rows before it made of the world, so a cycle cannot come about and a row that
contradicts an earlier one is refused where it stands. A row that was undone is left out before anything is replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from acta.errors import Permanent
from acta.ids import make_id
from acta.judgements.records import Alias, Entry, Merge, Promote, Split, Undo
from acta.registry import fold


@dataclass(frozen=True)
class Redirect:
    """An id that stands for another one."""

    new_id: str
    by: Merge | Alias


@dataclass(frozen=True)
class Move:
    """Where the split's conditions hold, ``old_id`` is ``new_id``."""

    old_id: str
    new_id: str
    by: Split


@dataclass
class Ruling:
    """What all judgements together say. ``redirects`` holds direct steps; ``current`` follows them."""

    redirects: dict[str, Redirect] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    aliases: dict[tuple[str, str, str | None], Alias] = field(default_factory=dict)  # kind, folded name, country
    made: dict[str, Split] = field(default_factory=dict)  # actors that a split brought into being
    promoted: dict[str, Promote] = field(default_factory=dict)
    undone: dict[str, Undo] = field(default_factory=dict)  # judgement_id -> what took it back

    def current(self, actor_id: str) -> str:
        """The id that an id stands for today."""
        while actor_id in self.redirects:
            actor_id = self.redirects[actor_id].new_id
        return actor_id

    def standing_for(self, actor_id: str) -> list[str]:
        """All ids that are this actor today, itself first."""
        return [actor_id, *sorted(old for old in self.redirects if self.current(old) == actor_id)]


def provisional_id(kind: str, name: str, country: str | None) -> str:
    """The id the annotator gives an actor that the registry does not know."""
    return make_id("act", kind, fold(name), country or "-")


def replay(entries: list[Entry], registered: Mapping[str, Any]) -> Ruling:
    """The ruling of all judgements. ``registered`` holds the ids of the actor registry.

    Raises Permanent with file and line for the first row that cannot stand beside those before it.
    """
    ruling = Ruling()
    ruling.undone = _undone(entries)
    rules: dict[type, Callable[[Ruling, Any, Mapping[str, Any]], str | None]] = {
        Merge: _merge,
        Split: _split,
        Alias: _alias,
        Promote: _promote,
    }
    for entry in entries:
        judgement = entry.judgement
        if isinstance(judgement, Undo) or judgement.judgement_id in ruling.undone:
            continue
        problem = rules[type(judgement)](ruling, judgement, registered)
        if problem:
            raise Permanent(f"{entry.place}: {problem}")
    return ruling


def _undone(entries: list[Entry]) -> dict[str, Undo]:
    undone: dict[str, Undo] = {}
    before: dict[str, Entry] = {}
    for entry in entries:
        judgement = entry.judgement
        if isinstance(judgement, Undo):
            if judgement.undoes not in before:
                raise Permanent(
                    f"{entry.place}: no earlier judgement is called {judgement.undoes}: `acta actors judgements` lists them"
                )
            if isinstance(before[judgement.undoes].judgement, Undo):
                raise Permanent(
                    f"{entry.place}: {judgement.undoes} is an undo itself: make the judgement again instead"
                )
            if judgement.undoes in undone:
                raise Permanent(f"{entry.place}: {judgement.undoes} was taken back before")
            undone[judgement.undoes] = judgement
        elif judgement.judgement_id in before:
            raise Permanent(
                f"{entry.place}: the same judgement stands at {before[judgement.judgement_id].place}: remove one of the two lines"
            )
        before[judgement.judgement_id] = entry
    return undone


def _stands_for_another(ruling: Ruling, actor_id: str) -> str | None:
    step = ruling.redirects.get(actor_id)
    if step is None:
        return None
    return (
        f"{actor_id} is {step.new_id} since {step.by.judged_at:%Y-%m-%d}: name that one, or undo {step.by.judgement_id}"
    )


def _merge(ruling: Ruling, row: Merge, registered: Mapping[str, Any]) -> str | None:
    if row.actor_id == row.into:
        return f"{row.actor_id} cannot be merged into itself"
    problem = _stands_for_another(ruling, row.actor_id) or _stands_for_another(ruling, row.into)
    if problem:
        return problem
    if row.actor_id in registered and row.into not in registered:
        return f"{row.actor_id} is in the registry and {row.into} is not: merge the other way round"
    ruling.redirects[row.actor_id] = Redirect(row.into, row)
    return None


def _split(ruling: Ruling, row: Split, registered: Mapping[str, Any]) -> str | None:
    if row.actor_id == row.into:
        return f"{row.actor_id} cannot be split into itself"
    problem = _stands_for_another(ruling, row.actor_id) or _stands_for_another(ruling, row.into)
    if problem:
        return problem
    if row.name is not None:
        expected = provisional_id(row.kind or "person", row.name, row.country)
        if row.into != expected:
            return f"a new actor of this kind, name and country is called {expected}, not {row.into}"
        if row.into not in registered:
            ruling.made.setdefault(row.into, row)
    for move in ruling.moves:
        if move.by.actor_id == row.actor_id and move.new_id != row.into and _collide(move.by, row):
            return f"contradicts {move.by.judgement_id}, by which it is {move.new_id} there: undo that one first"
    ruling.moves += [Move(old_id, row.into, row) for old_id in ruling.standing_for(row.actor_id)]
    return None


def _collide(a: Split, b: Split) -> bool:
    """Whether both can hold for one article and neither goes before the other. One article goes before any span."""
    if (a.article_id is None) != (b.article_id is None):
        return False
    if a.article_id is not None:
        return a.article_id == b.article_id
    if a.source_id and b.source_id and a.source_id != b.source_id:
        return False
    starts_after = a.since is not None and b.until is not None and b.until < a.since
    ends_before = b.since is not None and a.until is not None and a.until < b.since
    return not (starts_after or ends_before)


def _alias(ruling: Ruling, row: Alias, registered: Mapping[str, Any]) -> str | None:
    problem = _stands_for_another(ruling, row.actor_id)
    if problem:
        return problem
    name = fold(row.alias)
    for (kind, known, country), other in ruling.aliases.items():
        shares_country = country is None or row.country is None or country == row.country
        if (kind, known) == (row.kind, name) and shares_country and other.actor_id != row.actor_id:
            return f"{row.alias!r} is a name of {other.actor_id} by {other.judgement_id}: undo that one first"
    ruling.aliases[(row.kind, name, row.country)] = row
    return None


def _promote(ruling: Ruling, row: Promote, registered: Mapping[str, Any]) -> str | None:
    if row.actor_id in registered:
        return f"{row.actor_id} is in the registry already"
    problem = _stands_for_another(ruling, row.actor_id)
    if problem:
        return problem
    if row.actor_id in ruling.promoted:
        return f"{row.actor_id} was promoted by {ruling.promoted[row.actor_id].judgement_id}: undo that one first"
    ruling.promoted[row.actor_id] = row
    return None
