"""What is due: new links, pages that say they changed, second looks after a day and a week, and retries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from acta.collect.discover import Link
from acta.collect.masking import is_masked
from acta.collect.rows import article_id_of, key_of
from acta.collect.seen import NOT_FOUND, SeenUrl
from acta.collect.state import State
from acta.isolation import Fault, attempt

SECOND_LOOKS = (timedelta(hours=24), timedelta(days=7))
FIRST_RETRY = timedelta(minutes=15)
MISSING_RETRY = timedelta(hours=1)  # a page that is missing for longer than a deployment of the site is gone
MAX_FAILURES = 5
CLOCK_SLACK = timedelta(hours=1)
Window = tuple[datetime, datetime]
OnFault = Callable[[Link, Fault], object]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page to fetch now. ``url`` is the real one, secrets and all; ``known`` is what the state holds, if anything."""

    url: str
    url_key: str
    article_id: str
    title: str | None
    published_at: str | None
    seen_in: str | None
    known: SeenUrl | None


def plan(
    state: State,
    source_id: str,
    links: Iterable[Link],
    now: datetime,
    window: Window | None = None,
    on_fault: OnFault = lambda link, fault: None,
) -> list[Candidate]:
    """Pages to fetch, in the order in which they were found, each once.

    A ``window`` (backfill) takes only links dated inside it and looks at nothing again. ``on_fault`` hears of a link that
    cannot be planned; the others are.
    """
    due: dict[str, Candidate] = {}
    for link in links:
        fault = attempt(f"{source_id}: planning a link", partial(_add, due, state, source_id, link, now, window))
        if fault:
            on_fault(link, fault)
    if not window:
        for known in state.open_urls(source_id, now - SECOND_LOOKS[-1] * 4):
            if known.url_key not in due and is_due(known, now) and not is_masked(known.url):
                due[known.url_key] = Candidate(
                    known.url,
                    known.url_key,
                    known.article_id,
                    known.hint_title,
                    known.hint_published_at,
                    known.seen_in,
                    known,
                )
    return list(due.values())


def _add(
    due: dict[str, Candidate], state: State, source_id: str, link: Link, now: datetime, window: Window | None
) -> None:
    key = key_of(link.url)
    if key in due:
        due[key] = _merged(due[key], link)
    elif window is None or _inside(link, window):
        known = state.url(source_id, key)
        if known is None or (not window and (is_due(known, now) or has_changed(known, link.updated_at, now))):
            article_id = known.article_id if known else article_id_of(source_id, key)
            due[key] = Candidate(link.url, key, article_id, link.title, link.published_at, link.seen_in, known)


def is_due(seen: SeenUrl, now: datetime) -> bool:
    """Whether a known page is to be asked for again without a sign of change."""
    if seen.status not in ("pending", "fetched"):
        return False
    if seen.failures:
        pause = FIRST_RETRY * 4 ** (seen.failures - 1)
        if seen.last_reason == NOT_FOUND:
            pause = max(pause, MISSING_RETRY)
        return seen.failures <= MAX_FAILURES and now >= _instant(seen.last_attempt_at) + pause
    if seen.last_fetched_at is None:
        return True
    first, last = _instant(seen.first_seen_at), _instant(seen.last_fetched_at)
    return any(last < first + look <= now for look in SECOND_LOOKS)


def has_changed(seen: SeenUrl, updated_at: str | None, now: datetime) -> bool:
    """Whether a feed or sitemap says that the page changed after we last had it. A time yet to come says nothing."""
    if updated_at is None or seen.last_fetched_at is None:
        return False
    return _instant(seen.last_fetched_at) < _instant(updated_at) <= now + CLOCK_SLACK


def _merged(candidate: Candidate, link: Link) -> Candidate:
    """A page in two feeds: each may say what the other leaves out."""
    return replace(
        candidate, title=candidate.title or link.title, published_at=candidate.published_at or link.published_at
    )


def _inside(link: Link, window: Window) -> bool:
    dated = link.published_at or link.updated_at
    return dated is not None and window[0] <= _instant(dated) < window[1]


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
