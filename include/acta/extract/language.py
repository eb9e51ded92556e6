"""Language of a text as ISO 639-1, or None when the text is too short to tell."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 20  # below this a proper name decides
SAMPLE_CHARS = 2_000  # the answer does not change beyond; the cost does


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str) -> tuple[str | None, float | None]:
    """ISO 639-1 code of the language that most of ``text`` is in, and how sure that is (0 to 1)."""
    sample = text[:SAMPLE_CHARS]
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return None, None
    code, score = _identifier().classify(sample)
    return str(code), round(float(score), 4)
