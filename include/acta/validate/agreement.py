"""How far coders agree on the rows that several of them judged: raw agreement and Krippendorff's alpha. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import krippendorff
import numpy as np

from acta.validate.records import Answer


@dataclass(frozen=True)
class Agreement:
    """``rows`` that two coders or more answered; ``alpha`` is None when it is undefined: all gave one and the same answer."""

    rows: int
    agreement: float | None
    alpha: float | None


def agreement_of(units: Iterable[Mapping[str, Answer]], is_count: bool = False) -> Agreement:
    """Agreement over units, each the answers by coder. `unclear` is a missing answer.

    Right or wrong is nominal; counts are compared by ratio.
    """
    given = [[answer for answer in unit.values() if answer != "unclear"] for unit in units]
    several = [answers for answers in given if len(answers) > 1]
    if not several:
        return Agreement(0, None, None)
    pairs = [(a, b) for answers in several for a, b in combinations(answers, 2)]
    same = sum(a == b for a, b in pairs) / len(pairs)
    domain = sorted(
        {answer for answers in several for answer in answers}, key=lambda answer: (isinstance(answer, str), answer)
    )
    if len(domain) < 2:
        return Agreement(len(several), same, None)
    counts = np.array([[Counter(answers)[value] for value in domain] for answers in several])
    values = np.array(domain if is_count else range(len(domain)), dtype=float)
    level: Literal["ratio", "nominal"] = "ratio" if is_count else "nominal"
    alpha = float(krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=level))
    return Agreement(len(several), same, alpha)
