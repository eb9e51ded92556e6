"""Characters that would drive a terminal, and what stands for them: a visible stand-in, or an escape in JSON. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

# C0 without newline and tab, DEL, C1; line and paragraph separators; bidirectional embeddings, overrides and isolates;
# deprecated format marks; interlinear annotation; lone surrogates, which no encoding can write
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with a stand-in of one column for each unsafe character (␛ for escape), so that offsets stay."""
    return UNSAFE.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def json_line(record: Mapping[str, Any], default: Callable[[Any], Any] | None = None) -> str:
    """A record as one line of JSON, unsafe characters as escapes: it reads back as the same record."""
    text = json.dumps(record, ensure_ascii=False, default=default)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
