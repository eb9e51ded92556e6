"""Whether two texts in nearly the same words tell other facts: one template, filled with other names and numbers.

Lines are aligned by their words. Where one line has a name or a number and the other has another in its place, a fact differs.
A copy may mend a spelling or bring a figure up to date; a match report, a verdict or a forecast made from a template differs in
most of its names and numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from difflib import SequenceMatcher

from acta.model.same_story import key_of, lines_of
from acta.model.wording import EMPTY

TOKEN = re.compile(r"\d[\d.,:–-]*\d|\w+")
ALIGNED = 0.5  # share of words that two versions of one line have in common at least
SPELLING = 0.7  # names as alike as this are one name in two spellings
FACTS = 3  # so many facts differ, a name among them …
NUMBERS = 4  # … or so many numbers …
SHARE = 0.3  # … and they are so large a share of the facts in aligned lines


def tell_other_facts(a: str, b: str, furniture: Collection[int] = ()) -> bool:
    """Whether aligned lines of two texts differ in too many names and numbers for a copy; symmetric."""
    first, second = sorted((a, b))
    changed: set[tuple[str, str]] = set()
    kept: set[str] = set()
    for one, other in _aligned(_lines(first, furniture), _lines(second, furniture)):
        _compare(one, other, changed, kept)
    names = sum(not old[0].isdigit() for old, _ in changed)
    enough = len(changed) >= FACTS if names else len(changed) >= NUMBERS
    return enough and len(changed) >= SHARE * (len(changed) + len(kept))


def _lines(text: str, furniture: Collection[int]) -> list[list[str]]:
    found = (
        line for line in text.split("\n") if not furniture or not any(key_of(one) in furniture for one in lines_of(line))
    )
    return [tokens for line in found if (tokens := TOKEN.findall(line))]


def _aligned(a: list[list[str]], b: list[list[str]]) -> list[tuple[list[str], list[str]]]:
    """Each line of the first text with the line of the second that shares most words with it, if it shares enough."""
    free = [(tokens, Counter(tokens)) for tokens in b]
    pairs = []
    for tokens in a:
        words = Counter(tokens)
        shares = [((words & other).total() / min(len(tokens), len(line)), -place) for place, (line, other) in enumerate(free)]
        share, place = max(shares, default=(0.0, 0))
        if share >= ALIGNED:
            pairs.append((tokens, free.pop(-place)[0]))
    return pairs


def _compare(a: list[str], b: list[str], changed: set[tuple[str, str]], kept: set[str]) -> None:
    for kind, a_from, a_to, b_from, b_to in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        old, new = (_facts(side) for side in (a[a_from:a_to], b[b_from:b_to]))
        if kind == "equal":
            kept.update(old)
        elif kind == "replace":
            for is_number in (False, True):
                pairs = zip(*([one for one in side if one[0].isdigit() == is_number] for side in (old, new)), strict=False)
                changed.update(pair for pair in pairs if not _is_one(*pair))


def _facts(tokens: list[str]) -> list[str]:
    return [one for one in tokens if one[0].isdigit() or (one[0].isupper() and one.casefold() not in EMPTY and len(one) > 1)]


def _is_one(a: str, b: str) -> bool:
    if a[0].isdigit():
        return a == b
    return SequenceMatcher(None, a.casefold(), b.casefold(), autojunk=False).ratio() >= SPELLING
