"""When a host may be asked: one slot after another, shared by all processes of this machine through the state."""

from __future__ import annotations

import time

from acta.collect.guard import Allowance
from acta.collect.outcomes import Verdict
from acta.collect.robots import Robots
from acta.collect.state import State
from acta.collect.urls import host_of

PATIENCE_SECONDS = 60.0  # beyond this the URL waits for the next run, not the worker for the URL


class Politeness:
    """Admits a request: robots first, then the host's next slot."""

    def __init__(self, state: State, robots: Robots, interval: float, unhurried: Allowance) -> None:
        self._state, self._robots, self._interval = state, robots, interval
        self._free = {f"{address}:{port}" for address, port in unhurried}

    def admit(self, url: str) -> Verdict | None:
        """Wait for the host's slot; a verdict when robots refuse or the wait would be too long."""
        if not url.lower().startswith(("http://", "https://")):
            return None  # the guard's to refuse
        ruling = self._robots.ruling(url, admit=self.wait)
        if ruling.refusal:
            return ruling.refusal
        return self.wait(url, ruling.crawl_delay)

    def wait(self, url: str, crawl_delay: float = 0.0) -> Verdict | None:
        """Wait for the host's slot without looking at robots: for robots.txt itself."""
        interval = 0.0 if host_of(url) in self._free else max(self._interval, crawl_delay)
        seconds, granted = self._state.reserve(url, interval, PATIENCE_SECONDS)
        if not granted:
            return Verdict("blocked", "retry_after", f"the host is to be left alone for {round(seconds)} s more")
        if seconds > 0:
            time.sleep(seconds)
        return None
