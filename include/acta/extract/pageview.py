"""A parsed page as the metadata readers and the line judge see it; each view of it is computed once, when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from acta.extract.jsonld import Described, Node, find_described
from acta.extract.plain import plain
from acta.extract.same import squeeze
from acta.extract.which_article import choose_article

__all__ = ["PageView", "squeeze", "text_of_element"]

INLINE = {"a", "b", "i", "em", "strong", "span", "font", "small", "u", "abbr", "time", "sup", "sub", "cite"}
SKIPPED = {"script", "style", "noscript", "template", "nav", "footer", "form", "svg"}
NAMING = ("class", "id", "itemprop", "rel", "data-testid", "data-component")
HEAD_LINES_BEFORE, HEAD_LINES_AFTER = 8, 12  # lines around the headline where date and byline stand
MAX_HEAD_CHARS = 160


def text_of_element(element: HtmlElement) -> str:
    """Visible text of an element, white space folded."""
    return " ".join(element.text_content().split())


@dataclass
class PageView:
    """One page and what can be looked up in it."""

    tree: HtmlElement
    url: str | None = None

    @cached_property
    def _described(self) -> Described:
        return find_described(self.tree, self._own_article)

    def _own_article(self, nodes: list[Node]) -> Node:
        titles = [*self.headings, *self.meta.get("og:title", []), self.title_tag or ""]
        return choose_article(nodes, (self.url, *self.canonical_links, self.meta_of("og:url")), titles)

    @property
    def json_ld(self) -> Node:
        """The article as JSON-LD describes it; empty where it does not."""
        return self._described.article

    @property
    def json_ld_page(self) -> Node:
        """The web page around the article; empty where JSON-LD does not describe it."""
        return self._described.page

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of meta tags by lower-case name, in page order."""
        found: dict[str, list[str]] = {}
        for tag in self.tree.iter("meta"):
            name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
            content = plain(tag.get("content") or "")
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta_of(self, *names: str) -> str | None:
        """First content of the first of these meta tags that has one."""
        for name in names:
            if name in self.meta:
                return self.meta[name][0]
        return None

    @cached_property
    def language(self) -> str | None:
        """Language that the page states ("en", "en-GB")."""
        return self.tree.get("lang") or self.meta_of("og:locale", "content-language", "language")

    @cached_property
    def canonical_links(self) -> list[str]:
        """Addresses in the page's canonical links, as written."""
        links = (link for link in self.tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
        return [href for link in links if (href := (link.get("href") or "").strip())]

    @cached_property
    def headings(self) -> list[str]:
        """Texts of the page's h1 elements."""
        return [text for element in self.tree.iter("h1") if (text := text_of_element(element))]

    @cached_property
    def title_tag(self) -> str | None:
        for element in self.tree.iter("title"):
            return plain(text_of_element(element)) or None
        return None

    @cached_property
    def anchors(self) -> set[str]:
        """Squeezed texts of all links long enough to be a headline."""
        texts = (squeeze(text_of_element(element)) for element in self.tree.iter("a") if element.get("href"))
        return {text for text in texts if len(text) >= 12}

    @cached_property
    def captions(self) -> set[str]:
        """Squeezed texts of picture captions and of what pictures show."""
        texts = [text_of_element(element) for element in self.tree.iter("figcaption")]
        texts += [
            text_of_element(element)
            for element in self.tree.iter("*")
            if (names := element.get("class")) and ("caption" in names or "photo-credit" in names) and len(element) < 8
        ]
        texts += [image.get("alt") or "" for image in self.tree.iter("img")]
        return {squeezed for text in texts if len(squeezed := squeeze(text)) >= 8}

    @cached_property
    def names(self) -> str:
        """All that the page's elements are called, in one string: what is not in it no search by attribute will find."""
        return "\n".join(filter(None, (element.get(name) for element in self.tree.iter("*") for name in NAMING)))

    @cached_property
    def head_lines(self) -> list[str]:
        """Short lines around the headline, nearest after it first: where old pages print byline and date."""
        before: list[str] = []
        lines = self._lines()
        for text, is_headline in lines:
            if is_headline:
                break
            before.append(text)
        else:
            return [text for text in before[: HEAD_LINES_BEFORE + HEAD_LINES_AFTER] if len(text) <= MAX_HEAD_CHARS]
        after = [text for text, _ in islice(lines, HEAD_LINES_AFTER)]
        nearest = [*after, *reversed(before[-HEAD_LINES_BEFORE:])]
        return [text for text in nearest if len(text) <= MAX_HEAD_CHARS]

    def _lines(self) -> Iterator[tuple[str, bool]]:
        """Lines of the visible page with whether the line is the headline; blocks and br end a line."""
        headline = squeeze(self.headings[0]) if self.headings else None
        body = self.tree.find("body")
        if body is None:
            return
        parts: list[str] = []
        for event, text in _walk(body):
            if event == "break":
                line = " ".join("".join(parts).split())
                parts = []
                if line:
                    yield line, headline is not None and squeeze(line) == headline
            else:
                parts.append(text)
        if line := " ".join("".join(parts).split()):
            yield line, False


def _walk(body: HtmlElement) -> Iterator[tuple[str, str]]:
    """Pieces of visible text in page order, and where a line breaks."""
    open_elements: list[tuple[HtmlElement, bool]] = [(body, False)]
    while open_elements:
        element, is_read = open_elements.pop()
        skipped = not isinstance(element.tag, str) or element.tag in SKIPPED
        is_block = not skipped and element.tag not in INLINE
        if is_block:
            yield "break", ""
        if is_read or skipped or not len(element):
            if not is_read and not skipped and element.text:
                yield "text", element.text
                if is_block:
                    yield "break", ""
            if element.tail and element is not body:
                yield "text", element.tail
            continue
        if element.text:
            yield "text", element.text
        open_elements.append((element, True))
        open_elements.extend((child, False) for child in reversed(element))
