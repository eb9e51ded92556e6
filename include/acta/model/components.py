"""Connected components: what pairs of ids hang together, whatever order the pairs come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Key = TypeVar("Key", int, str)
Numbers = npt.NDArray[np.int64]


def smallest_members(ids: Iterable[Key], pairs: Iterable[tuple[Key, Key]]) -> dict[Key, Key]:
    """id -> smallest id of its component, for every id; an id without a pair stands for itself."""
    parent = {key: key for key in ids}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {key: root(key) for key in parent}


def smallest_of_numbers(count: int, a: Numbers, b: Numbers) -> Numbers:
    """The same for the ids 0 to ``count`` - 1 and pairs as two arrays: millions of pairs take about a second."""
    smallest = np.arange(count)
    while len(a):
        low, high = np.minimum(smallest[a], smallest[b]), np.maximum(smallest[a], smallest[b])
        np.minimum.at(smallest, high, low)
        while not np.array_equal(smallest, above := smallest[smallest]):
            smallest = above
        apart = smallest[a] != smallest[b]
        a, b = a[apart], b[apart]
    return smallest
