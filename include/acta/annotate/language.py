"""Which articles can be read: English ones. Others get the outcome ``unsupported_language``, never wrong rows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from acta.records import Article

MIN_CHARS = 100  # below this the guess is worth little, and the text is read as English
MIN_PROBABILITY = 0.9
SAMPLE_CHARS = 2_000


def unsupported_language(article: Article) -> str | None:
    """The ISO 639-1 code of a language that Acta cannot read, or None when the article can be read.

    The article's own ``language`` decides; only where it is unknown the text is looked at.
    """
    known = article.get("language")
    if known:
        code = known.replace("_", "-").split("-")[0].lower()
        return None if code in {"en", "eng"} else code
    text = article["text"]
    if len(text) < MIN_CHARS:
        return None
    code, probability = _identifier().classify(text[:SAMPLE_CHARS])
    return str(code) if code != "en" and probability >= MIN_PROBABILITY else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
