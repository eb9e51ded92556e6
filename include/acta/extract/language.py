"""Language of a text as ISO 639-1, or None when the text is too short to tell."""

from __future__ import annotations

import py3langid

MIN_LETTERS = 20  # below this a proper name decides
SAMPLE_CHARS = 5_000  # the answer does not change beyond; the cost does


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the language that most of ``text`` is in."""
    sample = text[:SAMPLE_CHARS]
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return None
    code, _ = py3langid.classify(sample)
    return str(code)
