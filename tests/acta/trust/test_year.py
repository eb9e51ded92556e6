"""What a year of polls leaves: days are written by the collector's own code, packed, and counted as 365 of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.days import set_clock, write_page

from acta.collect.http import FetchResult
from acta.collect.parts import Part
from acta.collect.rows import LAST, Subject
from acta.collect.state import open_state
from acta.config import Settings
from acta.forget.purge import purge_batches
from acta.forget.targets import find_targets
from acta.model.load import load_pending
from acta.model.warehouse import open_build
from acta.sources import Source
from acta.store.compact import compact
from acta.store.growth import growth

START = datetime(2026, 3, 2, tzinfo=UTC)
MOST_FILES, MOST_BYTES = 150_000, 1.5e9  # beside the archive and the rows of articles


@dataclass(frozen=True)
class Pace:
    """How much is polled: the sources, how many of them are lively, polls a day and articles a day of a lively source."""

    days: int
    sources: int
    lively: int
    polls: int
    articles: int


def simulate(settings: Settings, pace: Pace, patch: pytest.MonkeyPatch) -> int:
    """Let days pass, each packed on the next one; returns the number of polls that brought nothing."""
    idle = 0
    (settings.data_dir).mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "version.json").write_text('{"data_version": 1}')
    with open_state(settings) as state:
        for day in range(pace.days):
            for poll in range(pace.polls):
                at = START + timedelta(days=day, minutes=poll * 1440 / pace.polls)
                set_clock(patch, at)
                for number in range(pace.sources):
                    name = f"{day}_{poll}_{number}"
                    if number < pace.lively and poll < pace.articles:
                        write_page(settings, name, f"outlet_{number}")
                        continue
                    url = f"https://outlet{number}.example/rss"
                    source = Source(source_id=f"outlet_{number}", name=f"Outlet {number}", feeds=(url,))
                    with Part(settings, source, f"scheduled__{at.isoformat()}", LAST, at, state.body) as part:
                        answer = FetchResult(
                            url, url, "unchanged", "http_304", "not modified since the last fetch", 40 + poll
                        )
                        part.add(Subject("feed", url, url), at, answer)
                        polls, rows = part.finish_idle()
                    state.apply_idle(polls, part.batch_id, rows)
                    idle += 1
            set_clock(patch, START + timedelta(days=day + 1))
            compact(settings)
    return idle


def check_year(settings: Settings, pace: Pace, patch: pytest.MonkeyPatch) -> None:
    """Compare what the days left, as a year, with the aims; print the figures."""
    began = time.process_time()
    idle = simulate(settings, pace, patch)
    wrote = time.process_time() - began
    now = growth(settings)
    state = sum(path.stat().st_size for path in settings.state_file.parent.glob("collector*"))
    files, size = now.files / pace.days * 365, now.bytes / pace.days * 365
    articles = pace.days * pace.lively * pace.articles
    print(f"\n{pace}: {idle} idle polls, {articles} articles; {wrote / idle * 1e3:.2f} CPU-ms each, all included")
    print(f"a year: {files:.0f} files, {size / 1e9:.2f} GB, of which the state {state / pace.days * 365 / 1e9:.2f} GB")
    began = time.process_time()
    with open_build(settings) as connection:
        loaded = load_pending(settings, connection)
    print(f"load from nothing: {(time.process_time() - began) / pace.days:.2f} CPU-s a day, {loaded.batches} batches")
    for path in settings.state_file.parent.glob("collector*"):
        path.unlink()
    began = time.process_time()
    with open_state(settings) as again:
        assert again.polls_of("bat_" + "0" * 24) is None
    print(f"state from nothing: {(time.process_time() - began) / pace.days:.2f} CPU-s a day")
    began = time.process_time()
    targets = find_targets(settings, {"https://outlet_0.example/news/0_0_0"}, frozenset(), frozenset())
    assert purge_batches(settings, targets, {}) == 8
    print(f"find and take out one article: {time.process_time() - began:.2f} CPU-s over {pace.days} days")
    assert files < MOST_FILES and size < MOST_BYTES


@pytest.mark.fault(32)
def test_a_year_of_few_polls_leaves_few_files(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    check_year(settings, Pace(days=2, sources=10, lively=2, polls=6, articles=2), monkeypatch)


@pytest.mark.slow
@pytest.mark.fault(32)
def test_a_year_of_fifty_sources_polled_each_quarter_of_an_hour_stays_within_the_aims(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_year(settings, Pace(days=2, sources=50, lively=20, polls=96, articles=20), monkeypatch)
