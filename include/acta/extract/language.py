"""Language of a text as ISO 639-1, or None when the text is too short to tell or its language has no such code.

A short text is a weak sign: headlines full of names look like any language. There the page's own word counts, if the
identifier finds it likely at all, and so do the small words of English, the language that related ones are taken for.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 20  # below this a proper name decides
SAMPLE_CHARS = 2_000  # the answer does not change beyond; the cost does
SHORT_CHARS = 400  # some 60 words
SURE = 0.95  # of a short text's language, against what the page states
LIKELY = 6  # the page's word counts for a language among so many first guesses
ENGLISH_SHARE = 0.25  # of a short text's words that are small words of English
ENGLISH = frozenset({
    "the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "but", "or", "that", "this", "with", "from", "by", "as", "is",
    "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "could", "should", "not", "no", "it", "its", "he",
    "she", "they", "his", "her", "their", "said", "says", "who", "which", "after", "before", "over", "into", "about", "than",
    "more", "when", "what", "if",
})  # fmt: skip
PIDGIN = frozenset({
    "dey", "wey", "wetin", "una", "dem", "sabi", "pikin", "oga", "abeg", "dis", "dat", "dia", "im", "go", "don", "na",
})  # fmt: skip
PIDGIN_SHARE = 0.06
WORD = re.compile(r"[^\W\d_]+")
WITHIN = {  # languages without a code of two letters, and the one with a code that they are part of
    "arz": "ar", "ary": "ar", "yue": "zh", "wuu": "zh", "uzs": "uz", "gug": "gn", "fuv": "ff", "kik": "ki", "sdh": "ku",
}  # fmt: skip


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str, stated: str | None = None) -> tuple[str | None, float | None]:
    """ISO 639-1 code of the language that most of ``text`` is in, and how sure that is (0 to 1).

    ``stated`` is what the page says ("en", "en-GB"); it counts for short texts only.
    """
    sample = text[:SAMPLE_CHARS]
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return None, None
    code, score = _identifier().classify(sample)
    code, score = str(code), round(float(score), 4)
    is_short = len(sample) < SHORT_CHARS
    if code == "pcm" or (is_short and code != "en"):
        words = [word.casefold() for word in WORD.findall(sample)]
        if _looks_english(words, code):
            return "en", score
    if is_short and stated and score < SURE and (said := _primary(stated)) != code and said in _likely(sample):
        return said, score
    code = WITHIN.get(code, code)
    return (code, score) if len(code) == 2 else (None, None)


def _looks_english(words: list[str], code: str) -> bool:
    """English by its small words; Pidgin has most of them too, and its own."""
    if code == "pcm":
        return sum(word in PIDGIN for word in words) < PIDGIN_SHARE * len(words)
    return sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words)


def _primary(tag: str) -> str:
    return re.split(r"[-_]", tag.strip().lower())[0]


def _likely(sample: str) -> set[str]:
    return {str(code) for code, _ in _identifier().rank(sample)[:LIKELY]}
