"""Which event mentions are one event: candidates by shared keys, pairs by the rule of ``same_event``, components of pairs.

The pairs depend on the mentions alone, so an event is the same set whatever the order, the batches and the days they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from acta.ids import make_id
from acta.model.components import smallest_members
from acta.model.same_event import SAME_DAY, SAME_NEWS, THRESHOLD, EventMention, Side, day_of, evidence


class EventPair(NamedTuple):
    """Two mentions of one event, the smaller id first, and how much speaks for it."""

    mention_a: str
    mention_b: str
    score: float


def event_ids(mentions: Iterable[EventMention], pairs: Iterable[EventPair]) -> dict[str, str]:
    """event_mention_id → event_id for every mention; the event's id is made from its smallest mention id."""
    first = smallest_members((m.event_mention_id for m in mentions), ((p.mention_a, p.mention_b) for p in pairs))
    return {mention_id: make_id("evt", member) for mention_id, member in first.items()}


def same_event_pairs(mentions: Iterable[EventMention]) -> list[EventPair]:
    """All pairs that are one event, in order of their ids. Only mentions that share a type and a key are compared."""
    blocks: dict[tuple[str, ...], list[EventMention]] = defaultdict(list)
    for mention in mentions:
        for key in _keys(mention):
            blocks[mention.event_type, *key].append(mention)
    found = {}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            first, second = sorted((a, b), key=lambda m: m.event_mention_id)
            ids = first.event_mention_id, second.event_mention_id
            if ids in found:
                continue
            score = evidence(first, second)
            if score is not None and score >= THRESHOLD:
                found[ids] = EventPair(*ids, round(score, 3))
    return [found[ids] for ids in sorted(found)]


def _keys(mention: EventMention) -> Iterator[tuple[str, ...]]:
    """Mentions of one event share one of these: the article or story, or somebody and the days."""
    yield "article", mention.article_id
    if mention.story_id is not None:
        yield "story", mention.story_id
    times: list[tuple[str, ...]] = [
        *_spans("occurred", day_of(mention.occurred_on), SAME_DAY.days),
        *_spans("news", day_of(mention.occurred_on or mention.published_on), SAME_NEWS.days),
    ] or [("undated",)]
    for key in _party_keys(mention.source) | _party_keys(mention.target) | {f"verb:{mention.verb}"}:
        for time in times:
            yield key, *time


def _party_keys(side: Side) -> frozenset[str]:
    return side.actors | side.countries | frozenset(f"word:{name}" for name in side.words.names)


def _spans(label: str, day: date | None, reach: int) -> Iterator[tuple[str, str]]:
    """Two grids of days, one moved by ``reach`` against the other: days at most ``reach`` apart share a cell of one of them."""
    if day is not None:
        for shift in (0, reach):
            yield label, f"{shift}:{(day.toordinal() + shift) // (2 * reach)}"
