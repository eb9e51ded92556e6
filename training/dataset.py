"""Articles and gold statements as the arrays that ``train.py`` reads: ``dataset.py ARTICLES.jsonl.gz GOLD.jsonl.gz OUT.npz``.

Runs in Acta's own environment (it needs the parser). What is written holds numbers only, no words of the corpus.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.statements.counting import held_back, read, tokens_in
from acta.annotate.statements.neural.encode import REACH, WINDOW, Encoded, Window, encode, layout, windows
from acta.annotate.statements.neural.tagger import cue_slice, load_vocabulary
from acta.annotate.statements.quotes import find_quotes

NEAR_PIECES = 240  # room for the pieces around one cue
OUTSIDE, CONTENT, SOURCE = 0, 1, 2
COLUMNS = (
    *("pieces", "marks", "tags", "held"),  # of a window
    *("cue_window", "cue_slice", "cue_distance", "cue_at", "cue_labels"),  # of a cue
)


def words_in(doc: Parsed, spans: list[list[int]]) -> list[int]:
    """The tokens that spans touch in text order, blanks left out."""
    return [i for i in sorted(set(tokens_in(doc, spans))) if doc.word[i].strip()]


class Arrays:
    """Windows and cues, padded; grows by article."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}

    def add(self, held: bool, doc: Parsed, encoded: Encoded, statements: list[dict[str, Any]]) -> None:
        vocabulary = load_vocabulary()
        gold = []
        tags = np.zeros(len(doc), dtype=np.int8)
        for s in statements:
            cue = words_in(doc, s["cue"])
            if cue:
                gold.append((cue, words_in(doc, s["content"]), words_in(doc, s["source"])))
                tags[cue[0] : cue[-1] + 1] = 2
        for cue, _, _ in gold:
            tags[cue[0]] = 1
        for window in windows(encoded):
            self._window(held, encoded, window, tags, vocabulary)
            for cue, content, source in gold:
                if window.core_first <= cue[0] < window.core_end:
                    self._cue(encoded, window, cue, content, source)

    def _window(self, held: bool, encoded: Encoded, window: Window, tags: Any, vocabulary: Any) -> None:
        ids, piece_marks, at = layout(encoded, window, vocabulary)
        row = np.full(WINDOW, -1, dtype=np.int16)
        row[: len(ids)] = ids
        marks = np.zeros((WINDOW, piece_marks.shape[1]), dtype=np.int8)
        marks[: len(ids)] = piece_marks
        labels = np.full(WINDOW, -1, dtype=np.int8)
        for place, token in zip(at, range(window.first, window.end), strict=True):
            if window.core_first <= token < window.core_end:
                labels[place] = tags[token]
        columns = self.columns
        columns["pieces"].append(row)
        columns["marks"].append(marks)
        columns["tags"].append(labels)
        columns["held"].append(held)

    def _cue(self, encoded: Encoded, window: Window, cue: list[int], content: list[int], source: list[int]) -> None:
        near = cue_slice(encoded, window, cue[0], cue[-1])
        if near.end - near.begin > NEAR_PIECES:
            return
        labels = np.full(2 * REACH + 40, -1, dtype=np.int8)
        at = np.full(2 * REACH + 40, 0, dtype=np.int16)
        tokens = range(near.first, near.last + 1)
        said, who = set(content), set(source)
        labels[: len(tokens)] = [CONTENT if t in said else SOURCE if t in who else OUTSIDE for t in tokens]
        at[: len(tokens)] = [p - near.begin for p in near.at]
        distance = np.zeros(NEAR_PIECES, dtype=np.int16)
        distance[: len(near.distance)] = near.distance
        columns = self.columns
        columns["cue_window"].append(len(columns["pieces"]) - 1)
        columns["cue_slice"].append((near.begin, near.end))
        columns["cue_distance"].append(distance)
        columns["cue_at"].append(at)
        columns["cue_labels"].append(labels)


def main(articles: str, gold: str, out: str) -> None:
    records = read(Path(articles))
    statements = {g["article_id"]: g["statements"] for g in read(Path(gold))}
    arrays = Arrays()
    for number, (record, doc) in enumerate(zip(records, parse([r["text"] for r in records]), strict=True)):
        encoded = encode(doc, find_quotes(doc), load_vocabulary())
        arrays.add(held_back(record["article_id"]), doc, encoded, statements[record["article_id"]])
        if number % 100 == 99:
            print(f"{number + 1} articles, {len(arrays.columns['pieces'])} windows, {len(arrays.columns['cue_window'])} cues")
    np.savez_compressed(out, **{name: np.asarray(column) for name, column in arrays.columns.items()})


if __name__ == "__main__":
    main(*sys.argv[1:4])
