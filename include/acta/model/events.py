"""Which event mentions are about one real event.

Two mentions are the same event when type, status, parties, time and place all allow it and something beyond the type ties
them: within an article the same parties or the same trigger word, across articles the same parties and a time that is
known to be the same, or near copies of one story saying it with the same word. The rule looks at two mentions only, never
at a cluster, so the result is the same in whatever order articles come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from acta.ids import make_id
from acta.model.components import smallest_members

SAME_DAY_SLACK = timedelta(days=1)  # "overnight", time zones: two reports of one act differ by a day at most
REALISED = {"actual", "historical"}


@dataclass(frozen=True)
class EventMention:
    """One coded event with what decides identity. Lists hold ids or ISO 3166-1 alpha-3 codes."""

    event_mention_id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    occurred_on: str | None
    place_country: str | None
    place_name: str | None
    trigger: str
    sources: list[str]
    targets: list[str]
    source_countries: list[str]
    target_countries: list[str]
    char_start: int
    published_at: str | None
    story_id: str | None = None


def event_components(mentions: Iterable[EventMention]) -> dict[str, str]:
    """event_mention_id -> event_id; the event's id is made from its smallest mention id."""
    listed = sorted(mentions, key=lambda m: m.event_mention_id)
    first = smallest_members((m.event_mention_id for m in listed), same_event_pairs(listed))
    return {mention_id: make_id("evt", member) for mention_id, member in first.items()}


def same_event_pairs(mentions: list[EventMention]) -> set[tuple[str, str]]:
    """Pairs of mention ids that are one event. Only mentions of one block (type and a shared key) are compared."""
    blocks: dict[tuple[str, str], list[EventMention]] = defaultdict(list)
    for mention in mentions:
        for key in _block_keys(mention):
            blocks[mention.event_type, key].append(mention)
    found = set()
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if is_same_event(a, b):
                found.add((a.event_mention_id, b.event_mention_id))
    return found


def _block_keys(mention: EventMention) -> set[str]:
    keys = {f"story:{mention.story_id or mention.article_id}"}
    parties = set(mention.source_countries or mention.sources) | set(mention.target_countries or mention.targets)
    for day in _days(mention):
        keys.update(f"{party}:{day}" for party in parties)
    return keys


def _days(mention: EventMention) -> list[str]:
    """The known day and its neighbours: other articles' mentions are the same event only when both days are known."""
    day = _day(mention.occurred_on)
    return [(day + timedelta(days=step)).isoformat() for step in (-1, 0, 1)] if day else []


def is_same_event(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions are about one event; symmetric."""
    if a.event_type != b.event_type or not _status_fits(a, b) or not _parties_fit(a, b) or not _place_fits(a, b):
        return False
    if a.mode and b.mode and a.mode != b.mode:
        return False
    dates = _dates_fit(a.occurred_on, b.occurred_on)
    if dates is False:
        return False
    if a.article_id == b.article_id:
        return _share_parties(a, b) or ((not _has_parties(a) or not _has_parties(b)) and _word(a) == _word(b))
    if a.story_id is not None and a.story_id == b.story_id:
        return _word(a) == _word(b) or (dates is True and _share_parties(a, b))
    return dates is True and _share_both_sides(a, b)


def _word(mention: EventMention) -> str:
    return mention.trigger.casefold()


def _status_fits(a: EventMention, b: EventMention) -> bool:
    if a.status == b.status:
        return True
    return {a.status, b.status} <= REALISED


def _has_parties(mention: EventMention) -> bool:
    return bool(mention.sources or mention.targets)


def _sides(mention: EventMention) -> tuple[set[str], set[str]]:
    """Countries where known (a minister and his country are one side), else actor ids."""
    return set(mention.source_countries or mention.sources), set(mention.target_countries or mention.targets)


def _parties_fit(a: EventMention, b: EventMention) -> bool:
    """No side contradicts: where both name one, they overlap. The sides of a meeting may stand either way round."""
    (a_from, a_to), (b_from, b_to) = _sides(a), _sides(b)
    straight = (not a_from or not b_from or bool(a_from & b_from)) and (not a_to or not b_to or bool(a_to & b_to))
    crossed = a.event_type in {"CONSULT", "COOPERATE", "AGREE"} and bool((a_from | a_to) & (b_from | b_to))
    return straight or (crossed and (a_from | a_to == b_from | b_to))


def _share_parties(a: EventMention, b: EventMention) -> bool:
    (a_from, a_to), (b_from, b_to) = _sides(a), _sides(b)
    return bool((a_from | a_to) & (b_from | b_to))


def _share_both_sides(a: EventMention, b: EventMention) -> bool:
    """Across articles one shared name is too little: both sides, or the only side there is and the place or the word."""
    (a_from, a_to), (b_from, b_to) = _sides(a), _sides(b)
    everyone = (a_from | a_to) & (b_from | b_to)
    if len(everyone) >= 2:
        return True
    alone = not (a_to and a_from) and not (b_to and b_from)
    placed = a.place_name is not None and a.place_name == b.place_name
    return bool(everyone) and alone and (placed or _word(a) == _word(b))


def _place_fits(a: EventMention, b: EventMention) -> bool:
    return a.place_country is None or b.place_country is None or a.place_country == b.place_country


def _dates_fit(a: str | None, b: str | None) -> bool | None:
    """True: known and the same; False: known and different; None: one of them is not known or too coarse to tell."""
    if a is None or b is None:
        return None
    first, second = _day(a), _day(b)
    if first and second:
        return abs(first - second) <= SAME_DAY_SLACK
    length = min(len(a), len(b))
    return None if a[:length] == b[:length] else False


def _day(value: str | None) -> date | None:
    if value is None or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
