"""Whether two statements report the same words of one speaker: exact, normalised and near-exact wordings.

Statements are compared within a block: all quotes of one resolved speaker, or all statements of one story's near copies, where
paraphrases and words of a speaker nobody could resolve are compared too. The pairs of a block depend on its statements alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

from acta.model.components import smallest_members
from acta.model.same_event import SAME_NEWS, day_of

SHORT = 4  # words; fewer ("no comment") are the same only when they are equal
FORMULA = 8  # words; fewer may be a speaker's formula, so they have to be of one story or news of the same days
OVERLAP = 0.6  # share of the shorter one's word pairs that the longer one holds: two edits in ten words
FORMULA_OVERLAP = 0.75  # of a formula: everyday words ("going to pay for") meet in any long quote
COMMON = 40  # three words in a row that as many wordings of a block share are a refrain and propose no pairs

WORD = re.compile(r"\w+(?:['’]\w+)*")


class UtterancePair(NamedTuple):
    """Two statements of one utterance, the smaller id first."""

    statement_a: str
    statement_b: str
    score: float  # share of the shorter one's word pairs in common
    reason: str  # exact, normalised (but for case and punctuation), near_exact


@dataclass(frozen=True, slots=True)
class Said:
    """One statement with what decides whose words it reports."""

    statement_id: str
    kind: str  # direct, mixed, indirect
    speaker: str | None  # actor_id
    text: str  # the content alone, without the words between the parts of a split quote
    told_on: str | None = None  # ISO date: when the article was published or, failing that, first seen
    story_id: str | None = None


@dataclass(frozen=True)
class Wording:
    """Statements of a block in the same words but for case and punctuation; of a formula only those told together."""

    speaker: str | None
    is_quoted: bool
    words: tuple[str, ...]
    members: list[Said] = field(compare=False)  # by id

    @property
    def leader(self) -> str:
        return self.members[0].statement_id

    @cached_property
    def couples(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.words))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False)) or frozenset({self.words})

    @cached_property
    def days(self) -> list[date]:
        return sorted(day for said in self.members if (day := day_of(said.told_on)))

    @cached_property
    def stories(self) -> frozenset[str]:
        return frozenset(said.story_id for said in self.members if said.story_id)


def utterance_pairs(block: Iterable[Said]) -> list[UtterancePair]:
    """Pairs of one block, in order of their ids: each statement with the first of its wording, each wording with others."""
    wordings = list(_wordings(block))
    found = [pair for wording in wordings for pair in _equal(wording)]
    for a, b in _candidates(wordings):
        overlap = same_words(a, b)
        if overlap is not None:
            reason = "normalised" if a.words == b.words else "near_exact"
            first, second = sorted((a.leader, b.leader))
            found.append(UtterancePair(first, second, round(overlap, 3), reason))
    return sorted(found)


def same_words(a: Wording, b: Wording) -> float | None:
    """How much of the shorter wording stands in the longer one, or None when they are two utterances; symmetric."""
    if a.is_quoted != b.is_quoted or (a.speaker and b.speaker and a.speaker != b.speaker):
        return None
    shorter = min(len(a.words), len(b.words))
    if shorter < FORMULA and not a.stories & b.stories and not _same_news(a.days, b.days):
        return None
    if shorter < SHORT:
        return 1.0 if a.words == b.words else None
    overlap = len(a.couples & b.couples) / min(len(a.couples), len(b.couples))
    return overlap if overlap >= (OVERLAP if shorter >= FORMULA else FORMULA_OVERLAP) else None


def _same_news(a: list[date], b: list[date]) -> bool:
    """Whether some day of one is within the days of news of some day of the other; both sorted."""
    for day in a:
        place = bisect_left(b, day - SAME_NEWS)
        if place < len(b) and b[place] - day <= SAME_NEWS:
            return True
    return False


def _wordings(block: Iterable[Said]) -> Iterator[Wording]:
    equal: dict[tuple[str | None, bool, tuple[str, ...]], list[Said]] = defaultdict(list)
    for said in sorted(block, key=lambda one: one.statement_id):
        words = tuple(WORD.findall(said.text.casefold().replace("’", "'")))
        if words:
            equal[said.speaker, said.kind != "indirect", words].append(said)
    for (speaker, is_quoted, words), members in equal.items():
        for together in _told_together(members) if len(words) < FORMULA else [members]:
            yield Wording(speaker, is_quoted, words, together)


def _told_together(members: list[Said]) -> Iterable[list[Said]]:
    """Equal words, parted where they were told in other stories at another time."""
    dated = sorted((day, said.statement_id) for said in members if (day := day_of(said.told_on)))
    pairs = [(a, b) for (day, a), (next_day, b) in pairwise(dated) if next_day - day <= SAME_NEWS]
    of_story: dict[str, str] = {}
    for said in members:
        if said.story_id:
            pairs.append((of_story.setdefault(said.story_id, said.statement_id), said.statement_id))
    first = smallest_members((said.statement_id for said in members), pairs)
    groups: dict[str, list[Said]] = defaultdict(list)
    for said in members:
        groups[first[said.statement_id]].append(said)
    return groups.values()


def _equal(wording: Wording) -> Iterator[UtterancePair]:
    first, *others = wording.members
    for said in others:
        reason = "exact" if said.text == first.text else "normalised"
        yield UtterancePair(first.statement_id, said.statement_id, 1.0, reason)


def _candidates(wordings: list[Wording]) -> Iterator[tuple[Wording, Wording]]:
    """Pairs of wordings that share three words in a row which are rare in the block."""
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        for run in wording.runs:
            by_run[run].append(number)
    pairs = {pair for numbers in by_run.values() if len(numbers) <= COMMON for pair in combinations(numbers, 2)}
    for a, b in pairs:
        yield wordings[a], wordings[b]
