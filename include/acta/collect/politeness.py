"""When a host may be asked: robots, the host's next slot, its places, its circuit; shared through the state."""

from __future__ import annotations

import time

from acta.collect.guard import Allowance
from acta.collect.outcomes import Verdict
from acta.collect.robots import Robots
from acta.collect.state import State
from acta.collect.urls import host_of

PATIENCE_SECONDS = 60.0  # beyond this the URL waits for the next run, not the worker for the URL
BUSY_SECONDS = 0.1  # between two looks at a host whose places are all taken
BACKOFF_SECONDS = 120.0  # after a 429 that does not say for how long, or names a time that is past
_HOST_FAULTS = frozenset({"timeout", "connection", "dns", "tls", "broken_transfer"})


class Politeness:
    """Admits a request and hears how it went. One worker's: it has one request under way at most."""

    def __init__(self, state: State, robots: Robots, interval: float, unhurried: Allowance) -> None:
        self._state, self._robots, self._interval = state, robots, interval
        self._rest = 0.0  # what the host is owed after the request under way
        self._free = {f"{address}:{port}" for address, port in unhurried}

    def admit(self, url: str) -> Verdict | None:
        """Wait for the host's slot; a verdict when robots refuse or the wait would be too long."""
        if not url.lower().startswith(("http://", "https://")):
            return None  # the guard's to refuse
        ruling = self._robots.ruling(url, admit=self.wait, settle=self.settle)
        if ruling.refusal:
            return ruling.refusal
        return self.wait(url, ruling.crawl_delay)

    def wait(self, url: str, crawl_delay: float = 0.0) -> Verdict | None:
        """Wait for the host's slot without looking at robots: for robots.txt itself."""
        host = host_of(url)
        interval = 0.0 if host in self._free else max(self._interval, crawl_delay)
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            left = max(0.0, ends - time.monotonic())
            admission = self._state.hosts.reserve(host, interval, left)
            if admission.refusal == "early":
                time.sleep(admission.seconds)
            elif admission.refusal == "busy" and left > 0:
                time.sleep(BUSY_SECONDS)
            else:
                break
        if admission.refusal:
            return _refused(admission.refusal, admission.seconds)
        self._rest = interval
        return None

    def settle(self, url: str, status: int | None, verdict: Verdict | None, retry_after: float | None) -> None:
        """One admitted exchange is over: its place is free, and the host's circuit hears how it went."""
        host = host_of(url)
        if status is None:
            failed = True if verdict and verdict.reason in _HOST_FAULTS else None
        else:
            failed = status >= 500
        self._state.hosts.settle(host, failed, time.time() + self._rest if self._rest else 0.0)
        if status == 429 and not retry_after:
            retry_after = BACKOFF_SECONDS
        if retry_after:
            self._state.hosts.hold_off(host, retry_after)


def _refused(refusal: str, seconds: float) -> Verdict:
    if refusal == "retry_after":
        return Verdict("blocked", "retry_after", f"the host is to be left alone for {round(seconds)} s more")
    if refusal == "queue":
        return Verdict("failed", "deferred", f"the host's next turn is in {round(seconds)} s, longer than a run waits")
    if refusal == "busy":
        return Verdict("failed", "deferred", "all places at this host are taken (ACTA_HOST_CONCURRENCY)")
    pause = f"for {round(seconds)} s more" if seconds else "until the probe under way is answered"
    return Verdict("failed", "circuit_open", f"the host failed too often in a row and is left alone {pause}")
