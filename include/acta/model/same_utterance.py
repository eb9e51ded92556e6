"""Whether two wordings report the same words of one speaker: the same but for case and punctuation, or nearly the same.

Wordings are compared within a block: the quotes of one resolved speaker, or the statements of one story's near copies, where
paraphrases and words of a speaker nobody could resolve are compared too. Everything here depends on two wordings alone.
"""

from __future__ import annotations

import re
from itertools import pairwise

from acta.model.same_event import SAME_NEWS
from acta.model.same_story import key_of

SHORT = 4  # words; fewer ("no comment") are the same only when they are equal
FORMULA = 8  # words; fewer may be a speaker's formula, so they have to be of one story or news of the same days
OVERLAP = 0.6  # share of the shorter one's word pairs that the longer one holds: two edits in ten words
FORMULA_OVERLAP = 0.75  # of a formula: everyday words ("going to pay for") meet in any long quote
NEWS_DAYS = SAME_NEWS.days
ANCHORS = 8  # of the three-word runs the longest, which are the rarest; two wordings that share none are not compared

WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_of(text: str) -> str:
    """The words of a statement's content, without case and punctuation, parted by spaces."""
    return " ".join(WORD.findall(text.casefold().replace("’", "'")))


def anchors_of(words: str) -> list[int]:
    """Keys (64 bits) of the runs by which a wording is found."""
    listed = words.split(" ")
    runs = {" ".join(run) for run in zip(listed, listed[1:], listed[2:], strict=False)} or {words}
    return [key_of(run) for run in sorted(runs, key=lambda run: (-len(run), run))[:ANCHORS]]


def overlap(a: str, b: str) -> float | None:
    """How much of the shorter of two different wordings stands in the longer one, or None when they are two utterances."""
    first, second = a.split(" "), b.split(" ")
    shorter = min(len(first), len(second))
    if shorter < SHORT:
        return None
    couples, others = frozenset(pairwise(first)), frozenset(pairwise(second))
    share = len(couples & others) / min(len(couples), len(others))
    return round(share, 3) if share >= (OVERLAP if shorter >= FORMULA else FORMULA_OVERLAP) else None
