"""How far coders agree on the rows that several of them judged: raw agreement and Krippendorff's alpha. Pure.

Alpha is computed here, since the packages that do so are under licences that Acta cannot pass on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from acta.validate.records import Answer

Distance = Callable[[Answer, Answer], float]  # squared


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
    return Agreement(len(several), same, krippendorff_alpha(several, _ratio if is_count else _nominal))


def krippendorff_alpha(units: Sequence[Sequence[Answer]], distance: Distance) -> float | None:
    """One minus observed over expected disagreement (Krippendorff 2011), of units with two answers or more each.

    A pair of answers of a unit with m of them weighs 1 / (m - 1), so that a unit weighs as much as it has answers.
    """
    observed = sum(distance(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    counted = Counter(answer for unit in units for answer in unit)
    expected = sum(n * m * distance(a, b) for a, n in counted.items() for b, m in counted.items())
    return 1 - (counted.total() - 1) * observed / expected if expected else None


def _nominal(a: Answer, b: Answer) -> float:
    return float(a != b)


def _ratio(a: Answer, b: Answer) -> float:
    left, right = float(a), float(b)
    return ((left - right) / (left + right)) ** 2 if left != right else 0.0
