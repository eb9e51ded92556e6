"""The words of a sentence as far as they tell one happening from another: names and figures, and the other words of content.

No parser here: the warehouse compares sentences of years, and needs the same words from the same text for ever. Endings are cut
roughly, since only equality counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

TOKEN = re.compile(r"[^\W\d_][\w’']*|\d[\d.,]*")
ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ed", "es", "s", "e")
STEM = 3  # letters that an ending leaves at least
EMPTY = frozenset(
    {
        "the", "and", "but", "for", "from", "with", "was", "were", "been", "being", "are", "has", "have", "had",
        "its", "that", "these", "those", "she", "they", "his", "her", "their", "our", "not", "will", "would",
        "could", "may", "might", "can", "shall", "should", "after", "before", "over", "about", "into", "than",
        "then", "said", "says", "say", "saying", "told", "who", "which", "what", "when", "where", "while", "also",
        "more", "most", "other", "some", "such", "there", "here", "one", "two", "new", "first", "last", "year",
        "years", "day", "days", "week", "weeks", "month", "months", "time", "times", "people", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "june", "july", "august", "september", "october", "november", "december", "today", "yesterday",
        "tomorrow",
    }
)


class Wording(NamedTuple):
    """Stems of a stretch of text."""

    names: frozenset[str]  # written with a capital, or figures
    words: frozenset[str]  # all others

    @property
    def weight(self) -> int:
        """Names and figures count twice."""
        return 2 * len(self.names) + len(self.words)


def apart(whole: Wording, *parts: Wording) -> Wording:
    """What a text says beyond these phrases of it."""
    known: frozenset[str] = frozenset().union(*(part.names | part.words for part in parts))
    return Wording(whole.names - known, whole.words - known)


def wording(text: str) -> Wording:
    """Names, figures and words of content of a text, without their endings."""
    names: set[str] = set()
    words: set[str] = set()
    for match in TOKEN.finditer(text):
        token = match.group().rstrip(".,'’")
        is_name = token[:1].isupper() or token[:1].isdigit()
        cut = stem(token.lower())
        if cut:
            (names if is_name else words).add(cut)
    return Wording(frozenset(names), frozenset(words - names))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word in lower case without its ending; empty when it says nothing."""
    word = word.removesuffix("'s").removesuffix("’s")
    if word in EMPTY or (len(word) < STEM and not word[:1].isdigit()):
        return ""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word.removesuffix(ending)
    return word


def shared(a: Wording, b: Wording) -> int:
    """Weight of what two texts have in common; a name counts twice where it is one in both."""
    names = len(a.names & b.names)
    rest = len((a.names | a.words) & (b.names | b.words)) - names
    return 2 * names + rest
