"""robots.txt by RFC 9309: 4xx allows everything, 5xx and silence refuse everything, answers last a day at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import NoneType
from urllib.parse import urlsplit

from robotstxt import RobotsMatcher

from acta.collect.http import PRODUCT, Admit, Fetcher, FetchResult, Settle
from acta.collect.outcomes import Verdict
from acta.collect.seen import DEFERRED
from acta.collect.state import RobotsEntry, State
from acta.collect.urls import host_of
from acta.config import Settings
from acta.isolation import UNEXPECTED, Fault, attempt

MAX_AGE = timedelta(hours=24)
MAX_BYTES = 512_000  # the RFC asks for at least 500 KiB to be read
MAX_DELAY = 3600.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a URL may be fetched, and the pause the host asks for between requests."""

    refusal: Verdict | None
    crawl_delay: float = 0.0


class Robots:
    """Answers for one run. ``fetched`` holds the robots.txt requests it made, for the rows."""

    def __init__(self, settings: Settings, state: State, fetcher: Fetcher) -> None:
        self._settings, self._state, self._fetcher = settings, state, fetcher
        self._down: dict[str, Verdict] = {}
        self.fetched: list[tuple[datetime, FetchResult]] = []

    def ruling(self, url: str, admit: Admit | None = None, settle: Settle | None = None) -> Ruling:
        """May ``url`` be fetched? ``admit`` is the rate limit that the robots.txt request itself obeys."""
        ruling = attempt("judging a URL by robots.txt", lambda: self._ruling(url, admit, settle))
        if isinstance(ruling, Fault):
            return Ruling(Verdict("failed", UNEXPECTED, f"robots.txt cannot be judged: {ruling.detail}"))
        return ruling

    def _ruling(self, url: str, admit: Admit | None, settle: Settle | None) -> Ruling:
        origin = f"{urlsplit(url).scheme.lower()}://{host_of(url)}"
        entry = self._known(origin) or self._ask(origin, url, admit, settle)
        if entry is None:
            return Ruling(self._down[origin])
        return rule(entry.body, url)

    def _known(self, origin: str) -> RobotsEntry | None:
        entry = self._state.robots(origin)
        if entry is None:
            return None
        try:
            age = self._settings.clock() - datetime.fromisoformat(entry.fetched_at)
        except (TypeError, ValueError):  # damage that SQLite does not see
            return None
        return entry if timedelta(0) <= age < MAX_AGE and isinstance(entry.body, (str, NoneType)) else None

    def _ask(self, origin: str, url: str, admit: Admit | None, settle: Settle | None) -> RobotsEntry | None:
        if origin in self._down:
            return None
        parts = urlsplit(url)
        at = self._settings.clock()
        result = self._fetcher.fetch(
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt", page=False, admit=admit, settle=settle
        )
        self.fetched.append((at, result))
        status = result.http_status or 0
        if result.outcome == "fetched":
            text = (result.body or b"")[:MAX_BYTES].decode("utf-8-sig", "replace")
            entry = RobotsEntry(at.isoformat(), text)
        elif 400 <= status < 500:
            entry = RobotsEntry(at.isoformat(), None)
        else:
            self._down[origin] = _unreachable(result)
            return None
        self._state.store_robots(origin, entry)
        return entry


def rule(body: str | None, url: str, agent: str = PRODUCT) -> Ruling:
    """The ruling of one robots.txt (None: there is none) on one URL."""
    if body is None:
        return Ruling(None)
    matcher = RobotsMatcher()
    allowed = matcher.is_allowed(body, agent, url)
    asked = matcher.crawl_delay or 0.0
    delay = min(asked, MAX_DELAY) if asked > 0 else 0.0  # "nan" is no number of seconds
    if allowed:
        return Ruling(None, delay)
    line = f" (line {matcher.matching_line})" if matcher.matching_line else ""
    return Ruling(Verdict("blocked", "robots", f"robots.txt refuses this address{line}"), delay)


def _unreachable(result: FetchResult) -> Verdict:
    """5xx is a wish to be left alone; no answer at all is a source that is down; a wait that we owe stays one."""
    if result.http_status is not None and result.http_status >= 500:
        return Verdict(
            "blocked",
            "robots_unreachable",
            f"robots.txt answers {result.http_status}: everything is refused until it can be read",
        )
    if result.outcome == "blocked" or result.reason in DEFERRED | {"unsafe_address"}:
        return Verdict(result.outcome, result.reason or "robots_unreachable", result.detail or "")
    return Verdict(
        "failed", result.reason or "robots_unreachable", f"robots.txt cannot be read: {result.detail or 'no answer'}"
    )
