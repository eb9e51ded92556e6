"""A parsed article as columns: plain lists that the finders read, one entry a token.

spaCy's token objects cost more to read than the rules cost to run, so the parse is copied out once. Token indexes count
through the whole article; ``start`` and ``end`` are offsets into the article's text. A sentence never crosses a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Parsed:
    """One article after tagging, parsing and named-entity recognition."""

    text: str
    word: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)  # lower-case; of verbs and nouns the dictionary form
    tag: list[str] = field(default_factory=list)  # Penn Treebank
    dep: list[str] = field(default_factory=list)  # spaCy's labels: nsubj, dobj, ccomp, …
    head: list[int] = field(default_factory=list)  # index of the governor; a root governs itself
    children: list[list[int]] = field(default_factory=list)  # in text order
    left: list[int] = field(default_factory=list)  # first token of the subtree
    right: list[int] = field(default_factory=list)  # last token of the subtree, inclusive
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)  # index into sentences
    sentences: list[tuple[int, int]] = field(default_factory=list)  # first token, last token + 1
    paragraphs: list[tuple[int, int]] = field(default_factory=list)  # first token, last token + 1
    entities: list[tuple[int, int, str]] = field(default_factory=list)  # first token, last token + 1, OntoNotes label
    is_split: bool = False  # a word, sentence or paragraph was too long and stands here in pieces

    def __len__(self) -> int:
        return len(self.word)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the tokens first..last (inclusive)."""
        return self.start[first], self.end[last]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of token i with one of these dependency labels, or None."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)

    def child_all(self, i: int, *deps: str) -> list[int]:
        """All children of token i with one of these dependency labels, in text order."""
        return [c for c in self.children[i] if self.dep[c] in deps]
