"""Dates as pages print them, to ISO 8601: time and offset kept, a bare date when only the day is known.

Nothing is invented: a clock time without a zone stays without an offset, an ambiguous zone (IST, ET) gives none, and a
midnight without an offset is a day that somebody's software padded with zeros.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1980, 2099  # outside of it a number is no date of a web page

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
ZONES = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00",
    "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00", "eest": "+03:00",
    "msk": "+03:00", "jst": "+09:00", "kst": "+09:00", "hkt": "+08:00", "sgt": "+08:00", "aest": "+10:00", "aedt": "+11:00",
}  # fmt: skip

ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?(?=\D|$)",
    re.IGNORECASE,
)
SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s+(\d{1,2}):(\d\d))?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
MAIL_DATE = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
CLOCK = re.compile(
    r"\b(\d{1,2})[:.](\d\d)(?::(\d\d))?\s*(am\b|pm\b|a\.m\.|p\.m\.)?\s*\(?([A-Z]{3,4}\b|Z\b|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


def read_date(text: str | None) -> str | None:
    """ISO 8601 of a value that is a date (an attribute, a JSON value); None when it is none."""
    if not text or len(text) > 80:
        return None
    text = text.strip()
    if match := ISO.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _build(int(year), int(month), int(day), hour, minute, second, zone)
    if EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if match := COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _build(int(year), int(month), int(day), hour, minute, second, zone)
    if match := SLASHED.match(text):
        year, month, day, hour, minute = match.groups()
        return _build(int(year), int(month), int(day), hour, minute, None, None)
    return _read_mail_date(text) or find_date_in(text)


def find_date_in(text: str) -> str | None:
    """ISO 8601 of the first written-out English date in a line, with the clock time beside it."""
    if match := DAY_FIRST.search(text):
        day, month, year = int(match.group(1)), MONTHS[match.group(2).lower()], int(match.group(3))
    elif match := MONTH_FIRST.search(text):
        month, day, year = MONTHS[match.group(1).lower()], int(match.group(2)), int(match.group(3))
    elif match := ISO.search(text):
        return read_date(match.group(0))
    else:
        return None
    clock = CLOCK.search(text, match.end(), match.end() + 30) or CLOCK.search(
        text, max(0, match.start() - 25), match.start()
    )
    if not clock:
        return _build(year, month, day, None, None, None, None)
    hour, minute, second, half, zone = clock.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return _build(year, month, day, str(hours), minute, second, zone)


def _read_mail_date(text: str) -> str | None:
    if not MAIL_DATE.match(text):
        return None  # the parser makes something of nearly everything
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    zone = moment.isoformat()[19:] or None
    if moment.tzinfo and re.search(r"-0000$|[A-Z]{2,4}$", text) and text.split()[-1].lower() not in ZONES:
        zone = None  # the parser reads an unknown zone as UTC
    named_clock = ":" in text
    if not named_clock:
        return _build(moment.year, moment.month, moment.day, None, None, None, None)
    hour, minute, second = str(moment.hour), str(moment.minute), str(moment.second)
    return _build(moment.year, moment.month, moment.day, hour, minute, second, zone)


def _build(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        on = date(year, month, day)
        if hour is None or minute is None:
            return on.isoformat()
        moment = datetime(year, month, day, int(hour), int(minute), int(second or 0))
    except ValueError:
        return None
    offset = _offset(zone)
    if not offset and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return on.isoformat()
    return moment.isoformat() + (offset or "")


def _offset(zone: str | None) -> str | None:
    if not zone:
        return None
    if zone.lower() in ZONES:
        return ZONES[zone.lower()]
    if not re.fullmatch(r"[+-]\d\d(?::?\d\d)?", zone):
        return None
    return f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"


def same_day(a: str, b: str) -> bool:
    """Whether two ISO values may be of one day: as written, or in UTC."""
    return bool(_days(a) & _days(b))


def _days(text: str) -> set[str]:
    days = {text[:10]}
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return days
    if moment.tzinfo:
        days.add(moment.astimezone(UTC).date().isoformat())
    return days
