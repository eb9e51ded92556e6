"""The standfirst: what stands between headline and text and sums the article up. It is part of what readers are told.

It often stands in the page's header, apart from the paragraphs: what the page's own summary says, what its class names so, or
the paragraph right below the headline.
"""

from __future__ import annotations

import re

from acta.extract import phrases
from acta.extract.blocks import Block
from acta.extract.credit import is_credit
from acta.extract.hints import Hints
from acta.extract.same import squeeze

CHARS = (25, 600)
MIN_WORDS = 5
MOST = 3  # blocks
REACH = 25  # blocks between headline and text
SAME_CHARS = 60  # summaries for machines are often cut
LEVELS = 3  # elements around the block whose class may name it
NAMED = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?i:standfirst|stand-first|dek|deck|sub-?title|sub-?head(?:line|ing)?|summary|lede|lead|"
    r"excerpt|intro(?:duction)?|chapeau|vorspann|teaser-?text|strapline|tagline|abstract|synopsis|description)"
    r"(?:$|[\s_-]|(?=[A-Z]))"
)
SHARED = ("header", "article", "main", "body", "html")
TAGS = {"p", "h2", "h3", "h4", "div", "section", "strong", "ul", "li", "blockquote"}


def find_standfirst(blocks: list[Block], article: list[Block], hints: Hints) -> list[Block]:
    """Blocks before those of the article that are its standfirst, in page order."""
    if not article:
        return []
    places = {id(block): number for number, block in enumerate(blocks)}
    first = places[id(article[0])]
    if any(block.element.tag == "h1" for block in article):
        return []
    heads = [number for number in range(max(0, first - REACH), first) if blocks[number].element.tag == "h1"]
    start = heads[-1] + 1 if heads else max(0, first - REACH)
    said = {squeeze(block.text) for block in article}
    found = []
    for number in range(start, first):
        block = blocks[number]
        is_next = bool(heads) and number == start and block.element.getparent() is blocks[heads[-1]].element.getparent()
        if _is_standfirst(block, hints, is_next, bool(heads)) and not _is_said(squeeze(block.text), said):
            found.append(block)
    return found[:MOST]


def _is_standfirst(block: Block, hints: Hints, is_next: bool, has_head: bool) -> bool:
    text, squeezed = block.text, squeeze(block.text)
    if not CHARS[0] <= len(text) <= CHARS[1] or len(squeezed.split()) < MIN_WORDS or block.is_links:
        return False
    if phrases.BYLINE.search(text) or phrases.DATE_LINE.search(text) or phrases.PHOTO_CREDIT.search(text) or is_credit(text):
        return False
    if any(_is_summary(squeezed, summary) for summary in hints.summaries) and squeezed not in hints.titles:
        return True
    if block.furniture or not has_head:
        return False
    return is_next or _is_named(block)


def _is_summary(text: str, summary: str) -> bool:
    if text == summary:
        return True
    return min(len(text), len(summary)) >= SAME_CHARS and (text.startswith(summary) or summary.startswith(text))


def _is_named(block: Block) -> bool:
    element = block.element
    for _ in range(LEVELS):
        if element is None or element.tag in SHARED or element.tag not in TAGS:
            return False
        if NAMED.search(f"{element.get('class') or ''} {element.get('data-testid') or ''} {element.get('itemprop') or ''}"):
            return True
        element = element.getparent()
    return False


def _is_said(text: str, said: set[str]) -> bool:
    return any(text in line for line in said)
