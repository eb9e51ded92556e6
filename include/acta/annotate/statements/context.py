"""What else speaks for or against a candidate: its subject, its tense, where it stands, how its content looks.

Each feature has a weight in context.csv, in log odds, to be added to those of the cue's frame. ``counting`` fits both together.
"""

from __future__ import annotations

import csv
import math
from functools import lru_cache
from pathlib import Path

from acta.annotate.document import Parsed
from acta.annotate.statements.frames import Candidate

WEIGHTS = Path(__file__).with_name("context.csv")
CLAUSES = frozenset({"that", "zero", "pre", "pre?", "wh", "aside", "as", "lead", "pthat", "pzero", "ppre"})
INFINITIVES = frozenset({"to", "pto", "objto", "raise", "praise", "ing", "bare"})
PRONOUNS = {
    **dict.fromkeys(("i", "we", "me", "us"), "first"),
    **dict.fromkeys(("you", "one", "anyone", "everyone", "people", "nobody", "someone"), "anybody"),
    **dict.fromkeys(("he", "she", "they", "him", "her", "them"), "third"),
    **dict.fromkeys(("it", "this", "that", "these", "those", "which", "there", "what"), "thing"),
    "who": "who",
}


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Weights by feature."""
    with WEIGHTS.open(encoding="utf-8", newline="") as handle:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(handle)}


def adjusted(score: float, features: list[str], weights: dict[str, float]) -> float:
    """A frame's score, moved by the features of the case at hand."""
    odds = math.log(score / (1 - score)) + weights.get("*", 0.0)
    for feature in features:
        odds += weights.get(feature, 0.0)
    return 1 / (1 + math.exp(-odds))


def features(doc: Parsed, c: Candidate, at: list[int]) -> list[str]:
    """Names of the features that hold for a candidate; ``at`` maps a token to the quote over it."""
    h = c.head
    pos = doc.tag[h][0]
    group = "clause" if c.frame in CLAUSES else "infinitive" if c.frame in INFINITIVES else "phrase"
    group = f"{pos}{group}"
    verb = h if c.cue_first is None else c.cue_first
    first, last = c.pieces[0][0], c.pieces[-1][1]
    size = sum(b - a + 1 for a, b in c.pieces)
    bucket = (
        "1"
        if size == 1
        else "2"
        if size == 2
        else "5"
        if size <= 5
        else "10"
        if size <= 10
        else "20"
        if size <= 20
        else "+"
    )
    out = [
        f"{group}|subject={_subject(doc, c.source)}",
        f"{group}|tag={doc.tag[verb]}",
        f"{group}|dep={doc.dep[verb]}",
        f"{group}|size={bucket}",
    ]
    inside = at[h] >= 0
    if inside:
        out.append(f"{group}|in quote")
        if c.source is not None and doc.lower[c.source] in ("i", "we"):
            out.append("first person in quote")
    else:
        opened = at[first] >= 0 or at[last] >= 0
        plain = all(at[i] < 0 for i in range(first, min(last, first + 40)))
        out.append(f"{group}|{'quoted' if opened else 'plain' if plain else 'mixed'}")
    for k in doc.children[verb]:
        if k < verb:
            if doc.dep[k] == "neg":
                out.append(f"{group}|negated")
            elif doc.tag[k] == "MD":
                out.append(f"{group}|modal={doc.lemma[k]}")
            elif doc.dep[k] == "aux" and doc.lower[k] == "to":
                out.append(f"{group}|infinitive cue")
            elif doc.dep[k] == "mark":
                out.append(f"{group}|mark={doc.lower[k]}")
    if group.endswith("phrase"):
        word = doc.lower[first]
        tag = doc.tag[last if size <= 2 else first]
        out.append(f"{group}|begins={word if word in STARTS else tag}")
        clausal = any(doc.tag[i] in FINITE for i in range(first, min(last, first + 25) + 1))
        out.append(f"{group}|{'clausal' if clausal else 'nominal'}")
    return out


FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
STARTS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "its",
        "this",
        "that",
        "these",
        "those",
        "it",
        "him",
        "them",
        "what",
        "how",
        "which",
        "himself",
        "themselves",
        "herself",
    ]
)


def _subject(doc: Parsed, source: int | None) -> str:
    if source is None:
        return "none"
    word = PRONOUNS.get(doc.lower[source])
    return word or doc.tag[source]
