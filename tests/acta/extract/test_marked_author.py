"""The author that trafilatura would find, found without its copy of the page."""

from __future__ import annotations

import pytest
from trafilatura.metadata import extract_author

from acta.extract.body import parse_html
from acta.extract.marked_author import marked_author
from acta.extract.pageview import PageView

PAGE = "<html><head><title>Quay</title></head><body><div class='top'><h1>Quay</h1>{}</div><p>The quay is wide.</p></body></html>"
MARKUPS = {
    "a class": "<span class='author-name'>Marta Hollen</span>",
    "a link": "<a rel='author' href='/marta'>Marta Hollen</a>",
    "an element of its own": "<author>Marta Hollen</author>",
    "a desk's class": "<p class='posted-by'>by Ivo Brandt</p>",
    "capitals": "<h5 class='PageByline'>Ivo Brandt</h5>",
    "an id": "<h6 id='mainAuthor'>Ivo Brandt</h6>",
    "a component": "<h6 data-component='TopByline'>Ivo Brandt</h6>",
    "a time inside": "<div class='byline'>Marta Hollen<time>9 July 2026</time> and Ivo Brandt</div>",
    "a figure inside": "<div class='byline'><figure>A quay</figure>Marta Hollen <span class='date'>today</span></div>",
    "a comment's author first": "<div class='comments'><b class='author'>A reader</b></div><p class='author'>Ivo Brandt</p>",
    "only a comment's author": "<section class='comments-list'><p class='author'>A reader</p></section>",
    "a text too long": f"<p class='author'>{'Marta Hollen wrote. ' * 9}</p><h4 class='writer'>Ivo Brandt</h4>",
    "nobody": "<p class='lead'>The council met.</p>",
}


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
def test_the_same_author_is_found_as_trafilatura_finds_in_its_copy(markup: str) -> None:
    tree = parse_html(PAGE.format(markup))
    assert tree is not None
    assert marked_author(PageView(tree)) == extract_author(tree)


def test_authors_of_comments_and_dates_beside_the_author_are_left_out() -> None:
    tree = parse_html(PAGE.format(MARKUPS["a comment's author first"]))
    assert tree is not None
    assert marked_author(PageView(tree)) == "Ivo Brandt"
