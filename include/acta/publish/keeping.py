"""Which published generations stay: the newest, the last one of each day, and never fewer for having polled more often."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from acta.publish.record import Generation


def kept_numbers(found: Sequence[Generation], current: int, newest: int, days: int) -> set[int]:
    """Numbers of the generations to keep, of all those found (oldest first).

    Of generations in a row that differ only in the health tables the last one stands for all. ``newest`` of these stay, and the
    last one of each of the newest ``days`` days (UTC) that have one. The current generation stays, and so does the one before
    it, because a reader may be about to open it.
    """
    states = [one for one, after in pairwise([*found, None]) if one and (after is None or after.data != one.data)]
    last_of_day = {one.created_at[:10]: one.number for one in states}
    numbers = [one.number for one in found]
    before = [number for number in numbers if number < current][-1:]
    return {
        *(one.number for one in states[-max(1, newest) :]),
        *(last_of_day[day] for day in sorted(last_of_day, reverse=True)[: max(0, days)]),
        *before,
        current,
    }
