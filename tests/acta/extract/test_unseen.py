"""Text that a page holds and does not show: it is read where the page shows next to nothing, and only there."""

from __future__ import annotations

import json

import pytest
from tests.acta.extract.stories import (
    FIRST,
    PARAGRAPHS,
    SECOND,
    THIRD,
    TITLE,
    article,
    json_ld,
    lines,
    page,
    paragraphs,
    read,
)

BLOCKS = [{"type": "paragraph", "text": line} for line in PARAGRAPHS]
HTML = paragraphs()
PIECES = [{"type": "paragraph", "children": [{"text": line[:20]}, {"text": line[20:], "bold": True}]} for line in PARAGRAPHS]
OTHER = "Somebody else said something longer about another town. "
ASIDE = {"related": [{"title": "Other", "text": OTHER * 40}], "seo": {"text": FIRST * 9}}


def state(value: object, template: str = '<script id="__NEXT_DATA__" type="application/json">{}</script>') -> str:
    return article('<div id="root"></div>').replace("</body>", template.replace("{}", json.dumps(value)) + "</body>")


def described(body: str) -> str:
    return article("<div></div>", json_ld(json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})))


@pytest.mark.parametrize(
    "html",
    [
        article(f"<noscript>{HTML}</noscript>"),
        article(f'<news-body><template shadowrootmode="open">{HTML}</template></news-body>'),
        article(f'<news-body><template shadowroot="open"><div>{HTML}</div></template></news-body>'),
        article(f"<template id=story>{HTML}</template><div id=root></div>"),
        state({"props": {"pageProps": {"article": {"body": BLOCKS, **ASIDE}}}}),
        state({"props": {"story": {"contentHtml": HTML, **ASIDE}}}),
        state({"props": {"story": {"content": PIECES}}}),
        state({"story": {"paragraphs": list(PARAGRAPHS)}}, "<script>window.__INITIAL_STATE__ = {};</script>"),
        state({"a": {"body": HTML}}, "<script>window.__NUXT__={}</script>").replace('"a":', '"n":undefined,"a":'),
        state(json.dumps({"body": BLOCKS}), "<script>window.__S__ = JSON.parse({})</script>"),
        described("\n".join(PARAGRAPHS)),
        described(HTML),
    ],
)
def test_text_that_a_script_would_set_is_read(html: str) -> None:
    assert lines(html) == list(PARAGRAPHS)


def test_the_whole_text_of_an_opening_is_read_from_json_ld() -> None:
    body = [*PARAGRAPHS, *(f"On day {number} of the works the crew poured {number} tonnes of concrete." for number in range(12))]
    head = json_ld(json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(body)}))

    assert lines(article(paragraphs(FIRST, SECOND), head)) == body


def test_what_the_page_shows_is_read_where_it_is_whole() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST} {SECOND}"}
    html = article(head=json_ld(json.dumps(node))) + "<noscript><p>Please turn scripts on, then all of this works.</p></noscript>"

    assert lines(html) == list(PARAGRAPHS)
    assert read(html).body_from == "blocks"


def test_a_live_blogs_posts_are_read_with_their_times_from_json_ld() -> None:
    posts = [
        {"@type": "BlogPosting", "headline": f"Post {n}", "datePublished": f"2026-03-12T1{n}:00:00+01:00", "articleBody": line}
        for n, line in enumerate(PARAGRAPHS)
    ]
    head = json_ld(json.dumps({"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": posts}))
    found = read(article("<div id=live></div>", head))

    assert found.genre.value == "live_blog"
    assert [(part.kind, part.at) for part in found.parts] == [("post", f"2026-03-12T1{n}:00:00+01:00") for n in range(4)]
    texts = [found.text[part.start : part.end] for part in found.parts]
    assert texts == [f"Post {n}\n{line}" for n, line in enumerate(PARAGRAPHS)]


def test_two_readers_that_agree_on_a_headline_do_not_beat_an_article() -> None:
    html = page(f"<h1>{TITLE}</h1><x-story><template shadowrootmode=open>{paragraphs(FIRST, SECOND, THIRD)}</template></x-story>")

    assert lines(html) == [FIRST, SECOND, THIRD]
