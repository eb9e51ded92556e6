"""The dateline that opens a report: where it was written and on which day ("PORT ANSEL, March 12 (Meridian Wire) — ...")."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from acta.dates.days import MONTHS
from acta.extract.credit import AGENCY

PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ’'.-]+){0,3}"  # capitals only: other openings are sentences
REGION = r"(?:, (?P<region>[A-ZÀ-Þ](?:[^\W\d_]|[.’' -]){1,24}?))?"
DAY = r"(?:,? (?:[A-Z][a-z]+day,? )?(?P<day>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? (?P<year>\d{4}))?))?"
DATELINE = re.compile(rf"^(?P<place>{PLACE}){REGION}{DAY}(?: ?[(/] ?{AGENCY} ?\)?)? ?(?:[—–]|--? ) ?")
MONTH_AND_DAY = re.compile(r"(?P<month>[A-Z][a-z]{2,8})|(?P<number>\b\d{1,2}\b)")
AHEAD_DAYS = 2  # a dateline may be a day ahead of the page's clock, never months


class Dateline(NamedTuple):
    """Place as printed and ISO day; None where the line does not say."""

    place: str | None = None
    on: str | None = None


def find_dateline(first_line: str, published_at: str | None) -> Dateline:
    """Dateline of a text's first line. The year is printed, or the one that brings the day nearest before publication."""
    match = DATELINE.match(first_line)
    if not match:
        return Dateline()
    place = match.group("place") + (f", {match.group('region')}" if match.group("region") else "")
    return Dateline(place, _day(match.group("day"), match.group("year"), published_at))


def _day(text: str | None, year: str | None, published_at: str | None) -> str | None:
    if not text:
        return None
    found = {
        kind: value for piece in MONTH_AND_DAY.finditer(text) for kind, value in piece.groupdict().items() if value
    }
    month = MONTHS.get(found.get("month", "").lower())
    if month is None or "number" not in found:
        return None
    if year:
        return _iso(int(year), month, int(found["number"]))
    try:
        published = date.fromisoformat((published_at or "")[:10])
    except ValueError:
        return None
    this_year = _iso(published.year, month, int(found["number"]))
    if this_year is None or (date.fromisoformat(this_year) - published).days > AHEAD_DAYS:
        return _iso(published.year - 1, month, int(found["number"]))
    return this_year


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
