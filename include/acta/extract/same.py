"""What two printings of a line have in common."""

from __future__ import annotations

import re
from functools import lru_cache

NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=2_000)  # a page's lines are squeezed by each reader that compares them
def squeeze(text: str) -> str:
    """Letters and digits of a text in lower case, parted by single spaces: what two printings of a line have in common."""
    return NOT_WORD.sub(" ", text.casefold()).strip()
