"""Blocks of a page: its visible text in pieces as a browser sets them, and the reading of the article that they suggest.

A block is what stands between two line-breaking tags. Prose blocks (sentences, few links) show where the article is: the
lowest element that holds most of the page's prose. Its blocks are the reading, without subtrees that their tag, role or
class names as furniture, without runs of links, and without what stands before its first and after its last prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from acta.extract.credit import is_credit

INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "td", "th", "img", "picture", "amp-img", "nobr",
}  # fmt: skip
SKIPPED = {
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "embed", "button", "select", "textarea",
    "input", "option", "canvas", "audio", "video", "map", "math", "dialog", "menu", "datalist", "title", "meta", "link",
}  # fmt: skip
FURNITURE_TAGS = {"nav", "footer", "aside", "form", "figcaption", "address"}
CELLS = {"td", "th"}
LISTED = {"li", "tr", "dd", "dt", "pre"}  # what may end an article without being prose
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ROLES = {
    "navigation",
    "complementary",
    "contentinfo",
    "search",
    "banner",
    "dialog",
    "alert",
    "menu",
    "menubar",
    "tooltip",
}
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|comment-?respond|respond|disqus\w*|sidebar\w*|related\w*|share\w*|sharing|sharedaddy|"
    r"addtoany\w*|social\w*|newsletters?|subscri\w+|promo\w*|breadcrumbs?|pagination|pager|nav|navbar|navigation|menu|footer|"
    r"cookies?|consent|gdpr|popup|modal|adverts?|advertisement|ads?|adsbygoogle|sponsor\w*|tags|tag-?list|tagcloud|"
    r"author-?(?:bio|box|info|card)|about-?author|byline|post-?meta|entry-?meta|meta|recommend\w*|popular|trending|outbrain|"
    r"taboola|toc|rating|ratings|login|signup|sign-?up|copyright|caption|wp-caption-text|skip-?link|screen-reader-text|sr-only|"
    r"visually-?hidden|jp-relatedposts|read-?more|readmore|more-?(?:stories|articles|posts)|next-?post|prev-?post|"
    r"post-?nav\w*|cta|call-?to-?action|banner|masthead|site-?header|entry-?footer|post-?footer|article-?footer)(?:$|[\s_-])|"
    r"(?:^|\s)(?:widget|widget[-_]area|hidden|is-hidden)(?:$|\s)",  # site builders call every piece of text a widget
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…:。！？؟۔।][\"”’'»)\]」]*\s*$")
ARIA_HIDDEN = "aria-hidden"  # hidden from screen readers alone: others see it
NAMED_ONLY = re.compile(  # classes of paragraphs that say what they are, not where an advertisement may follow them
    r"caption|credit|byline|comment|copyright|disclaimer|sr-only|screen-reader|visually-?hidden|skip-?link|author|bio\b|toc",
    re.IGNORECASE,
)
NEVER_FURNITURE = {"html", "body", "article", "main"}
PROSE_CHARS = 60
PROSE_LINKS = 0.5  # of its characters inside links at most
MOST = 0.7  # of the prose, that the article's element holds
HOLDS_ARTICLE = 0.4  # of the prose: a subtree that holds so much is no furniture whatever it is called
LINKED = 0.7
FEW_LINKS = 0.2  # of a paragraph that a reporter wrote
MAX_DEPTH = 250


@dataclass(eq=False)
class Block:
    """One block. ``element`` is the innermost block element; ``furniture`` the subtrees named as furniture that it is in."""

    text: str
    link_chars: int
    element: HtmlElement
    furniture: tuple[HtmlElement, ...]

    @property
    def link_share(self) -> float:
        return self.link_chars / max(1, len(self.text))

    @property
    def is_links(self) -> bool:
        """Nothing but links: teasers, "read also"."""
        return self.link_share > LINKED and not self.is_prose

    @property
    def is_heading(self) -> bool:
        return self.element.tag in HEADINGS

    @cached_property
    def is_prose(self) -> bool:
        return (
            len(self.text) >= PROSE_CHARS
            and self.link_share <= PROSE_LINKS
            and (len(self.text) >= 200 or SENTENCE_END.search(self.text) is not None)
        )


def read_blocks(tree: HtmlElement, revealed: frozenset[str] = frozenset()) -> list[Block]:
    """All blocks of a page in its order; those in tags ``revealed``, which browsers hide, as well."""
    body = tree.find("body")
    start = tree if body is None else body
    reader = _Reader(revealed)
    reader.read(start, start, False, 0)
    return reader.blocks


class _Reader:
    """Walks a page once; text gathers until the next tag that breaks the line."""

    def __init__(self, revealed: frozenset[str]) -> None:
        self.revealed = revealed
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.furniture: dict[HtmlElement, tuple[HtmlElement, ...]] = {}

    def read(self, element: HtmlElement, block: HtmlElement, in_link: bool, depth: int) -> None:
        """Read an element that stands in the block element ``block``."""
        tag = element.tag
        if not isinstance(tag, str) or depth > MAX_DEPTH:
            return
        if tag in SKIPPED and tag not in self.revealed and not is_shadow(element):
            return
        if tag == "br":
            self.parts.append("\n")
            return
        is_block = tag not in INLINE
        if is_block:
            if self.parts:
                self._end_block(block, element.getparent())
            block = element
        in_link = in_link or tag == "a"
        if text := element.text:
            self._add(text, in_link)
        for child in element:
            self.read(child, block, in_link, depth + 1)
            if tail := child.tail:
                self._add(tail, in_link)
        if not is_block:
            if tag in CELLS:
                self.parts.append(" ")
        elif self.parts:
            self._end_block(block, block)

    def _add(self, text: str, in_link: bool) -> None:
        if not self.parts and text.isspace():  # as between most tags
            return
        self.parts.append(text.replace("\n", " "))
        if in_link:
            self.link_chars += len(text.strip())

    def _end_block(self, block: HtmlElement, innermost: HtmlElement | None) -> None:
        """End a block whose last text stands in the element ``innermost`` or beside it."""
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        if text := "\n".join(line for line in lines if line):
            self.blocks.append(Block(text, self.link_chars, block, self._furniture_around(innermost)))
        self.parts, self.link_chars = [], 0

    def _furniture_around(self, element: HtmlElement | None) -> tuple[HtmlElement, ...]:
        """The subtrees named as furniture that an element is in, itself included; asked only where there is text."""
        if element is None:
            return ()
        known = self.furniture.get(element)
        if known is None:
            known = self._furniture_around(element.getparent())
            if _is_furniture(element, element.tag):
                known = (*known, element)
            self.furniture[element] = known
        return known


def is_shadow(element: HtmlElement) -> bool:
    """Whether an element is a declarative shadow root: a template that browsers show in place."""
    return element.tag == "template" and (element.get("shadowrootmode") or element.get("shadowroot")) is not None


def _is_furniture(element: HtmlElement, tag: str) -> bool:
    if tag in NEVER_FURNITURE:
        return False
    if tag in FURNITURE_TAGS:
        return True
    attributes = dict(element.items())
    if not attributes:
        return False
    if attributes.get("role") in ROLES or "hidden" in attributes or attributes.get(ARIA_HIDDEN) == "true":
        return True
    style = attributes.get("style")
    if style and HIDDEN.search(style):
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return len(names) > 1 and _names_furniture(names)


@lru_cache(maxsize=20_000)
def _names_furniture(names: str) -> bool:
    """Whether classes and ids are those of furniture; the same ones come back on every page of a site."""
    return FURNITURE.search(names) is not None


def article_blocks(blocks: list[Block]) -> list[Block]:
    """The blocks that are the article, in page order, and the runs of links that stand between them."""
    shown = _without_furniture(blocks)
    prose = [block for block in shown if block.is_prose]
    if not prose:
        return []
    inside = set(_holder(prose).iter())
    found = [block for block in shown if block.element in inside]
    places = [number for number, block in enumerate(found) if block.is_prose]
    first, last = places[0], places[-1]
    paragraphs = {block.element.getparent() for block in found if block.is_prose}
    while first and not found[first - 1].is_links and _leads_in(found[first - 1], paragraphs):
        first -= 1
    for number in range(last + 1, len(found)):
        if found[number].is_links:
            continue  # the article may go on behind a "read also"
        if not _goes_on(found[number], paragraphs):
            break
        last = number
    return found[first : last + 1]


def _leads_in(block: Block, paragraphs: set[HtmlElement | None]) -> bool:
    """Does the text begin before its first long sentence: under a heading, with a short sentence among its paragraphs?"""
    if block.is_heading:
        return True
    is_beside = block.element.tag == "p" and block.element.getparent() in paragraphs
    return is_beside and SENTENCE_END.search(block.text) is not None


def _goes_on(block: Block, paragraphs: set[HtmlElement | None]) -> bool:
    """Does the article go on behind its last long sentence: a list, a short sentence among its paragraphs, a credit?"""
    if block.element.tag in LISTED:
        return True
    if block.element.getparent() not in paragraphs:
        return False
    return SENTENCE_END.search(block.text) is not None or is_credit(block.text)


def _without_furniture(blocks: list[Block]) -> list[Block]:
    held: dict[HtmlElement, int] = {}
    total = 0
    for block in blocks:
        if block.is_prose:
            total += len(block.text)
            for element in block.furniture:
                held[element] = held.get(element, 0) + len(block.text)
    spared = {element for element, chars in held.items() if chars >= HOLDS_ARTICLE * total}
    shown = [block for block in blocks if spared.issuperset(block.furniture)]
    beside = {block.element.getparent() for block in shown if block.is_prose}
    spared.update(
        element
        for block in blocks
        if block.furniture and block.is_prose and block.link_share < FEW_LINKS and block.element.getparent() in beside
        for element in block.furniture
        if _is_prose_after_all(element, block)
    )
    return [block for block in blocks if spared.issuperset(block.furniture)]


def _is_prose_after_all(element: HtmlElement, block: Block) -> bool:
    """A paragraph among others whose class sounds like furniture; and what is hidden from screen readers alone."""
    if element is not block.element or element.tag != "p" or "hidden" in element.attrib:
        return False
    if HIDDEN.search(element.get("style") or "") or element.get("role") in ROLES:
        return False
    return NAMED_ONLY.search(f"{element.get('class') or ''} {element.get('id') or ''}") is None


def _holder(prose: list[Block]) -> HtmlElement:
    """The lowest element that holds most of the prose."""
    held: dict[HtmlElement, int] = {}
    for block in prose:
        for element in (block.element, *block.element.iterancestors()):
            held[element] = held.get(element, 0) + len(block.text)
    enough = MOST * sum(len(block.text) for block in prose)
    holders = [element for element, chars in held.items() if chars >= enough]
    return max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))
