"""One source from poll to batches: what is fetched, what is not, and what a crash leaves."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.fault_server import FaultServer
from tests.support.fetches import fetches_of
from tests.support.local_site import LocalSite, Page

from acta.collect import recovery
from acta.collect.archive import partial_path, read_body
from acta.collect.http import Fetcher
from acta.collect.parts import CollectResult, Part
from acta.collect.plan import plan
from acta.collect.rows import LAST
from acta.collect.run import Run, collect_source
from acta.collect.state import State, open_state
from acta.config import Settings
from acta.errors import Transient
from acta.sources import Source
from acta.store.batches import list_batches, read_batch, read_table
from acta.store.lock import exclusive

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
INCLUDE = Path(__file__).parents[3] / "include"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.fixture
def today(settings: Settings) -> Settings:
    return dataclasses.replace(settings, now=DAY, host_interval_seconds=0.0, fetch_seconds=2.0)


def later(settings: Settings, **delta: float) -> Settings:
    return dataclasses.replace(settings, now=DAY + timedelta(**delta))


def outlet(site: LocalSite | FaultServer, *feeds: str, sitemaps: tuple[str, ...] = ()) -> Source:
    return Source(
        source_id="paper",
        name="Paper",
        feeds=tuple(site.url(feed) for feed in feeds or (("/rss",) if not sitemaps else ())),
        sitemaps=tuple(site.url(path) for path in sitemaps),
    )


def collect(settings: Settings, site: LocalSite, run_key: str, source: Source | None = None) -> CollectResult:
    site.asked.clear()
    return collect_source(settings, source or outlet(site), run_key, allow=site.allow)


def rows(settings: Settings, result: CollectResult, kind: str | None = "article") -> list[dict[str, Any]]:
    return [row for row in fetches_of(settings, result) if kind in (None, row["kind"])]


def test_a_first_run_archives_every_article_and_a_second_one_gets_a_304(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    first = collect(today, site, "r1")
    assert (first.pages, first.polls, first.problems) == ({"fetched": 2}, {"fetched": 1}, [])
    row = rows(today, first)[0]
    body, content_type, _ = read_body(today, row["warc_path"], row["warc_offset"])
    assert body == site.pages["/a"].body.encode() if isinstance(site.pages["/a"].body, str) else None
    assert content_type == "text/html; charset=utf-8"
    assert (row["hint_title"], row["requested_at"], row["first_seen_at"]) == (
        "Story /a",
        DAY.isoformat(),
        DAY.isoformat(),
    )
    second = collect(later(today, minutes=15), site, "r2")
    assert (second.pages, second.polls) == ({}, {"unchanged": 1})
    assert site.paths == ["/rss"]


@pytest.mark.fault(4)
def test_a_finished_run_of_the_same_key_is_not_done_again(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    first = collect(today, site, "r1")
    assert collect(later(today, days=1), site, "r1") == first
    assert site.paths == []


def test_a_feed_without_validators_and_with_the_same_bytes_adds_nothing(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    collect(today, site, "r1")
    assert collect(later(today, minutes=15), site, "r2").counts == {"unchanged": 1}


def test_one_page_in_two_feeds_with_tracking_is_fetched_once(today: Settings, site: LocalSite) -> None:
    site.publish(["/a?utm_source=rss"], feed="/rss")
    site.publish(["/a"], feed="/world")
    assert collect(today, site, "r1", outlet(site, "/rss", "/world")).pages == {"fetched": 1}


def test_pages_are_looked_at_again_after_a_day_and_a_week_and_not_in_between(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/a"].etag = '"v1"'
    collect(today, site, "r0")
    seen = {hours: collect(later(today, hours=hours), site, f"r{hours}").pages for hours in (1, 25, 30, 24 * 8, 24 * 9)}
    assert seen == {1: {}, 25: {"unchanged": 1}, 30: {}, 24 * 8: {"unchanged": 1}, 24 * 9: {}}


@pytest.mark.fault(25)
def test_a_page_that_the_feed_says_was_updated_is_fetched_again(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    first = rows(today, collect(today, site, "r1"))[0]
    site.publish(["/a"], updated=(DAY + timedelta(minutes=30)).isoformat())
    site.pages["/a"] = Page("<html><h1>Story</h1><p>Correction: the figure was wrong.</p></html>")
    again = rows(today, collect(later(today, hours=1), site, "r2"))[0]
    assert (again["outcome"], again["article_id"]) == ("fetched", first["article_id"])
    assert again["body_sha256"] != first["body_sha256"] and again["first_seen_at"] == first["first_seen_at"]
    assert collect(later(today, hours=2), site, "r3").pages == {}


def test_the_same_bytes_at_a_second_look_are_unchanged_and_not_archived_twice(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    collect(today, site, "r1")
    (row,) = rows(today, collect(later(today, hours=25), site, "r2"))
    assert (row["outcome"], row["reason"], row["warc_path"]) == ("unchanged", "same_body", None)


@pytest.mark.fault(26)
def test_a_known_page_that_is_withdrawn_is_gone_with_its_article(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    first = rows(today, collect(today, site, "r1"))[0]
    site.pages["/a"] = Page("withdrawn", "text/plain", 410)
    (row,) = rows(today, collect(later(today, hours=25), site, "r2"))
    assert (row["outcome"], row["reason"], row["article_id"]) == ("gone", "http_410", first["article_id"])
    assert collect(later(today, days=9), site, "r3").pages == {}


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        (Page("no such page", "text/plain", 404), "http_404"),
        (Page("<html><title>Page not found</title><h1>Sorry</h1></html>"), "soft_404"),
    ],
)
def test_a_known_page_that_is_missing_is_gone_the_second_time(
    today: Settings, site: LocalSite, missing: Page, reason: str
) -> None:
    site.publish(["/a"])
    first = rows(today, collect(today, site, "r1"))[0]
    site.pages["/a"] = missing
    (row,) = rows(today, collect(later(today, hours=25), site, "r2"))
    assert (row["outcome"], row["reason"]) == ("failed", "not_found")
    assert collect(later(today, hours=25.5), site, "r3").pages == {}
    (row,) = rows(today, collect(later(today, hours=26.5), site, "r4"))
    assert (row["outcome"], row["reason"], row["article_id"]) == ("gone", reason, first["article_id"])
    assert collect(later(today, days=9), site, "r5").pages == {}


def test_a_page_that_was_missing_once_and_came_back_is_not_gone(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    collect(today, site, "r1")
    sound, site.pages["/a"] = site.pages["/a"], Page("deploying", "text/plain", 404)
    assert collect(later(today, hours=25), site, "r2").pages == {"failed": 1}
    site.pages["/a"] = sound
    assert collect(later(today, hours=27), site, "r3").pages == {"unchanged": 1}
    site.pages["/a"] = Page("deploying", "text/plain", 404)
    (row,) = rows(today, collect(later(today, days=8), site, "r4"))
    assert (row["outcome"], row["reason"]) == ("failed", "not_found")


def test_a_notice_in_place_of_a_known_article_is_its_withdrawal(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    first = rows(today, collect(today, site, "r1"))[0]
    site.pages["/a"] = Page("<html><h1>Story</h1><p>This story has been withdrawn by the agency.</p></html>")
    (row,) = rows(today, collect(later(today, hours=25), site, "r2"))
    assert (row["outcome"], row["reason"], row["article_id"]) == ("gone", "kill_notice", first["article_id"])


def test_a_page_that_was_never_there_failed_and_is_tried_again_with_growing_pauses(
    today: Settings, site: LocalSite
) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page("not yet", "text/plain", 404)
    assert collect(today, site, "r1").pages == {"failed": 1}
    assert collect(later(today, minutes=5), site, "r2").pages == {}
    site.pages["/a"] = Page("<html>now it is here</html>")
    assert collect(later(today, minutes=16), site, "r3").pages == {"fetched": 1}


@pytest.mark.fault(27)
def test_a_source_that_is_down_is_rows_and_no_exception(today: Settings) -> None:
    with LocalSite() as gone:
        source, allow = outlet(gone), gone.allow
    result = collect_source(today, source, "r1", allow=allow)
    (row,) = rows(today, result, "feed")
    assert (row["outcome"], row["reason"], result.counts) == ("failed", "connection", {"failed": 1})


@pytest.mark.fault(28)
def test_a_feed_that_is_no_xml_is_a_rejected_row(today: Settings, site: LocalSite) -> None:
    site.pages["/rss"] = Page("<html><h1>Our feeds have moved</h1></html>")
    (row,) = rows(today, collect(today, site, "r1"), "feed")
    assert (row["outcome"], row["reason"]) == ("rejected", "not_a_feed")


@pytest.mark.fault(21)
def test_robots_are_obeyed_and_a_refused_page_is_a_blocked_row(today: Settings, site: LocalSite) -> None:
    site.publish(["/open", "/closed"])
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /closed\n", "text/plain")
    result = collect(today, site, "r1")
    assert {row["url_key"].rsplit("/")[-1]: (row["outcome"], row["reason"]) for row in rows(today, result)} == {
        "open": ("fetched", None),
        "closed": ("blocked", "robots"),
    }
    assert "/closed" not in site.paths
    assert [row["kind"] for row in rows(today, result, None)].count("robots") == 1


def test_a_robots_txt_in_trouble_blocks_the_whole_source(today: Settings) -> None:
    with FaultServer(robots="5xx") as site:
        source = Source(source_id="paper", name="Paper", feeds=(site.url("/feed"),))
        result = collect_source(today, source, "r1", allow=frozenset({("127.0.0.1", site.port)}))
        assert [request.path for request in site.requests] == ["/robots.txt"]
    (row,) = rows(today, result, "feed")
    assert (row["outcome"], row["reason"]) == ("blocked", "robots_unreachable")


@pytest.mark.fault(22)
def test_retry_after_is_kept_for_all_and_new_pages_are_not_lost(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b", "/c"])
    site.pages["/a"] = Page("slow down", "text/plain", 429, headers={"Retry-After": "3600"})
    started = time.monotonic()
    result = collect(today, site, "r1")
    assert time.monotonic() - started < 60  # it does not sleep for the hour
    assert [row["reason"] for row in rows(today, result)] == ["http_429", "retry_after", "retry_after"]
    assert "/b" not in site.paths
    again = collect(later(today, minutes=15), site, "r2")
    assert site.paths == [] and again.polls == {"blocked": 1}
    with open_state(today) as state:
        state._db.execute("update hosts set not_before = 0")
    site.pages["/a"] = Page("<html>here again</html>")
    assert collect(later(today, hours=2), site, "r3").pages == {"fetched": 3}


def test_a_sitemap_index_leads_to_its_sitemaps(today: Settings, site: LocalSite) -> None:
    site.pages["/index.xml"] = Page("<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>", "text/xml")
    site.pages["/news.xml"] = Page("<urlset><url><loc>/a</loc></url></urlset>", "text/xml")
    site.pages["/a"] = Page("<html>an article</html>")
    result = collect(today, site, "r1", outlet(site, sitemaps=("/index.xml",)))
    assert (result.pages, result.polls) == ({"fetched": 1}, {"fetched": 2})


@pytest.mark.fault(5)
def test_a_backfill_takes_only_what_is_dated_in_its_window(today: Settings, site: LocalSite) -> None:
    urls = "".join(f"<url><loc>/d{day}</loc><lastmod>2026-03-0{day}T10:00:00Z</lastmod></url>" for day in (1, 2, 3))
    site.pages["/s.xml"] = Page(f"<urlset>{urls}</urlset>", "text/xml", etag='"s"')
    for day in (1, 2, 3):
        site.pages[f"/d{day}"] = Page(f"<html>day {day}</html>")
    source = outlet(site, sitemaps=("/s.xml",))
    window = (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))
    result = collect_source(today, source, "backfill", allow=site.allow, window=window)
    assert [row["url"] for row in rows(today, result)] == [site.url("/d2")]
    assert collect(today, site, "r1", source).pages == {"fetched": 2}


@pytest.mark.fault(31)
def test_secrets_in_urls_reach_the_site_and_nothing_else(today: Settings, site: LocalSite) -> None:
    site.publish(["/a?token=s3cret"], feed="/rss?key=s3cret")
    result = collect(today, site, "r1", outlet(site, "/rss?key=s3cret"))
    assert result.pages == {"fetched": 1} and "/a?token=s3cret" in site.paths
    assert "s3cret" not in str(rows(today, result, None)) + str(result)
    for file in today.data_dir.rglob("*"):
        if file.is_file():
            assert b"s3cret" not in file.read_bytes(), file


def test_a_crash_between_batch_and_state_is_made_good_on_the_next_start(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    with monkeypatch.context() as patch:
        patch.setattr(State, "apply_batch", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            collect(today, site, "r1")
    assert len(list_batches(today, "collect")) == 1
    assert collect(later(today, minutes=15), site, "r2").counts == {"unchanged": 1}
    assert site.paths == ["/rss"]


@pytest.mark.fault(1)
def test_a_kill_in_the_middle_loses_no_page_and_fetches_no_stored_page_again(today: Settings, site: LocalSite) -> None:
    paths = [f"/a{number}" for number in range(120)]
    site.publish(paths, etag='"1"')
    code = f"""
        from datetime import datetime
        from pathlib import Path
        from acta.collect.run import Run, collect_source
        from acta.config import Settings
        from acta.sources import Source
        settings = Settings(data_dir=Path({str(today.data_dir)!r}), sources_dir=Path({str(today.sources_dir)!r}),
                            now=datetime.fromisoformat({DAY.isoformat()!r}), host_interval_seconds=0.02)
        source = Source(source_id="paper", name="Paper", feeds=({site.url("/rss")!r},))
        collect_source(settings, source, "r1", allow=frozenset({{("127.0.0.1", {site.port})}}))
    """
    environ = {**os.environ, "PYTHONPATH": str(INCLUDE)}
    victim = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], env=environ)
    while len(site.asked) < 70 and victim.poll() is None:
        time.sleep(0.02)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert [manifest.tables["fetches"].rows for manifest in list_batches(today, "collect")] == [50]
    answered = [path for path in site.paths if path in paths]
    result = collect(today, site, "r1")
    assert result.pages == {"fetched": 120}
    # the page under way may be asked for again; what was fetched, stored or not, is not
    assert sorted(site.paths) in (sorted(["/rss", *paths[len(answered) - n :]]) for n in (0, 1))
    assert sorted(row["url"] for row in rows(today, result)) == sorted(site.url(path) for path in paths)
    for row in rows(today, result):
        assert len(read_body(today, row["warc_path"], row["warc_offset"])[0]) == row["byte_count"]


def left_by_a_kill(settings: Settings, site: LocalSite, *paths: str) -> Part:
    """The last part of run r1 as a killed process leaves it: the feed and these pages fetched, nothing finished."""
    source = outlet(site)
    with open_state(settings) as state, contextlib.closing(Fetcher(settings, site.allow)) as fetcher:
        run = Run(settings, source, "r1", state, fetcher, site.allow)
        with run.part(LAST) as part:
            links = [link for link in run.poll(part) if link.url.endswith(paths)]
            for candidate in plan(state, source.source_id, links, DAY):
                run.fetch_one(part, candidate)
    return part


@pytest.mark.fault(1)
def test_what_a_killed_run_had_is_kept_whatever_the_next_run_is_called(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b", "/c"], etag='"1"')
    left_by_a_kill(today, site, "/a", "/b")
    assert list_batches(today, "collect") == []
    result = collect(today, site, "another")
    assert (result.pages, site.paths) == ({"fetched": 1}, ["/rss", "/c"])
    kept = [row for manifest in list_batches(today, "collect") for row in read_table(today, manifest, "fetches")]
    assert sorted(row["url"] for row in kept if row["kind"] == "article") == [site.url(f"/{name}") for name in "abc"]
    for row in kept:
        if row["kind"] == "article":
            read_body(today, row["warc_path"], row["warc_offset"], row["body_sha256"])
    assert [file.name for file in today.warc_dir.rglob(".*")] == []


def test_a_killed_run_is_not_complete_and_goes_on(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b", "/c"], etag='"1"')
    left_by_a_kill(today, site, "/a")
    result = collect(today, site, "r1")
    assert (result.pages, site.paths) == ({"fetched": 3}, ["/rss", "/b", "/c"])
    assert collect(today, site, "r1") == result and site.paths == []


@pytest.mark.parametrize("cut", [1, 200])
def test_a_body_that_did_not_reach_the_disk_is_fetched_again(today: Settings, site: LocalSite, cut: int) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    part = left_by_a_kill(today, site, "/a", "/b")
    archive = partial_path(today, "paper", part.batch_id)
    archive.write_bytes(archive.read_bytes()[:-cut])
    result = collect(today, site, "r1")
    assert (result.pages, site.paths) == ({"fetched": 2}, ["/rss", "/b"])


def test_a_record_cut_off_at_the_end_does_not_stay_in_the_archive(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"], etag='"1"')
    part = left_by_a_kill(today, site, "/a")
    archive = partial_path(today, "paper", part.batch_id)
    whole = archive.read_bytes()
    archive.write_bytes(whole + whole[:100])
    (row,) = rows(today, collect(today, site, "r1"))
    assert (today.warc_dir / row["warc_path"]).read_bytes() == whole


@pytest.mark.fault(1)
@pytest.mark.parametrize("step", ["next_number", "_place_archive", "_is_whole", "write_batch", "unlink"])
def test_the_rescue_itself_may_be_killed_at_any_step(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    left_by_a_kill(today, site, "/a", "/b")

    def kill(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "unlink" else recovery._Left if step[0] == "_" else recovery, step, kill)
        with pytest.raises(KeyboardInterrupt):
            collect(today, site, "r1")
    result = collect(today, site, "r1")
    assert (result.pages, site.paths) == ({"fetched": 2}, ["/rss"])
    assert len({row["fetch_id"] for row in rows(today, result)}) == len(rows(today, result))


def test_ctrl_c_keeps_what_was_fetched_and_the_next_run_goes_on(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish([f"/a{number}" for number in range(120)])
    fetch_one, calls = Run.fetch_one, iter(range(1000))

    def interrupted(self: Run, *args: Any) -> None:
        if next(calls) == 60:
            raise KeyboardInterrupt
        fetch_one(self, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "fetch_one", interrupted)
        with pytest.raises(KeyboardInterrupt):
            collect(today, site, "r1")
    result = collect(today, site, "r1")
    assert result.pages == {"fetched": 120}
    assert len(site.paths) == 1 + 60  # the feed, and what was not fetched before


@pytest.mark.fault(30)
def test_a_lost_state_file_is_made_again_from_the_batches(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    collect(today, site, "r1")
    with open_state(today) as state:
        before = [tuple(row) for row in state._db.execute("select * from urls")]
    for file in today.state_file.parent.glob("collector.sqlite*"):
        file.unlink()
    with open_state(today) as state:
        assert [tuple(row) for row in state._db.execute("select * from urls")] == before
    assert collect(later(today, minutes=15), site, "r2").counts == {"unchanged": 1}


@pytest.mark.fault(6)
def test_a_second_process_at_the_same_source_is_told_who_is_there(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    with (
        exclusive(today.state_file.parent / "locks" / "paper.lock", "source paper"),
        pytest.raises(Transient, match=f"process {os.getpid()}"),
    ):
        collect(today, site, "r1")


@pytest.mark.fault(23)
def test_when_the_time_of_a_source_is_over_the_rest_waits_for_the_next_run(today: Settings, site: LocalSite) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    hurried = dataclasses.replace(today, source_seconds=-1.0)
    assert [row["reason"] for row in rows(today, collect(hurried, site, "r1"))] == ["deferred", "deferred"]
    assert collect(later(today, minutes=15), site, "r2").pages == {"fetched": 2}


def test_an_article_that_leads_to_the_home_page_is_no_article(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page("", status=302, headers={"Location": "/"})
    site.pages["/"] = Page("<html>home</html>")
    (row,) = rows(today, collect(today, site, "r1"))
    assert (row["outcome"], row["reason"]) == ("failed", "redirected_home")


def test_every_attempt_has_an_outcome_row_and_the_source_its_own(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    result = collect(today, site, "r1")
    manifest = read_batch(today, "collect", result.batch_ids[0])
    fetches, outcomes, sources = (read_table(today, manifest, table) for table in ("fetches", "outcomes", "sources"))
    assert {row["subject_id"] for row in outcomes} == {row["fetch_id"] for row in fetches}
    assert [row["source_id"] for row in sources] == ["paper"]
