"""Which two actors may be one: names that look alike, with the reason. Pure; a person decides.

Names are compared within blocks that share a word or initials, so the work grows with the size of the blocks and not with
the square of all names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from acta.registry import fold

MOST_IN_A_BLOCK = 200  # "of", "party": a word that so many names share says nothing
_FILLERS = frozenset({"of", "the", "for", "and"})


@dataclass(frozen=True)
class Known:
    """An actor as far as names go: what it is called, and what it is found beside."""

    actor_id: str
    kind: str
    country: str | None
    names: tuple[str, ...]
    is_registered: bool = False
    beside: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Suggestion:
    """``actor_id`` may be ``into``; the surer the higher the score (0 to 1)."""

    actor_id: str
    into: str
    reason: str
    score: float


def suggest_merges(actors: Iterable[Known]) -> list[Suggestion]:
    """Pairs worth looking at, surest first; at least one of a pair is not registered."""
    found = [suggestion for pair in _pairs(list(actors)) if (suggestion := _compare(*pair))]
    return sorted(found, key=lambda s: (-s.score, s.actor_id, s.into))


def _pairs(actors: list[Known]) -> Iterator[tuple[Known, Known]]:
    blocks: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    for actor in actors:
        for name in actor.names:
            words = _words(name)
            for key in {*words, _initials(words), "".join(words)}:
                if len(key) > 1:
                    blocks[key][actor.actor_id] = actor
    seen: set[tuple[str, str]] = set()
    for key in sorted(blocks):
        block = sorted(blocks[key].values(), key=lambda k: (not k.is_registered, k.actor_id))
        if len(block) > MOST_IN_A_BLOCK:
            continue
        for into, actor in combinations(block, 2):
            if not actor.is_registered and (actor.actor_id, into.actor_id) not in seen:
                seen.add((actor.actor_id, into.actor_id))
                yield actor, into


def _compare(actor: Known, into: Known) -> Suggestion | None:
    """The best reason to take the first for the second, unless kind or country speak against it."""
    if actor.kind != into.kind and not {actor.kind, into.kind} <= {"organisation", "group", "other"}:
        return None
    same_country = actor.country is not None and actor.country == into.country
    if not same_country and actor.country and into.country:
        return None  # both known and different: namesakes
    reasons = [r for a in actor.names for b in into.names if (r := _reason(actor.kind, a, b))]
    if not reasons:
        return None
    score, reason = max(reasons)
    if same_country:
        score, reason = score + 0.1, f"{reason}, both {actor.country}"
    elif into.country and into.country in actor.beside:
        score, reason = score + 0.05, f"{reason}, found beside {into.country}"
    return Suggestion(actor.actor_id, into.actor_id, reason, round(min(score, 1.0), 2))


def _reason(kind: str, a: str, b: str) -> tuple[float, str] | None:
    left, right = _words(a), _words(b)
    if not left or not right:
        return None
    if left == right:
        return 0.9, "same name"
    if "".join(left) == "".join(right) or sorted(left) == sorted(right):
        return 0.85, "same words"
    if kind == "person":
        return _same_person(left, right)
    short, long = sorted((left, right), key=len)
    if len(short) == 1 and len(long) > 2 and short[0] == _initials(long):
        return 0.75, "initials of the other"
    if len(short) > 1 and _near("".join(left), "".join(right)):
        return 0.6, "one letter apart"
    return None


def _same_person(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, str] | None:
    if left[-1] != right[-1]:
        near = len(left) > 1 and left[0] == right[0] and _near(left[-1], right[-1])
        return (0.6, "one letter apart") if near and len(left) == len(right) else None
    if len(left) == 1 or len(right) == 1:
        return 0.4, "same last name"
    if left[0] == right[0]:
        return 0.8, "same first and last name"
    if left[0][0] == right[0][0] and 1 in (len(left[0]), len(right[0])):
        return 0.6, "same initial and last name"
    if _near("".join(left), "".join(right)):
        return 0.6, "one letter apart"
    return None


@lru_cache(maxsize=200_000)  # a name is compared with many others
def _words(name: str) -> tuple[str, ...]:
    text = "".join(c if c.isalnum() else "" if c in "'." else " " for c in fold(name))
    return tuple(word for word in text.split() if word not in _FILLERS)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _near(a: str, b: str) -> bool:
    """Whether two long words differ by one letter put in, left out, changed or swapped with its neighbour."""
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1:
        return False
    start = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
