"""Lines that a text holds twice: a second copy of the article, a pull quote, a paragraph that a box repeats."""

from __future__ import annotations

from acta.extract.same import squeeze

COPY_WORDS = 8  # a shorter line may well be said twice
QUOTE_WORDS = 6
QUOTE_CHARS = 300
LONGER = 3  # words that the paragraph has more than the quote taken from it
MAX_LINES = 600  # beyond it only whole lines are compared


def find_copies(lines: list[str]) -> set[int]:
    """Indexes of lines that stand in the text before, or within a longer line anywhere."""
    squeezed = [squeeze(line) for line in lines]
    seen: set[str] = set()
    copies: set[int] = set()
    for index, text in enumerate(squeezed):
        words = len(text.split())
        if words >= COPY_WORDS and text in seen:
            copies.add(index)
        seen.add(text)
    if len(lines) > MAX_LINES:
        return copies
    for index, text in enumerate(squeezed):
        is_short = len(text) <= QUOTE_CHARS and len(text.split()) >= QUOTE_WORDS
        others = (other for place, other in enumerate(squeezed) if place not in copies)
        if is_short and index not in copies and any(_is_within(text, other) for other in others):
            copies.add(index)
    return copies


def _is_within(text: str, other: str) -> bool:
    return len(other) > len(text) and text in other and len(other.split()) >= len(text.split()) + LONGER
