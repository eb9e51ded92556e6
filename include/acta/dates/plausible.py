"""Which dates can be one of publication: the future is never fact, and the zero of a clock is no day.

Old days stand: an archive may hold a newspaper of 1851. What nobody means is the day at which a counter starts.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

from acta.dates.read import read_date

SLACK = timedelta(days=1)  # clocks, and the day that is ahead of UTC east of it
SERVER_SKEW = timedelta(days=3)  # how far a server's clock is believed against ours
COUNTER_STARTS = frozenset({  # NT, SQL Server, OLE, ISO minimum, Mac, Unix (and west of Greenwich), DOS
    "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1969-12-31", "1970-01-01",
    "1980-01-01",
})  # fmt: skip


def latest_moment(fetched_at: str | None, served_at: str | None = None) -> datetime | None:
    """The latest moment that a page fetched then can have been published.

    None where no time of the fetch is known, or the calendar ends there.
    A machine whose clock is behind learns the time from the server (``served_at``, its Date header), within three days.
    """
    fetched = _moment(fetched_at)
    if fetched is None:
        return None
    served = _moment(read_date(served_at))
    try:
        if served is not None and fetched < served <= fetched + SERVER_SKEW:
            fetched = served
        return fetched + SLACK
    except OverflowError:  # the calendar ends there: nothing is later
        return None


def is_plausible(value: str, latest: datetime | None) -> bool:
    """Whether an ISO 8601 date can be one of publication. A time without an offset is taken as one of UTC."""
    if value[:10] in COUNTER_STARTS or (value.startswith("1970-01-") and value[17:19] not in ("", "00")):
        return False  # the second kind: seconds of today read as milliseconds
    if latest is None:
        return True
    try:
        return _start(value) <= latest
    except OverflowError:  # the last day of the calendar, west of Greenwich
        return False


def same_day(a: str, b: str) -> bool:
    """Whether two ISO values may be of one day: as written, or in UTC."""
    return bool(_days(a) & _days(b))


def _moment(text: str | None) -> datetime | None:
    """The last moment that an ISO 8601 time can mean; None when it is none."""
    try:
        moment = _start(text or "")
        return moment + timedelta(days=1) if len(text or "") == 10 else moment
    except (ValueError, OverflowError):
        return None


def _start(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _days(text: str) -> set[str]:
    days = {text[:10]}
    with contextlib.suppress(ValueError, OverflowError):
        days.add(_start(text).date().isoformat())
    return days
