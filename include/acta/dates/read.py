"""Values and lines to ISO 8601 dates and times, as precise as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from acta.dates.days import FIRST_YEAR, LAST_YEAR, Day, days_in
from acta.dates.zones import ZONE, offset_of

MAX_CHARS = 120  # of a value; a longer one is a text
BEFORE, BEHIND = 25, 30  # characters beside a date where its clock time stands
WEB_YEAR = 1980  # dates in running lines before it are about history

NUMBER = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{13})(?:\.\d+)?|(\d{16})")
FIRST_EPOCH = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  # before the web a number of seconds is no date
LAST_EPOCH = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()
COMPACT = re.compile(rf"(\d{{4}})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?({ZONE})?)?")
_HALF = r"(?i:[ap]m\b|[ap]\.m\.?)"
CLOCK = re.compile(
    rf"(?<![\d:.])(?:"
    rf"(?P<hour>\d{{1,2}})[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d|60)(?:[.,]\d+)?)?(?![\d:])[ ]?(?P<half>{_HALF})?"
    rf"|(?P<bare>\d{{1,2}})[ ]?(?P<bare_half>{_HALF})"
    rf"|(?<=[Tt])(?P<hour4>\d\d)(?P<minute4>[0-5]\d)(?P<second4>[0-5]\d)?(?!\d)"
    rf"|(?<=[Tt])(?P<hour2>\d\d)(?=Z|[+-]))"
    rf"(?:[ ]?(?:Uhr|hrs))?[ ,]{{0,2}}\(?(?P<zone>{ZONE})?"
)
RANGE = re.compile(r"[\-\u2212]\d{1,2}:\d\d")  # "12 March 2026, 9:30-10:30" is a span of time, no offset
ZONE_BEHIND = re.compile(rf" ?\(?({ZONE})")  # "9.30pm, 12 March 2026 GMT"
FOREIGN = re.compile(r"(?![A-Za-z])[^\W\d_]")
JSON_DATE = re.compile(r"/?Date\((\d+)(?:[+-]\d{4})?\)/?")  # as older Microsoft software writes instants
MAIL = re.compile(r"[A-Za-z]{3},? (?:\d{1,2} [A-Za-z]{3,9}|[A-Za-z]{3} \d{1,2})[ ,]+\d{2,4} \d\d:\d\d:")


class Stated(NamedTuple):
    """A date in a line: where it starts and ends, and its value."""

    start: int
    end: int
    value: str


def readings(value: object) -> tuple[str, ...]:
    """ISO 8601 of all that a date value (text, or a number of seconds or milliseconds) can mean.

    Empty when it is no date; two values where day and month could change places.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = format(value, ".0f")
    if not isinstance(value, str) or len(value) > MAX_CHARS:
        return ()
    text = JSON_DATE.sub(r"\1", " ".join(value.split()))
    if match := NUMBER.fullmatch(text):
        return _of_epoch(match)
    if match := COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return tuple(filter(None, (_written(_day(year, month, day), hour, minute, second, zone),)))
    days = [*days_in(text, short_years=True)]
    return _with_clock(text, days, 0, is_value=True) if days else ()


def read_date(value: object) -> str | None:
    """ISO 8601 of a date value; None when it is none, or when day and month could change places."""
    found = readings(value)
    return found[0] if len(found) == 1 else None


def dates_in(line: str) -> Iterator[Stated]:
    """The dates of a line in its order, each with the clock time beside it; the ambiguous ones are left out."""
    days = [*days_in(line)]
    for number, day in enumerate(days):
        found = _with_clock(line, days, number, is_value=False)
        if len(found) == 1 and int(found[0][:4]) >= WEB_YEAR:
            yield Stated(day.start, day.end, found[0])


def find_date_in(line: str) -> str | None:
    """ISO 8601 of the first date in a line."""
    return next((stated.value for stated in dates_in(line)), None)


def _of_epoch(match: re.Match[str]) -> tuple[str, ...]:
    seconds, millis, micros = match.groups()
    moment = int(seconds or (millis or micros)[:10])
    if not FIRST_EPOCH <= moment < LAST_EPOCH:
        return ()
    return (_padded(datetime.fromtimestamp(moment, UTC), "+00:00"),)


def _with_clock(text: str, days: list[Day], number: int, is_value: bool) -> tuple[str, ...]:
    """One date of a text with the clock time behind or before it, but no other date's."""
    day = days[number]
    first = days[number - 1].end if number else 0
    last = days[number + 1].start if number + 1 < len(days) else len(text)
    if not is_value:
        first, last = max(first, day.start - BEFORE), min(last, day.end + BEHIND)
    clock = CLOCK.search(text, day.end, last) or CLOCK.search(text, first, day.start)
    if clock is None:
        return tuple(one.isoformat() for one in day.days)
    if FOREIGN.search(text[min(day.end, clock.end()) : max(day.start, clock.start())]):
        return ()  # a word between the two may mean "in the afternoon"
    part = clock.groupdict()
    hour = part["hour"] or part["bare"] or part["hour4"] or part["hour2"]
    half = part["half"] or part["bare_half"]
    second = part["second"] or part["second4"]
    zone = part["zone"]
    is_joined = zone is not None and text[clock.start("zone") - 1].isalnum()
    if zone and is_joined and not second and RANGE.fullmatch(zone) and not text[day.start : day.start + 4].isdigit():
        zone = None
    elif not zone and (behind := ZONE_BEHIND.match(text, day.end, last)):
        zone = behind[1]
    is_mail = is_value and MAIL.match(text) is not None
    written = (
        _written(one, _of_24(hour, half), part["minute"] or part["minute4"] or "00", second, zone, is_mail)
        for one in day.days
    )
    return tuple(value for value in written if value)


def _of_24(hour: str, half: str | None) -> str:
    if not half or int(hour) > 12:
        return hour
    return str(int(hour) % 12 + (12 if half.lower().startswith("p") else 0))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if FIRST_YEAR <= int(year) <= LAST_YEAR else None
    except ValueError:
        return None


def _written(
    on: date | None, hour: str | None, minute: str | None, second: str | None, zone: str | None, is_mail: bool = False
) -> str | None:
    """ISO 8601 of a day and a clock time, the day alone where the clock time cannot be."""
    if on is None or hour is None or minute is None:
        return on.isoformat() if on else None
    try:
        moment = datetime(on.year, on.month, on.day, int(hour) % 24, int(minute), min(int(second or 0), 59))
    except ValueError:
        return on.isoformat()
    if int(hour) > 24 or (int(hour) == 24 and (moment.minute, moment.second) != (0, 0)):
        return on.isoformat()
    moment += timedelta(days=int(hour) // 24, seconds=int(second == "60"))  # 24:00 is the next day's first moment
    offset = offset_of(zone, moment, is_mail)
    return _padded(moment, offset)


def _padded(moment: datetime, offset: str | None) -> str:
    """ISO 8601 of a moment. Midnight without a zone, or in UTC, is a day that software padded with zeros."""
    if offset in (None, "+00:00") and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(tzinfo=None).isoformat() + (offset or "")
