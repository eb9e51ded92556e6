"""Whatever a page holds, extraction gives an article or a refusal: no exception, and a text without lone surrogates."""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz

from acta.extract.article import extract_page
from acta.extract.types import Extracted, Page, Rejected

PROSE = "The council of Marveil said on Monday, 4 May 2026, that it would repair the old bridge. "
TAGS = ["div", "span", "p", "b", "i", "font", "a", "table", "tr", "td", "ul", "li", "h1", "h2", "time", "script", "style", "svg",
        "g", "select", "option", "template", "article", "meta", "br"]  # fmt: skip
ODD = ("\x00", "\ud800", "\u202e", "\ufeff", "&#x110000;", "&#55357;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "<", '"', "'")
DATES = ("0001-01-01", "9999-12-31T23:59:59Z", "2026-02-30", "99999999999-01-01", "1e999", "٢٠٢٦-٠٥-٠٤", "")

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(DATES) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["@type", "@id", "name", "@value", "@graph"]), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["@type", "headline", "datePublished", "dateModified", "author", "publisher", "keywords", "isAccessibleForFree",
        "articleBody", "@graph", "mainEntity", "articleSection", "liveBlogUpdate"]  # fmt: skip
json_ld = st.builds(
    lambda node, more: f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | node)}{more}</script>',
    st.dictionaries(st.sampled_from(KEYS), values, max_size=6),
    st.sampled_from(["", ";", "-->", "}"]),
)
attributes = st.lists(
    st.builds(
        "{}={}".format,
        st.sampled_from(["class", "id", "datetime", "content", "property", "itemprop", "href", "role", "style"]),
        st.sampled_from(['"article:published_time"', '"comments"', "'http://['", '"//["', "javascript:", *DATES])
        | st.text(max_size=8),
    ),
    max_size=3,
).map(" ".join)
tags = st.builds(
    lambda close, name, more, times: f"<{close}{name} {more}>" * times,
    st.sampled_from(["", "", "/"]), st.sampled_from(TAGS), attributes, st.sampled_from([1, 1, 1, 5, 400]),
)  # fmt: skip
markup = st.lists(tags | st.text(max_size=30) | st.sampled_from([PROSE, PROSE * 4, *ODD]) | json_ld, max_size=25).map("".join)
pages = st.builds(
    Page,
    body=markup | markup.map(lambda html: f"<html><body><article><p>{PROSE * 4}{html}") | st.binary(max_size=200)
    | markup.map(lambda html: html.encode("utf-8", "replace")),
    url=st.none() | st.sampled_from(["https://a.example/2026/05/04/x", "http://[", "//", "\ud800"]) | st.text(max_size=20),
    content_type=st.none() | st.sampled_from(["text/html", "text/plain; charset=utf-7", "text/html; charset=\ud800", ";", "a/b"]),
    published_at=st.none() | st.sampled_from(DATES),
    title=st.none() | st.text(max_size=30),
)  # fmt: skip


def read(page: Page) -> None:
    found = extract_page(page)
    if isinstance(found, Rejected):
        assert found.reason != "extractor_failed", found.detail
        return
    assert isinstance(found, Extracted)
    found.text.encode()
    assert found.text.strip()


@pytest.mark.fault(13)
@budgets
def test_no_page_ends_in_an_exception(seconds: float) -> None:
    fuzz(pages, read, seconds)
