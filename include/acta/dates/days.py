"""Days in a text: where they stand and what they may mean. Two readings where day and month could change places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1605, 2199  # newspapers are printed since 1605; what is later is no date but a number
FIRST_SHORT = 69  # two digits of a year: 1969 to 2068, as POSIX reads them

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,6}day|s|rs?|nes)?\b", re.IGNORECASE)
WEEKDAY_REACH = 14  # characters beside the date: "Wednesday, …"

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_BETWEEN = r"[ \-./,]{1,3}"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
YEAR_FIRST = re.compile(r"(?<![\d.])(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")
NUMBERS = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<mark>[-/.]) ?(?P<second>\d{1,2})(?P=mark) ?(?P<year>\d{4})(?![\d./-])"
)
WRITTEN = (
    re.compile(rf"(?<!\d){_DAY}(?: of)?{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {{1,2}}{_DAY},? (?={_CLOCK} (?:[A-Z]{{1,5}} )?\d{{4}}\b)", re.IGNORECASE),  # asctime
    re.compile(rf"(?<!\d)(?P<year>\d{{4}}){_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}(?!\d)", re.IGNORECASE),
)
DIGIT = re.compile(r"\d")
ASCTIME_YEAR = re.compile(rf"{_CLOCK} (?:[A-Z]{{1,5}} )?(\d{{4}})\b")
SHORT_YEAR = re.compile(rf"(?<!\d){_DAY}[ -]{_MONTH}[ -](?P<year>\d\d)(?![\d:.])", re.IGNORECASE)  # RFC 822 and 850


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text from ``start`` to ``end`` and the days it may mean, one or two."""

    start: int
    end: int
    days: tuple[date, ...]


def days_in(text: str, short_years: bool = False) -> Iterator[Day]:
    """Days of a text in its order, none inside another. ``short_years``: also "12-Mar-26"."""
    found = [day for day in _all(text, short_years) if day.days]
    found.sort(key=lambda day: (day.start, -day.end))
    end = 0
    for day in found:
        if day.start >= end:
            yield day
            end = day.end


def _all(text: str, short_years: bool) -> Iterator[Day]:
    if not DIGIT.search(text):  # as in most lines
        return
    for match in YEAR_FIRST.finditer(text):
        days = _days((int(match["year"]), int(match["month"]), int(match["day"])))
        yield Day(match.start(), match.end(), days)
    for pattern in (*WRITTEN, SHORT_YEAR) if short_years else WRITTEN:
        for match in pattern.finditer(text):
            days = _days((_year_of(match, text), MONTHS[match["month"].lower()], int(match["day"])))
            yield Day(match.start(), match.end(), days)
    for match in NUMBERS.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        orders = [(year, second, first)]
        if match["mark"] != ".":  # with dots the day comes first everywhere
            orders.append((year, first, second))
        yield Day(match.start(), match.end(), _on_weekday(_days(*orders), text, match.start(), match.end()))


def _year_of(match: re.Match[str], text: str) -> int:
    if "year" not in match.re.groupindex:
        behind = ASCTIME_YEAR.match(text, match.end())
        return int(behind[1]) if behind else 0
    year = int(match["year"])
    if len(match["year"]) == 2:
        return year + (1900 if year >= FIRST_SHORT else 2000)
    return year


def _days(*orders: tuple[int, int, int]) -> tuple[date, ...]:
    days = []
    for year, month, day in orders:
        if FIRST_YEAR <= year <= LAST_YEAR:
            try:
                days.append(date(year, month, day))
            except ValueError:
                continue
    return tuple(dict.fromkeys(days))


def _on_weekday(days: tuple[date, ...], text: str, start: int, end: int) -> tuple[date, ...]:
    """The readings that fall on the weekday beside the date; all where none is printed or none fits."""
    beside = [*WEEKDAY.finditer(text, max(0, start - WEEKDAY_REACH), start)]
    beside += WEEKDAY.finditer(text, end, end + WEEKDAY_REACH)
    wanted = {WEEKDAYS.index(match[1].lower()) for match in beside}
    return tuple(day for day in days if day.weekday() in wanted) or days
