"""Values of calendar periods that are named: months, quarters, halves, seasons, years, decades."""

from __future__ import annotations

import re

from acta.annotate.times import words
from acta.annotate.times.calendar import UNKNOWN
from acta.annotate.times.match import Match, Value, number_of
from acta.annotate.times.near import relative

PREPOSITIONS = frozenset(
    (
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "during",
        "before",
        "after",
        "of",
        "through",
        "to",
        "between",
        "for",
        "and",
        "around",
        "late",
        "early",
        "mid",
        "the",
        "circa",
        "year",
        "-",
    )
)


def month(m: Match) -> Value | None:
    at = m.at("M")
    assert at is not None
    number = words.MONTH[m.doc.lower[at]]
    modifier = m.codes[at - 1] if at > m.first else ""
    if modifier in {"l", "h", "n"}:
        shift = {"l": -1, "h": 0, "n": 1}[modifier]
        return "DATE", m.calendar.last_month_named(number, shift)
    year = _year(m) or m.calendar.year_of(number, None, m.direction(at))
    return "DATE", f"{year}-{number:02d}"


def _year(m: Match) -> str | None:
    """The year named inside a match: 2008, "last year", "the year"."""
    named = m.word("Y")
    if named:
        return named
    return m.calendar.year(m.shift()) if m.has("u") and m.unit() == "Y" else None


def month_quarter(m: Match) -> Value:
    """ "the July-September quarter"."""
    at = m.at("M", 1)
    assert at is not None
    number = (words.MONTH[m.doc.lower[at]] + 2) // 3
    return "DATE", f"{_year(m) or m.calendar.quarter_year(number, m.direction(at))}-Q{number}"


def quarter(m: Match) -> Value | None:
    at = m.at("Qq")
    assert at is not None
    numbered = m.at("9O")
    number = int(re.sub(r"\D", "", m.doc.lower[at]) or 0) if numbered is None else number_of(m.doc.lower[numbered])
    if number is None or not 1 <= number <= 4:
        return None
    year = _year(m) or m.calendar.quarter_year(int(number), m.direction(at))
    return "DATE", f"{year}-Q{int(number)}"


def near_quarter(m: Match) -> Value:
    named = m.lately if m.lately and "-Q" in m.lately else None
    if m.has("Y") or m.has("u"):  # "the same quarter last year"
        return "DATE", f"{_year(m)}{(named or m.calendar.quarter(0))[4:]}"
    shift = -1 if m.has("r") else m.shift()
    if named and m.has("egvt") and not m.has("yr"):
        return "DATE", relative(named, "Q", 1 if m.has("g") else shift) or named
    return "DATE", m.calendar.quarter(shift)


def half(m: Match) -> Value | None:
    """ "the second half of 2008", "first-half profit"; without a year or money it may be a football match."""
    at = m.at("H")
    number = number_of(m.word("O"))
    if at is None or number not in {1, 2}:
        return None
    year = _year(m)
    if year is None and (m.codes[at - 1] == "-" or m.after() in RESULTS):
        year = m.calendar.half_year(int(number), m.direction(at))
    return ("DATE", f"{year}-H{int(number)}") if year else None


RESULTS = frozenset(
    (
        "profit",
        "profits",
        "loss",
        "losses",
        "results",
        "earnings",
        "sales",
        "revenue",
        "revenues",
        "figures",
        "net",
        "pretax",
    )
)


def season(m: Match) -> Value:
    at = m.at("S")
    assert at is not None
    code = words.SEASON[m.doc.lower[at]]
    year = _year(m)
    if year:
        return "DATE", f"{year}-{code}"
    shift = m.shift() if m.has("lhn") else None
    return "DATE", m.calendar.season(code, shift, m.direction(at))


def fiscal(m: Match) -> Value:
    year = m.word("Y") or (m.word("s")[-4:] if m.has("s") else m.calendar.year(m.shift()))
    return "DATE", year


def century(m: Match) -> Value | None:
    number = number_of(m.word("O"))
    return ("DATE", f"{int(number) - 1:02d}") if number and m.unit() == "CE" else None


def decade(m: Match) -> Value | None:
    digits = re.sub(r"\D", "", m.word("X"))
    if len(digits) == 4:
        return "DATE", digits[:3]
    if not m.has("'") and m.before() not in {"the", "early", "late", "mid", "in"} and not m.has("tE"):
        return None
    return "DATE", ("20" if digits[0] in "01" else "19") + digits[0]


def weekend(m: Match) -> Value:
    at = m.at("K")
    assert at is not None
    if m.has("lhpng"):
        shift = m.shift()
        return "DATE", m.calendar.weekend(UNKNOWN, shift)
    return "DATE", m.calendar.weekend(m.direction(at))


def year(m: Match) -> Value | None:
    at = m.at("YL~")
    assert at is not None
    text = m.doc.lower[at]
    if m.codes[at] != "Y":
        digits = re.search(r"\d{4}", text)
        return ("DATE", digits[0]) if digits else None
    head = m.doc.head[at]
    counted = m.doc.dep[at] == "nummod" and head > at and m.doc.tag[head] == "NNS"
    told = m.first < at or m.doc.tag[at - 1] in {"DT", "PRP$", "POS"} or m.before() in {"in", "since", "during", "by"}
    label = next((label for first, last, label in m.doc.entities if first <= at < last), "")
    if (
        (counted and not (told and label == "DATE"))
        or not "1700" <= text <= "2100"
        or m.after() in {"%", "percent", "-"} | UNITS_OF_MEASURE
    ):
        return None
    if label == "DATE":
        return "DATE", text
    led = m.first < at or m.before() in PREPOSITIONS or m.before() in {"(", "[", "/", ","}
    recent = "1900" <= text <= "2060" and label not in NUMERIC
    return ("DATE", text) if (led or recent) and m.before() not in NOT_YEARS else None


NUMERIC = frozenset(("MONEY", "CARDINAL", "QUANTITY", "PERCENT", "PRODUCT"))
NOT_YEARS = frozenset(
    ["$", "£", "€", "¥", "no.", "number", "flight", "about", "roughly", "nearly", "almost", "than", "least"]
)
UNITS_OF_MEASURE = frozenset(
    ["km", "kilometers", "kilometres", "miles", "meters", "metres", "feet", "tons", "tonnes", "gmt", "utc", "points"]
)
