"""Which of the articles that JSON-LD describes is the page: related stories are described as well, and some more fully.

What names the page decides: the node's own address against the page's, its headline against the page's headings. Only among
nodes that do equally well the one that says more is taken. What it leaves open, other nodes of the same article fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from acta.extract.jsonld import Node, text_of
from acta.extract.same import squeeze

ADDRESSES = ("url", "mainEntityOfPage", "@id")
SAYS = ("headline", "datePublished", "author", "articleBody")
FILLED = (*SAYS, "dateModified", "articleSection", "keywords", "publisher", "description", "image", "isAccessibleForFree")


def choose_article(nodes: list[Node], addresses: Iterable[str | None], headings: Iterable[str]) -> Node:
    """The node of the page's own article, from one or more."""
    if len(nodes) == 1:
        return nodes[0]
    own = {path for address in addresses if (path := path_of(address))}
    heads = {squeeze(text) for text in headings} - {""}
    best = max(nodes, key=lambda node: (_fits(node, own, heads), _worth(node)))
    same = [node for node in nodes if node is not best and _is_same(node, best)]
    return best | {name: node[name] for node in reversed(same) for name in FILLED if node.get(name) and not best.get(name)}


def _fits(node: Node, own: set[str], heads: set[str]) -> int:
    """How the node agrees with the page: 1 for each of address and headline that does, -1 for each that does not."""
    paths, headline = _paths(node), squeeze(_headline(node) or "")
    by_address = 0 if not (own and paths) else (1 if own & paths else -1)
    by_headline = 0 if not (heads and headline) else (1 if any(_overlap(headline, head) for head in heads) else -1)
    return by_address + by_headline


def _overlap(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= 12 and (a.startswith(b) or b.startswith(a)))


def _is_same(node: Node, best: Node) -> bool:
    headline = squeeze(_headline(node) or "")
    return bool(_paths(node) & _paths(best)) or (headline != "" and headline == squeeze(_headline(best) or ""))


def _worth(node: Node) -> int:
    return sum(bool(node.get(name)) for name in SAYS)


def _headline(node: Node) -> str | None:
    return text_of(node.get("headline")) or text_of(node.get("name"))


def _paths(node: Node) -> set[str]:
    return {path for name in ADDRESSES if (path := path_of(_address(node.get(name))))}


def _address(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else None


def path_of(address: str | None) -> str | None:
    """Path of an address in one form; None for a site's home page and for what has no path."""
    if not address or address.startswith("#"):
        return None
    try:
        path = unquote(urlsplit(address.strip()).path).casefold().rstrip("/")
    except ValueError:
        return None
    return path.removesuffix(".html").removesuffix(".amp").removeprefix("/amp") or None


def folders_of(address: str | None) -> tuple[list[str], str]:
    """Names in an address that may be a section's: of its path all but the last, the article's own; and of its host the first."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return [], ""
    return [name for name in parts.path.split("/") if name][:-1], (parts.hostname or "").split(".")[0]


def host_of(address: str) -> str:
    """Host of an address without "www."; "" for a relative one, "?" for what is none."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return "?"
