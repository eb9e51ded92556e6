"""An article tells of nothing that happens after it: such days are taken away, and announcements become plans."""

from __future__ import annotations

from datetime import date

import pytest

from acta.annotate.article import read_article
from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.present import latest_day, leave_out_the_future, published_on
from acta.annotate.reading import Reading
from acta.annotate.types import Event, Statement
from acta.records import Article

SEEN = "2026-03-14T10:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "published", "latest"),
    [
        ({"published_at": "2026-03-12T23:00:00+01:00"}, date(2026, 3, 12), date(2026, 3, 13)),
        ({"published_at": "2026-03-12", "modified_at": "2026-03-14"}, date(2026, 3, 12), date(2026, 3, 15)),
        ({"published_at": "2099-01-01", "first_seen_at": SEEN}, None, date(2026, 3, 15)),
        (
            {"published_at": "2026-03-12", "modified_at": "2099-01-01", "first_seen_at": SEEN},
            date(2026, 3, 12), date(2026, 3, 13),
        ),
        ({"published_at": "9999-12-31"}, None, None),
        ({"published_at": "0001-01-01"}, None, None),
        ({"published_at": "yesterday", "first_seen_at": None}, None, None),
        ({}, None, None),
    ],
)  # fmt: skip
def test_an_article_tells_until_its_last_change_or_until_it_was_seen(
    fields: Article, published: date | None, latest: date | None
) -> None:
    assert (published_on(fields), latest_day(fields)) == (published, latest)


def said(day: str | None) -> Statement:
    return Statement("direct", [(0, 4)], None, None, None, None, day, False, 1.0)


def act(status: str, day: str | None, tag: str) -> tuple[Event, Parsed]:
    doc = Parsed("x", word=["x"], lower=["x"], lemma=["x"], tag=[tag], dep=["ROOT"], head=[0], children=[[]])
    return Event("CONSULT", None, [], None, 1, None, (0, 1), 0, [], [], status, day, None, None, 1.0), doc


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2026-03-13", True), ("2026-03", True), ("2026", True), ("2026-03-14", False), ("2026-04", False), ("2098", False)],
)
def test_nothing_was_said_after_the_article(day: str, kept: bool) -> None:
    reading = Reading(Parsed("x"), statements=[said(day), said(None)])
    leave_out_the_future(reading, date(2026, 3, 13))
    assert [one.said_on for one in reading.statements] == [day if kept else None, None]


@pytest.mark.parametrize(
    ("status", "tag", "after"),
    [
        ("actual", "VBD", ("actual", None)),
        ("historical", "VBN", ("historical", None)),
        ("actual", "VBZ", ("planned", "2026-03-20")),
        ("actual", "NN", ("planned", "2026-03-20")),
        ("planned", "VB", ("planned", "2026-03-20")),
        ("hypothetical", "VB", ("hypothetical", "2026-03-20")),
        ("negated", "VBD", ("negated", "2026-03-20")),
    ],
)
def test_what_has_happened_loses_a_day_to_come_and_what_is_announced_is_a_plan(
    status: str, tag: str, after: tuple[str, str | None]
) -> None:
    event, doc = act(status, "2026-03-20", tag)
    leave_out_the_future(Reading(doc, events=[event]), date(2026, 3, 13))
    assert (event.status, event.occurred_on) == after
    leave_out_the_future(Reading(doc, events=[event]), None)  # the article's day is not known: nothing to compare with
    assert (event.status, event.occurred_on) == after


@pytest.mark.fault(12)
def test_an_article_dated_after_it_was_seen_dates_nothing_in_the_future() -> None:
    text = "Foreign Minister Mara Velden met President Oskar Tamm in Ostrava on Friday. “We will try again,” she said on Friday."
    article: Article = {"article_id": "a", "text": text, "published_at": "2099-01-01", "first_seen_at": SEEN}
    (parsed,) = parse([text])
    reading = read_article(article, parsed)
    assert reading.statements or reading.events
    days = [s.said_on for s in reading.statements] + [e.occurred_on for e in reading.events]
    assert all(day is None or day < "2027" for day in days), days
