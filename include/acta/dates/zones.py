"""Names of time zones to UTC offsets. A name that several countries use for different zones gives none."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FIXED = {
    "Z": "+00:00", "UT": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "WET": "+00:00",
    "BST": "+01:00", "WEST": "+01:00", "CET": "+01:00", "MEZ": "+01:00", "WAT": "+01:00",
    "CEST": "+02:00", "MESZ": "+02:00", "EET": "+02:00", "SAST": "+02:00", "CAT": "+02:00", "IDT": "+03:00",
    "EEST": "+03:00", "MSK": "+03:00", "EAT": "+03:00", "TRT": "+03:00", "IRST": "+03:30", "PKT": "+05:00", "NPT": "+05:45",
    "ICT": "+07:00", "WIB": "+07:00", "WITA": "+08:00", "SGT": "+08:00", "HKT": "+08:00", "MYT": "+08:00", "PHT": "+08:00",
    "AWST": "+08:00", "JST": "+09:00", "KST": "+09:00", "WIT": "+09:00", "ACST": "+09:30", "ACDT": "+10:30",
    "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00",
    "NDT": "-02:30", "NST": "-03:30", "BRT": "-03:00", "ADT": "-03:00", "EDT": "-04:00", "EST": "-05:00", "CDT": "-05:00",
    "MDT": "-06:00", "MST": "-07:00", "PDT": "-07:00", "PST": "-08:00", "AKDT": "-08:00", "AKST": "-09:00", "HST": "-10:00",
}  # fmt: skip
AMBIGUOUS = {"IST", "CST", "AST", "GST", "SST", "AMT", "ECT"}  # IST: India, Ireland, Israel; CST: Chicago, China, Cuba
MAIL = {  # as RFC 822 and mail programs use them
    "CST": "-06:00", "AST": "-04:00", "AT": "-04:00", "A": "-01:00", "M": "-12:00", "N": "+01:00", "Y": "+12:00",
}  # fmt: skip
REGIONAL = {  # standard or summer time, as the day of the year decides
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "AET": "Australia/Sydney",
}  # fmt: skip
SPELLED = {
    "eastern time": "ET", "eastern standard time": "EST", "eastern daylight time": "EDT",
    "central time": "CT", "central daylight time": "CDT",
    "mountain time": "MT", "mountain standard time": "MST", "mountain daylight time": "MDT",
    "pacific time": "PT", "pacific standard time": "PST", "pacific daylight time": "PDT",
    "greenwich mean time": "GMT", "coordinated universal time": "UTC", "british summer time": "BST",
    "central european time": "CET", "central european standard time": "CET", "central european summer time": "CEST",
    "eastern european time": "EET", "eastern european summer time": "EEST", "moscow time": "MSK",
    "japan standard time": "JST", "singapore time": "SGT", "hong kong time": "HKT",
    "australian eastern standard time": "AEST", "australian eastern daylight time": "AEDT",
    "india standard time": "+05:30", "indian standard time": "+05:30", "irish standard time": "+01:00",
    "israel standard time": "+02:00", "china standard time": "+08:00", "central standard time": "-06:00",
}  # fmt: skip
OFFSET = r"[+\-\u2212](?:\d{1,2}:[0-5]\d|\d?\d[0-5]\d|\d{1,2})(?![\d:])"
ZONE = (  # what may stand behind a clock time
    rf"(?:(?:GMT|UTC|UT|Z)?[ ]?{OFFSET}|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z0-9_+\-]+){{1,2}}|"
    rf"(?i:{'|'.join(sorted(SPELLED, key=len, reverse=True))})\b|[A-Z]{{1,5}}\b|(?i:utc|gmt|z)\b)"
)
_SIGNED = re.compile(r"(?:GMT|UTC|UT|Z)?[ ]?([+\-\u2212])(\d{1,2}?):?([0-5]\d)?")
WIDEST = 23  # hours: the clocks of no place are that far off, but RFC 3339 lets a feed say so


def offset_of(zone: str | None, at: datetime, is_mail: bool = False) -> str | None:
    """UTC offset ("+05:30") of a zone as printed, at a local time; None where the zone is unknown or ambiguous.

    An hour that the clocks of a named place show twice, or never, has no offset.
    """
    if not zone:
        return None
    zone = zone.strip()
    if match := _SIGNED.fullmatch(zone.upper()):
        return _signed(*match.groups())
    name = SPELLED.get(zone.lower(), zone.upper())
    if name[0] in "+-":
        return name
    if is_mail and name in MAIL:
        return MAIL[name]
    if name in FIXED:
        return FIXED[name]
    place = REGIONAL.get(name, zone if "/" in zone else None)
    return _at_place(place, at) if place else None


def _signed(sign: str, hours: str, minutes: str | None) -> str | None:
    if int(hours) > WIDEST:
        return None
    offset = f"{int(hours):02d}:{minutes or '00'}"
    return ("+" if sign == "+" or offset == "00:00" else "-") + offset


def _at_place(place: str, at: datetime) -> str | None:
    try:
        zone = ZoneInfo(place)
    except (OSError, ValueError, KeyError):  # no such place
        return None
    offsets = {at.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    offset = offsets.pop()
    if offsets or offset is None or offset % timedelta(minutes=1):
        return None
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
