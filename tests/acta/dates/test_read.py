"""Dates as pages print them: offset and time kept, nothing invented."""

from __future__ import annotations

import pytest

from acta.dates import find_date_in, read_date, same_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-03-12T14:05:00+02:00", "2027-03-12T14:05:00+02:00"),
        ("2027-03-12T14:05:00.123Z", "2027-03-12T14:05:00+00:00"),
        ("2027-03-12T14:05:00+0530", "2027-03-12T14:05:00+05:30"),
        ("2027-03-12 14:05", "2027-03-12T14:05:00"),
        ("2027-03-12T00:00:00", "2027-03-12"),
        ("2027-03-12T00:00:00+01:00", "2027-03-12T00:00:00+01:00"),
        ("2027-03-12", "2027-03-12"),
        ("20270312", "2027-03-12"),
        ("2027/03/12", "2027-03-12"),
        ("1804860300", "2027-03-12T14:05:00+00:00"),
        ("1804860300000", "2027-03-12T14:05:00+00:00"),
        ("Fri, 12 Mar 2027 14:05:00 +0200", "2027-03-12T14:05:00+02:00"),
        ("Fri, 12 Mar 2027 14:05:00 GMT", "2027-03-12T14:05:00+00:00"),
        ("March 12, 2027 2:05 pm EST", "2027-03-12T14:05:00-05:00"),
        ("12 March 2027", "2027-03-12"),
        ("12th of March 2027, 14:05 CET", "2027-03-12T14:05:00+01:00"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_printed(text: str, expected: str) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2027-13-45", "1027-01-01", "12345", "2027", "March 2027", "31 February 2027", None, "x" * 500, "22341001"],
)
def test_what_is_no_day_gives_nothing(text: str | None) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: Tuesday, 9 February 2027, 18:35 GMT", "2027-02-09T18:35:00+00:00"),
        ("18:35, 9 February 2027", "2027-02-09T18:35:00"),
        ("by Tamsin Orrel | April 2, 2027 | 3 min read", "2027-04-02"),
        ("Updated on Apr. 2, 2027 at 6:20 a.m. PDT", "2027-04-02T06:20:00-07:00"),
        ("9 February 2027 18:35 IST", "2027-02-09T18:35:00"),
    ],
)
def test_a_date_is_found_in_a_line_and_an_ambiguous_zone_gives_no_offset(line: str, expected: str) -> None:
    assert find_date_in(line) == expected


def test_two_values_are_of_one_day_as_written_or_in_utc() -> None:
    assert same_day("2027-03-12", "2027-03-13T01:00:00+02:00")
    assert same_day("2027-03-12", "2027-03-12T23:30:00-05:00")
    assert not same_day("2027-03-12", "2027-03-14T12:00:00+00:00")
