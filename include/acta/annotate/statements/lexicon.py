"""The cue lexicon: which verbs, nouns and adjectives attribute, of what kind they are and in which frames.

cues.csv has one row a cue: ``lemma, pos (V, N, J), cue_kind, object, frames``. ``object`` is ``addressee`` where the object is
the one told, not part of what is said. ``frames`` is ``name:score`` by space; the score is how likely that frame is an
attribution in the context typical of one (``context`` moves it), as counted on a corpus and smoothed towards what its cue
and its frame do elsewhere. ``cue_kind`` tells saying (speech, writing) from thinking (cognition), feeling (emotion), wanting
(intent), showing (evidence) and from acts that let an attitude be seen (stance: backs, condemns).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CUES = Path(__file__).with_name("cues.csv")
KINDS = ("speech", "writing", "cognition", "emotion", "intent", "stance", "evidence")


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of the lexicon."""

    lemma: str
    pos: str
    kind: str
    addresses: bool
    frames: dict[str, float]

    @property
    def reports(self) -> bool:
        """Can it bring a quotation: said, wrote, asked?"""
        return self.kind in ("speech", "writing")


def unfiled(lemma: str, pos: str) -> Cue:
    """A word that brings speech where it stands and is in no lexicon."""
    return Cue(lemma, pos, "speech", False, {})


@lru_cache(maxsize=1)
def load_cues() -> dict[tuple[str, str], Cue]:
    """All cues by lemma and part of speech."""
    with CUES.open(encoding="utf-8", newline="") as handle:
        return {(row["lemma"], row["pos"]): _cue(row) for row in csv.DictReader(handle)}


def _cue(row: dict[str, str]) -> Cue:
    frames = {name: float(score) for name, _, score in (f.rpartition(":") for f in row["frames"].split())}
    if row["cue_kind"] not in KINDS:
        raise ValueError(f"cues.csv: {row['lemma']} has cue_kind {row['cue_kind']!r}, not one of {', '.join(KINDS)}")
    return Cue(row["lemma"], row["pos"], row["cue_kind"], row["object"] == "addressee", frames)
