"""Article text in a page's state: the JSON from which a script sets the page (``__NEXT_DATA__`` and its like).

A page that is set in the browser shows a reader without scripts next to nothing. Its text is somewhere in that JSON: the lowest
value that holds most of the prose is the article, as in the tree of a page (blocks.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from acta.extract.plain import plain_lines, unescaped

MIN_CHARS, MAX_CHARS = 200, 4_000_000  # of one script
MAX_DEPTH = 60
MOST = 0.7  # of the prose, that the article's value holds
PROSE_CHARS = 40
SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*$")
ASSIGNED = re.compile(
    r"(?:^|[;\s])(?:window|self|globalThis|var|let|const)[\s.\[\"']+[\w$]+[\"'\]]*\s*=\s*(?=[{\[]|JSON\.parse\()"
)
PARSED = re.compile(r'JSON\.parse\(\s*("(?:[^"\\]|\\.)*")\s*\)', re.DOTALL)
LOOSE = re.compile(r"\b(?:undefined|NaN|Infinity)\b(?=\s*[,}\]])")
ASIDE = re.compile(  # keys whose text is about the article, or another one's
    r"caption|credit|alt|seo|meta|description|summary|excerpt|teaser|related|recommend|latest|popular|trending|comment|author|"
    r"byline|image|photo|media|video|advert|promo|newsletter|navigation|menu|footer|header|config|translation|legal|breadcrumb|"
    r"url|href|slug|path|^id$|^type$|__typename|style|class|^query|^locale",
    re.IGNORECASE,
)
TEXTS = ("text", "value")
INLINE_TYPES = re.compile(r"text|link|strong|bold|em|italic|span|a|mark|anchor|hyperlink|entity", re.IGNORECASE)


def find_in_state(tree: HtmlElement) -> list[str]:
    """Lines of the article in the page's state; none where there is no state or no prose in it."""
    best: list[str] = []
    for value in _states(tree):
        lines = [*_lines(_holder(value), 0)]
        if _prose_chars(lines) > _prose_chars(best):
            best = lines
    return best


def _states(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if not MIN_CHARS <= len(text) <= MAX_CHARS or "ld+json" in kind:
            continue
        if "json" in kind:
            yield from _read(text)
        elif kind in ("", "text/javascript", "application/javascript", "module"):
            for match in ASSIGNED.finditer(text):
                yield from _read(text[match.end() :])


def _read(text: str) -> Iterator[Any]:
    text = text.lstrip()
    try:
        if match := PARSED.match(text):
            yield json.loads(json.loads(match[1]))
            return
        yield json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        try:
            yield json.JSONDecoder(strict=False).raw_decode(LOOSE.sub("null", text))[0]
        except (ValueError, RecursionError):
            return


def _holder(value: Any) -> Any:
    """The lowest value that holds most of the prose."""
    for _ in range(MAX_DEPTH):
        whole = _prose_chars(_lines(value, 0))
        inner = [child for _, child in _children(value) if isinstance(child, (dict, list))]
        below = next((child for child in inner if whole and _prose_chars(_lines(child, 0)) >= MOST * whole), None)
        if below is None:
            break
        value = below
    return value


def _children(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((name, child) for name, child in value.items() if not ASIDE.search(name))
    elif isinstance(value, list):
        yield from (("", child) for child in value)


def _lines(value: Any, depth: int) -> Iterator[str]:
    """Lines of a value in its order; pieces of one paragraph joined."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        if " " in value or depth == 0:
            yield from plain_lines(value)
    elif isinstance(value, list) and (whole := _inline(value)):
        yield from plain_lines(whole)
    else:
        for _, child in _children(value):
            yield from _lines(child, depth + 1)


def _inline(values: list[Any]) -> str | None:
    """The text of a list whose items are pieces of one paragraph; None when they are not."""
    pieces = [_piece(value) for value in values]
    return "".join(piece for piece in pieces if piece) if len(pieces) > 1 and None not in pieces else None


def _piece(value: Any) -> str | None:
    if not isinstance(value, dict) or not INLINE_TYPES.fullmatch(str(value.get("type", "text"))):
        return None
    for name in TEXTS:
        if isinstance(value.get(name), str):
            return None if "type" not in value and "<p" in value[name] else unescaped(str(value[name]))
    inner = value.get("children") or value.get("content")
    if not isinstance(inner, list):
        return None
    pieces = [_piece(item) for item in inner]
    return "".join(piece for piece in pieces if piece) if pieces and None not in pieces else None


def _prose_chars(lines: Any) -> int:
    return sum(len(line) for line in lines if len(line) >= PROSE_CHARS and SENTENCE_END.search(line))
