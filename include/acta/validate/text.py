"""Text of articles made safe to show: it never drives a terminal and never reorders what stands beside it."""

from __future__ import annotations

import unicodedata

_DIRECTION = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


def plain(text: str) -> str:
    """Control characters and marks of direction as visible escapes, any space as a plain one; line ends and tabs stay."""
    return "".join(_shown(ch) for ch in text)


def _shown(ch: str) -> str:
    if unicodedata.category(ch) == "Zs":
        return " "
    return ch if ch in "\n\t" or (ch.isprintable() and ch not in _DIRECTION) else repr(ch)[1:-1]
