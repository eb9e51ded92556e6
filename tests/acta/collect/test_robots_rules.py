"""robots.txt as RFC 9309 has it, asked of a real server."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.fault_server import FaultServer

from acta.collect.http import Fetcher
from acta.collect.robots import Robots, Ruling, rule
from acta.collect.state import State
from acta.config import Settings

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def ruling(settings: Settings, site: FaultServer, path: str) -> Ruling:
    settings = dataclasses.replace(settings, fetch_seconds=1.0, now=settings.now or NOW)
    fetcher = Fetcher(settings, frozenset({("127.0.0.1", site.port)}))
    return Robots(settings, State(settings), fetcher).ruling(site.url(path))


@pytest.mark.fault(21)
@pytest.mark.parametrize(
    ("variant", "path", "reason"),
    [
        ("allow", "/article", None),
        ("disallow", "/article", "robots"),
        ("missing", "/article", None),
        ("forbidden", "/article", None),
        ("5xx", "/article", "robots_unreachable"),
        ("slow", "/article", "timeout"),
        ("html", "/article", None),
        ("bom", "/private", "robots"),
        ("bom", "/article", None),
        ("big", "/private", "robots"),
        ("big", "/late", None),
        ("crlf", "/private", "robots"),
        ("redirect", "/article", "robots"),
        ("utf-16", "/article", None),
        ("wildcards", "/report.pdf", "robots"),
        ("wildcards", "/report.pdf.html", None),
        ("wildcards", "/private-but-open/x", None),
    ],
)
def test_robots_txt_rules(settings: Settings, variant: str, path: str, reason: str | None) -> None:
    with FaultServer(robots=variant) as site:
        refusal = ruling(settings, site, path).refusal
    assert (refusal.reason if refusal else None) == reason


@pytest.mark.fault(21)
def test_silence_is_a_failure_and_5xx_a_block(settings: Settings) -> None:
    outcomes = {}
    for variant in ("slow", "5xx"):
        with FaultServer(robots=variant) as site:
            refusal = ruling(settings, site, "/article").refusal
            outcomes[variant] = refusal.outcome if refusal else None
    assert outcomes == {"slow": "failed", "5xx": "blocked"}


def test_the_crawl_delay_is_read() -> None:
    assert rule("User-agent: *\nCrawl-delay: 7\nAllow: /\n", "https://example.com/a").crawl_delay == 7


@pytest.mark.fault(21)
def test_an_answer_is_asked_for_once_a_day(settings: Settings) -> None:
    with FaultServer() as site:
        for hours in (0, 23, 25):
            ruling(dataclasses.replace(settings, now=NOW + timedelta(hours=hours)), site, "/article")
        assert len(site.requests) == 2


@pytest.mark.fault(21)
def test_a_server_in_trouble_is_asked_again_by_the_next_run(settings: Settings) -> None:
    with FaultServer(robots="5xx") as site:
        assert ruling(settings, site, "/article").refusal
        site.robots = "allow"
        assert ruling(settings, site, "/article").refusal is None
