"""The body of a page: what its own blocks show, held against another reader; a third is asked only when the two disagree.

Where the reading by blocks (blocks.py) and resiliparse's main content have most of their shingles in common, the blocks are
right more often than any reader is on average. Where they differ, one of them lost the article or took in furniture: then
trafilatura is asked, and the reading that agrees best with the two others is taken.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import trafilatura
from lxml import etree
from lxml.html import HtmlComment, HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from acta.extract.blocks import Block, article_blocks, read_blocks
from acta.extract.hints import Hints
from acta.extract.layout import unfold_layout_tables
from acta.extract.own_blocks import own_blocks
from acta.extract.same import squeeze
from acta.extract.standfirst import find_standfirst

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns once a page; outcomes are rows here

MAX_ELEMENTS = 40_000  # beyond it the extractors' tree work is no longer linear: resiliparse alone reads such a page
AGREED = 0.8  # of their shingles that two readings share: they found the same article
OWN_BONUS = 0.06  # of two agreements' sum: the reading by blocks holds less furniture than one that agrees as well
SHINGLE = 4
SENTENCE_CHARS = 60
SENTENCE_END = re.compile(r"[.!?][\"”’'»)\]]*$")
NO_HINTS = Hints()
MOST_OF_IT = 0.8  # of the words that another reader finds: less is a notice that scripts are off
HIDDEN = frozenset({"noscript", "template"})  # read where the page shows no prose at all
FEW_WORDS, POORER = 25, 2  # two readers may agree on a headline alone: that is no article where another has twice as many words

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BULLET = re.compile(r"^(?:[•◦▪‣·*]|-) +")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # kana, Han, Thai
WORD = re.compile(r"\w+")
TABLE_ROW = re.compile(r"^\|.*\|$")
ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)  # lxml.html asks Python for each node


@dataclass(frozen=True, eq=False)
class Body:
    """Lines of the body as a reader gave them, and which one it was."""

    lines: list[str]
    source: str
    links: frozenset[int] = frozenset()  # which lines are links to other pages, by index
    strange: frozenset[str] = frozenset()  # lines of other articles on the page, squeezed
    paragraphs: frozenset[str] = frozenset()  # lines that are paragraphs among others, squeezed: no captions, whatever they say

    @cached_property
    def shingles(self) -> Counter[int]:
        """Four-word shingles of the text by their hashes, each with how often it stands there."""
        words = WORD.findall("\n".join(line for index, line in enumerate(self.lines) if index not in self.links))
        return Counter(map(hash, zip(*(words[start:] for start in range(SHINGLE)), strict=False)))

    @property
    def words(self) -> int:
        return sum(count_words(line) for line in self.lines)


def count_words(text: str) -> int:
    """Words of a text; scripts that set no spaces count two characters as a word."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


def parse_html(html: str) -> HtmlElement | None:
    """Tree of a page, or None when there is nothing to parse."""
    parser = etree.HTMLParser(encoding="utf-8", collect_ids=False, remove_pis=True)
    parser.set_element_class_lookup(ONE_CLASS)
    try:
        tree = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if tree is None or not len(tree):
        return None
    unfold_layout_tables(tree)
    return tree


def find_body(html: str, tree: HtmlElement, hints: Hints = NO_HINTS) -> Body:
    """Body of a page; no lines when no reader finds any."""
    own = _blocks(tree, hints)
    plain = _without(_resiliparse(html), own.strange)
    if not own.lines:
        hidden = _blocks(tree, hints, HIDDEN)
        own = hidden if hidden.words >= MOST_OF_IT * plain.words else own
    sure = _agreement(own, plain)
    if sure >= AGREED:
        return own
    third = Body([], "trafilatura") if _is_large(tree) else _without(_trafilatura(tree), own.strange)
    with_own, with_plain = _agreement(own, third), _agreement(plain, third)
    worth = {own: sure + with_own + OWN_BONUS, plain: sure + with_plain, third: with_own + with_plain}
    most = max(body.words for body in worth)
    enough = [body for body in worth if body.words >= FEW_WORDS or most < FEW_WORDS * POORER]
    return max(enough, key=lambda body: worth[body])


def _agreement(a: Body, b: Body) -> float:
    """Share of two readings' four-word shingles that both have, each as often as it stands there."""
    common = sum(min(a.shingles[each], b.shingles[each]) for each in a.shingles.keys() & b.shingles.keys())
    return 2 * common / max(1, a.shingles.total() + b.shingles.total())


def _is_large(tree: HtmlElement) -> bool:
    return any(number >= MAX_ELEMENTS for number, _ in enumerate(tree.iter()))


def _blocks(tree: HtmlElement, hints: Hints, revealed: frozenset[str] = frozenset()) -> Body:
    lines: list[str] = []
    links: set[int] = set()
    paragraphs: set[str] = set()
    everything = read_blocks(tree, revealed)
    blocks = own_blocks(everything, hints)
    strange: set[str] = set()
    if len(blocks) < len(everything):
        strange = {squeeze(block.text) for block in everything} - {squeeze(block.text) for block in blocks}
    article = article_blocks(blocks)
    among = {block.element.getparent() for block in article if block.is_prose}
    for block in [*find_standfirst(blocks, article, hints), *article]:
        found = clean_lines(block.text)
        is_paragraph = block.element.tag == "p" and block.element.getparent() in among
        if is_paragraph and (block.is_prose or _is_linked_sentence(block)):
            paragraphs.update(squeeze(line) for line in found)
        elif block.is_links:
            links.update(range(len(lines), len(lines) + len(found)))
        lines += found
    return Body(lines, "blocks", frozenset(links), frozenset(strange), frozenset(paragraphs))


def _without(body: Body, strange: frozenset[str]) -> Body:
    """A reading without lines of other articles, which a reader of the whole page takes along."""
    if not strange:
        return body
    return Body([line for line in body.lines if squeeze(line) not in strange], body.source)


def _is_linked_sentence(block: Block) -> bool:
    """A paragraph that is one link and a sentence all the same; a teaser is a headline and has no full stop."""
    return len(block.text) >= SENTENCE_CHARS and SENTENCE_END.search(block.text) is not None


def _resiliparse(html: str) -> Body:
    try:
        text = extract_plain_text(html, main_content=True, list_bullets=False, alt_texts=False)
    except MemoryError:
        raise
    except Exception:  # its parser says so where memory ends; the others read the page
        return Body([], "resiliparse")
    return Body(clean_lines(text), "resiliparse")


def _trafilatura(tree: HtmlElement) -> Body:
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
        return Body(clean_lines(getattr(found, "text", None) or ""), "trafilatura")
    except MemoryError:
        raise
    except Exception:  # a page that breaks one reader is read by the others
        return Body([], "trafilatura")


def clean_lines(text: str) -> list[str]:
    """Non-empty lines of an extractor's text: white space folded, list bullets and table pipes taken off."""
    if not text.isascii():
        for character in ZERO_WIDTH:
            text = text.replace(character, "")
    return [cleaned for line in text.splitlines() if (cleaned := _clean(line))]


def _clean(line: str) -> str:
    line = " ".join(line.split())
    if line.startswith("|") and TABLE_ROW.match(line):
        line = " ".join(cell.strip() for cell in line.strip("|").split("|") if cell.strip(" -"))
    return BULLET.sub("", line)
