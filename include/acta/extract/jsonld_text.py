"""The text of a JSON-LD script to values, as sites write it: with wrappings, comments, stray commas and unescaped quotes.

Strict JSON is read by the standard library. Only what that refuses goes to json-repair, which reads what a person would.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from json_repair import loads as repaired

MAX_CHARS = 2_000_000  # of one script; beyond it is data, not description
MAX_REPAIRED_CHARS = 200_000  # half a second; a longer script that is broken is left alone
MAX_VALUE_DEPTH = 24  # lists and objects within each other; what stands deeper is dropped

CONTROL = re.compile(r"[\x00-\x1f]+")
WRAPPING = re.compile(
    r"^\s*+(?:<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/)|"
    r"(?:-->|//\s*+\]\]>|\]\]>|/\*\s*+\]\]>\s*+\*/)\s*+;?\s*+$"
)


def read_json_ld(text: str) -> Any:
    """Values of a script's text, at most 24 levels deep; None when there is nothing to read."""
    if len(text) > MAX_CHARS:
        return None
    text = WRAPPING.sub("", WRAPPING.sub("", text)).strip()
    for candidate in (text, CONTROL.sub(" ", text), html.unescape(CONTROL.sub(" ", text))):
        try:
            return _shallow(json.loads(candidate), 0)
        except (ValueError, RecursionError):
            continue
    return _shallow(_repaired(text), 0)


def _repaired(text: str) -> Any:
    if len(text) > MAX_REPAIRED_CHARS or not text:
        return None
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    try:
        return repaired(text, skip_json_loads=True)
    except (ValueError, RecursionError, IndexError):  # beyond repair: the page is read without it
        return None


def _shallow(value: Any, depth: int) -> Any:
    """A value without what lies too deep for readers that go into it step by step."""
    if not isinstance(value, list | dict):
        return value
    if depth >= MAX_VALUE_DEPTH:
        return None
    if isinstance(value, list):
        return [_shallow(item, depth + 1) for item in value]
    return {str(name): _shallow(item, depth + 1) for name, item in value.items()}
