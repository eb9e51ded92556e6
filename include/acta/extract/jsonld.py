"""The article that a page describes in JSON-LD: the one place where sites state title, author and time for machines."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml.html import HtmlElement

ARTICLE_TYPES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle",
    "backgroundnewsarticle", "askpublicnewsarticle", "blogposting", "liveblogposting", "socialmediaposting", "scholarlyarticle",
    "techarticle", "report", "satiricalarticle", "advertisercontentarticle",
}  # fmt: skip
PAGE_TYPES = {"webpage", "itempage"}
WRAPPERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
MAX_CHARS = 2_000_000  # of one script; beyond it is data, not description
MAX_DEPTH = 6
MAX_VALUE_DEPTH = 24  # lists and objects within each other; what stands deeper is dropped
REFERENCES = ("author", "creator", "publisher")  # may be given by @id of another node

CONTROL = re.compile(r"[\x00-\x1f]+")
WRAPPING = re.compile(
    r"^\s*+(?:<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/)|"
    r"(?:-->|//\s*+\]\]>|\]\]>|/\*\s*+\]\]>\s*+\*/)\s*+;?\s*+$"
)

Node = dict[str, Any]


class Described(NamedTuple):
    """What JSON-LD describes: the article, and the web page that it stands on; empty nodes where it does not."""

    article: Node
    page: Node


def find_described(tree: HtmlElement) -> Described:
    """The JSON-LD nodes of the page's article (the one that says most) and of the page (the first one with a date)."""
    best: Node = {}
    page: Node = {}
    named: dict[str, Node] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        value = _parse(script.text)
        _collect_named(value, named, 0)
        for node in _nodes(value, ARTICLE_TYPES, 0):
            if _worth(node) > _worth(best):
                best = node
        pages = _nodes(value, PAGE_TYPES, 0)
        page = page or next((node for node in pages if node.get("datePublished") or node.get("dateModified")), {})
    return Described(best | {name: _resolved(best[name], named) for name in REFERENCES if best.get(name)}, page)


def _collect_named(value: Any, named: dict[str, Node], depth: int) -> None:
    """Nodes with an id and a name: what references of other nodes mean."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            _collect_named(item, named, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("@id"), str) and value.get("name"):
            named.setdefault(value["@id"], value)
        for item in value.values():
            if isinstance(item, (list, dict)):
                _collect_named(item, named, depth + 1)


def _resolved(value: Any, named: dict[str, Node]) -> Any:
    """A value whose references by @id are replaced by the nodes they mean."""
    if isinstance(value, list):
        return [_resolved(item, named) for item in value]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _worth(node: Node) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "articleBody"))


def _parse(text: str) -> Any:
    if len(text) > MAX_CHARS:
        return None
    text = WRAPPING.sub("", WRAPPING.sub("", text)).strip()
    for candidate in (text, CONTROL.sub(" ", text), html.unescape(CONTROL.sub(" ", text))):
        try:
            return _shallow(json.loads(candidate), 0)
        except (ValueError, RecursionError):
            continue
    return None


def _shallow(value: Any, depth: int) -> Any:
    """A value without what lies too deep for readers that go into it step by step."""
    if not isinstance(value, list | dict):
        return value
    if depth >= MAX_VALUE_DEPTH:
        return None
    if isinstance(value, list):
        return [_shallow(item, depth + 1) for item in value]
    return {name: _shallow(item, depth + 1) for name, item in value.items()}


def _nodes(value: Any, types: set[str], depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _nodes(item, types, depth + 1)
    elif isinstance(value, dict):
        if types_of(value) & types:
            yield value
        for name in WRAPPERS:
            if isinstance(value.get(name), (list, dict)):
                yield from _nodes(value[name], types, depth + 1)


def types_of(node: Node) -> set[str]:
    """Types of a node in lower case, without their schema.org prefix."""
    kinds = node.get("@type")
    return {str(kind).rsplit("/", 1)[-1].lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind}


def text_of(value: Any) -> str | None:
    """Plain text of a string value; entities resolved, white space folded; the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(html.unescape(value)).split()) or None


def names_of(value: Any) -> list[tuple[str, bool]]:
    """Names of a person-like value, each with whether the page calls it an organisation."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            is_organisation = bool(types_of(item) & {"organization", "newsmediaorganization", "corporation", "website"})
            for name in item["name"] if isinstance(item.get("name"), list) else [item.get("name")]:
                if text := text_of(name):
                    found.append((text, is_organisation))
        elif text := text_of(item):
            found.append((text, False))
    return found
