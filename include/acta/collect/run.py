"""Collect one source: poll its feeds and sitemaps, plan what is due, fetch it politely, write batches.

Calls do not fail because a site does: every attempt ends as a row. What is raised is a fault of ours or of the disk.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from acta.collect.discover import Found, Link, NotAFeed, read_links
from acta.collect.guard import NOTHING, Allowance
from acta.collect.http import Fetcher, FetchResult
from acta.collect.known_page import compare_with_known
from acta.collect.links import newest_first, only_fresh
from acta.collect.masking import mask_text, mask_url
from acta.collect.parts import PAGES_PER_PART, CollectResult, Part, is_complete, next_number, result_of
from acta.collect.plan import Candidate, Window, plan
from acta.collect.politeness import Politeness
from acta.collect.recovery import finish_cut_off
from acta.collect.retention import expire_archives
from acta.collect.robots import Robots
from acta.collect.rows import LAST, Row, Subject, fetch_id_of, key_of, stamp
from acta.collect.seen import DEFERRED, INDEX, PARTIAL, SeenFeed
from acta.collect.state import State, open_state
from acta.collect.state_file import DamagedState
from acta.config import Settings
from acta.isolation import UNEXPECTED, Fault, attempt
from acta.sources.local import local_outlets
from acta.sources.model import Source
from acta.store.faults import check_space
from acta.store.lock import at_work, exclusive
from acta.store.paths import inside
from acta.store.tombstones import read_tombstones

Progress = Callable[[str], None]
T = TypeVar("T")
MAX_SITEMAPS = 20  # of one source and run, the newest first


def collect_source(
    settings: Settings,
    source: Source,
    run_key: str,
    progress: Progress | None = None,
    allow: Allowance = NOTHING,
    window: Window | None = None,
    only_due: bool = False,
) -> CollectResult:
    """Ask one source what is new and fetch it. A run of the same key that was finished is not done again.

    ``allow`` names loopback (address, port) pairs that may be reached besides this machine's own outlets. ``window``
    (a backfill) takes only what feeds and sitemaps date inside it. ``only_due`` polls the source only when its own rhythm
    says so; pages that are due again are fetched all the same. Raises Transient when another process is at it or the state
    is locked. A state that turns out to be damaged is made again, and the run goes on where it was.
    """
    collect = partial(_collect, settings, source, run_key, progress, allow, window, only_due)
    try:
        return collect()
    except DamagedState:
        return collect()


def _collect(
    settings: Settings,
    source: Source,
    run_key: str,
    progress: Progress | None,
    allow: Allowance,
    window: Window | None,
    only_due: bool,
) -> CollectResult:
    with at_source(settings, source) as state:
        idle = None
        if not is_complete(state, source.source_id, run_key):
            local = local_outlets(settings)
            with contextlib.closing(Fetcher(settings, allow | local)) as fetcher:
                run = Run(settings, source, run_key, state, fetcher, local, window, progress)
                run.go(only_due)
            idle = run.idle
            expire_archives(settings, state, source.source_id)
        return result_of(settings, state, source.source_id, run_key, idle)


@contextmanager
def at_source(settings: Settings, source: Source) -> Iterator[State]:
    """The state, by the one process that is at the source: two would write the same part.

    What an earlier one fetched and was killed over is finished first. Raises Transient when another is there, or while
    something is forgotten.
    """
    lock = inside(settings.state_file.parent / "locks", f"{source.source_id}.lock")
    check_space(settings)
    with at_work(settings), exclusive(lock, f"source {source.source_id}"), open_state(settings) as state:
        for manifest in finish_cut_off(settings, source, state):
            state.apply_batch(settings, manifest)
        yield state


class Run:
    """One source, one run key."""

    def __init__(
        self,
        settings: Settings,
        source: Source,
        run_key: str,
        state: State,
        fetcher: Fetcher,
        unhurried: Allowance,
        window: Window | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.settings, self.source, self.run_key, self.state, self.fetcher = settings, source, run_key, state, fetcher
        self.window, self._say = window, progress or (lambda line: None)
        self.robots = Robots(settings, state, fetcher)
        self.politeness = Politeness(state, self.robots, settings.host_interval_seconds, unhurried)
        self.forgotten = read_tombstones(settings)
        self.idle: list[Row] | None = None  # what went to the day's polls
        self._ends = time.monotonic() + settings.source_seconds

    def go(self, only_due: bool = False) -> None:
        """Poll, then fetch. The polls go into the last part: a run that is cut off asks the feeds again in full."""
        now, source_id = self.settings.clock(), self.source.source_id
        is_polled = not only_due or self.state.is_poll_due(source_id, now)
        with self.part(LAST) as last:
            links = self.poll(last) if is_polled else []
            candidates = self.plan(last, links, now, self.window)
            if is_polled or candidates:
                self.fetch_all(last, candidates, is_poll=True)

    def plan(self, part: Part, links: list[Link], now: datetime, window: Window | None = None) -> list[Candidate]:
        """What is due of these links and of what is known; a link that cannot be planned is a row."""

        def on_fault(link: Link, fault: Fault) -> None:
            part.add(Subject("article", mask_url(link.url), None), now, _failed(link.url, fault))

        return plan(self.state, self.source.source_id, links, now, window, on_fault)

    def _alone(self, part: Part, subject: Subject, at: datetime, work: Callable[[], T]) -> T | None:
        """Work that leaves the subject's row; when it cannot, the row says why and nothing else is touched."""
        source_id = self.source.source_id
        fetch_id = fetch_id_of(source_id, subject.url, self.run_key)
        done = attempt(f"{source_id}: {subject.kind} {fetch_id}", work)
        if isinstance(done, Fault):
            part.add(subject, at, _failed(subject.url, done))
            return None
        return done

    def part(self, number: int) -> Part:
        return Part(self.settings, self.source, self.run_key, number, self.settings.clock(), self.state.body)

    def fetch_all(self, last: Part, candidates: list[Candidate], is_poll: bool = False) -> None:
        """Fetch in parts of fifty; what remains for the last part goes there together with the polls.

        A poll whose last part has no page goes to the day's polls.
        """
        candidates = [c for c in candidates if not self.forgotten.cover(c.article_id, self.source.source_id)]
        number, start = next_number(self.state, self.source.source_id, self.run_key), 0
        while len(candidates) - start > PAGES_PER_PART and not self._out_of_time:
            with self.part(number) as part:
                for candidate in candidates[start : start + PAGES_PER_PART]:
                    self.fetch_one(part, candidate)
                self._finish(part)
            number, start = number + 1, start + PAGES_PER_PART
            self._say(f"{self.source.source_id}: {start} of {len(candidates)} pages")
        for candidate in candidates[start:]:
            self.fetch_one(last, candidate)
        for at, result in self.robots.fetched:
            subject = Subject("robots", mask_url(result.url), key_of(result.url))
            self._alone(last, subject, at, partial(last.add, subject, at, _as_robots(result)))
        if is_poll and not last.has_page:
            polls, self.idle = last.finish_idle()
            self.state.apply_idle(polls, last.batch_id, self.idle)
        else:
            self._finish(last)
        self._say(f"{self.source.source_id}: {len(candidates)} of {len(candidates)} pages")

    def _finish(self, part: Part) -> None:
        self.state.apply_batch(self.settings, part.finish())

    @property
    def _out_of_time(self) -> bool:
        return time.monotonic() > self._ends

    # -- feeds, sitemaps and listings

    def poll(self, part: Part) -> list[Link]:
        """Links of all feeds, sitemaps and listings of the source."""
        links = [link for url in self.source.feeds for link in self._poll_one(part, "feed", url).links]
        waiting, asked = list(self.source.sitemaps), set[str]()
        while waiting and len(asked) < MAX_SITEMAPS:
            url = waiting.pop(0)
            if key_of(url) in asked:
                continue
            asked.add(key_of(url))
            found = self._poll_one(part, "sitemap", url)
            links += found.links
            waiting += [link.url for link in newest_first(found.sitemaps, lambda link: link.dated_at)]
        return links + [link for url in self.source.listings for link in self._poll_one(part, "listing", url).links]

    def _poll_one(self, part: Part, kind: str, url: str) -> Found:
        at, subject = self.settings.clock(), Subject(kind, mask_url(url), key_of(url))
        return self._alone(part, subject, at, lambda: self._poll(part, subject, at, url)) or Found()

    def _poll(self, part: Part, subject: Subject, at: datetime, url: str) -> Found:
        kind, key = subject.kind, subject.url_key or url
        known = None if self.window else self.state.feed(self.source.source_id, key)
        known = known or SeenFeed()
        result = self._fetch(url, page=kind == "listing", etag=known.etag, last_modified=known.last_modified)
        found = Found()
        if result.outcome == "fetched" and result.body is not None:
            if result.body_sha256 == known.body_sha256:
                result = replace(
                    result, outcome="unchanged", reason="same_body", detail="the same bytes as at the last poll"
                )
            else:
                result, found = self._read(kind, result)
        if self.window and result.outcome == "fetched":
            result = replace(result, reason=PARTIAL, detail="only what is dated inside the interval was taken")
        part.add(subject, at, result)
        return found

    def _read(self, kind: str, result: FetchResult) -> tuple[FetchResult, Found]:
        content_type, cap = result.header("content-type"), self.settings.max_body_bytes
        try:
            found = read_links(kind, result.body or b"", result.final_url, content_type, cap)
        except NotAFeed as error:
            reason = error.reason or f"not_a_{kind}"
            return replace(result, outcome="rejected", reason=reason, detail=mask_text(str(error))), Found()
        if kind == "sitemap" and not self.window:
            found = only_fresh(found, self.settings.clock())
        detail = mask_text(found.remark) if found.remark else None
        return replace(result, reason=INDEX if found.sitemaps else result.reason, detail=detail), found

    # -- pages

    def fetch_one(self, part: Part, candidate: Candidate) -> None:
        """One page, one row. A known page that must wait stays as it is; a new one is noted, so that it is not lost."""
        at, known = self.settings.clock(), candidate.known
        subject = Subject(
            "article",
            mask_url(candidate.url),
            candidate.url_key,
            candidate.article_id,
            mask_url(candidate.seen_in) if candidate.seen_in else None,
            candidate.title,
            candidate.published_at,
            known.first_seen_at if known else stamp(at),
        )
        self._alone(part, subject, at, lambda: self._fetch_page(part, subject, at, candidate))

    def _fetch_page(self, part: Part, subject: Subject, at: datetime, candidate: Candidate) -> None:
        known = candidate.known
        if self._out_of_time:
            limit = (
                f"the source's {self.settings.source_seconds:g} s are over (ACTA_SOURCE_SECONDS); the next run goes on"
            )
            result = FetchResult(candidate.url, candidate.url, "failed", "deferred", limit, 0)
        else:
            held = known if known and known.body_sha256 else None
            result = self._fetch(
                candidate.url, etag=held.etag if held else None, last_modified=held.last_modified if held else None
            )
            result = compare_with_known(result, candidate)
        if known and result.reason in DEFERRED:
            return
        part.add(subject, at, result)

    def _fetch(
        self, url: str, page: bool = True, etag: str | None = None, last_modified: str | None = None
    ) -> FetchResult:
        return self.fetcher.fetch(
            url,
            page=page,
            etag=etag,
            last_modified=last_modified,
            admit=self.politeness.admit,
            settle=self.politeness.settle,
        )


def _failed(url: str, fault: Fault) -> FetchResult:
    return FetchResult(url, url, "failed", UNEXPECTED, fault.detail, 0)


def _as_robots(result: FetchResult) -> FetchResult:
    """For robots.txt, 'not there' is an answer: everything is allowed."""
    if result.http_status is not None and 400 <= result.http_status < 500:
        return replace(result, outcome="fetched", detail=f"status {result.http_status}: everything is allowed")
    return result
