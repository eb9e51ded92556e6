"""Markup is held to bounds before a tree is built: the text stays, ordinary pages stay as they are, and what was cut says so."""

from __future__ import annotations

import re

import lxml.html
import pytest

from acta.extract.article import extract_page
from acta.extract.nesting import MAX_ATTRIBUTES, MAX_DEPTH, MAX_FORMATTING, MAX_TAGS, bounded
from acta.extract.types import Extracted, Page

PROSE = "The council of Marveil said on Monday that it would repair the old bridge before winter comes. "
WORDS = " ".join(f"word{number}" for number in range(40))


def depth(html: str) -> int:
    tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    deepest, level = 0, 0
    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


@pytest.mark.parametrize(
    "html",
    [
        "<p>One<p>Two<ul><li>a<li>b</ul>" * 400,
        "<table>" + "<tr><td>a<td>b<br>" * 900 + "</table>",
        "<table><tbody>" + "<tr><td><a>a<td><p>b<span>" * 900 + "</table>",
        "<ul>" + "<li><p>a <a href=x>b" * 900 + "</ul><dl>" + "<dt>a<dd>b" * 900 + "</dl>",
        "<p>a <span>b<div>c</div>" * 900,
        "<div><b>a</b> <i>b</i><img src='a>b'></div>" * 500,
        "<script>" + "document.write('<div>');" * 900 + "</script><p>x",
        "<!--" + "<div>" * 900 + "--><p>x",
        f'<a title="{"<div>" * 900}">x</a>',
        f'<div data-json="{"a b c " * 5_000}">x</div>',
        "</div></b>" * 900 + "a < b << c <3",
    ],
)
def test_a_page_within_bounds_comes_back_as_it_was(html: str) -> None:
    found = bounded(html)
    assert found.html is html
    assert not found.is_cut


@pytest.mark.fault(14)
@pytest.mark.parametrize(
    "unit",
    ["<div>", "<span>", "<table><tr><td>", "<ul><li>", "<svg><g>", "<blockquote>", "<my-element>", "<span><div></span></div>"],
)
def test_deep_nesting_of_any_kind_is_flattened_and_the_text_is_kept(unit: str) -> None:
    found = bounded("<p>" + "".join(f"{unit}{word} " for word in WORDS.split()) + unit * 5_000 + "end")
    assert found.is_cut
    assert depth(found.html) <= MAX_DEPTH + 10
    assert re.findall(r"word\d+|end", found.html) == [*WORDS.split(), "end"]


def test_what_stands_behind_a_dropped_block_tag_is_a_line_of_its_own() -> None:
    assert bounded("<div>" * (MAX_DEPTH + 1) + "a<div>b<div><div>c").html.endswith("a<br>b<br>c")


def test_formatting_that_is_never_closed_is_not_repeated_without_end() -> None:
    html = "".join(f"<p><font size={number}>{word}" for number, word in enumerate((WORDS + " ").split() * 10))
    found = bounded(html)
    assert found.html.count("<font") == MAX_FORMATTING
    assert not found.is_cut  # nothing of the text or its structure is gone
    assert re.findall(r"word\d+", found.html) == WORDS.split() * 10


def test_a_tag_of_very_many_attributes_loses_them_and_a_page_of_very_many_tags_its_end() -> None:
    many = bounded("<p " + " ".join(f"a{number}=1" for number in range(MAX_ATTRIBUTES + 1)) + ">text</p>")
    assert (many.html, many.is_cut) == ("<p>text</p>", True)
    long = bounded("<br>" * (MAX_TAGS + 5))
    assert (len(long.html), long.is_cut) == (4 * MAX_TAGS, True)


def test_an_article_read_from_a_page_beyond_the_bounds_says_so() -> None:
    body = "".join(f"<p>On day {number}: {PROSE * 6}</p>" for number in range(3))
    whole = extract_page(Page(f"<html><body><article>{body}</article></body></html>"))
    nested = extract_page(Page(f"<html><body><article>{body}{'<div>' * 1_000}</article></body></html>"))
    assert isinstance(whole, Extracted) and isinstance(nested, Extracted)
    assert (whole.quality.doubts, nested.quality.doubts) == (None, "cut")
    assert nested.text == whole.text


@pytest.mark.fault(14)
@pytest.mark.parametrize("field", ["author", "isAccessibleForFree", "keywords", "publisher", "articleBody", "datePublished"])
def test_json_ld_nested_without_end_costs_no_article(field: str) -> None:
    value = '{"@type":"NewsArticle","headline":"Bridge","' + field + '":' + "[" * 900 + "]" * 900 + "}"
    head = f'<script type="application/ld+json">{value}</script>'
    found = extract_page(Page(f"<html><head>{head}</head><body><article><p>{PROSE * 6}</p></article></body></html>"))
    assert isinstance(found, Extracted)
    assert found.metadata.title.value == "Bridge"
