"""What may be the id of a source. It is part of file names and ids, so every way in asks here."""

from __future__ import annotations

import re

from acta.errors import Permanent

MAX_LENGTH = 100  # it names folders and locks
OWN_FILES = "files"  # the user's own texts, unless they say otherwise
_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]*")


def is_source_id(text: str) -> bool:
    """Small letters, digits, ``_`` and ``-``, the first one a letter or digit; a hundred characters at most."""
    return len(text) <= MAX_LENGTH and _PATTERN.fullmatch(text) is not None


def checked_source_id(text: str) -> str:
    """The id. Raises Permanent when it can be none."""
    if is_source_id(text):
        return text
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    raise Permanent(
        f"{shown!r} cannot be the id of a source: use small letters, digits, _ and -, at most {MAX_LENGTH} of them"
    )
