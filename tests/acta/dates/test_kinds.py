"""Every way in which pages and feeds write a time: what is printed is kept, what is not printed is not made up."""

from __future__ import annotations

import pytest

from acta.dates import dates_in, read_date, readings


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("AEST", "+10:00"), ("AEDT", "+11:00"), ("CEST", "+02:00"), ("BST", "+01:00"), ("EST", "-05:00"), ("EDT", "-04:00"),
        ("GMT+7", "+07:00"), ("UTC+05:30", "+05:30"), ("+5:30", "+05:30"), ("-0330", "-03:30"), ("+05", "+05:00"),
        ("America/Los_Angeles", "-07:00"), ("Asia/Kathmandu", "+05:45"), ("ET", "-04:00"), ("PT", "-07:00"),
        ("Eastern Time", "-04:00"), ("India Standard Time", "+05:30"), ("-00:00", "+00:00"), ("UTC", "+00:00"),
        ("NZST", "+12:00"), ("MESZ", "+02:00"), ("(CEST)", "+02:00"),
    ],
)  # fmt: skip
def test_a_zone_keeps_its_offset(zone: str, offset: str) -> None:
    assert read_date(f"2026-06-28 09:30:00 {zone}") == f"2026-06-28T09:30:00{offset}"
    assert read_date(f"28 June 2026, 9:30 am {zone}") == f"2026-06-28T09:30:00{offset}"


@pytest.mark.fault(12)
@pytest.mark.parametrize("zone", ["", "IST", "CST", "AST", "XYZT", "Mars/Olympus", "+99:00", "Q"])
def test_no_zone_and_a_name_of_several_zones_give_no_offset(zone: str) -> None:
    assert read_date(f"2026-06-28T09:30:00 {zone}") == "2026-06-28T09:30:00"


def test_mail_names_its_zones_as_its_standard_does() -> None:
    assert read_date("Sun, 28 Jun 2026 09:30:00 CST") == "2026-06-28T09:30:00-06:00"


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-01T01:30:00 America/New_York", "2026-11-01T01:30:00"),  # shown twice that night
        ("2026-03-08T02:30:00 America/New_York", "2026-03-08T02:30:00"),  # shown never
        ("2026-11-01T03:30:00 America/New_York", "2026-11-01T03:30:00-05:00"),
        ("29 March 2026 02:30 Europe/Berlin", "2026-03-29T02:30:00"),
        ("29 March 2026 03:30 Europe/Berlin", "2026-03-29T03:30:00+02:00"),
    ],
)
def test_an_hour_that_the_clocks_show_twice_or_never_has_no_offset(text: str, expected: str) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, Jun 28 2026 08:28:28 PM", "2026-06-28T20:28:28"),
        ("28 June 2026 12:05 a.m.", "2026-06-28T00:05:00"),
        ("28 June 2026 12:05 pm", "2026-06-28T12:05:00"),
        ("9PM, June 28, 2026", "2026-06-28T21:00:00"),
        ("28 June 2026 21:00 PM", "2026-06-28T21:00:00"),
        (1782633600, "2026-06-28T08:00:00+00:00"),
        ("1782633600", "2026-06-28T08:00:00+00:00"),
        (1782633600000, "2026-06-28T08:00:00+00:00"),
        ("1782633600000", "2026-06-28T08:00:00+00:00"),
        (1782633600.25, "2026-06-28T08:00:00+00:00"),
        ("/Date(1782633600000)/", "2026-06-28T08:00:00+00:00"),
        ("Sun Jun 28 2026 09:30:00 GMT+0200 (Mitteleuropäische Sommerzeit)", "2026-06-28T09:30:00+02:00"),
        ("Sunday, June 28, 2026 at 9:30:00 AM GMT+2", "2026-06-28T09:30:00+02:00"),
        ("6/28/2026, 9:30:00 AM", "2026-06-28T09:30:00"),
        ("Sunday, 28-Jun-26 09:30:00 GMT", "2026-06-28T09:30:00+00:00"),
        ("Sun Jun 28 09:30:00 2026", "2026-06-28T09:30:00"),
        ("Sun Jun 28 09:30:00 CEST 2026", "2026-06-28T09:30:00+02:00"),
        ("28.06.2026, 09:30 Uhr", "2026-06-28T09:30:00"),
        ("2026-06-28T09:30:00+02:00[Europe/Berlin]", "2026-06-28T09:30:00+02:00"),
        ("20260628T093000Z", "2026-06-28T09:30:00+00:00"),
        ("2026-06-28T24:00:00+02:00", "2026-06-29T00:00:00+02:00"),
        ("28 Jun 2026", "2026-06-28"),
        ("2026-06-28T00:00:00", "2026-06-28"),
        ("2026-06-28T00:00:00Z", "2026-06-28"),
        ("1851-09-18", "1851-09-18"),
    ],
)
def test_a_time_is_as_precise_as_it_is_written(text: object, expected: str) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01/02/2026", ("2026-02-01", "2026-01-02")),
        ("Sunday 01/02/2026", ("2026-02-01",)),
        ("Fri, 01/02/2026 09:30", ("2026-01-02T09:30:00",)),
        ("01/02/2026 (Friday)", ("2026-01-02",)),
        ("Monday 01/02/2026", ("2026-02-01", "2026-01-02")),  # neither is one
        ("02.01.2026", ("2026-01-02",)),  # with dots the day comes first
        ("13/02/2026", ("2026-02-13",)),
        ("02/13/2026", ("2026-02-13",)),
        ("02/02/2026", ("2026-02-02",)),
        ("Monday, 12 March 2026", ("2026-03-12",)),  # a Thursday: the date is the more precise of the two
    ],
)
def test_a_weekday_decides_between_day_and_month(text: str, expected: tuple[str, ...]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00", "9999-12-31", "99999999999-01-01", "2026-03", "2026", "0", 0, -1, True, None, float("nan"),
     10**40, "12 March", "10:30", "1.2.3", [], {}, "2026-02-30", "123456789", "Sun, 31 Dec 9999 23:59:59 -9999"],
)  # fmt: skip
def test_what_is_no_date_gives_nothing(value: object) -> None:
    assert readings(value) == ()


def test_each_date_of_a_line_has_its_own_time() -> None:
    line = "Published 12 March 2026, 9:30am CET; updated 14 March 2026, 6:05pm CET"
    assert [one.value for one in dates_in(line)] == ["2026-03-12T09:30:00+01:00", "2026-03-14T18:05:00+01:00"]
    assert [one.value for one in dates_in("12 March 2026 (updated 14 March 2026 6:05pm)")] == [
        "2026-03-12",
        "2026-03-14T18:05:00",
    ]
    assert [one.value for one in dates_in("Open 9:30-10:30 on 12 March 2026")] == ["2026-03-12T09:30:00"]
