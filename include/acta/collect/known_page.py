"""What a fetch amounts to, given what is known of the page from earlier fetches. Pure."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from acta.collect.http import FetchResult
from acta.collect.plan import Candidate
from acta.collect.seen import NOT_FOUND, SeenUrl

MISSING = frozenset({"http_404", "soft_404"})


def compare_with_known(result: FetchResult, candidate: Candidate) -> FetchResult:
    """The result itself, or with its outcome changed to missing, gone, redirected home or unchanged."""
    known = candidate.known
    if result.reason in MISSING and known and known.body_sha256:
        return _missing(result, known)
    if result.outcome != "fetched":
        return result
    if urlsplit(result.final_url).path in ("", "/") and urlsplit(candidate.url).path not in ("", "/"):
        return replace(
            result,
            outcome="failed",
            reason="redirected_home",
            detail="the site leads to its home page instead",
            body=None,
        )
    if known and result.body_sha256 == known.body_sha256:
        return replace(result, outcome="unchanged", reason="same_body", detail="the same bytes as at the last fetch")
    return result


def _missing(result: FetchResult, known: SeenUrl) -> FetchResult:
    """A page that was there is gone when it is missing twice in a row: once is often a fault of the site."""
    if known.last_reason == NOT_FOUND:
        return replace(result, outcome="gone", detail="the page was there before and is missing for the second time")
    detail = "the page was there before and is missing; when it is so at the next look it counts as gone"
    return replace(result, outcome="failed", reason=NOT_FOUND, detail=detail)
