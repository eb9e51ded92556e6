"""Ask a SPARQL service: one request at a time, all pages, with patience for a busy server and an end to it.

Requests go through the collector's own fetcher, so the guard against private addresses, the deadline over headers and body,
the cap on bytes and the user agent with a contact are those of collecting. The service's rules: no requests side by side,
429 with Retry-After is obeyed (a client that ignores it is banned), a query is cut off after 60 seconds.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_exponential_jitter

from acta.collect.guard import NOTHING, Allowance
from acta.collect.http import Fetcher
from acta.config import Settings
from acta.refresh.query import Binding

PAGE_ROWS = 500
MOST_PAGES = 40  # of one question; more is a server that says the same page again and again
_FINAL = frozenset({"bad_url", "unsafe_address", "too_large"})  # trying again cannot help


@dataclass(frozen=True)
class Patience:
    """How long to bear with a service that does not answer well."""

    attempts: int = 4
    first_wait: float = 5.0  # seconds; doubles each time, with jitter
    longest_wait: float = 120.0  # a Retry-After beyond this ends the run: the rest waits for the next one
    request_seconds: float = 65.0  # the service itself stops at 60


class NoAnswer(Exception):
    """A question was not answered. ``is_final``: no other one will be either, leave the service alone."""

    def __init__(self, reason: str, detail: str, is_final: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.is_final = reason, detail, is_final


@dataclass(frozen=True)
class _Attempt:
    rows: list[Binding] | None
    reason: str = ""
    detail: str = ""
    may_retry: bool = False
    retry_after: float | None = None


class Service:
    """One SPARQL endpoint; used as a context manager."""

    def __init__(self, settings: Settings, allow: Allowance = NOTHING, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._url = settings.wikidata_url
        self._pause = settings.host_interval_seconds
        self._next_at = 0.0
        self.requests = 0
        allow |= own_copy(self._url)
        self._fetcher = Fetcher(replace(settings, fetch_seconds=self.patience.request_seconds), allow)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *error: object) -> None:
        self._fetcher.close()

    def all_rows(self, query: Callable[[int, int], str], page_rows: int = PAGE_ROWS) -> list[Binding]:
        """Every row of a question; ``query`` makes its SPARQL from limit and offset. Raises NoAnswer."""
        return [row for page in self._pages(query, page_rows) for row in page]

    def _pages(self, query: Callable[[int, int], str], page_rows: int) -> Iterator[list[Binding]]:
        for number in range(MOST_PAGES):
            page = self.select(query(page_rows, number * page_rows))
            yield page
            if len(page) < page_rows:
                return
        raise NoAnswer("too_many_pages", f"more than {MOST_PAGES} pages of {page_rows} rows")

    def select(self, sparql: str) -> list[Binding]:
        """Rows of one query, asked again while that may help. Raises NoAnswer."""
        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            retry=retry_if_result(lambda attempt: attempt.may_retry),
            wait=self._wait,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        attempt: _Attempt = retrying(self._ask, sparql)
        if attempt.rows is None:
            too_long = (attempt.retry_after or 0.0) > self.patience.longest_wait
            raise NoAnswer(attempt.reason, attempt.detail, is_final=too_long)
        return attempt.rows

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next try: what the server asked for, or twice as long as the last time."""
        attempt: _Attempt | None = state.outcome.result() if state.outcome else None
        backoff = wait_exponential_jitter(self.patience.first_wait, self.patience.longest_wait, jitter=1.0)
        if attempt and attempt.retry_after is not None:
            return max(attempt.retry_after, min(self._pause, 1.0))
        return min(backoff(state), self.patience.longest_wait)

    def _ask(self, sparql: str) -> _Attempt:
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        self.requests += 1
        result = self._fetcher.fetch(f"{self._url}?{urlencode({'query': sparql, 'format': 'json'})}", page=False)
        self._next_at = time.monotonic() + self._pause
        if result.body is None:
            may_retry = result.reason not in _FINAL and _status_may_pass(result.http_status)
            may_retry = may_retry and (result.retry_after or 0.0) <= self.patience.longest_wait
            return _Attempt(None, result.reason or result.outcome, result.detail or "", may_retry, result.retry_after)
        return _read(result.body)


def _status_may_pass(status: int | None) -> bool:
    return status is None or status == 429 or status >= 500


def _read(body: bytes) -> _Attempt:
    """The rows of a SPARQL 1.1 JSON result. An error page or a result that was cut off may be right the next time."""
    try:
        found: Any = json.loads(body)
    except ValueError as error:
        shown = " ".join(body[:60].decode("utf-8", "replace").split())
        return _Attempt(None, "not_json", f"the answer is no JSON ({error}): {shown!r}", may_retry=True)
    rows = found.get("results", {}).get("bindings") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return _Attempt(None, "not_sparql", "the answer is JSON, but no SPARQL result", may_retry=True)
    return _Attempt(rows)


def own_copy(url: str) -> Allowance:
    """What the guard may let through for a service named by IP address and port: a copy the operator runs himself."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return NOTHING
    is_address = bool(host) and all(part.isdigit() for part in host.split("."))
    return frozenset({(host, port)}) if is_address and port else NOTHING
