"""Where a page leads that is only a meta refresh. Pure."""

from __future__ import annotations

import re

from acta.collect.html_tree import html_tree
from acta.collect.urls import absolute, url_key

_CONTENT = re.compile(r"""\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?(?:'(?P<one>[^']*)|"(?P<two>[^"]*)|(?P<bare>.*))""", re.I | re.S)


def refresh_target(body: bytes, url: str, content_type: str | None = None) -> str | None:
    """The absolute http(s) address that a page's first meta refresh names; None where it names none, or the page itself."""
    root = html_tree(body, content_type)
    if root is None:
        return None
    base = next((absolute(tag.get("href"), url) or url for tag in root.iter("base") if tag.get("href")), url)
    for tag in root.iter("meta"):
        if (tag.get("http-equiv") or "").strip().lower() != "refresh" or any(True for _ in tag.iterancestors("noscript")):
            continue
        match = _CONTENT.match(tag.get("content") or "")
        link = (match["one"] or match["two"] or match["bare"] or "").strip() if match else ""
        target = absolute(link, base) if link else None
        return target if target and url_key(target) != url_key(url) else None
    return None
