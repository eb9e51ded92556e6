"""What an exchange amounts to: status, headers, first bytes → outcome, reason, one line for a person. Pure.

Outcomes: fetched, unchanged, gone, blocked (the site does not want us), rejected (we do not want it), failed (nobody
knows).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome other than plain success, and why."""

    outcome: str
    reason: str
    detail: str


LONGEST_RETRY_AFTER = 7 * 86_400.0  # seconds; a site that asks for more is asked again then
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BLOCKED = {
    401: "the page wants a login",
    402: "the page wants payment",
    403: "the site refuses this collector",
    407: "a proxy wants a login",
    429: "the site asks for fewer requests",
    451: "withheld for legal reasons",
}
_READABLE = re.compile(r"text/(?:html|plain|xml)|application/(?:xhtml\+xml|xml)", re.IGNORECASE)


def is_redirect(status: int) -> bool:
    return status in _REDIRECTS


def judge_status(status: int, conditional: bool) -> Verdict | None:
    """The verdict of a status code alone; None for 200, whose body decides."""
    if status == 200:
        return None
    if status == 304:
        if conditional:
            return Verdict("unchanged", "http_304", "not modified since the last fetch")
        return Verdict("failed", "unexpected_304", "the site says 'not modified' to a first request")
    if status in _BLOCKED:
        return Verdict("blocked", f"http_{status}", _BLOCKED[status])
    if status == 410:
        return Verdict("gone", "http_410", "the site says that the page was withdrawn")
    if status == 404:
        return Verdict("failed", "http_404", "no such page")
    if status >= 500:
        return Verdict("failed", f"http_{status}", "the site has a fault of its own; the next run tries again")
    return Verdict("failed", f"http_{status}", f"the site answered with status {status}")


def judge_type(content_type: str | None) -> Verdict | None:
    """A page must be HTML, XML or text; without a Content-Type the bytes decide later."""
    kind = media_type(content_type)
    if not kind or _READABLE.fullmatch(kind):
        return None
    return Verdict("rejected", "content_type", f"the page is {kind[:80]}, not HTML or text")


def media_type(content_type: str | None) -> str:
    """The media type as a browser reads it: the last of several, a semicolon or not before its parameters, ``*/*`` for none."""
    kinds = [(part.split(";")[0].split() or [""])[0] for part in (content_type or "").split(",")]
    return next((kind for kind in reversed(kinds) if "/" in kind and kind != "*/*"), kinds[0].replace("*/*", ""))


def judge_page(body: bytes) -> Verdict | None:
    """A page with status 200 that is none: empty or binary. Walls are told in ``walls``."""
    if not body.strip():
        return Verdict("rejected", "empty", "the page has no content")
    if is_binary(body):
        return Verdict("rejected", "binary", "the page says it is text, but holds binary data")
    return None


def is_binary(body: bytes) -> bool:
    """Whether bytes are no text: a PDF, an archive, an image, or NULs outside UTF-16 and UTF-32."""
    if body.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF")):
        return True
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    return b"\x00" in body[:65536]


def retry_after_seconds(value: str | None, served_at: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header, given as a number or as a date; None when absent or unreadable.

    A date is one of the server's clock, which its Date header ``served_at`` tells; ``now`` counts where that cannot be read.
    """
    if not value:
        return None
    if value.strip().isdecimal():
        return min(float(value.strip()[:9]), LONGEST_RETRY_AFTER)
    when = _http_date(value)
    if when is None:
        return None
    seconds = (when - (_http_date(served_at) or now)).total_seconds()
    return min(max(0.0, seconds), LONGEST_RETRY_AFTER)


def _http_date(text: str | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
