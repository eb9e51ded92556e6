"""Text that a page holds and does not show at first: in JSON-LD, a live blog's updates, noscript, templates, page state.

It is looked at only where the reading of the page is poor: a few words, or no more than the opening of what JSON-LD has whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from acta.extract.blocks import article_blocks, read_blocks
from acta.extract.body import Body, clean_lines
from acta.extract.live_posts import lines_of, posts_of
from acta.extract.page_state import find_in_state
from acta.extract.pageview import PageView
from acta.extract.plain import plain_lines

POOR_WORDS = 60  # a reading below it may be an empty frame with a headline and a picture's caption
OPENING_WORDS = 250  # a reading below it may be the opening of a text that JSON-LD has whole
RICHER = 2  # times the words: less is the same text printed otherwise
AS_RICH = 0.8
LEAST_WORDS = 50
OPENS = 0.6  # of the shown text's shingles that the whole text has


def with_unseen(body: Body, view: PageView) -> Body:
    """The body, or the first of the page's other texts that is far richer."""
    if body.words >= OPENING_WORDS:
        return body
    whole = _described(view)
    is_poor = body.words < POOR_WORDS or _is_flat(body)
    if whole and _is_richer(whole, body) and (is_poor or _opens(body, whole)):
        return whole
    if not is_poor:
        return body
    return next((other for other in _others(view) if _is_richer(other, body)), body)


def _described(view: PageView) -> Body | None:
    text = view.json_ld.get("articleBody")
    return _body("\n".join(plain_lines(text)), "json-ld") if isinstance(text, str) else None


def _others(view: PageView) -> Iterator[Body]:
    yield _body("\n".join(lines_of(posts_of(view.json_ld))), "json-ld")
    for hidden in ("noscript", "template"):
        if next(view.tree.iter(hidden), None) is not None:
            yield _revealed(view.tree, hidden)
    yield _body("\n".join(find_in_state(view.tree)), "page-state")


def _revealed(tree: HtmlElement, hidden: str) -> Body:
    blocks = article_blocks(read_blocks(tree, frozenset({hidden})))
    return _body("\n".join(block.text for block in blocks if not block.is_links), hidden)


def _body(text: str, source: str) -> Body:
    return Body(clean_lines(text), source)


def _is_richer(other: Body, body: Body) -> bool:
    return other.words >= max(LEAST_WORDS, (AS_RICH if _is_flat(body) else RICHER) * body.words)


def _is_flat(body: Body) -> bool:
    """A reader that found no paragraphs and ran the text of a script or of noscript into one line."""
    return body.source != "blocks" and len(body.lines) == 1


def _opens(body: Body, whole: Body) -> bool:
    """Whether most of the body is in the whole text."""
    return (body.shingles & whole.shingles).total() >= OPENS * max(1, body.shingles.total())
