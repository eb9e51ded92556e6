"""Time expressions with TIMEX3 values: dates, times of day, durations and sets, relative to the day of publication.

``words`` writes an article as a string of letters, ``grammar`` finds the expressions in it in one scan, ``values`` says what
each form means, ``calendar`` does the arithmetic, ``direction`` asks the governing verb for past or future.
"""

from __future__ import annotations

from datetime import date

from acta.annotate.document import Parsed
from acta.annotate.times.calendar import Calendar
from acta.annotate.times.grammar import GRAMMAR
from acta.annotate.times.match import Match
from acta.annotate.times.values import READERS
from acta.annotate.times.words import encode
from acta.annotate.types import Time

PUBLISHED_IN = range(1600, 2200)  # a page dated outside the age of newspapers is not dated at all
OUTSIDE = "i,-o"  # prepositions and punctuation that a form needs but the expression does not include


def find_times(doc: Parsed, published_on: date | None) -> list[Time]:
    """All time expressions of an article in text order."""
    codes = encode(doc)
    plausible = published_on is not None and published_on.year in PUBLISHED_IN
    calendar = Calendar(published_on if plausible else None)
    found: list[Time] = []
    context: str | None = None
    context_in = -2  # sentence of the context
    bare: set[int] = set()  # clock times without a day
    for begin, stop in doc.paragraphs:
        at = begin
        while hit := GRAMMAR.search(codes, at, stop):
            at = hit.end()
            name = hit.lastgroup or ""
            lately = context if doc.sentence[hit.start()] - context_in < 2 else None
            match = Match(doc, codes, hit.start(), hit.end() - 1, calendar, context, lately)
            value = READERS[name](match)
            if value is None:
                at = hit.start() + 1
                continue
            if name == "clock":
                bare.add(len(found))
            found.append(_time(match, value))
            if value[0] == "DATE" and value[1][:1] in "12":
                context, context_in = value[1], doc.sentence[hit.start()]
    return _give_days(doc, found, bare)


def _is_at_least(m: Match, i: int) -> bool:
    """ "at least three months" keeps its "at"; "for some two years" does not keep its "for"."""
    return m.doc.lower[i] == "at" and m.codes[i + 1] == "x"


def _time(m: Match, value: tuple[str, str]) -> Time:
    first, last = m.first, m.last
    while m.codes[first] in OUTSIDE and first < last and not _is_at_least(m, first):
        first += 1
    if m.codes[first : last + 1] == "tY":  # "the 2008 election"
        first += 1
    if m.codes[last] in "bc" and m.doc.lower[last] in {"after", "before"}:
        last -= 1
    start, end = m.doc.span(first, last)
    return Time(start, end, first, last, *value)


def _is_day(time: Time) -> bool:
    return time.type == "DATE" and len(time.value) == 10 and time.value[0] in "12X"  # not FUTURE_REF


def _give_days(doc: Parsed, found: list[Time], bare: set[int]) -> list[Time]:
    """A time of day without a day belongs to the nearest day named in its sentence."""
    for i in sorted(bare):
        time = found[i]
        here = doc.sentence[time.first]
        days = [t for t in found if _is_day(t) and doc.sentence[t.first] == here]
        if days:
            nearest = min(days, key=lambda t: abs(t.first - time.first))
            time.value = nearest.value + time.value[time.value.rindex("T") :]
    return found
