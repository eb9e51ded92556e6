"""What one feed, page, source or state file brings stops nothing else."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.local_site import LocalSite, Page

from acta.collect import run, state, state_file
from acta.collect.many import collect_sources
from acta.collect.parts import CollectResult
from acta.collect.run import collect_source
from acta.collect.state import State, open_state
from acta.config import Settings
from acta.errors import ActaError, Permanent, Transient
from acta.isolation import UNEXPECTED, Fault, attempt
from acta.sources import Source
from acta.store.batches import list_batches, read_table
from acta.store.paths import inside

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.fixture
def today(settings: Settings) -> Settings:
    return dataclasses.replace(settings, now=DAY, host_interval_seconds=0.0, fetch_seconds=30.0)


def source(site: LocalSite, source_id: str = "paper", feeds: tuple[str, ...] = ("/bad", "/rss"), **more: Any) -> Source:
    return Source(source_id=source_id, name="Paper", feeds=tuple(site.url(path) for path in feeds), **more)


def rows(settings: Settings) -> list[dict[str, Any]]:
    return [row for batch in list_batches(settings, "collect") for row in read_table(settings, batch, "fetches")]


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n",
        "\ufeff",
        "<",
        "<rss/>",
        "<x:y/>",
        "<a:urlset><a:url/></a:urlset>",
        f"<urlset {NEWS}",
        "[" * 3000,
        '{"items": 3}',
        "\x00\x00",
    ],
)
def test_a_feed_that_is_none_is_a_rejected_row_and_the_next_feed_is_asked(
    today: Settings, site: LocalSite, body: str
) -> None:
    site.publish(["/a"])
    site.pages["/bad"] = Page(body, "application/xml")
    result = collect_source(today, source(site), "r1", allow=site.allow)
    assert (result.pages, result.faults) == ({"fetched": 1}, [])
    (row,) = [row for row in rows(today) if row["url"].endswith("/bad")]
    assert (row["outcome"], row["reason"]) in (("rejected", "not_a_feed"), ("fetched", None))


@pytest.mark.fault(12, 13)
@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("<title>Ferry &#xD83D;&#xDEA2; sails</title>", "Ferry 🚢 sails"),
        ("<title>Ferry &#55357;&#56994; sails</title>", "Ferry 🚢 sails"),
        ("<title>Ferry &#xD83D; sails</title>", "Ferry \ufffd sails"),
        ("<title>Ferry &#1114112; sails</title>", "Ferry \ufffd sails"),
        ("<title>Ferry &#0; sails</title>", "Ferry \ufffd sails"),
        (f"<title>Ferry &#{'9' * 5000}; sails</title>", "Ferry \ufffd sails"),
        ("<title>Ferry sails</title><pubDate>Mon, 02 Mar 20260000000 10:00:00 GMT</pubDate>", "Ferry sails"),
        ("<title>Ferry sails</title><pubDate>0001-01-01T00:00:00+14:00</pubDate>", "Ferry sails"),
        ("<title>Ferry sails</title><pubDate>9999-12-31T23:59:59-12:00</pubDate>", "Ferry sails"),
    ],
)
def test_an_item_with_impossible_characters_or_dates_is_a_page(
    today: Settings, site: LocalSite, item: str, title: str
) -> None:
    site.publish(["/a"])
    site.pages["/bad"] = Page(rss(f"{item}<link>/b</link>"), "application/rss+xml")
    site.pages["/b"] = Page("<html>an article</html>")
    assert collect_source(today, source(site), "r1", allow=site.allow).pages == {"fetched": 2}
    assert title in {row["hint_title"] for row in rows(today)}


def test_an_undeclared_prefix_in_a_sitemap_is_read(today: Settings, site: LocalSite) -> None:
    entry = "<url><loc>/a</loc><news:news><news:title>Quay reopened</news:title></news:news></url>"
    site.pages["/map.xml"] = Page(f"<urlset {NEWS}>{entry}</urlset>", "text/xml")
    site.pages["/a"] = Page("<html>an article</html>")
    paper = source(site, feeds=(), sitemaps=(site.url("/map.xml"),))
    assert collect_source(today, paper, "r1", allow=site.allow).pages == {"fetched": 1}
    assert "Quay reopened" in {row["hint_title"] for row in rows(today)}


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:99999/x",
        "http://127.0.0.1:port/",
        "/a?" + "&amp;".join(f"p{n}=1" for n in range(2000)),
        "/&#xD800;",
    ],
)
def test_an_address_that_nobody_can_ask_for_is_a_row_beside_the_others(
    today: Settings, site: LocalSite, link: str
) -> None:
    site.publish(["/a"])
    site.pages["/bad"] = Page(rss(f"<link>{link}</link>"), "application/rss+xml")
    result = collect_source(today, source(site), "r1", allow=site.allow)
    assert result.faults == [] and result.pages["fetched"] >= 1
    assert sum(result.pages.values()) == 2


def test_a_crawl_delay_that_is_no_number_of_seconds_is_none(today: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: nan\n", "text/plain")
    assert collect_source(today, source(site, feeds=("/rss",)), "r1", allow=site.allow).pages == {"fetched": 1}


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError("deep"), MemoryError(), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no")]
)
def test_what_nobody_expected_of_a_page_is_its_row_and_the_other_pages_are_fetched(
    today: Settings,
    site: LocalSite,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    site.publish(["/a", "/b", "/c"])
    judge = run.compare_with_known

    def fails_for_b(result: Any, candidate: Any) -> Any:
        if candidate.url.endswith("/b"):
            raise error
        return judge(result, candidate)

    monkeypatch.setattr(run, "compare_with_known", fails_for_b)
    result = collect_source(today, source(site, feeds=("/rss",)), "r1", allow=site.allow)
    assert result.pages == {"fetched": 2, "failed": 1}
    (row,) = [row for row in rows(today) if row["reason"] == UNEXPECTED]
    assert row["url"].endswith("/b") and type(error).__name__ in row["detail"]
    assert len(result.faults) == 1
    assert "fails_for_b" in caplog.text and row["fetch_id"] in caplog.text  # the traceback, and which row it belongs to


def test_a_source_that_cannot_be_collected_is_a_row_and_the_other_sources_go_on(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(["/a"])
    go = run.Run.go

    def fails(self: run.Run, *given: Any) -> None:
        if self.source.source_id == "one":
            raise ZeroDivisionError("by a source")
        go(self, *given)

    monkeypatch.setattr(run.Run, "go", fails)
    both = [source(site, "one", ("/rss",)), source(site, "two", ("/rss",))]
    ended = {one.source_id: result for one, result in collect_sources(today, both, "r1", allow=site.allow)}
    assert isinstance(ended["one"], ActaError) and "ZeroDivisionError: by a source" in str(ended["one"])
    assert isinstance(ended["two"], CollectResult) and ended["two"].pages == {"fetched": 1}
    (row,) = [row for row in rows(today) if row["kind"] == "source"]
    assert (row["source_id"], row["outcome"], row["reason"]) == ("one", "failed", UNEXPECTED)


@pytest.mark.fault(3)
def test_a_fault_of_the_machine_or_one_of_ours_is_no_units() -> None:
    def broken(error: Exception) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    for error in (
        OSError(28, "No space left on device"),
        sqlite3.OperationalError("database is locked"),
        Permanent("x"),
    ):
        with pytest.raises(type(error)):
            attempt("a unit", broken(error))
    assert isinstance(attempt("a unit", broken(OSError("not a gzip file"))), Fault)
    with pytest.raises(KeyboardInterrupt):
        attempt("a unit", broken(KeyboardInterrupt()))  # type: ignore[arg-type]


def spoilt(file: Path, how: str) -> None:
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    body = bytearray(file.read_bytes())
    if how == "directory":
        file.unlink()
        file.mkdir()
        return
    if how == "header":
        body[:100] = b"\xff" * 100
    elif how == "middle":
        body[len(body) // 2 : len(body) // 2 + 4096] = b"\xa5" * 4096
    elif how == "truncated":
        del body[len(body) // 2 :]
    elif how == "empty":
        body.clear()
    elif how == "version":
        body[60:64] = b"\0\0\0\x63"
    elif how == "definition":
        at = body.index(b"check (id = 1)")
        body[at : at + 14] = b"check (id < 1)"
    file.write_bytes(body)


@pytest.mark.fault(30)
@pytest.mark.parametrize("how", ["header", "middle", "truncated", "empty", "version", "definition", "directory"])
def test_a_damaged_state_is_set_aside_and_made_again_from_the_batches_in_one_line(
    today: Settings, site: LocalSite, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    site.publish(["/a", "/b"], etag='"1"')
    paper = source(site, feeds=("/rss",))
    collect_source(today, paper, "r1", allow=site.allow)
    with open_state(today) as opened:
        before = [tuple(row) for row in opened._db.execute("select * from urls order by url_key")]
    spoilt(today.state_file, how)
    monkeypatch.setattr(state, "_CHECKED", set())  # as in a new process, which looks at the whole file once
    caplog.clear()
    later = dataclasses.replace(today, now=DAY + timedelta(minutes=15))
    assert collect_source(later, paper, "r2", allow=site.allow).counts == {"unchanged": 1}
    with open_state(today) as opened:
        assert [tuple(row) for row in opened._db.execute("select * from urls order by url_key")] == before
    (line,) = [record.getMessage() for record in caplog.records if "made again from" in record.getMessage()]
    assert "\n" not in line and str(today.state_file) in line


def test_damage_that_shows_in_the_middle_of_a_run_ends_in_the_same_pages(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(["/a", "/b"])
    robots, calls = State.robots, iter(range(1000))

    def damaged_once(self: State, origin: str) -> Any:
        if next(calls) == 2:
            raise sqlite3.DatabaseError("database disk image is malformed")
        return robots(self, origin)

    monkeypatch.setattr(State, "robots", damaged_once)
    result = collect_source(today, source(site, feeds=("/rss",)), "r1", allow=site.allow)
    assert (result.pages, result.faults) == ({"fetched": 2}, [])
    assert len(list(today.state_file.parent.glob("*.damaged-*[0-9]"))) == 1


def test_a_locked_state_is_a_passing_fault_in_one_line(
    today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(["/a"])
    with open_state(today):
        pass
    monkeypatch.setattr("acta.collect.state.BUSY_SECONDS", 0.05)
    monkeypatch.setattr(state_file, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(today.state_file, isolation_level=None)
    holder.execute("begin exclusive")
    with pytest.raises(Transient, match="locked"):
        collect_source(today, source(site, feeds=("/rss",)), "r1", allow=site.allow)
    holder.close()
    assert collect_source(today, source(site, feeds=("/rss",)), "r1", allow=site.allow).pages == {"fetched": 1}
    assert list(today.state_file.parent.glob("*damaged*")) == []


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "..", ".", "", "a\0b"])
def test_no_name_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Permanent, match="lead out"):
        inside(tmp_path, name)
    assert inside(tmp_path, "paper", "b.warc.gz") == tmp_path / "paper" / "b.warc.gz"
