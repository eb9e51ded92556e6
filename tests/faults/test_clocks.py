"""The machine's clock is two days off, ahead or behind, and set right again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from tests.faults.site import article, collect, feed, quick, rows
from tests.support.local_site import LocalSite, Page

from acta.collect import hosts, http, politeness
from acta.collect.state import State
from acta.config import Settings
from acta.extract.run import extract_batches

TWO_DAYS = timedelta(days=2)


@pytest.fixture
def site():
    with LocalSite() as server:
        yield server


def off_by(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Set the clock that politeness goes by."""
    shifted = SimpleNamespace(
        time=lambda: time.time() + by.total_seconds(), monotonic=time.monotonic, sleep=time.sleep
    )
    monkeypatch.setattr(hosts, "time", shifted)
    monkeypatch.setattr(politeness, "time", shifted)


@pytest.mark.fault(12)
@pytest.mark.parametrize("noted", ["a slot", "a circuit", "a wish to be left alone", "a request under way"])
def test_a_clock_that_was_ahead_and_is_set_right_holds_up_no_host(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, noted: str
) -> None:
    with monkeypatch.context() as patch:
        off_by(patch, TWO_DAYS)
        ahead = State(settings).hosts
        assert ahead.reserve("n.example:80", 10.0, 1.0).refusal is None
        if noted == "a circuit":
            for _ in range(settings.circuit_failures):
                ahead.settle("n.example:80", True)
        elif noted == "a wish to be left alone":
            ahead.settle("n.example:80", False)
            ahead.hold_off("n.example:80", 3600.0)
    found = State(settings).hosts.reserve("n.example:80", 10.0, 1.0)
    owed = {"a circuit": settings.circuit_seconds, "a wish to be left alone": 3600.0}.get(noted, 20.0)
    assert found.refusal and owed - 60 < found.seconds <= owed + 60


@pytest.mark.fault(12)
def test_a_small_correction_of_the_clock_moves_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        off_by(patch, timedelta(seconds=5))
        assert State(settings).hosts.reserve("n.example:80", 50.0, 1.0).refusal is None
    assert 100 < State(settings).hosts.reserve("n.example:80", 50.0, 1.0).seconds <= 105


@pytest.mark.fault(12, 22)
@pytest.mark.parametrize("by", [-TWO_DAYS, TWO_DAYS])
def test_a_retry_after_date_is_read_by_the_servers_clock(
    settings: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    class Shifted(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + by

    monkeypatch.setattr(http, "datetime", Shifted)
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    site.pages["/a"] = Page("slow down", "text/plain", 429, headers={"Retry-After": until})
    seconds = http.Fetcher(settings, site.allow).fetch(site.url("/a")).retry_after
    assert seconds is not None and 3500 < seconds <= 3600


@pytest.mark.fault(12, 22)
@pytest.mark.parametrize("told", ["Thu, 01 Jan 1970 00:00:00 GMT", "0", "soon", "²", "Mon, 01 Jan 99999999999999999999 0:0:0"])
def test_a_429_whose_time_is_past_or_none_is_backed_off_from_all_the_same(
    settings: Settings, site: LocalSite, told: str
) -> None:
    at = quick(settings)
    site.pages["/rss"] = feed([("/a", "A", None), ("/b", "B", None)])
    site.pages["/a"] = Page("slow down", "text/plain", 429, headers={"Retry-After": told})
    collect(at, site, "r1")
    assert site.paths == ["/robots.txt", "/rss", "/a"]
    assert [row["reason"] for row in rows(at) if row["kind"] == "article"] == ["http_429", "retry_after"]


@pytest.mark.fault(12)
@pytest.mark.parametrize("by", [-TWO_DAYS, TWO_DAYS])
def test_an_article_keeps_its_day_whatever_the_machine_takes_for_today(
    settings: Settings, site: LocalSite, by: timedelta
) -> None:
    truth = datetime.now(UTC).replace(microsecond=0)
    told = (truth - timedelta(hours=1)).isoformat()
    at = quick(settings, truth + by)
    site.pages["/rss"] = feed([("/a", "Quay opens", None), ("/b", "Quay closes", None)])
    site.pages["/a"] = article("Quay opens", told)
    site.pages["/b"] = article("Quay closes", "2099-01-01T10:00:00+00:00")
    collect(at, site, "r1")
    extract_batches(at)
    found = {row["title"]: row["published_at"] for row in rows(at, "extract", "articles")}
    assert found == {"Quay opens": told, "Quay closes": None}


@pytest.mark.fault(12)
def test_after_a_clock_that_was_ahead_a_source_is_polled_and_its_news_fetched(
    settings: Settings, site: LocalSite
) -> None:
    today = datetime.now(UTC)
    site.pages["/rss"] = feed([("/a", "A", None)])
    site.pages["/a"] = article("A")
    collect(quick(settings, today + TWO_DAYS), site, "r1")
    site.pages["/rss"] = feed([("/b", "B", None), ("/a", "A", None)])
    site.pages["/b"] = article("B")
    collect(quick(settings, today), site, "r2", only_due=True)
    assert site.paths == ["/robots.txt", "/rss", "/b"]
