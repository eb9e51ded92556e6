"""A date in a feed that names no day has none: of a month alone no first day is made."""

from __future__ import annotations

import pytest

from acta.collect.feeds import read_entries

FORMS = (
    "<rss version='2.0'><channel><item><title>a</title><link>http://a.example/a</link><pubDate>{}</pubDate></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title><link href='http://a.example/a'/><published>{}</published>"
    "</entry></feed>",
)


def published(form: str, date: str) -> str | None:
    return read_entries(form.format(date).encode(), "http://a.example/feed").entries[0].published_at


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "date",
    ["2003-12", "2003-01", "2003", "December 2003", "12/2003", "Dec 03", "--12-31", "2003-12T10:00Z",
     "2003-01T01:00:00+01:00", "31 Dec 10:00"],
)  # fmt: skip
def test_a_date_without_a_day_is_no_date(form: str, date: str) -> None:
    assert published(form, date) is None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2003-12-01", "2003-12-01"),
        ("2003-335", "2003-12-01"),
        ("20031201", "2003-12-01"),
        ("Mon, 01 Dec 2003 10:00:00 +0100", "2003-12-01"),
        ("Mon Jan 26 16:31:00 EST 2004", "2004-01-26"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11"),
    ],
)
def test_a_date_with_a_day_keeps_it(form: str, date: str, day: str) -> None:
    assert (published(form, date) or "")[:10] == day
