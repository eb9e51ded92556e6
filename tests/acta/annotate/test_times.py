"""What must hold for any text: no crash, spans that fit, nothing guessed without a date."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import pairwise

import pytest

from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.times import find_times
from acta.annotate.times.calendar import FUTURE, PAST, Calendar
from acta.annotate.times.words import CODE

SATURDAY = date(2022, 2, 19)
TIMEX = re.compile(
    r"P(T?(\d+(\.\d+)?|X)(DE|CE|WE|[YMWDHSQ]))|(PAST|PRESENT|FUTURE)_REF"
    r"|(\d{4}|XXXX)(-(H[12]|Q[1-4X]|SP|SU|FA|WI|W(\d\d|XX)(-WE)?|(W(\d\d|XX)-\d|(\d\d|XX)(-(\d\d|XX))?)(T(\d\d:\d\dZ?|MO|AF|EV|NI|MI|DT))?))?"
    r"|\d\d\d?|XXX?"
)


def read(text: str) -> Parsed:
    return next(parse([text]))


def values(text: str, published_on: date | None) -> list[str]:
    return [time.value for time in find_times(read(text), published_on)]


@pytest.fixture(scope="module")
def mixed() -> list[Parsed]:
    """Nonsense made of words of time: whatever the grammar can meet."""
    chance = random.Random(7)
    numbers = [
        "3",
        "31",
        "0",
        "1999",
        "7:30",
        "12/13/2014",
        "99999999",
        "3½",
        "1,000",
        "19th",
        "80s",
        "Q3",
        "2010-11",
        "24:61",
        ".",
    ]
    vocabulary = [word.title() if chance.random() < 0.5 else word for word in CODE] + numbers * 3
    return list(parse([" ".join(chance.choices(vocabulary, k=40)) for _ in range(400)]))


@pytest.mark.parametrize("published_on", [SATURDAY, date(1, 1, 1), date(9999, 12, 31), None])
def test_no_text_makes_it_stumble_and_every_value_is_a_timex(mixed: list[Parsed], published_on: date | None) -> None:
    found = [(doc, time) for doc in mixed for time in find_times(doc, published_on)]
    assert len(found) > 1000
    for doc, time in found:
        assert (time.start, time.end) == (doc.start[time.first], doc.end[time.last])
        assert TIMEX.fullmatch(time.value), (doc.text[time.start : time.end], time)


def test_expressions_come_in_text_order_and_do_not_overlap(mixed: list[Parsed]) -> None:
    for doc in mixed:
        times = find_times(doc, SATURDAY)
        assert all(a.last < b.first for a, b in pairwise(times))


def test_an_unknown_publication_date_leaves_what_depends_on_it_unresolved() -> None:
    text = "On Thursday he met them. In October 2011 and last week he did not. Three days ago, in May, he did. He left in 2014."
    assert values(text, None) == ["XXXX-WXX-4", "2011-10", "XXXX-WXX", "XXXX-XX-XX", "XXXX-05", "2014"]


def test_an_expression_never_crosses_a_paragraph() -> None:
    assert values("He will come on Thursday\nFebruary 2022 was cold.", SATURDAY) == ["2022-02-24", "2022-02"]


@pytest.mark.parametrize(("direction", "expected"), [(PAST, "2022-02-19"), (FUTURE, "2022-02-19")])
def test_the_weekday_of_publication_is_that_very_day(direction: int, expected: str) -> None:
    assert Calendar(SATURDAY).weekday(6, direction) == expected


@pytest.mark.parametrize(
    ("today", "week", "quarter", "month"),
    [
        (
            date(2021, 1, 2),
            "2020-W52",
            "2020-Q4",
            "2020-12",
        ),  # the first days of a year may belong to the old one's last week
        (date(2020, 12, 31), "2020-W52", "2020-Q3", "2020-11"),
        (date(2022, 3, 31), "2022-W12", "2021-Q4", "2022-02"),
    ],
)
def test_the_unit_before_crosses_the_year_where_the_calendar_does(
    today: date, week: str, quarter: str, month: str
) -> None:
    calendar = Calendar(today)
    assert (calendar.week(-1), calendar.quarter(-1), calendar.month(-1)) == (week, quarter, month)


def test_a_leap_day_without_a_year_is_a_date() -> None:
    assert values("He was born on February 29.", SATURDAY) == []  # 2021 and 2022 have none
    assert values("He was born on February 29, 2020.", SATURDAY) == ["2020-02-29"]
