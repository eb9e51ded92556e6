"""The sample newsroom: invented outlets of an invented continent, served by a real local HTTP server.

``outlets.yml`` lists the outlets, ``articles/`` holds what they publish, ``registry/`` the invented countries and persons. What a
reader sees depends on the clock alone: ``EDITIONS`` are the two clocks that the sample run polls at.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from acta.config import Settings
from acta.newsroom.catalogue import load_outlets

EDITIONS = {1: datetime(2026, 6, 29, 6, tzinfo=UTC), 2: datetime(2026, 6, 30, 18, tzinfo=UTC)}


def outlets(settings: Settings) -> list[dict[str, Any]]:
    """The newsroom's sources, in the shape of a source file; outlet k listens on ``newsroom_port + k``."""
    return [outlet.source(settings.newsroom_port) for outlet in load_outlets()]
