"""The article that a page describes in JSON-LD: the one place where sites state title, author and time for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from acta.extract.jsonld_text import read_json_ld
from acta.extract.plain import plain

ARTICLE_TYPES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle",
    "backgroundnewsarticle", "askpublicnewsarticle", "blogposting", "liveblogposting", "socialmediaposting", "scholarlyarticle",
    "techarticle", "report", "satiricalarticle", "advertisercontentarticle",
}  # fmt: skip
PAGE_TYPES = {"webpage", "itempage"}
ORGANISATIONS = {"organization", "newsmediaorganization", "corporation", "website", "governmentorganization"}
WRAPPERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
MAX_DEPTH = 6
MAX_NAMES_DEPTH = 4
REFERENCES = ("author", "creator", "publisher")  # may be given by @id of another node
LISTS = ("@list", "@set", "itemListElement")
NO_NAMES = {"undefined", "null", "none", "nan", "false", "true", "[object object]"}  # what broken templates print

Node = dict[str, Any]
Choice = Callable[[list[Node]], Node]


class Described(NamedTuple):
    """What JSON-LD describes: the article, and the web page that it stands on; empty nodes where it does not."""

    article: Node
    page: Node


def find_described(tree: HtmlElement, choose: Choice) -> Described:
    """The JSON-LD nodes of the page's article (``choose`` takes it from several) and of the page.

    The page's node is the first with a date, else the first with an author.
    """
    articles: list[Node] = []
    pages: list[Node] = []
    named: dict[str, Node] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        value = read_json_ld(script.text)
        _collect_named(value, named, 0)
        articles += _nodes(value, ARTICLE_TYPES, 0)
        pages += _nodes(value, PAGE_TYPES, 0)
    best = choose(articles) if articles else {}
    dated = (node for node in pages if node.get("datePublished") or node.get("dateModified"))
    page = next(dated, None) or next((node for node in pages if node.get("author")), {})
    return Described(_with_names(best, named), _with_names(page, named))


def _with_names(node: Node, named: dict[str, Node]) -> Node:
    return node | {name: _resolved(node[name], named) for name in REFERENCES if node.get(name)}


def _collect_named(value: Any, named: dict[str, Node], depth: int) -> None:
    """Nodes with an id and a name: what references of other nodes mean."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            _collect_named(item, named, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("@id"), str) and (value.get("name") or value.get("familyName")):
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
    """Plain text of a string value; entities resolved, markup out, white space folded; the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return plain(value) or None


def names_of(value: Any) -> list[tuple[str, bool]]:
    """Names of a person-like value, each with whether the page calls it an organisation."""
    return [*_names(value, False, 0)]


def _names(value: Any, is_organisation: bool, depth: int) -> Iterator[tuple[str, bool]]:
    if depth > MAX_NAMES_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _names(item, is_organisation, depth + 1)
    elif isinstance(value, dict):
        is_organisation = bool(types_of(value) & ORGANISATIONS)
        listed = next((value[name] for name in LISTS if name in value), None)
        if listed is not None:
            yield from _names(listed, is_organisation, depth + 1)
        elif value.get("name"):
            yield from _names(value["name"], is_organisation, depth + 1)
        elif "item" in value:
            yield from _names(value["item"], is_organisation, depth + 1)
        elif name := " ".join(filter(None, (text_of(value.get(part)) for part in ("givenName", "familyName")))):
            yield name, is_organisation
        elif isinstance(value.get("@value"), str):
            yield from _names(value["@value"], is_organisation, depth + 1)
    elif isinstance(value, str) and (text := text_of(value)) and text.casefold() not in NO_NAMES:
        yield text, is_organisation
