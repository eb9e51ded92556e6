"""Every path of the fault server by the whole way of a run: the row that is left, within the caps of time and memory."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support.fault_server import PATHS, ROBOTS, FaultServer
from tests.support.fetches import fetches_of
from tests.support.memory import peak_bytes, reset_peak

from acta.collect.files import collect_files
from acta.collect.run import collect_source
from acta.config import Settings
from acta.sources import Source
from acta.store.batches import read_batch, read_table

ROOT = Path(__file__).parents[3]
FETCH_SECONDS, MOST_BYTES = 3.0, 1 << 30
PATIENT_SECONDS = 120.0  # where what is tested is no time limit: a busy machine takes a while to inflate a bomb
FETCHED: tuple[str, str | None] = ("fetched", None)
BROKEN, LARGE, LOOPS = ("failed", "broken_transfer"), ("rejected", "too_large"), ("failed", "too_many_redirects")
LATE, UNSAFE = ("failed", "timeout"), ("rejected", "unsafe_address")

PAGES: dict[str, tuple[str, str | None]] = {
    "/": FETCHED,  # a list of links: the extractor's to refuse
    "/article": FETCHED,
    "/article-gzip": FETCHED,
    "/gzip-bomb": LARGE,
    "/gzip-bomb-nested": LARGE,
    "/gzip-broken": ("failed", "bad_encoding"),
    "/slow-headers": LATE,
    "/slow-body": LATE,
    "/silent": LATE,
    "/endless": LARGE,
    "/big": LARGE,
    "/deep": FETCHED,
    "/big-header": BROKEN,
    "/many-headers": BROKEN,
    "/length-short": FETCHED,  # what the header promised came; it is cut, and nothing says so
    "/length-long": BROKEN,
    "/truncated": BROKEN,
    "/truncated-chunked": BROKEN,
    "/reset": BROKEN,
    "/empty": BROKEN,
    "/not-http": BROKEN,
    "/redirect-loop": LOOPS,
    "/redirect-endless": LOOPS,
    "/redirect-chain": FETCHED,
    "/redirect-metadata": UNSAFE,
    "/redirect-ipv6-loopback": UNSAFE,
    "/redirect-mapped": UNSAFE,
    "/redirect-decimal": UNSAFE,
    "/redirect-private": FETCHED,  # the allowance is for the host and port, which are the same
    "/redirect-file": UNSAFE,
    "/redirect-other-schemes": UNSAFE,
    "/redirect-meta": ("rejected", "meta_refresh"),
    "/private": FETCHED,
    "/429": ("blocked", "http_429"),
    "/429-date": ("blocked", "http_429"),
    "/429-once": ("blocked", "http_429"),
    "/503-once": ("failed", "http_503"),
    "/500": ("failed", "http_500"),
    "/404-html": ("failed", "http_404"),
    "/404-as-200": ("rejected", "soft_404"),
    "/etag": FETCHED,
    "/last-modified": FETCHED,
    "/304-unasked": ("failed", "unexpected_304"),
    "/charset-cp1251": FETCHED,
    "/charset-shift-jis": FETCHED,
    "/charset-latin-1": FETCHED,
    "/charset-meta": FETCHED,
    "/charset-header-wins": FETCHED,
    "/charset-wrong": FETCHED,
    "/bom": FETCHED,
    "/bom-utf-16": FETCHED,
    "/pdf-as-html": ("rejected", "binary"),
    "/captcha": ("blocked", "captcha"),
    "/consent": ("blocked", "consent"),
    "/paywall": ("blocked", "paywall"),
    "/login": ("blocked", "login"),
    "/login-form": ("blocked", "login"),
    "/changes": FETCHED,
    "/same-but-noise": FETCHED,
    "/retracted": FETCHED,
    "/retracted-soft": FETCHED,
    "/canonical-elsewhere": FETCHED,
    "/canonical-home": FETCHED,
    "/tracking": FETCHED,
}
FEEDS: dict[str, tuple[str, str | None]] = {
    "/feed": FETCHED,
    "/feed-entity-bomb": FETCHED,  # without what the entities stand for
    "/feed-external-entity": FETCHED,
    "/feed-10k": FETCHED,
    "/feed-duplicate-guids": FETCHED,
    "/feed-html": ("rejected", "not_a_feed"),
    "/feed-truncated": FETCHED,  # the items that are whole
    "/feed-bad-dates": FETCHED,
    "/feed-relative": FETCHED,
}
# what a page of the site meets
ROBOTS_RULINGS: dict[str, tuple[str, str | None]] = {
    "allow": FETCHED,
    "disallow": ("blocked", "robots"),
    "missing": FETCHED,
    "forbidden": FETCHED,
    "5xx": ("blocked", "robots_unreachable"),
    "html": FETCHED,
    "bom": FETCHED,
    "big": FETCHED,
    "wildcards": FETCHED,
    "redirect": ("blocked", "robots"),  # five redirects lead to a refusal
    "crlf": FETCHED,
    "utf-16": FETCHED,
    "slow": LATE,
}


@pytest.fixture(scope="module")
def site() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def today(settings: Settings) -> Settings:
    return dataclasses.replace(
        settings, now=datetime(2026, 3, 4, 9, tzinfo=UTC), host_interval_seconds=0.0, fetch_seconds=FETCH_SECONDS
    )


@pytest.fixture(autouse=True)
def within_memory() -> Iterator[None]:
    """No fault makes the process that meets it grow by a gigabyte; the bombs are 300 MB each.

    Earlier tests of the same process may have left it large, so the peak is counted from here.
    """
    reset_peak()
    before = peak_bytes()
    yield
    assert peak_bytes() - before < MOST_BYTES


def page_row(settings: Settings, site: FaultServer, path: str, run_key: str = "r1") -> dict[str, Any]:
    allow = frozenset({("127.0.0.1", site.port)})
    result = collect_files(settings, [site.url(path)], run_key=run_key, allow=allow)
    fetches = read_table(settings, read_batch(settings, "collect", result.batch_ids[-1]), "fetches")
    (row,) = [fetch for fetch in fetches if fetch["kind"] == "article"]
    return row


def test_no_path_is_left_out() -> None:
    robots = {f"/robots/{name}" for name in ROBOTS} | {"/robots.txt", "/robots-hop"}
    assert {*PAGES, *FEEDS} == set(PATHS) - robots
    assert set(ROBOTS_RULINGS) == set(ROBOTS)


@pytest.mark.fault(14, 15, 16, 22)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_leaves_the_row_that_says_what_it_was(today: Settings, site: FaultServer, path: str) -> None:
    site.reset()
    seconds = FETCH_SECONDS if PAGES[path] == LATE else PATIENT_SECONDS
    row = page_row(dataclasses.replace(today, fetch_seconds=seconds), site, path)
    assert (row["outcome"], row["reason"]) == PAGES[path]
    assert (row["warc_path"] is None) == (row["outcome"] != "fetched")
    assert row["outcome"] == "fetched" or (row["detail"] and "\n" not in row["detail"])
    if path not in ("/private", "/redirect-private"):
        assert "/private" not in [request.path for request in site.requests]


@pytest.mark.fault(14, 23, 28)
@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_leaves_the_row_that_says_what_it_was(today: Settings, site: FaultServer, path: str) -> None:
    site.reset()
    seconds = FETCH_SECONDS if FEEDS[path] == LATE else PATIENT_SECONDS
    hurried = dataclasses.replace(today, source_seconds=-1.0, fetch_seconds=seconds)  # only the poll counts: links lead nowhere
    source = Source(source_id="paper", name="Paper", feeds=(site.url(path),))
    result = collect_source(hurried, source, "r1", allow=frozenset({("127.0.0.1", site.port)}))
    (row,) = [fetch for fetch in fetches_of(today, result) if fetch["kind"] == "feed"]
    assert (row["outcome"], row["reason"]) == FEEDS[path]
    assert [request.path for request in site.requests] == ["/robots.txt", path]


@pytest.mark.fault(21)
@pytest.mark.parametrize("variant", ROBOTS_RULINGS)
def test_a_robots_txt_of_any_kind_rules_by_the_rfc(today: Settings, variant: str) -> None:
    with FaultServer(robots=variant) as other:
        row = page_row(today, other, "/article")
        assert (row["outcome"], row["reason"]) == ROBOTS_RULINGS[variant]
        assert ("/article" in [request.path for request in other.requests]) == (row["outcome"] == "fetched")


@pytest.mark.fault(25, 26)
@pytest.mark.parametrize(
    ("path", "second"),
    [
        ("/429-once", FETCHED),  # it asked for one second, which is waited for
        ("/503-once", FETCHED),
        ("/etag", ("unchanged", "http_304")),
        ("/last-modified", ("unchanged", "http_304")),
        ("/article", ("unchanged", "same_body")),
        ("/changes", FETCHED),
        ("/same-but-noise", FETCHED),
        ("/retracted", ("gone", "http_410")),
        ("/retracted-soft", ("gone", "kill_notice")),
    ],
)
def test_a_second_look_tells_what_changed(
    today: Settings, site: FaultServer, path: str, second: tuple[str, str | None]
) -> None:
    site.reset()
    first = page_row(today, site, path)
    again = page_row(today, site, path, "r2")
    assert (again["outcome"], again["reason"]) == second
    assert again["article_id"] == first["article_id"]


@pytest.mark.fault(22, 27)
def test_the_site_that_fails_all_the_time_is_left_alone(today: Settings, site: FaultServer) -> None:
    site.reset()
    allow = frozenset({("127.0.0.1", site.port)})
    urls = [site.url(f"/500?x={number}") for number in range(12)]
    result = collect_files(today, urls, allow=allow)
    fetches = read_table(today, read_batch(today, "collect", result.batch_ids[-1]), "fetches")
    reasons = [row["reason"] for row in fetches if row["kind"] == "article"]
    assert reasons == ["http_500"] * today.circuit_failures + ["circuit_open"] * (12 - today.circuit_failures)
    assert len(site.requests) == 1 + today.circuit_failures


WORKER = """
    import json, sys
    from dataclasses import replace
    from pathlib import Path
    from acta.collect.files import collect_files
    from acta.collect.run import collect_source
    from acta.config import Settings
    from acta.sources import Source
    from tests.support.memory import peak_bytes
    data, port, pages, feeds = Path(sys.argv[1]), int(sys.argv[2]), *map(json.loads, sys.argv[3:])
    settings = Settings(data_dir=data, sources_dir=data, host_interval_seconds=0.0, fetch_seconds=1.0, circuit_failures=999)
    allow = frozenset({("127.0.0.1", port)})
    paper = Source(source_id="paper", name="Paper", feeds=feeds)
    polled = collect_source(replace(settings, source_seconds=-1.0), paper, "r1", allow=allow)  # not what the feeds name
    taken = collect_files(settings, pages, run_key="r1", allow=allow)
    print(sum(polled.polls.values()), sum(taken.pages.values()), peak_bytes())
"""


@pytest.mark.fault(15)
def test_one_worker_meets_them_all_and_stays_below_a_gigabyte(settings: Settings, site: FaultServer) -> None:
    site.reset()
    patient = sorted(PAGES, key=lambda path: path.startswith(("/429", "/503")))  # what asks for a pause comes last
    lists = [json.dumps([site.url(path) for path in paths]) for paths in (patient, list(FEEDS))]
    command = [sys.executable, "-c", textwrap.dedent(WORKER), str(settings.data_dir), str(site.port), *lists]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((f"{ROOT}/include", str(ROOT)))}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    polls, pages, peak = map(int, done.stdout.split())
    assert (polls, pages) == (len(FEEDS), len(PAGES))
    assert {urlsplit(request.path).path for request in site.requests} >= {*patient[:-4], *FEEDS} - {"/private"}
    assert peak < MOST_BYTES
