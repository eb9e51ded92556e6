"""A page as a tree, for finding links in it: bounded, without the network, in the characters it was written in."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

_DECLARED = re.compile(rb"<meta[^>]+charset", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def html_tree(body: bytes, content_type: str | None = None) -> Any:
    """The root of a page; None when nothing in it can be read."""
    options = {"no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}
    try:
        return etree.fromstring(body, etree.HTMLParser(encoding=encoding_of(body, content_type), **options))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def encoding_of(body: bytes, content_type: str | None) -> str | None:
    """The header's charset; None, which leaves it to the parser, where the page declares one; UTF-8 where it fits."""
    named = _CHARSET.search(content_type or "")
    if named:
        try:
            return codecs.lookup(named[1]).name
        except LookupError:
            pass
    if _DECLARED.search(body[:4096]) or body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
