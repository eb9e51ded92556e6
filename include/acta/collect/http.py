"""One fetch: guarded hops, a deadline, a cap on decompressed bytes, conditional GET. A bad site never raises."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions
from requests.utils import requote_uri
from ssrfguard.errors import SSRFGuardError

from acta import __version__
from acta.collect.deadline import Deadline
from acta.collect.failures import explain
from acta.collect.guard import MAX_REDIRECTS, NOTHING, Allowance, Guard
from acta.collect.masking import mask_text
from acta.collect.outcomes import Verdict, is_redirect, judge_page, judge_status, judge_type, retry_after_seconds
from acta.collect.refresh import refresh_target
from acta.collect.walls import META_REFRESH, judge_wall
from acta.config import Settings
from acta.isolation import UNEXPECTED, Fault, attempt

Admit = Callable[[str], Verdict | None]
Settle = Callable[[str, int | None, Verdict | None, float | None], None]  # url, status, verdict, Retry-After
CHUNK = 65_536
CONNECT_SECONDS = 10.0
PRODUCT = "Acta"


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of one fetch. ``body`` is decompressed and only there when the outcome is ``fetched``."""

    url: str
    final_url: str
    outcome: str
    reason: str | None
    detail: str | None
    elapsed_ms: int
    http_status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    retry_after: float | None = None

    def header(self, name: str) -> str | None:
        """The first header of this name, or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def body_sha256(self) -> str | None:
        return None if self.body is None else hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One answer of one host."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | None
    verdict: Verdict | None
    location: str | None


class _TooLarge(Exception):
    pass


def user_agent(settings: Settings) -> str:
    """Who we are and where to complain."""
    return f"{PRODUCT}/{__version__} (+{settings.contact})"


class Fetcher:
    """Fetches one URL at a time and keeps connections open between them."""

    def __init__(self, settings: Settings, allow: Allowance = NOTHING) -> None:
        self.settings = settings
        self.guard = Guard(allow)

    def close(self) -> None:
        self.guard.close()

    def fetch(
        self,
        url: str,
        *,
        page: bool = True,
        etag: str | None = None,
        last_modified: str | None = None,
        admit: Admit | None = None,
        settle: Settle | None = None,
    ) -> FetchResult:
        """Fetch ``url``, following at most five redirects by hand. ``page`` wants HTML or text and judges what comes; a page
        that is only a meta refresh is followed like a redirect.

        ``admit`` is asked before every hop (robots, politeness) and may refuse it with a verdict; ``settle`` hears how
        each admitted hop ended.
        """
        started = time.monotonic()
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        wanted = {name: value for name, value in conditions.items() if value}
        here, exchange, verdict = url, None, None
        for hop in range(MAX_REDIRECTS + 1):
            verdict = _unaskable(here) or (admit(here) if admit else None)
            if verdict:
                break
            exchange, verdict = self._guarded(here, wanted, page)
            if settle:
                settle(here, exchange.status if exchange else None, verdict, _retry_after(exchange))
            if verdict or exchange is None or exchange.location is None:
                break
            if hop == MAX_REDIRECTS:
                verdict = Verdict(
                    "failed",
                    "too_many_redirects",
                    f"more than {MAX_REDIRECTS} redirects, the last to {exchange.location}",
                )
                break
            here = exchange.location
        verdict = verdict or (exchange.verdict if exchange else None) or Verdict("fetched", "", "")
        return FetchResult(
            url=url,
            final_url=here,
            outcome=verdict.outcome,
            reason=verdict.reason or None,
            detail=mask_text(verdict.detail) or None,
            elapsed_ms=round((time.monotonic() - started) * 1000),
            http_status=exchange.status if exchange else None,
            headers=exchange.headers if exchange else [],
            body=exchange.body if exchange and verdict.outcome == "fetched" else None,
            retry_after=_retry_after(exchange),
        )

    def _guarded(self, url: str, conditions: dict[str, str], page: bool) -> tuple[_Exchange | None, Verdict | None]:
        """One exchange, with every way it can go wrong turned into a verdict."""
        done = attempt("fetching a URL", lambda: self._explained(url, conditions, page))
        if isinstance(done, Fault):
            return None, Verdict("failed", UNEXPECTED, f"the exchange failed: {done.detail}")
        return done

    def _explained(
        self, url: str, conditions: dict[str, str], page: bool
    ) -> tuple[_Exchange | None, Verdict | None]:
        limit = self.settings.fetch_seconds
        deadline = Deadline(limit)
        try:
            with deadline:
                return self._exchange(url, conditions, page, deadline), None
        except SSRFGuardError as error:
            return None, Verdict("rejected", "unsafe_address", f"refused before connecting: {error}")
        except _TooLarge:
            return None, Verdict(
                "rejected", "too_large", f"more than {self.settings.max_body_bytes} bytes (ACTA_MAX_BODY_BYTES)"
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError, RuntimeError) as error:
            if deadline.over:
                return None, Verdict("failed", "timeout", f"not done within {limit:g} s (ACTA_FETCH_SECONDS)")
            return None, explain(error)

    def _exchange(self, url: str, conditions: dict[str, str], page: bool, deadline: Deadline) -> _Exchange:
        adapter = self.guard.adapter(url)
        headers = {
            "User-Agent": user_agent(self.settings),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Language": "en,*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            **conditions,
        }
        request = requests.Request("GET", url, headers=headers).prepare()
        timeout = (min(CONNECT_SECONDS, deadline.remaining), deadline.remaining)
        response: requests.Response = adapter.send(request, stream=True, timeout=timeout, proxies={})
        try:
            found = [(str(name), str(value)) for name, value in response.raw.headers.items()]
            status = response.status_code
            location = response.headers.get("Location")
            if is_redirect(status) and location:
                return _Exchange(status, found, None, None, _target(url, location))
            verdict = judge_status(status, bool(conditions))
            if verdict is None and page:
                verdict = judge_type(response.headers.get("Content-Type"))
            if verdict is not None:
                return _Exchange(status, found, None, verdict, None)
            body = self._read(response, deadline)
            verdict = (judge_page(body) or judge_wall(body)) if page else None
            if verdict and verdict.reason == META_REFRESH:
                target = refresh_target(body, url, response.headers.get("Content-Type"))
                if target:
                    return _Exchange(status, found, None, None, target)
            return _Exchange(status, found, body, verdict, None)
        finally:
            response.close()

    def _read(self, response: requests.Response, deadline: Deadline) -> bytes:
        """The decompressed body. ``read1`` returns what is there, so the deadline is looked at after every packet."""
        cap, parts, size = self.settings.max_body_bytes, [], 0
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and len(declared) < 16 and int(declared) > cap:
            raise _TooLarge
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            parts.append(chunk)
            size += len(chunk)
            if size > cap:
                raise _TooLarge
            if deadline.over:
                raise TimeoutError
        if deadline.over:
            raise TimeoutError
        if declared.isdigit() and not response.headers.get("Content-Encoding") and size < int(declared):
            raise urllib3.exceptions.ProtocolError(f"the connection ended after {size} of {declared} bytes")
        return b"".join(parts)


def _unaskable(url: str) -> Verdict | None:
    """The verdict on a URL of which host and port cannot be told; politeness needs both. Schemes are the guard's to refuse."""
    try:
        url.encode()
        parts = urlsplit(url)
        _ = parts.hostname, parts.port  # reading them raises
    except ValueError as error:
        return Verdict("rejected", "bad_url", f"not a URL that can be asked for: {error}")
    return None


def _target(base: str, location: str) -> str:
    """The absolute URL of a redirect; a Location header is bytes that http.client read as latin-1."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    return requote_uri(urljoin(base, location.strip()))


def _retry_after(exchange: _Exchange | None) -> float | None:
    if exchange is None or exchange.status not in (429, 503):
        return None
    told = {name.lower(): value for name, value in reversed(exchange.headers)}
    return retry_after_seconds(told.get("retry-after"), told.get("date"), datetime.now(UTC))
