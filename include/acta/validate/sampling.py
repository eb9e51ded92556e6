"""How many rows of each stratum are drawn, which ones, and which of them two coders judge. Pure: same input, same sample.

Every row has a permanent random number: SHA-256 over seed and row_id. The rows with the smallest ones are drawn, so a draw
with the same seed from changed tables keeps all drawn rows that are still there, and their judgements with them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from acta.ids import SEPARATOR

NO_SCORE = "no score"


def random_number(seed: int | str, row_id: str) -> str:
    """The row's permanent random number for a seed: 64 hex digits, the same in DuckDB (``sha256``)."""
    return hashlib.sha256(f"{seed}{SEPARATOR}{row_id}".encode()).hexdigest()


def band_names(edges: Sequence[float]) -> list[str]:
    """Names of the score bands that edges make: [0.5, 0.8] → 0–0.5, 0.5–0.8, 0.8–1 (an edge belongs to the band above)."""
    bounds = [0.0, *edges, 1.0]
    return [f"{low:g}–{high:g}" for low, high in pairwise(bounds)]


def allocate(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """Share ``wanted`` evenly over strata; what a small stratum cannot give goes to the others. Never more than there are."""
    drawn = dict.fromkeys(sizes, 0)
    left = min(wanted, sum(sizes.values()))
    while left:
        room = [name for name in sorted(sizes, key=lambda name: sizes[name]) if drawn[name] < sizes[name]]
        each, extra = divmod(left, len(room))
        for place, name in enumerate(reversed(room)):  # the largest first: what is left over goes to them
            drawn[name] += min(sizes[name] - drawn[name], each + (place < extra))
        left = min(wanted, sum(sizes.values())) - sum(drawn.values())
    return drawn


def doubled(seed: int, row_ids: Iterable[str], share: float) -> set[str]:
    """The rows of one stratum that two coders judge: ``share`` of them, rounded up."""
    listed = sorted(row_ids, key=lambda row_id: random_number(f"{seed}/double", row_id))
    return set(listed[: math.ceil(round(share * len(listed), 9))])
