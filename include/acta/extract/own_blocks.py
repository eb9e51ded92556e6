"""Blocks of the page's own article where other articles stand on the page in full: a next one below, teasers with their openings.

An article is another's where its heading is one of its own and not the page's, or leads to another address. Sections of one
article have headings too, but under the page's heading and without such links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from acta.extract.blocks import Block
from acta.extract.hints import Hints
from acta.extract.same import squeeze
from acta.extract.which_article import host_of, path_of

LIKE = 0.5  # of the words of two headings: they are one article's
PROSE_CHARS = 300  # of an article that stands there in full
HEADINGS = ("h1", "h2", "h3")


def own_blocks(blocks: list[Block], hints: Hints) -> list[Block]:
    """The blocks without those of other articles; all of them where no other is seen."""
    strangers = set(_other_sections(blocks, hints)) | set(_linked_articles(blocks, hints))
    if not strangers:
        return blocks
    kept = [block for block in blocks if not any(element in strangers for element in _around(block.element))]
    return kept if any(block.is_prose for block in kept) else blocks


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _other_sections(blocks: list[Block], hints: Hints) -> Iterator[HtmlElement]:
    """Sections with an h1 of their own, other than the one whose h1 is the page's headline."""
    heads = {block.element: block for block in blocks if block.element.tag == "h1"}
    if len(heads) < 2:
        return
    sections = {element: _section(element, heads) for element in heads}
    if not all(any(True for _ in sections[head].iter("article")) for head in heads):
        return  # sections of one article may have an h1 each
    full = [head for head, section in sections.items() if _prose_chars(blocks, section) >= PROSE_CHARS]
    if len(full) < 2:
        return
    if all(_likeness(squeeze(heads[head].text), hints.titles) < LIKE for head in full):
        return
    own = max(full, key=lambda head: _likeness(squeeze(heads[head].text), hints.titles))  # the first of equals
    yield from (sections[head] for head in full if head is not own)


def _section(head: HtmlElement, heads: Iterable[HtmlElement]) -> HtmlElement:
    """The highest element around a heading that holds no other of them."""
    others = {element for head_ in heads if head_ is not head for element in _around(head_)}
    section = head
    for element in head.iterancestors():
        if element in others:
            break
        section = element
    return section


def _prose_chars(blocks: list[Block], section: HtmlElement) -> int:
    inside = set(section.iter())
    return sum(len(block.text) for block in blocks if block.is_prose and block.element in inside)


def _likeness(heading: str, titles: frozenset[str]) -> float:
    words = set(heading.split())
    return max((len(words & set(title.split())) / max(1, len(words | set(title.split()))) for title in titles), default=0.0)


def _linked_articles(blocks: list[Block], hints: Hints) -> Iterator[HtmlElement]:
    """Elements named article whose heading is a link to another page; the page's article is not among them."""
    if not hints.paths:
        return
    articles = {element for block in blocks for element in block.element.iterancestors("article")}
    if len(articles) < 2:
        return
    for article in articles:
        heading = next((element for element in article.iter(*HEADINGS)), None)
        if heading is None or any(True for _ in article.iter("h1")):
            continue
        links = [link.get("href") for link in (*heading.iter("a"), *heading.iterancestors("a")) if link.get("href")]
        paths = {path for link in links if host_of(link) in {"", *hints.hosts} and (path := path_of(link))}
        if paths and not paths & hints.paths and squeeze(heading.text_content()) not in hints.titles:
            yield article
