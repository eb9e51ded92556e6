"""Values of days and times of day."""

from __future__ import annotations

import re

from acta.annotate.times import words
from acta.annotate.times.calendar import FUTURE, PAST, UNKNOWN, full_date
from acta.annotate.times.match import Match, Value, number_of


def month_day(m: Match) -> Value | None:
    month_at = m.at("M")
    assert month_at is not None
    day_at = next(
        i for i in (month_at + 1, month_at - 1, month_at - 2) if m.first <= i <= m.last and m.codes[i] in "9O"
    )
    month = words.MONTH[m.doc.lower[month_at]]
    day = int(number_of(m.doc.lower[day_at]) or 0)
    year = m.word("Y") or m.calendar.year_of(month, day, m.direction(month_at))
    value = full_date(year, month, day)
    return _with_part(m, value) if value else None


def _with_part(m: Match, value: str) -> Value:
    part = m.word("D") or ("night" if m.word("T") == "tonight" else "")
    return ("TIME", f"{value}T{words.DAY_PART[part]}") if part else ("DATE", value)


def iso_date(m: Match) -> Value | None:
    year, month, day = (m.doc.word[m.first + i] for i in (0, 2, 4))
    value = full_date(year, int(month), int(day))
    return ("DATE", value) if value else None


def slash_date(m: Match) -> Value | None:
    """12/02/2010 in one of two orders: only where one alone is a date, or both are the same, it is certain."""
    first, second, year = (int(part) for part in m.doc.word[m.first].split("/"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    readings = {full_date(str(year), first, second), full_date(str(year), second, first)} - {None}
    return ("DATE", readings.pop() or "") if len(readings) == 1 else ("DATE", f"{year:04d}") if readings else None


def weekday(m: Match) -> Value | None:
    at = m.at("W")
    assert at is not None
    name = m.doc.lower[at]
    number = words.WEEKDAY[name]
    if name.endswith("s") and name.removesuffix("s") in words.WEEKDAYS:
        return "SET", f"XXXX-WXX-{number}"
    if m.has("u"):
        return _with_part(m, m.calendar.weekday_of_week(number, m.shift())) if m.unit() == "W" else None
    way = {"l": PAST, "p": PAST, "v": PAST, "n": FUTURE, "g": FUTURE}.get(
        m.codes[at - 1] if at > m.first else "", UNKNOWN
    )
    return _with_part(m, m.calendar.weekday(number, way or m.direction(at)))


def relative_day(m: Match) -> Value:
    return _with_part(m, m.calendar.day(words.RELATIVE_DAY[m.word("T")]))


def day_part(m: Match) -> Value | None:
    part = words.DAY_PART[m.word("D")]
    shift = -1 if m.has("l") else 0
    return "TIME", f"{m.calendar.day(shift)}T{part}"


def overnight(m: Match) -> Value | None:
    return ("TIME", f"{m.calendar.day(0)}TNI") if m.word("D") == "overnight" else None


def clock(m: Match) -> Value | None:
    """A time of day; its day is the publication day until ``find_times`` sees another in the sentence."""
    time = clock_time(m)
    return ("TIME", f"{m.calendar.day(0)}T{time}") if time else None


def clock_day(m: Match) -> Value | None:
    time = clock_time(m)
    day = _day(m)
    return ("TIME", f"{day[1][:10]}T{time}") if time and day else None


def part_of_day(m: Match) -> Value | None:
    return _day(m)


def _day(m: Match) -> Value | None:
    return month_day(m) if m.has("M") else weekday(m) if m.has("W") else relative_day(m)


def clock_time(m: Match) -> str | None:
    """HH:MM of the clock words of a match."""
    if m.has("d"):
        return words.CLOCK_WORD[m.word("d")]
    marker = m.at("@CPkG")
    if marker is None:
        return None
    i = marker if m.codes[marker] in "@C" else marker - 1
    text = m.doc.lower[i]
    digits = re.findall(r"\d+", text)
    if not digits:
        return None
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if len(digits) == 1 and len(digits[0]) == 4:
        hour, minute = divmod(int(digits[0]), 100)
    half = m.word("P") or text
    if (
        m.codes[i] == "C"
        and not m.has("PkG")
        and (":" not in text or (m.before() not in CLOCK_BEFORE and not m.has("MWT")))
    ):
        return None
    if "p" in half and hour < 12:
        hour += 12
    elif "a" in half and hour == 12:
        hour = 0
    zone = "Z" if m.word("G") in {"gmt", "utc"} else ""
    return f"{hour:02d}:{minute:02d}{zone}" if hour < 25 and minute < 60 else None


CLOCK_BEFORE = frozenset(
    ["at", "by", "until", "till", "from", "around", "about", "since", "and", "between", "to", "before", "after"]
)
