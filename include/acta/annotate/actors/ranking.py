"""How likely each candidate is what a pronoun means, and when that is not enough to say.

``ranking.csv`` has a weight for each feature of ``antecedents`` by kind of pronoun, learned by ``training/pronouns.py`` as a
softmax over a pronoun's candidates and nobody. Two candidates that fit about as well are nobody: a guess would put words and
deeds on someone else.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from acta.annotate.actors.antecedents import Candidate
from acta.annotate.types import Actor

NOBODY = "nobody"
LEAST = {"person": 0.6, "thing": 0.25, "group": 0.25}  # probability below which a pronoun stays open
AS_OBJECT = 0.05  # more is asked of a person that something is done to: nobody is arrested or sentenced by a guess


@cache
def load_weights() -> dict[str, dict[str, float]]:
    """Weights by kind of pronoun (person, thing, group) and feature."""
    out: dict[str, dict[str, float]] = {}
    with Path(__file__).with_name("ranking.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            out.setdefault(row["pronoun"], {})[row["feature"]] = float(row["weight"])
    return out


def probabilities(kind: str, candidates: Sequence[Candidate], about: Sequence[str]) -> list[float]:
    """Of each candidate, in order; what is missing to 1 is nobody's. ``about``: features of the pronoun itself."""
    weights = load_weights()[kind]
    values = [sum(weights.get(f, 0.0) for f in c.features) for c in candidates]
    values.append(sum(weights.get(f"{NOBODY} {f}", 0.0) for f in ("always", *about)))
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    return [p / sum(powers) for p in powers[:-1]]


def best(kind: str, candidates: Sequence[Candidate], about: Sequence[str]) -> tuple[Actor | None, float]:
    """Whom a pronoun means and how likely; None where nobody stands out."""
    if not candidates:
        return None, 0.0
    found = probabilities(kind, candidates, about)
    p, at = max((p, -k) for k, p in enumerate(found))
    least = LEAST[kind] + (AS_OBJECT if kind == "person" and "tag PRP" in about else 0.0)
    return (candidates[-at].actor, p) if p >= least else (None, 0.0)
