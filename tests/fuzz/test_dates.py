"""Whatever stands where a date should: no exception, and what comes out is ISO 8601 that can be read back."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz

from acta.dates import dates_in, is_plausible, latest_moment, readings, same_day

PIECES = st.sampled_from(
    ["Mon", "Tuesday", "12", "2026", "26", "March", "Mar.", "01/02/2026", "2026-03-12", "T", "09:30", ":00", "24:00", "23:59:60",
     "Z", "GMT+7", "+5:30", "-0000", "+99", "America/Los_Angeles",
     "Europe/..", "IST", "ET", "am", "p.m.", "(CEST)", "1773304200",
     "1773304200000", "99999999999", "0001-01-01", "9999-12-31", "31", "32", "-", "/", ".", ",", "of", "Updated",
     "\u0663", "오후", "\x00"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=130), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES, max_size=6).map("".join))
VALUES = st.one_of(TEXTS, st.integers(), st.floats(), st.none(), st.booleans(), st.lists(TEXTS, max_size=2))


def read_value(value: object) -> None:
    found = readings(value)
    assert len(found) <= 2
    for one in found:
        assert 1605 <= datetime.fromisoformat(one).year <= 2200
        is_plausible(one, latest_moment("2026-03-14"))
        assert same_day(one, one)
        assert readings(one) == (one,)


def read_line(line: str) -> None:
    for stated in dates_in(line):
        assert 0 <= stated.start < stated.end <= len(line)
        datetime.fromisoformat(stated.value)


def read_times_of_fetching(times: tuple[str, str]) -> None:
    latest_moment(*times)


@budgets
def test_any_date_is_read_without_an_exception(seconds: float) -> None:
    fuzz(VALUES, read_value, seconds / 2)
    fuzz(TEXTS, read_line, seconds / 3)
    fuzz(st.tuples(TEXTS, TEXTS), read_times_of_fetching, seconds / 6)
