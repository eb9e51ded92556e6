"""Connected components: what pairs of ids hang together, whatever order the pairs come in."""

from __future__ import annotations

from collections.abc import Iterable


def smallest_members(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """id -> smallest id of its component, for every id; an id without a pair stands for itself."""
    parent = {key: key for key in ids}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {key: root(key) for key in parent}
