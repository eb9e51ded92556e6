"""Which mentions are worth comparing: nothing ``same_event`` would join is left out, and little else is let in.

Outside one article or story, what two mentions have in common is summed up for one mention against all that are near, in
arrays: a sum that is never below ``same_event.evidence``, because a contradiction costs nothing in it and where the rule takes
one kind of match of a side, the sum takes the dearest. What stays below the threshold needs no look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from acta.model import same_event as rule
from acta.model.same_event import EventMention, Side, news_day
from acta.model.wording import Wording

Pair = tuple[EventMention, EventMention]
Numbers = npt.NDArray[np.float64]
REACH = rule.SAME_NEWS.days
CELL = 4 * REACH  # days whose mentions are looked at against one index; it also holds the days in their reach
ROUNDING = 1e-9  # sums in another order


def candidates(mentions: Sequence[EventMention], known: Sequence[EventMention]) -> Iterator[Pair]:
    """Pairs that may be one event with at least one of ``mentions`` in them; some come twice, or the other way round."""
    yield from _told_together(mentions, known)
    for here, near in _neighbourhoods(mentions, known):
        index = _Index(near)
        for place, mention in enumerate(here):
            after = place + 1  # those before have met it
            for found in np.flatnonzero(index.bound(mention)[after:] >= rule.THRESHOLD - ROUNDING):
                yield mention, near[after + int(found)]


def _told_together(mentions: Sequence[EventMention], known: Sequence[EventMention]) -> Iterator[Pair]:
    """All pairs of one type in one article or story, whatever the days."""
    groups: dict[tuple[str, ...], tuple[list[EventMention], list[EventMention]]] = defaultdict(lambda: ([], []))
    for kind, listed in enumerate((mentions, known)):
        for mention in listed:
            groups[mention.event_type, "article", mention.article_id][kind].append(mention)
            if mention.story_id is not None:
                groups[mention.event_type, "story", mention.story_id][kind].append(mention)
    for here, others in groups.values():
        yield from combinations(here, 2)
        yield from product(here, others)


def _neighbourhoods(
    mentions: Sequence[EventMention], known: Sequence[EventMention]
) -> Iterator[tuple[list[EventMention], list[EventMention]]]:
    """Mentions of one type and some days, and these followed by all others that their days reach."""
    mentions_on, known_on = _by_day(mentions), _by_day(known)
    cells: dict[tuple[str, int | None], list[EventMention]] = defaultdict(list)
    for (event_type, day), listed in mentions_on.items():
        cells[event_type, None if day is None else day // CELL] += listed
    for (event_type, cell), here in cells.items():
        if cell is None:
            near = known_on.get((event_type, None), [])
        else:
            first, end = cell * CELL, (cell + 1) * CELL
            days = [(mentions_on, range(end, end + REACH)), (known_on, range(first - REACH, end + REACH))]
            near = [one for table, reach in days for day in reach for one in table.get((event_type, day), ())]
        yield here, here + near


def _by_day(mentions: Iterable[EventMention]) -> dict[tuple[str, int | None], list[EventMention]]:
    found: dict[tuple[str, int | None], list[EventMention]] = defaultdict(list)
    for mention in mentions:
        day = news_day(mention)
        found[mention.event_type, None if day is None else day.toordinal()].append(mention)
    return found


class _Index:
    """Mentions of one type by what they have, for summing up what another one has in common with each."""

    def __init__(self, mentions: Sequence[EventMention]) -> None:
        self.size = len(mentions)
        lists: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, mention in enumerate(mentions):
            for feature in _features(mention):
                lists[feature].append(place)
        self.places = {feature: np.array(listed, dtype=np.intp) for feature, listed in lists.items()}
        self.nowhere = np.empty(0, dtype=np.intp)
        self.weight = np.array([m.sentence.weight for m in mentions], dtype=np.float64)
        self.undated = np.full(self.size, max(rule.NEWS, 0.0))
        self.dated = np.where([bool(m.occurred_on) for m in mentions], max(rule.DAY, 0.0), self.undated)
        self.elsewhere = np.where([m.place_name is not None for m in mentions], -rule.ELSEWHERE, 0)
        self.doubt = {
            "source": np.where([bool(m.source) for m in mentions], -rule.DOUBT, 0),
            "target": np.where([bool(m.target) for m in mentions], -rule.DOUBT, 0),
        }

    def bound(self, mention: EventMention) -> Numbers:
        """For each mention of the index: no less than its evidence with this one, where article and story differ."""
        total: Numbers = self._who(mention) + self._said(mention.sentence)
        total += self.dated if mention.occurred_on else self.undated
        total[self._having("verb", mention.verb)] += rule.VERB
        if mention.place_name is not None:
            total += self.elsewhere
            total[self._having("place", mention.place_name)] += rule.PLACE + rule.ELSEWHERE
        return total

    def _having(self, kind: str, value: str) -> npt.NDArray[np.intp]:
        return self.places.get((kind, value), self.nowhere)

    def _who(self, mention: EventMention) -> Numbers:
        straight = self._side(mention.source, "source") + self._side(mention.target, "target")
        if mention.event_type not in rule.MUTUAL:
            return straight
        return np.maximum(straight, self._side(mention.source, "target") + self._side(mention.target, "source"))

    def _side(self, side: Side, role: str) -> Numbers:
        if not side:
            return np.zeros(self.size)
        found = self.doubt[role].astype(np.float64)
        for weight, kind, values in sorted(_matches(side), key=lambda match: match[0]):
            for value in values:
                found[self._having(f"{role} {kind}", value)] = weight
        return found

    def _said(self, sentence: Wording) -> Numbers:
        """Here the sum is the rule's own: see ``wording.shared`` for names that count twice."""
        shared = [self._having("name", stem) for stem in sentence.names]
        shared += [self._having("word", stem) for stem in sentence.names | sentence.words]
        if not shared:
            return np.zeros(self.size)
        common = np.bincount(np.concatenate(shared), minlength=self.size).astype(np.float64)
        least = np.maximum(np.minimum(self.weight, sentence.weight), rule.SENTENCE_CAP // 2)
        capped = np.minimum(common, rule.SENTENCE_CAP)
        said: Numbers = rule.SENTENCE / rule.SENTENCE_CAP * capped + rule.SENTENCE_SHARE * common / least
        return said


def _matches(side: Side) -> Iterator[tuple[float, str, frozenset[str]]]:
    """What a side may have in common with another, and what the rule gives for it."""
    yield rule.SIDE, "actor", side.actors
    yield rule.COUNTRY, "country", side.countries
    yield rule.SIDE_WORDS, "word", side.words.names | side.words.words


def _features(mention: EventMention) -> Iterator[tuple[str, str]]:
    yield "verb", mention.verb
    if mention.place_name is not None:
        yield "place", mention.place_name
    yield from (("name", stem) for stem in mention.sentence.names)
    yield from (("word", stem) for stem in mention.sentence.names | mention.sentence.words)
    for role, side in (("source", mention.source), ("target", mention.target)):
        for _, kind, values in _matches(side):
            yield from ((f"{role} {kind}", value) for value in values)
