"""How often a source is polled: as often as it brings something new, between two settings. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

FASTER, SLOWER = 0.5, 1.5  # half the pause after news, half as much again after none
SLACK = timedelta(minutes=1)  # a timer that fires a little early must not skip a whole turn


def next_interval(seconds: float | None, is_lively: bool, least: float, most: float) -> float:
    """Seconds until the next poll, after one more poll that brought something new or did not."""
    if seconds is None:
        return least
    return max(least, min(most, seconds * (FASTER if is_lively else SLOWER)))


def is_poll_due(polled_at: str | None, seconds: float, now: datetime) -> bool:
    """Whether it is time; a clock that was set back polls at once."""
    if polled_at is None:
        return True
    passed = now - datetime.fromisoformat(polled_at)
    return passed < timedelta(0) or passed >= timedelta(seconds=seconds) - SLACK
