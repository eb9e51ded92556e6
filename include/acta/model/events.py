"""Which event mentions are one event: candidates, pairs by the rule of ``same_event``, components of pairs.

The pairs depend on the mentions alone, so an event is the same set whatever the order, the batches and the days they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from acta.ids import make_id
from acta.model.components import smallest_members
from acta.model.event_candidates import candidates
from acta.model.same_event import EventMention, same_event_score


class EventPair(NamedTuple):
    """Two mentions of one event, the smaller id first, and how much speaks for it."""

    mention_a: str
    mention_b: str
    score: float


def event_ids(
    mentions: Iterable[EventMention], pairs: Iterable[EventPair], seen_at: Mapping[str, str | None]
) -> dict[str, str]:
    """event_mention_id → event_id for every mention; the event's id is made from the mention whose article was seen first.

    ``seen_at`` says of an article_id when that was, as ISO 8601 in UTC; unknown times come last.
    """
    key = {m.event_mention_id: f"{seen_at.get(m.article_id) or '~'} {m.event_mention_id}" for m in mentions}
    first = smallest_members(key.values(), ((key[p.mention_a], key[p.mention_b]) for p in pairs))
    return {mention_id: make_id("evt", first[one].split(" ")[-1]) for mention_id, one in key.items()}


def same_event_pairs(mentions: Sequence[EventMention], known: Sequence[EventMention] = ()) -> list[EventPair]:
    """All pairs that are one event and have one of ``mentions`` in them, in order of their ids.

    ``known`` are other mentions, whose pairs with each other are known.
    """
    found = {}
    for a, b in candidates(mentions, known):
        first, second = (a, b) if a.event_mention_id < b.event_mention_id else (b, a)
        ids = first.event_mention_id, second.event_mention_id
        if ids not in found and (score := same_event_score(first, second)) is not None:
            found[ids] = EventPair(*ids, round(score, 3))
    return [found[ids] for ids in sorted(found)]
