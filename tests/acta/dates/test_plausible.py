"""Which dates can be one of publication."""

from __future__ import annotations

import pytest

from acta.dates import is_plausible, latest_moment

FETCHED = "2026-03-14T10:00:00+00:00"


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-14T09:00:00+00:00", True),
        ("2026-03-15T09:00:00+00:00", True),  # a day of slack
        ("2026-03-15", True),
        ("2026-03-16", False),
        ("2026-03-15T23:00:00+14:00", True),
        ("2026-03-15T23:00:00-05:00", False),
        ("2099-01-01", False),
        ("1970-01-01T00:00:00+00:00", False),
        ("1969-12-31T19:00:00-05:00", False),
        ("1970-01-21T12:35:04+00:00", False),  # seconds read as milliseconds
        ("1970-01-21", True),
        ("1900-01-01", False),
        ("1900-01-02", True),
        ("1851-09-18", True),  # an archive of old newspapers
    ],
)
def test_a_page_is_published_before_it_is_fetched_and_not_at_a_counters_zero(value: str, expected: bool) -> None:
    assert is_plausible(value, latest_moment(FETCHED)) is expected


def test_the_end_of_the_calendar_is_no_exception() -> None:
    assert not is_plausible("9999-12-31T23:00:00-05:00", latest_moment(FETCHED))


def test_a_day_of_fetching_lasts_to_its_end() -> None:
    assert is_plausible("2026-03-15T23:59:00+00:00", latest_moment("2026-03-14"))


@pytest.mark.fault(12)
def test_a_machine_whose_clock_is_behind_learns_the_time_from_the_server() -> None:
    told = "2026-03-16T10:00:00+00:00"
    assert not is_plausible(told, latest_moment(FETCHED))
    assert is_plausible(told, latest_moment(FETCHED, "Mon, 16 Mar 2026 10:05:00 GMT"))
    assert not is_plausible("2099-01-01", latest_moment(FETCHED, "Thu, 01 Jan 2099 00:00:00 GMT"))
    assert latest_moment(FETCHED, "Thu, 12 Mar 2026 10:05:00 GMT") == latest_moment(FETCHED, "nonsense")


@pytest.mark.parametrize("fetched", [None, "", "yesterday", "9999-12-31T23:59:59+00:00x", "9999-12-31T12:00:00Z", "9999-12-31"])
def test_without_a_time_of_fetching_only_the_zeros_are_left_out(fetched: str | None) -> None:
    assert latest_moment(fetched) is None
    assert is_plausible("2099-01-01", None) and not is_plausible("1970-01-01", None)
