"""Values of durations: how long, with or without a number."""

from __future__ import annotations

from acta.annotate.times.calendar import duration
from acta.annotate.times.match import Match, Value, number_of, unit_code


def amount(m: Match) -> float | None:
    """The quantity in a match: 3, 2.5; None when it is not told ("several")."""
    if m.has("I"):
        return None
    stop = m.at("uUQKO") or m.last + 1
    total = 0.0
    for i in range(m.first, stop):
        if m.codes[i] in "9NYB" or (m.codes[i] == "1" and not total):
            number = number_of(m.doc.lower[i]) or 0
            total = total * number if total and m.codes[i] == "B" else total + number
    return total + 0.5 if m.has("H") else total or None


def period(m: Match) -> Value | None:
    """ "the past three years", "the next few days", "recent years", "these days"."""
    counted = m.has("9YN1I")
    if m.has("z"):
        return ("DATE", "PRESENT_REF") if m.word("z") == "these" and m.unit() == "D" else None
    if m.has("h") and not counted:
        return None
    if counted:
        return "DURATION", duration(amount(m), m.unit())
    if m.has("r") or m.has("plv"):
        return ("DATE", "PAST_REF") if m.has("r") else ("DURATION", duration(None, m.unit()))
    return "DATE", "FUTURE_REF"


def duration_of(m: Match) -> Value | None:
    unit_at = m.at("uU")
    assert unit_at is not None
    word = m.doc.lower[unit_at]
    count = amount(m)
    if unit_code(word) == "Q" and (m.has("-") or m.after() in {"of", "the", "percent"} or count is None):
        return None
    if m.codes[unit_at] == "u" and m.has("1") and not m.has("9N") and _is_rate(m, unit_at):
        return "SET", duration(1, unit_code(word))
    return "DURATION", duration(count, unit_code(word))


def _is_rate(m: Match, unit_at: int) -> bool:
    """ "$5 million a year", "three times a week"."""
    before = m.doc.tag[m.first - 1] if m.first else ""
    return m.before() in {"once", "twice", "times", "percent", "%"} or before in {"NN", "NNS", "CD", "$"}


def half_unit(m: Match) -> Value | None:
    return "DURATION", duration(0.5, m.unit())


def long(m: Match) -> Value:
    plural = m.codes[m.first] == "U"
    return "DURATION", duration(None if plural else 1, m.unit())


def and_a_half(m: Match) -> Value:
    return "DURATION", duration(1.5, m.unit())


def bare_units(m: Match) -> Value | None:
    """ "for years", "hours later": some, no one says how many."""
    starts = m.doc.lower[m.first]
    if m.codes[m.first] == "U" and m.before() in {"the", "those", "these"}:
        return None
    if m.codes[m.first] != "U" and starts not in {"for", "in", "over", "within", "after", "during"}:
        return None
    if m.unit() in {"Q", "WE"}:
        return None
    return "DURATION", duration(None, m.unit())
