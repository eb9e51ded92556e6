"""Saved pages give the article that a person reads on them; what is no article gives a reason, never an exception."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from acta.extract.article import extract_page
from acta.extract.rows import article_fields
from acta.extract.types import MAX_PAGE_BYTES, Extracted, Page, Rejected

PAGES = Path(__file__).parent / "pages"
LAYOUTS = sorted(path.name.removesuffix(".expected.json") for path in PAGES.glob("*.expected.json"))


def read(page: Page) -> Extracted:
    result = extract_page(page)
    assert isinstance(result, Extracted), result
    return result


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_saved_page_gives_its_expected_article(layout: str) -> None:
    expected = json.loads((PAGES / f"{layout}.expected.json").read_text(encoding="utf-8"))

    found = article_fields(read(Page((PAGES / f"{layout}.html").read_bytes(), expected["url"], "text/html")))

    assert found["text"].split("\n") == expected.pop("text")
    assert {name: found.get(name) for name in expected if name != "url"} == {
        k: v for k, v in expected.items() if k != "url"
    }
    assert found["language"] == "en"


def test_what_was_taken_out_is_kept_with_its_reason() -> None:
    removed = read(Page((PAGES / "json_ld.html").read_bytes(), content_type="text/html")).removed

    by_reason = {line.reason: line.line_text for line in removed}
    assert by_reason["related"].startswith("READ ALSO: Shelves empty")
    assert len({line.line_number for line in removed}) == len(removed)


# ------------------------------------------------------------------ plain text
SAVED = """Harbour reopens after storm

Two of four piers are in use again

Harbour Reopens After Storm | anselexaminer.example

The harbour authority of Port Ansel reopened two of its four piers on Monday, three days after a storm tore its breakwater.

"We have lost the season, not the harbour," said Mirela Tosk, who heads the authority.

READ ALSO: Insurers count the cost of Friday's storm

Fishermen asked why the repairs ordered four winters ago had never been finished. See also the report of 2023, one of them said.

LEAVE A REPLY

Please enter your comment!
Please enter your name here"""
BODY = [SAVED.split("\n\n")[number] for number in (3, 4, 6)]


def test_a_saved_text_loses_headline_and_furniture_only() -> None:
    found = read(Page(SAVED, content_type="text/plain", published_at="2027-03-12"))

    assert found.metadata.title.value == "Harbour reopens after storm"
    assert found.metadata.published_at.value == "2027-03-12"
    assert found.text.split("\n") == BODY


def test_single_newlines_part_paragraphs_too() -> None:
    found = read(Page(SAVED.replace("\n\n", "\n"), content_type="text/plain"))

    assert found.text.split("\n") == BODY


@pytest.mark.parametrize("width", [56, 72, 80])
def test_hard_wrapped_lines_are_joined_again(width: int) -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(block, width) for block in SAVED.split("\n\n")[:-1])

    assert read(Page(wrapped, content_type="text/plain")).text.split("\n") == BODY


def test_a_text_that_begins_with_a_sentence_has_no_title() -> None:
    found = read(Page("\n\n".join(BODY), content_type="text/plain; charset=utf-8"))

    assert found.metadata.title.value is None
    assert found.text.split("\n") == BODY
    assert found.metadata.published_at.value is None


# ------------------------------------------------------------------ what is no article
LINKS = "".join(f'<li><a href="/{n}">Headline number {n} of the front page, seven words</a></li>' for n in range(40))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(b""), "empty"),
        (Page(" \n\t "), "empty"),
        (Page(b"%PDF-1.7 whatever"), "binary"),
        (Page(b"\x89PNG\r\n\x1a\n\x00\x00"), "binary"),
        (Page(bytes(range(256)) * 40, content_type="text/html"), "binary"),
        (Page(b"<p>text</p>", content_type="application/pdf"), "binary"),
        (Page("<html><body><p>Page not found.</p></body></html>"), "not_an_article"),
        (Page("<html></html>"), "empty"),
        (Page(f"<html><body><h1>News</h1><ul>{LINKS}</ul></body></html>"), "not_an_article"),
        (Page("x" * (MAX_PAGE_BYTES + 1)), "too_large"),
        (Page("Šířka žlutých koňů ".encode("cp1250") * 50, content_type="text/html; charset=utf-8"), "undecodable"),
        (Page("LEAVE A REPLY\n\nPlease enter your comment!", content_type="text/plain"), "no_text"),
    ],
)
def test_what_is_no_article_is_rejected_with_a_reason(page: Page, reason: str) -> None:
    result = extract_page(page)

    assert isinstance(result, Rejected), result
    assert result.reason == reason
    assert result.detail and "\n" not in result.detail


ODD = [
    "<",
    "<html><body>" + "<div>" * 5000 + "deep" + "</div>" * 5000,
    "<script type='application/ld+json'>{\"@type\": [[[[</script><p>text",
    "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>text",
    '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":5,"author":[[1]],"datePublished":{}}</script><p>x',
    "<meta property='og:title'><link rel=canonical href='http://[::1'><time datetime='99999-99-99'>x</time>",
    "<?xml version='1.0' encoding='utf-16'?><html><p>text",
    "<p>\ud800 lone surrogate \udfff</p>" * 20,
    "&#0;&#x110000;&bogus;" * 50,
    "<table>" * 300 + "x",
]


@pytest.mark.parametrize("html", ODD, ids=range(len(ODD)))
def test_odd_pages_end_as_an_article_or_a_refusal(html: str) -> None:
    for address in (None, "http://[broken", "https://a.example/x"):
        for kind in ("text/html", "text/plain", None):
            result = extract_page(Page(html, address, kind, published_at="not a date"))
            assert isinstance(result, Extracted | Rejected)
            assert not isinstance(result, Rejected) or result.reason != "extractor_failed", result


@pytest.mark.fault(13)
def test_damaged_pages_never_raise() -> None:
    rng = random.Random(5)
    page = (PAGES / "meta.html").read_bytes()
    for _ in range(60):
        damaged = bytearray(page)
        for _ in range(rng.randint(1, 60)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        cut = damaged[rng.randrange(200) : rng.randrange(200, len(damaged))]
        assert isinstance(extract_page(Page(bytes(cut), content_type="text/html")), Extracted | Rejected)


def test_a_page_in_disguise_is_read_for_what_it_is() -> None:
    html = (PAGES / "json_ld.html").read_text(encoding="utf-8")

    assert read(Page(html)).text == read(Page(html, content_type="text/html")).text
    assert isinstance(extract_page(Page(gzip.compress(html.encode()))), Rejected)


def test_the_callers_instant_fills_a_bare_day_but_never_overrules_the_page() -> None:
    html = (PAGES / "old_fashioned.html").read_bytes().replace(b", 18:35 GMT", b"")

    same = read(Page(html, published_at="2027-02-09T18:41:00+00:00")).metadata.published_at
    other = read(Page(html, published_at="2027-02-12T18:41:00+00:00")).metadata.published_at

    assert (same.value, same.source) == ("2027-02-09T18:41:00+00:00", "caller")
    assert (other.value, other.source) == ("2027-02-09", "visible")
