"""When an article was published and changed: of several places that say so, the first one that can be true."""

from __future__ import annotations

import json

import pytest

from acta.extract.article import extract_page
from acta.extract.types import Extracted, Found, Page

FETCHED = "2026-03-15T08:00:00+00:00"
TEXT = (
    "<p>The harbour board told reporters on Thursday that the northern quay will open in May, three weeks late.</p>"
    "<p>“Two cranes have to be replaced first,” board member Ilse Tamm said. “Both have been ordered.”</p>"
    "<p>Fishermen had asked for moorings in the southern basin, which the board refused in a letter last week.</p>"
)
TRUE = '<meta property="article:published_time" content="2026-03-12T09:30:00+01:00">'


def described(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Quay opens late"} | fields
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def times(
    head: str = "", line: str = "", url: str = "https://n.example/quay", lang: str = "en", **page: str
) -> tuple[Found, Found]:
    """What a page says of its publication and its last change."""
    article = f"<article><h1>Quay opens late</h1>{line}{TEXT}</article>"
    html = f"<html lang={lang}><head>{head}</head><body><main>{article}</main></body></html>"
    found = extract_page(Page(html, url, "text/html", **{"fetched_at": FETCHED, **page}))
    assert isinstance(found, Extracted), found
    return found.metadata.published_at, found.metadata.modified_at


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    "wrong",
    ["2099-01-01", "2026-03-17T09:00:00Z", "9999-12-31", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "1900-01-01",
     4070908800, "4070908800000", "not a date", "2026-03", {"@value": "2099-01-01"}, ["2099-01-01"]],
)  # fmt: skip
def test_a_date_that_cannot_be_gives_way_to_the_next_place(wrong: object) -> None:
    published, modified = times(described(datePublished=wrong, dateModified=wrong) + TRUE)
    assert published == Found("2026-03-12T09:30:00+01:00", "meta")
    assert modified == Found()


@pytest.mark.fault(12)
def test_where_nothing_else_is_said_a_date_that_cannot_be_leaves_it_unknown() -> None:
    assert times(described(datePublished="2099-01-01"))[0] == Found()
    assert times(described(datePublished="2099-01-01"), published_at="2026-03-12")[0] == Found("2026-03-12", "caller")
    assert times(published_at="2099-01-01")[0] == Found()
    assert times(url="https://n.example/2099/01/01/quay")[0] == Found()


def test_a_newspaper_of_another_century_keeps_its_day() -> None:
    assert times(described(datePublished="1851-09-18"))[0] == Found("1851-09-18", "json-ld")


@pytest.mark.fault(12)
def test_the_server_tells_the_time_to_a_machine_that_is_behind() -> None:
    ahead = described(datePublished="2026-03-17T09:00:00Z")
    assert times(ahead, served_at="Tue, 17 Mar 2026 10:00:00 GMT")[0].value == "2026-03-17T09:00:00+00:00"


@pytest.mark.parametrize("value", [1773304200, "1773304200", 1773304200000, "1773304200000", {"$date": 1773304200000}])
def test_a_number_in_json_is_an_instant(value: object) -> None:
    assert times(described(datePublished=value))[0] == Found("2026-03-12T08:30:00+00:00", "json-ld")


def test_the_web_page_around_the_article_may_know_its_day() -> None:
    graph = {"@graph": [{"@type": "Article", "headline": "Quay opens late"}, {"@type": "WebPage", "datePublished": "2026-03-12"}]}
    assert times(f'<script type="application/ld+json">{json.dumps(graph)}</script>')[0] == Found("2026-03-12", "json-ld")


def test_the_place_that_says_the_same_moment_more_precisely_is_taken() -> None:
    assert times(described(datePublished="2026-03-12") + TRUE)[0].value == "2026-03-12T09:30:00+01:00"
    assert times(described(datePublished="2026-03-12T09:30:00") + TRUE)[0].value == "2026-03-12T09:30:00+01:00"
    assert times(described(datePublished="2026-03-11") + TRUE)[0].value == "2026-03-11"


@pytest.mark.parametrize(
    ("value", "more", "expected"),
    [
        ("01/02/2026 09:30", {}, None),  # nothing decides
        ("12/03/2026 09:30", {}, "2026-03-12T09:30:00"),  # 3 December is yet to come
        ("03/05/2026 09:30", {"lang": "en-US"}, "2026-03-05T09:30:00"),
        ("05/03/2026 09:30", {"lang": "en-GB"}, "2026-03-05T09:30:00"),
        ("01/02/2026", {"url": "https://n.example/2026/01/02/quay"}, "2026-01-02"),
        ("01/02/2026", {"published_at": "2026-02-01"}, "2026-02-01"),
        ("Fri 01/02/2026", {}, "2026-01-02"),
    ],
)
def test_day_and_month_are_told_apart_by_what_is_known(value: str, more: dict[str, str], expected: str | None) -> None:
    assert times(described(datePublished=value), **more)[0].value == expected


@pytest.mark.parametrize(
    "line",
    [
        "<p>Last updated: 14 March 2026, 18:05 CET</p>",
        "<p>Updated <time datetime='2026-03-14T18:05:00+01:00'>14 March</time></p>",
        "<p><span>Last Updated:</span> <time datetime='2026-03-14T18:05:00+01:00'>Mar 14, 06:05 PM IST</time></p>",
        "<p>14 March 2026, 18:05 CET (updated)</p>",
        "<p>By Ilse Tamm | Updated March 14, 2026 6:05 pm CET</p>",
    ],
)
def test_a_page_that_says_only_when_it_was_changed_has_no_day_of_publication(line: str) -> None:
    published, modified = times(line=line)
    assert (published, modified.value) == (Found(), "2026-03-14T18:05:00+01:00")
    assert times('<meta property="article:modified_time" content="2026-03-14T18:05:00+01:00">')[0] == Found()


@pytest.mark.parametrize(
    "line",
    [
        "<p>Updated <time datetime='2026-03-14T18:05:00+01:00'>x</time></p>"
        "<p>Published <time datetime='2026-03-12T09:30:00+01:00'>y</time></p>",
        "<p>First published: <time datetime='2026-03-12T09:30:00+01:00'>x</time> "
        "Last updated: <time datetime='2026-03-14T18:05:00+01:00'>y</time></p>",
        "<p>Published 12 March 2026, 9:30am CET; updated 14 March 2026, 6:05pm CET</p>",
        "<p>12 March 2026 09:30 CET (modified 14 March 2026 18:05 CET)</p>",
    ],
)
def test_each_date_is_what_its_label_says(line: str) -> None:
    published, modified = times(line=line)
    assert (published.value, modified.value) == ("2026-03-12T09:30:00+01:00", "2026-03-14T18:05:00+01:00")


def test_a_guessed_day_is_marked_as_one() -> None:
    assert times(url="https://n.example/2026/03/12/quay")[0] == Found("2026-03-12", "url")
    assert times(url="https://n.example/20260312-quay")[0] == Found("2026-03-12", "url")
    html = f"<html><body><h1>Quay</h1>{TEXT}<footer><i>12 March 2026</i></footer></body></html>"
    found = extract_page(Page(html, fetched_at=FETCHED))
    assert isinstance(found, Extracted) and found.metadata.published_at == Found("2026-03-12", "htmldate")


def test_of_a_month_no_day_is_made() -> None:
    assert times(line="<p class=date>March 2026</p>")[0] == Found()
