"""Values of periods that are pointed at: last week, the following day, the end of the year, two years ago."""

from __future__ import annotations

from datetime import date

from acta.annotate.times import words
from acta.annotate.times.amounts import amount
from acta.annotate.times.calendar import FUTURE, PAST, Calendar, duration
from acta.annotate.times.match import Match, Value


def near_unit(m: Match) -> Value | None:
    """ "last week", "earlier this year", "the following day", "the past year"."""
    unit = m.unit()
    if m.has("p") and not m.has("h"):
        return "DURATION", duration(1, unit)
    if m.has("t") and m.has("ln") and m.before() in OVER:
        return "DURATION", duration(1, unit)
    if unit in {"S", "M", "H"}:
        return None
    if (m.has("zegv") or (m.has("t") and m.has("n"))) and m.context:
        known = relative(m.context, unit, 1 if m.has("g") else m.shift())
        if known:
            return "DATE", known
    if m.has("z") and unit not in {"D", "Y"}:
        return None
    return "DATE", m.calendar.unit(unit, m.shift())


def the_unit(m: Match) -> Value | None:
    """ "later in the day", "the end of the year", "during the week"."""
    unit = m.unit()
    if unit in {"S", "M", "H", "CE"}:
        return None
    if not m.has("bcE") and m.after() in NOT_AFTER_THE_UNIT:
        return None
    return "DATE", _running(m, unit) or m.calendar.unit(unit, 0)


def _running(m: Match, unit: str) -> str | None:
    """The day, quarter or year that the text has just spoken of; a plan ("by the end of the year") means the present one."""
    at = m.at("u")
    if m.lately is None or at is None or (unit not in {"D", "Q"} and m.direction(at) == FUTURE):
        return None
    return relative(m.lately, unit, 0)


OVER = frozenset(["over", "within", "throughout"])
NOT_AFTER_THE_UNIT = frozenset(["of", "to", "after", "before", "that", "when", "-", "since", "he", "she", "they"])


def the_past(m: Match) -> Value:
    return "DATE", "PAST_REF"


def day_beside(m: Match) -> Value | None:
    """ "the day before", "the year after" at the end of a clause; before a noun it is "the day before the vote"."""
    if m.after() not in {".", ",", ";", "”", '"', ")", "and", "but"} or m.unit() in {"S", "M", "H"}:
        return None
    shift = 1 if m.has("c") else -1
    known = relative(m.context, m.unit(), shift) if m.context else None
    return "DATE", known or m.calendar.unit(m.unit(), shift)


def relative(context: str, unit: str, shift: int) -> str | None:
    """The unit next to a date named before: the day after 2008-03-01; None when that date is less precise than the unit."""
    if context[4:6] == "-Q":
        context = f"{context[:4]}-{int(context[6]) * 3 - 2:02d}" if context[6] != "X" else ""
    try:
        anchor = date.fromisoformat((context + "-01-01")[:10] if len(context) in {4, 7, 10} else "")
    except ValueError:
        return None
    if len(context) < {"Y": 4, "m": 7, "Q": 7}.get(unit, 10) or unit in {"DE", "CE", "WE"}:
        return None
    return Calendar(anchor).unit(unit, shift)


def holiday(m: Match) -> Value:
    month, day = words.HOLIDAY[m.word("^")]
    if m.after() == "eve":
        day -= 1
    at = m.at("^")
    assert at is not None
    way = PAST if m.has("l") else FUTURE if m.has("n") else m.direction(at)
    return "DATE", f"{m.calendar.year_of(month, day, way)}-{month:02d}-{day:02d}"


def ago(m: Match) -> Value:
    count, unit = amount(m), m.unit()
    if m.codes[m.first] == "u":  # "the year-ago quarter"
        count = 1.0
    if m.has("I") or count is None:
        return "DATE", "PAST_REF"
    if unit == "DE":
        return "DATE", m.calendar.year(int(-10 * count))
    return "DATE", m.calendar.unit(unit, -round(count))


def shifted(m: Match) -> Value | None:
    """ "three days later", "a year earlier"; "a year after the vote" is a duration."""
    word = m.doc.lower[m.last]
    count, unit = amount(m), m.unit()
    if word in {"after", "before"} or count is None:
        return "DURATION", duration(count, unit)
    if unit in {"S", "M", "H"}:
        return "DURATION", duration(count, unit)
    shift = round(count) * (1 if m.has("c") else -1)
    return "DATE", (m.lately and relative(m.lately, unit, shift)) or m.calendar.unit(unit, shift)


def from_now(m: Match) -> Value | None:
    count, unit = amount(m), m.unit()
    if m.has("R") and m.word("R") != "now":
        return None
    return ("DATE", m.calendar.unit(unit, round(count))) if count else ("DATE", "FUTURE_REF")
