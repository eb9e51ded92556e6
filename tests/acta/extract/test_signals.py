"""What an article is and how far to trust it: dateline, live blog, paywall, tags, measured doubts."""

from __future__ import annotations

import json

import pytest

from acta.extract.article import extract_page
from acta.extract.dateline import find_dateline
from acta.extract.headline import without_site
from acta.extract.rows import article_fields
from acta.extract.types import Extracted, Page

MORE = [
    "Two ferries that had waited outside the breakwater since Friday came in at noon, with six hundred people aboard.",
    "The insurers of the port expect claims of forty million crowns, which is less than after the storm of 2019.",
    "Divers will look at the two closed piers this week, and the authority promised a report before the end of the month.",
]
PARAGRAPHS = [
    "The harbour authority of Port Ansel reopened two of its four piers on Monday, three days after a storm.",
    "Fishermen asked why the repairs ordered four winters ago had never been finished, and nobody answered them.",
    "A parliamentary committee will hear both sides next month, its chairman told reporters in Velmar on Tuesday.",
]


def page(node: dict[str, object] | None = None, head: str = "", body: list[str] | None = None) -> Page:
    script = f"<script type=application/ld+json>{json.dumps({'@type': 'NewsArticle'} | node)}</script>" if node else ""
    text = "".join(f"<p>{line}</p>" for line in body or PARAGRAPHS)
    html = (
        f"<html><head><title>Harbour reopens</title>{script}{head}</head><body><article><h1>Harbour reopens</h1>{text}"
    )
    return Page(html + "</article></body></html>", "https://anselexaminer.example/harbour", "text/html")


def fields(of: Page) -> dict[str, object]:
    result = extract_page(of)
    assert isinstance(result, Extracted), result
    return article_fields(result)


@pytest.mark.parametrize(
    ("line", "published", "place", "on"),
    [
        ("PORT ANSEL, March 12 (Reuters) - The harbour reopened.", "2026-03-12T09:00:00Z", "PORT ANSEL", "2026-03-12"),
        ("VELMAR, Tavaro — The harbour reopened.", "2026-03-12", "VELMAR, Tavaro", None),
        ("VELMAR, Dec 31 — The harbour reopened.", "2026-01-01", "VELMAR", "2025-12-31"),
        ("VELMAR, 3 June 2024 - The harbour reopened.", None, "VELMAR", "2024-06-03"),
        ("VELMAR, June 31 — The harbour reopened.", "2026-07-01", "VELMAR", None),
        ("The harbour reopened - at last.", "2026-03-12", None, None),
        ("NATO-led forces left the harbour.", "2026-03-12", None, None),
    ],
)
def test_a_dateline_gives_place_and_day(line: str, published: str | None, place: str | None, on: str | None) -> None:
    assert find_dateline(line, published) == (place, on)


def test_a_page_says_that_it_is_a_live_blog_behind_a_paywall() -> None:
    found = fields(
        page(
            {
                "@type": "LiveBlogPosting",
                "headline": "Storm",
                "isAccessibleForFree": "False",
                "keywords": ["storm", "Port Ansel, storm"],
            }
        )
    )

    assert (found["is_live_blog"], found["is_paywalled"], found["tags"]) == (True, True, "storm; Port Ansel")


def test_what_a_page_does_not_say_stays_unknown() -> None:
    found = fields(page())

    for name in ("is_live_blog", "is_paywalled", "tags", "section", "section_from", "modified_from", "dateline_place"):
        assert found[name] is None, name


def test_a_sound_article_raises_no_doubt() -> None:
    found = fields(page(body=PARAGRAPHS + MORE))

    assert found["quality_doubts"] is None
    assert found["language_score"] > 0.9  # type: ignore[operator]
    assert found["link_density"] == 0


def test_a_short_text_is_flagged_and_kept() -> None:
    found = fields(page())

    assert found["quality_doubts"] == "short"
    assert found["text"] == "\n".join(PARAGRAPHS)


def test_an_author_given_by_reference_is_found_in_the_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": "Harbour reopens", "author": {"@id": "#ana"}},
            {"@type": "Person", "@id": "#ana", "name": "Ana Ruiz"},
        ]
    }
    assert fields(page(graph))["author"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Von Ana Ruiz", "Ana Ruiz"),
        ("Par Ana Ruiz et Tom Hale", "Ana Ruiz; Tom Hale"),
        ("Posted on March 3, 2026 by Ana Ruiz", "Ana Ruiz"),
        ("By the quay at dawn", None),
    ],
)
def test_a_printed_byline_is_read_in_other_languages(byline: str, author: str | None) -> None:
    assert fields(page(body=[byline, *PARAGRAPHS]))["author"] == author


def test_an_agency_signs_where_no_person_does() -> None:
    assert fields(page({"author": {"@type": "Organization", "name": "Reuters"}}))["author"] == "Reuters"
    assert fields(page({"author": [{"name": "Ana Ruiz"}, {"name": "Reuters"}]}))["author"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harbour reopens | World | The Ansel Examiner", "Harbour reopens | World"),
        ("Harbour reopens - anselexaminer.example", "Harbour reopens"),
        ("Storm - what we know", "Storm - what we know"),
    ],
)
def test_the_sites_name_is_taken_off_a_title(title: str, expected: str) -> None:
    assert without_site(title, "The Ansel Examiner", "https://www.anselexaminer.example/1") == expected
