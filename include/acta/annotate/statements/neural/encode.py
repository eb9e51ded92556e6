"""A parsed article as the numbers that the network reads: word pieces, five marks a token, and windows over them.

A token's marks are what lower-cased pieces lose or what the parse and the quotation marks already know: its shape, whether it
stands inside quotation marks, whether it opens a sentence or a paragraph, its part of speech and its grammatical relation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from acta.annotate.document import Parsed
from acta.annotate.statements.neural.wordpiece import WordPieces
from acta.annotate.statements.quotes import Quote

Ints = npt.NDArray[np.int64]

FOLDER = Path(__file__).parent / "model"
# Penn tags and spaCy's relations, in the order that the weights know
LABELS = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
TAG_ID = {name: number for number, name in enumerate(LABELS["tags"], 1)}
DEP_ID = {name: number for number, name in enumerate(LABELS["relations"], 1)}
MARKS = (7, 4, 3, len(TAG_ID) + 1, len(DEP_ID) + 1)  # how many values each of a token's marks has

WINDOW = 320  # pieces, with [CLS] and [SEP]
CONTEXT = 72  # pieces on either side that are read and not labelled
LONGEST_TOKEN = 16  # pieces; an address has more, and they say nothing
REACH = 88  # tokens on either side of a cue in which its content and source are looked for


@dataclass(frozen=True)
class Encoded:
    """An article in numbers."""

    pieces: list[list[int]]  # of every token
    marks: Ints  # (tokens, 5)


@dataclass(frozen=True)
class Window:
    """Tokens first..end are read, core_first..core_end are labelled."""

    first: int
    end: int
    core_first: int
    core_end: int


def encode(doc: Parsed, quotes: list[Quote], vocabulary: WordPieces) -> Encoded:
    """The numbers of an article; pure."""
    marks = np.zeros((len(doc), len(MARKS)), dtype=np.int64)
    for i, word in enumerate(doc.word):
        marks[i, 0] = _shape(word)
    for quote in quotes:
        marks[quote.first : quote.last + 1, 1] = 2 if quote.single else 1
        marks[quote.first, 1] = 3
    for first, _ in doc.sentences:
        marks[first, 2] = 1
    for first, _ in doc.paragraphs:
        if first < len(doc):
            marks[first, 2] = 2
    marks[:, 3] = [TAG_ID.get(tag, 0) for tag in doc.tag]
    marks[:, 4] = [DEP_ID.get(dep, 0) for dep in doc.dep]
    return Encoded([vocabulary.cut(word)[:LONGEST_TOKEN] for word in doc.word], marks)


def _shape(word: str) -> int:
    if word.isalpha():
        return 1 if word.islower() else 2 if word.istitle() else 3 if word.isupper() else 4
    return 5 if any(c.isdigit() for c in word) else 6 if not any(c.isalpha() for c in word) else 4


def windows(encoded: Encoded) -> Iterator[Window]:
    """Windows whose cores part the article."""
    lengths = [len(p) for p in encoded.pieces]
    total = len(lengths)
    begin = 0
    while begin < total:
        first, left = begin, 0
        while first > 0 and left + lengths[first - 1] <= CONTEXT:
            first -= 1
            left += lengths[first]
        room = WINDOW - 2 - left
        end, used = begin, 0
        while end < total and used + lengths[end] <= room:
            used += lengths[end]
            end += 1
        core_end = end
        if end < total:
            spare = 0
            while core_end > begin + 1 and spare + lengths[core_end - 1] <= CONTEXT:
                core_end -= 1
                spare += lengths[core_end]
        yield Window(first, end, begin, core_end)
        begin = core_end


def layout(encoded: Encoded, window: Window, vocabulary: WordPieces) -> tuple[list[int], Ints, list[int]]:
    """Piece ids of a window with [CLS] and [SEP], the marks of every piece, and for every token the place of its first piece."""
    ids, at = [vocabulary.cls], []
    for pieces in encoded.pieces[window.first : window.end]:
        at.append(len(ids))
        ids.extend(pieces)
    ids.append(vocabulary.sep)
    marks = np.zeros((len(ids), len(MARKS)), np.int64)
    sizes = [len(pieces) for pieces in encoded.pieces[window.first : window.end]]
    marks[1:-1] = np.repeat(encoded.marks[window.first : window.end], sizes, axis=0)
    return ids, marks, at
