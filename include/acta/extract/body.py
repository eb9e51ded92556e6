"""The body of a page: a cheap cascade of extractors, each asked only when the one before seems to have failed.

trafilatura with ``favor_precision`` is right on most pages. Where it holds fewer of the sentences than resiliparse's main
content, ``favor_recall`` is asked. Where that holds less than half of them it lost the article, and resiliparse's text is taken;
where it holds less than most, readability is asked and taken when it agrees with resiliparse.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from acta.extract.layout import unfold_layout_tables

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns once a page; outcomes are rows here
logging.getLogger("readability").setLevel(logging.CRITICAL)

MAX_ELEMENTS = 40_000  # beyond it the extractors' tree work is no longer linear: resiliparse alone reads such a page
LOST_SHARE = 0.5  # of the words in resiliparse's sentences, below which trafilatura lost the article
NEARLY_ALL = 0.9  # of them: the reading is whole
MOST = 0.8
AGREED = 0.8  # of readability's shingles and resiliparse's in common
SHORT_WORDS = 50  # a shorter text is no reading to trust
PROSE_CHARS = 60

SPACE = re.compile(r"[^\S\n]+")
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
BULLET = re.compile(r"^(?:[•◦▪‣·*]|-) +")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # kana, Han, Thai
PROSE_END = re.compile(r"[.!?…:。！？][\"”’'»)\]」]*$")
WORD = re.compile(r"\w+")
TABLE_ROW = re.compile(r"^\|.*\|$")


@dataclass(frozen=True, slots=True)
class Body:
    """Lines of the body as an extractor gave them, and which one it was."""

    lines: list[str]
    source: str

    @property
    def words(self) -> int:
        return sum(count_words(line) for line in self.lines)


def count_words(text: str) -> int:
    """Words of a text; scripts that set no spaces count two characters as a word."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


def parse_html(html: str) -> HtmlElement | None:
    """Tree of a page, or None when there is nothing to parse."""
    parser = lxml.html.HTMLParser(encoding="utf-8", collect_ids=False, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if not len(tree):
        return None
    unfold_layout_tables(tree)
    return tree


def find_body(html: str, tree: HtmlElement) -> Body:
    """Body of a page by the cascade; no lines when no extractor finds any."""
    plain = Body(
        clean_lines(extract_plain_text(html, main_content=True, list_bullets=False, alt_texts=False)), "resiliparse"
    )
    if _is_large(tree):
        return plain
    expected = _prose_words(plain)
    precise = _trafilatura(tree, precise=True)
    if precise.words >= SHORT_WORDS and _prose_words(precise) >= NEARLY_ALL * expected:
        return precise
    whole = _trafilatura(tree, precise=False)
    found = _prose_words(whole)
    if found < LOST_SHARE * expected:
        return plain
    if found >= MOST * expected:
        return whole if whole.words else plain
    readable = _readability(html)
    return readable if _agreement(readable, plain) >= AGREED else whole


def _prose_words(body: Body) -> int:
    """Words in lines that are sentences of some length: an article has them, menus and teasers have few."""
    return sum(
        count_words(line) for line in body.lines if len(line) >= PROSE_CHARS and PROSE_END.search(line) is not None
    )


def _agreement(a: Body, b: Body) -> float:
    """Share of two readings' three-word shingles that both have."""
    one, two = _shingles(a), _shingles(b)
    return 2 * len(one & two) / max(1, len(one) + len(two))


def _shingles(body: Body) -> set[tuple[str, str, str]]:
    words = WORD.findall(" ".join(body.lines).casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def _is_large(tree: HtmlElement) -> bool:
    return any(number >= MAX_ELEMENTS for number, _ in enumerate(tree.iter()))


def _trafilatura(tree: HtmlElement, precise: bool) -> Body:
    name = "trafilatura-precise" if precise else "trafilatura-recall"
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, favor_precision=precise, favor_recall=not precise, fast=precise
        )
        text = getattr(found, "text", None) or ""
    except Exception:  # a page that breaks one extractor is read by the next
        return Body([], name)
    return Body(clean_lines(text), name)


def _readability(html: str) -> Body:
    try:
        summary = Document(html).summary(html_partial=True)
        return Body(clean_lines(extract_plain_text(summary, list_bullets=False, alt_texts=False)), "readability")
    except Exception:  # as above
        return Body([], "readability")


def clean_lines(text: str) -> list[str]:
    """Non-empty lines of an extractor's text: white space folded, list bullets and table pipes taken off."""
    lines = (_clean(line) for line in text.translate(ZERO_WIDTH).splitlines())
    return [line for line in lines if line]


def _clean(line: str) -> str:
    line = SPACE.sub(" ", line).strip()
    if TABLE_ROW.match(line):
        line = " ".join(cell.strip() for cell in line.strip("|").split("|") if cell.strip(" -"))
    return BULLET.sub("", line)
