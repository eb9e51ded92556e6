"""Weighted shares with Wilson intervals. Pure.

Weights enter twice: the share is Σwy / Σw, and the interval is Wilson's for n = (Σw)² / Σw² rows (Kish's effective sample
size), so unequal weights widen it. Within one stratum all weights are equal and n is the number of rows. There is no
correction for a finite population and none for several rows of one article.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959963984540054  # 95 %


@dataclass(frozen=True)
class Share:
    """An estimated share of the population; None where there is nothing to estimate it from. ``rows`` were judged."""

    rows: int
    effective_rows: float
    estimate: float | None
    low: float | None
    high: float | None


def wilson(share: float, rows: float) -> tuple[float, float]:
    """The 95 % score interval of a share among so many rows (which need not be a whole number)."""
    square = Z * Z / rows
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * math.sqrt(share * (1 - share) / rows + square / (4 * rows))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))  # rounding never leaves the share outside


def weighted_share(values: Sequence[tuple[float, float]]) -> Share:
    """The share of pairs (weight, value from 0 to 1)."""
    total = sum(weight for weight, _ in values)
    if not total:
        return Share(0, 0.0, None, None, None)
    rows = total**2 / sum(weight**2 for weight, _ in values)
    share = sum(weight * value for weight, value in values) / total
    return Share(len(values), rows, share, *wilson(share, rows))


def ratio_share(values: Sequence[tuple[float, float, float]]) -> Share:
    """A share of things that come in clusters: (weight, how many of the cluster count, how many there are).

    Clusters (articles) are the units that were drawn. The effective number of things is that at which a simple sample would
    vary as much as the clusters do (linearised variance of a ratio); where they do not vary, it is the number of clusters.
    """
    full = [(weight, part, whole) for weight, part, whole in values if whole]
    total = sum(weight * whole for weight, _, whole in full)
    if not total:
        return Share(len(values), 0.0, None, None, None)
    share = sum(weight * part for weight, part, _ in full) / total
    count, things = len(values), sum(whole for *_, whole in full)
    spread = sum((weight * (part - share * whole)) ** 2 for weight, part, whole in full)
    variance = spread * count / (count - 1) / total**2 if count > 1 else 0.0
    rows = min(share * (1 - share) / variance, things) if variance else float(len(full))
    return Share(len(values), rows, share, *wilson(share, rows))
