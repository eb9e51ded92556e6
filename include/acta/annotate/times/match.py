"""One match of the grammar, as the readers of values see it: its words by their letters, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from acta.annotate.document import Parsed
from acta.annotate.times import words
from acta.annotate.times.calendar import PAST, Calendar
from acta.annotate.times.direction import direction

Value = tuple[str, str]  # type, value
NUMBER = re.compile(r"[\d,]*\.?\d+")


@dataclass(slots=True)
class Match:
    """Words first..last (inclusive) that matched one form, with their letters."""

    doc: Parsed
    codes: str  # of the whole article
    first: int
    last: int
    calendar: Calendar
    context: str | None = None  # value of the date named last
    lately: str | None = None  # the same, if it stands in this sentence or the one before

    def at(self, letters: str, nth: int = 0) -> int | None:
        """Token of the nth word whose letter is one of these."""
        found = [i for i in range(self.first, self.last + 1) if self.codes[i] in letters]
        return found[nth] if len(found) > nth else None

    def word(self, letters: str) -> str:
        """The word at ``letters`` in lower case, or nothing."""
        i = self.at(letters)
        return "" if i is None else self.doc.lower[i]

    def has(self, letters: str) -> bool:
        return self.at(letters) is not None

    def before(self) -> str:
        """The word before, in lower case."""
        return self.doc.lower[self.first - 1] if self.first else ""

    def after(self) -> str:
        """The word after, in lower case."""
        return self.doc.lower[self.last + 1] if self.last + 1 < len(self.doc) else ""

    def direction(self, i: int) -> int:
        """Past or future for the word at token i; what the words themselves say goes before the verb."""
        if self.has("b"):
            return PAST
        return direction(self.doc, i)

    def shift(self) -> int:
        """-1 for last, 0 for this, 1 for next."""
        return -1 if self.has("lpv") or self.word("a") else 1 if self.has("ng") else 0

    def unit(self) -> str:
        i = self.at("uUQK")
        assert i is not None
        return unit_code(self.doc.lower[i])


def unit_code(word: str) -> str:
    """Letter of TimeML for a unit's name, singular or plural."""
    return words.UNIT.get(word) or words.PLURAL[word]


def number_of(word: str) -> float | None:
    """Value of a number word, an ordinal or digits."""
    if word in {"a", "an", "one"}:
        return 1
    found = words.CARDINAL.get(word) or words.ORDINAL.get(word) or words.MAGNITUDE.get(word)
    if found:
        return found
    digits = NUMBER.match(word)
    if not digits:
        return None
    extra = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(word[-1], 0)
    return float(digits[0].replace(",", "")) + extra
