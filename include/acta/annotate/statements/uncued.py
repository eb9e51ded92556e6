"""Quotes that no word of saying goes with: signed, headed by a name and a colon, or behind what the speaker did.

Each needs a person's name in its place; nothing here guesses from afar.
"""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.reading import Reading
from acta.annotate.statements.quotes import Quote

DASHES = frozenset({"-", "–", "—", "--", "―"})
LONGEST_LABEL = 12  # tokens of "Holm, 51:" or "And from Chairwoman Rosa Weller:"
LONGEST_SIGNATURE = 14
LEAST_WORDS = 3
SENTENCE_ENDS = (".", "!", "?", "…")


def speaker_of(reading: Reading, quote: Quote, paragraph: tuple[int, int], before: tuple[int, int] | None) -> int | None:
    """The head of the name that a quote without a cue belongs to; ``before`` is the paragraph above."""
    low, high = paragraph
    if not quote.closed:
        return None
    found = (
        _signed(reading, quote, high),
        _labelled(reading, quote, low),
        _announced(reading, before) if before and quote.first == low else None,
        _acted(reading, quote, high) if quote.first > low else None,
    )
    return next((head for head in found if head is not None), None)


def _person(reading: Reading, token: int) -> bool:
    mention = reading.mention_at.get(token)
    return mention is not None and mention.form == "name" and mention.kind == "person"


def _persons(reading: Reading, first: int, end: int) -> list[int]:
    """Heads of the persons named in first..end-1."""
    heads = (reading.mention_at[t].head for t in range(first, end) if _person(reading, t))
    return list(dict.fromkeys(heads))


def _signed(reading: Reading, quote: Quote, high: int) -> int | None:
    """``“…” - Commissioner Geoffrey Stone``: a dash, a name, and nothing else to the end of the paragraph."""
    doc, at = reading.doc, quote.last + 1
    if at >= high or doc.word[at] not in DASHES or high - at > LONGEST_SIGNATURE:
        return None
    names = _persons(reading, at + 1, high)
    if any(doc.tag[t] in {"VBD", "VBZ", "VBP", "MD"} for t in range(at + 1, high)):
        return None
    return names[0] if len(names) == 1 else None


def _labelled(reading: Reading, quote: Quote, low: int) -> int | None:
    """``Holm, 51: “…”``: the paragraph begins with a name and a colon stands before the quote."""
    doc, colon = reading.doc, quote.first - 1
    if colon <= low or doc.word[colon] != ":" or colon - low > LONGEST_LABEL:
        return None
    if any(doc.tag[t] in {"VBD", "VBZ", "VBP", "MD"} for t in range(low, colon)):
        return None
    names = _persons(reading, low, colon)
    if len(names) == 1:
        return names[0]
    alone = [t for t in range(low, colon) if doc.tag[t].startswith("NNP")]
    return alone[-1] if not names and alone and alone[0] == low and alone[-1] - low == len(alone) - 1 else None


def _announced(reading: Reading, before: tuple[int, int]) -> int | None:
    """``And from Chairwoman Rosa Weller:`` as a paragraph of its own."""
    first, end = before
    if end - first > LONGEST_LABEL or reading.doc.word[end - 1] != ":":
        return None
    names = _persons(reading, first, end)
    return names[0] if len(names) == 1 else None


def _acted(reading: Reading, quote: Quote, high: int) -> int | None:
    """``Karl Holm shook his head. “I never signed it.”``: the quote ends the paragraph, the sentence before has one person."""
    doc, last = reading.doc, quote.first - 1
    if last < 0 or doc.word[last] not in (".", "!") or quote.last < high - 1 or quote.words < LEAST_WORDS:
        return None
    if not {"i", "my", "me", "we", "our"} & set(doc.lower[quote.first : quote.last + 1]):
        return None
    first, end = doc.sentences[doc.sentence[last]]
    mentions = (reading.mention_at.get(t) for t in range(first, end))
    heads = {m.head for m in mentions if m is not None and m.kind == "person" and m.form != "pronoun"}
    named = _persons(reading, first, end)
    return named[0] if len(heads) == 1 and named and _subject(doc, named[0]) else None


def _subject(doc: Parsed, head: int) -> bool:
    return doc.dep[head] in {"nsubj", "nsubjpass"} and doc.dep[doc.head[head]] == "ROOT"


def is_whole(doc: Parsed, quote: Quote) -> bool:
    """Whether a quote ends a sentence inside its marks."""
    return doc.text[quote.start : quote.end].rstrip("\"”'’»").endswith(SENTENCE_ENDS)
