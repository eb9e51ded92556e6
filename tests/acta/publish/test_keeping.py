"""Which generations stay."""

from __future__ import annotations

import pytest

from acta.publish.keeping import kept_numbers
from acta.publish.record import Generation


def one(number: int, data: str, health: str = "", day: int = 1) -> Generation:
    hashes = {"fct_a": data, "rpt_outlet_hours": health}
    return Generation(number, f"2026-03-{day:02d}T12:00:00+00:00", 1, {}, hashes, [])


def test_the_newest_stay() -> None:
    found = [one(n, f"data {n}") for n in range(1, 9)]
    assert kept_numbers(found, 8, 3, 0) == {6, 7, 8}


@pytest.mark.fault(32)
def test_the_last_one_of_each_day_stays_beside_them() -> None:
    found = [one(n, f"data {n}", day=(n + 1) // 2) for n in range(1, 13)]  # two a day on six days
    assert kept_numbers(found, 12, 2, 4) == {6, 8, 10, 11, 12}


def test_days_without_a_generation_do_not_count() -> None:
    found = [one(1, "a", day=1), one(2, "b", day=9), one(3, "c", day=28), *(one(n, f"data {n}", day=28) for n in range(4, 9))]
    assert kept_numbers(found, 8, 1, 3) == {1, 2, 7, 8}


@pytest.mark.fault(32)
def test_a_hundred_refreshes_of_health_tables_evict_no_data() -> None:
    data = [one(n, f"data {n}") for n in range(1, 6)]
    polls = [one(n, "data 5", f"poll {n}") for n in range(6, 106)]
    assert kept_numbers([*data, *polls], 105, 5, 0) == {1, 2, 3, 4, 104, 105}


def test_the_current_one_and_the_one_before_it_stay_wherever_they_are() -> None:
    found = [one(n, f"data {n}") for n in range(1, 10)]
    assert kept_numbers(found, 4, 2, 0) == {3, 4, 8, 9}


def test_at_least_one_stays() -> None:
    assert kept_numbers([one(1, "a")], 1, 0, 0) == {1}
