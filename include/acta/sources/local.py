"""Outlets that this very machine serves: the only loopback addresses that a fetch may reach without being told to."""

from __future__ import annotations

from acta.config import Settings

LOOPBACK = "127.0.0.1"


def local_outlets(settings: Settings) -> frozenset[tuple[str, int]]:
    """Address and port of each outlet that the sample serves; empty while it is switched off."""
    if settings.newsroom_port <= 0:
        return frozenset()
    from acta.newsroom import outlets

    return frozenset((LOOPBACK, settings.newsroom_port + number + 1) for number in range(len(outlets(settings))))
