"""From an article's numbers to attributions in tokens: cues first, then the content and source of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from acta.annotate.statements.neural.encode import FOLDER, REACH, Encoded, Window, layout, windows
from acta.annotate.statements.neural.wordpiece import WordPieces

LEAST_CUE = 0.4  # probability of a cue's first word; F on the held-back tenth is flat from .3 to .5
CONTENT, SOURCE = 1, 2
BATCH = 16  # neighbourhoods read at once
MAX_CUES = 800  # of one article, the first ones: each takes 10 to 15 ms, and a long live blog has half as many

Floats = npt.NDArray[np.float32]
Piece = tuple[int, int]


@dataclass(frozen=True)
class Attribution:
    """What one cue says: tokens, first and last inclusive."""

    cue: Piece
    content: list[Piece]
    source: list[Piece]
    cue_chance: float  # that a cue begins here, by the network
    doubt: float  # −log probability of all labels around the cue; 0 is certain


@dataclass(frozen=True)
class Near:
    """The neighbourhood of a cue within its window: tokens first..last, pieces begin..end of the window."""

    first: int
    last: int
    begin: int
    end: int
    at: list[int]  # first piece of each token, counted in the window
    distance: list[int]  # of each piece: tokens between it and the cue, 0 for the cue's own


@cache
def load_vocabulary() -> WordPieces:
    """The vocabulary beside the weights."""
    return WordPieces(FOLDER / "vocabulary.txt")


@cache
def load_tagger() -> Tagger:
    """The network of this process, on one thread: Acta runs one process a core."""
    import onnxruntime  # only the accurate grade pays for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    encoder, spans = (
        onnxruntime.InferenceSession(FOLDER / name, options, providers=["CPUExecutionProvider"])
        for name in ("encoder.onnx", "spans.onnx")
    )
    numbers = json.loads((FOLDER / "moves.json").read_text(encoding="utf-8"))
    return Tagger(encoder, spans, np.array(numbers["moves"], "f4"), np.array(numbers["begins"], "f4"))


@dataclass(frozen=True)
class Tagger:
    """Both halves of the network and the transitions between labels."""

    encoder: Any
    spans: Any
    moves: Floats
    begins: Floats

    def read(self, encoded: Encoded) -> tuple[list[Attribution], bool]:
        """The attributions of an article, in the order of their cues, and whether it has more than ``MAX_CUES``."""
        found: list[Attribution] = []
        left = MAX_CUES
        for window in windows(encoded):
            states, cues = self._window(encoded, window)
            found.extend(self._around(encoded, window, states, cues[:left]))
            left -= len(cues)
            if left < 0:
                break
        return found, left < 0

    def _window(self, encoded: Encoded, window: Window) -> tuple[Floats, list[tuple[Piece, float]]]:
        """Hidden states of a window's pieces, and the cues of its core with their probability."""
        ids, marks, at = layout(encoded, window, load_vocabulary())
        feed = {"pieces": np.array([ids]), "marks": marks[None], "mask": np.ones((1, len(ids)), bool)}
        states, logits = self.encoder.run(None, feed)
        return states[0], list(_cues(_softmax(logits[0][at]), window))

    def _around(
        self, encoded: Encoded, window: Window, states: Floats, cues: list[tuple[Piece, float]]
    ) -> Iterator[Attribution]:
        for begin in range(0, len(cues), BATCH):
            some = cues[begin : begin + BATCH]
            nears = [cue_slice(encoded, window, *cue) for cue, _ in some]
            size = max(n.end - n.begin for n in nears)
            batch = np.zeros((len(some), size, states.shape[1]), np.float32)
            distance = np.zeros((len(some), size), np.int64)
            mask = np.zeros((len(some), size), bool)
            for row, near in enumerate(nears):
                length = near.end - near.begin
                batch[row, :length] = states[near.begin : near.end]
                distance[row, :length], mask[row, :length] = near.distance, True
            (labels,) = self.spans.run(None, {"states": batch, "distance": distance, "mask": mask})
            for row, (near, (cue, chance)) in enumerate(zip(nears, some, strict=True)):
                scores = labels[row][[place - near.begin for place in near.at]]
                path = self._best(scores)
                content, source = (_runs(path, kind, near.first) for kind in (CONTENT, SOURCE))
                if content:
                    doubt = -np.log(_softmax(scores)[np.arange(len(path)), path] + 1e-9).sum()
                    yield Attribution(cue, content, source, chance, float(doubt))

    def _best(self, scores: Floats) -> list[int]:
        """The likeliest labels of a neighbourhood (Viterbi)."""
        best, back = self.begins + scores[0], []
        for row in scores[1:]:
            reached = best[:, None] + self.moves
            back.append(reached.argmax(0))
            best = reached.max(0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]


def cue_slice(encoded: Encoded, window: Window, cue_first: int, cue_last: int) -> Near:
    """What is read of a window to find what was said with a cue."""
    first, last = max(window.first, cue_first - REACH), min(window.end - 1, cue_last + REACH)
    place = 1 + sum(len(p) for p in encoded.pieces[window.first : first])
    begin, at, distance = place, [], []
    for token in range(first, last + 1):
        at.append(place)
        apart = token - cue_first if token < cue_first else max(0, token - cue_last)
        size = len(encoded.pieces[token])
        distance.extend([apart] * size)
        place += size
    return Near(first, last, begin, place, at, distance)


def _cues(chances: Floats, window: Window) -> Iterator[tuple[Piece, float]]:
    """Cues that begin in the window's core; labels are outside, begin, inside."""
    token = window.core_first
    while token < window.core_end:
        chance = float(chances[token - window.first][1])
        if chance < LEAST_CUE:
            token += 1
            continue
        last = token
        while last + 1 < window.end and chances[last + 1 - window.first].argmax() == 2:
            last += 1
        yield (token, last), chance
        token = last + 1


def _runs(path: list[int], kind: int, first: int) -> list[Piece]:
    runs: list[Piece] = []
    for token, label in enumerate(path, first):
        if label != kind:
            continue
        if runs and runs[-1][1] == token - 1:
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
    return runs


def _softmax(x: Floats) -> Floats:
    e: Floats = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = e / e.sum(-1, keepdims=True)
    return shares
