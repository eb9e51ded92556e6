"""Dates that a reader sees: time elements and lines near the headline, each with what its label says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from acta.dates import dates_in, readings
from acta.extract.pageview import PageView, squeeze

DatedLine = tuple[str | None, str, bool]  # label, value, and whether it opens its line
PUBLISHED, MODIFIED = "published", "modified"
LABEL = re.compile(r"\b(?:(published|posted|issued|created)|(updated?|modified|corrected|edited|amended))\b", re.IGNORECASE)
LABEL_CHARS = 40  # before a date; what is farther off is prose
LABEL_BEHIND = re.compile(r"[^a-z]{0,25}(?:[ap]\.?m\.?)?[^a-z]{0,12}(?i:(?:last )?(?:updated|modified))[\s)\].]*$")
LINK_WORDS = 4  # a headline is longer than an author's name
PUBLISHED_LINE = re.compile(
    r"^(?:first )?(?:published|posted|issued|date|on)\b|"
    r"^\W*(?:\w+day,? )?(?:\d{1,2} \w+ \d{4}|[A-Z]\w{2,8}\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})\b",
    re.IGNORECASE,
)
TIME_NAMES = {"datePublished", "dateModified"}  # of microdata
HEAD_TIMES = "(//article)[1]//time | (//header[.//h1])[1]//time"
NAMING = ("itemprop", "class", "data-testid", "pubdate", "id")


def label_in(text: str) -> str | None:
    """What the last label of a text calls the date behind it."""
    labels = LABEL.findall(text[-LABEL_CHARS:])
    if not labels:
        return None
    return PUBLISHED if labels[-1][0] else MODIFIED


def labelled_lines(lines: Iterable[DatedLine], wanted: str) -> Iterator[str]:
    """Dates of the lines near the headline that are labelled as wanted.

    A date at the beginning of a line needs no label to be one of publication, unless the page has said "updated" before.
    """
    is_updated = False
    for kind, value, opens in lines:
        if kind is None and opens and not is_updated:
            kind = PUBLISHED
        if kind == wanted:
            yield value
        is_updated = is_updated or kind == MODIFIED


def unlabelled_lines(lines: Iterable[DatedLine]) -> Iterator[str]:
    """Dates of the lines near the headline that are not said to be those of a change."""
    return (value for kind, value, _ in lines if kind != MODIFIED)


def dated_lines(view: PageView) -> Iterator[DatedLine]:
    """Label and value of each date near the headline, and whether it opens its line; those of other stories left out."""
    for line in view.head_lines:
        end = 0
        dated = [*dates_in(line)]
        for number, stated in enumerate(dated):
            kind = label_in(line[end : stated.start])
            is_last = number == len(dated) - 1
            if kind is None and is_last and LABEL_BEHIND.match(line, stated.end):
                kind = MODIFIED
            if not _is_listed(view, line[stated.end :]):
                yield kind, stated.value, number == 0 and PUBLISHED_LINE.search(line) is not None
            end = stated.end


def _is_listed(view: PageView, rest: str) -> bool:
    return len(rest.split()) >= LINK_WORDS and squeeze(rest) in view.anchors


def time_elements(tree: HtmlElement) -> list[tuple[HtmlElement, str | None]]:
    """The page's time elements, each with what its names or its label say of it."""
    elements = (each for each in tree.iter("*") if each.tag == "time" or each.get("itemprop") in TIME_NAMES)
    return [(element, _kind(element)) for element in elements]


def time_nodes(tree: HtmlElement, elements: list[tuple[HtmlElement, str | None]], wanted: str) -> Iterator[str]:
    """Values of the page's time elements: those named or labelled so; for publication else the only one there is, or the
    first of the page's article: below it stand other articles."""
    plain: list[HtmlElement] = []
    for element, kind in elements:
        if kind == wanted:
            yield from _values_of(element)
        elif kind is None:
            plain.append(element)
    if wanted == MODIFIED:
        return
    distinct = {value: None for element in plain for value in _values_of(element)}
    if len(distinct) == 1:
        yield from distinct
        return
    head = set(tree.xpath(HEAD_TIMES))
    for element in plain:
        if element in head and (values := [*_values_of(element)]):
            yield from values
            return


def _values_of(element: HtmlElement) -> Iterator[str]:
    """The machine-readable value of a time element, else its text."""
    for value in (element.get("datetime"), element.get("content"), " ".join(element.text_content().split())):
        if value and readings(value):
            yield value
            return


def _kind(element: HtmlElement) -> str | None:
    names = " ".join(element.get(name) or "" for name in NAMING).lower()
    if "modif" in names or "updat" in names:
        return MODIFIED
    if "publish" in names or "pubdate" in names or element.get("pubdate") is not None:
        return PUBLISHED
    return label_in(_before(element))


def _before(element: HtmlElement) -> str:
    """Text right before an element: in its parent, or where that begins with it, before the parent."""
    for _ in range(2):
        parent = element.getparent()
        if parent is None:
            return ""
        parts = [parent.text or ""]
        for sibling in parent:
            if sibling is element:
                break
            parts.append((sibling.text_content() if isinstance(sibling.tag, str) else "") + (sibling.tail or ""))
        if text := " ".join("".join(parts[-6:]).split()):
            return text
        element = parent
    return ""
