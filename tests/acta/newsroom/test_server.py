"""The newsroom as a reader meets it: over HTTP, with a clock."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
import requests
from robotstxt import RobotsMatcher  # type: ignore[import-untyped]

from acta.collect.discover import Found, read_feed, read_sitemap
from acta.config import Settings
from acta.errors import Permanent
from acta.newsroom import EDITIONS, outlets
from acta.newsroom.catalogue import load_articles, load_outlets
from acta.newsroom.server import Newsroom, bind, running_newsroom
from acta.sources import Source


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with running_newsroom() as running:
        yield running


@pytest.fixture(autouse=True)
def first_edition(newsroom: Newsroom) -> None:
    newsroom.set_edition(1)


def sources(newsroom: Newsroom) -> list[Source]:
    return [Source.model_validate(outlet) for outlet in outlets(Settings(newsroom_port=newsroom.port))]


def found_in(url: str) -> Found:
    body = requests.get(url, timeout=10).content
    return read_sitemap(body, url, 1_000_000) if b"<urlset" in body else read_feed(body, url)


def listed(newsroom: Newsroom) -> dict[str, str | None]:
    """Every address that a feed or sitemap names, with its last change as the sitemap or feed tells it."""
    links: dict[str, str | None] = {}
    for source in sources(newsroom):
        for url in (*source.feeds, *source.sitemaps):
            for link in found_in(url).links:
                links[link.url] = link.updated_at or links.get(link.url)
    return links


def address(newsroom: Newsroom, slug: str) -> str:
    article = next(article for article in load_articles() if article.slug == slug)
    return article.outlet.base_url(newsroom.port) + article.path


def test_the_first_poll_finds_every_article_that_is_published(newsroom: Newsroom) -> None:
    published = {a.outlet.base_url(newsroom.port) + a.path for a in load_articles() if a.at(EDITIONS[1])}
    others = {url for url in listed(newsroom) if url not in published}
    assert published <= set(listed(newsroom))
    assert sorted(urlsplit(url).path.split("/")[1] for url in others) == ["print", "topics", "weather"]


def test_every_listed_page_is_there_and_asking_again_with_its_etag_or_date_gives_304(newsroom: Newsroom) -> None:
    session = requests.Session()
    feeds = [url for source in sources(newsroom) for url in (*source.feeds, *source.sitemaps, str(source.homepage))]
    for url in [*listed(newsroom), *feeds]:
        first = session.get(url, timeout=10)
        assert first.status_code == 200, url
        by_tag = session.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=10)
        by_date = session.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, timeout=10)
        assert (by_tag.status_code, by_date.status_code, by_tag.content) == (304, 304, b""), url
        assert parsedate_to_datetime(first.headers["Last-Modified"]) <= EDITIONS[1]


def test_an_etag_that_is_not_the_pages_decides_against_304_whatever_the_date(newsroom: Newsroom) -> None:
    url = address(newsroom, "truce-in-the-strait")
    since = requests.get(url, timeout=10).headers["Last-Modified"]
    headers = {"If-None-Match": '"of-another-page"', "If-Modified-Since": since}
    assert requests.get(url, headers=headers, timeout=10).status_code == 200


def test_the_second_edition_changes_two_pages_adds_three_and_leaves_every_other_byte(newsroom: Newsroom) -> None:
    before = {url: requests.get(url, timeout=10).headers["ETag"] for url in listed(newsroom)}
    newsroom.set_edition(2)
    after = {url: requests.get(url, timeout=10) for url in {*before, *listed(newsroom)}}
    changed = {url for url, etag in before.items() if after[url].headers["ETag"] != etag}
    assert changed == {
        address(newsroom, "ferry-collision-cape-hollin"),
        address(newsroom, "northmarch-stake-sale-report"),
    }
    assert len(after) - len(before) == 3
    assert {response.status_code for url, response in after.items() if url not in changed} == {200}


def test_a_correction_changes_the_number_the_note_and_what_feed_and_sitemap_say(newsroom: Newsroom) -> None:
    url = address(newsroom, "ferry-collision-cape-hollin")
    told = listed(newsroom)[url]
    first = requests.get(url, timeout=10).text
    newsroom.set_edition(2)
    second = requests.get(url, timeout=10).text
    assert "At least 14 people died" in first and "Correction:" not in first
    assert "At least 12 people died" in second and "Correction: An earlier version" in second
    assert told is not None and told < str(listed(newsroom)[url]) == "2026-06-29T18:20:00+02:00"


def test_a_withdrawn_article_is_gone_and_named_nowhere(newsroom: Newsroom) -> None:
    url = address(newsroom, "northmarch-stake-sale-report")
    etag = requests.get(url, timeout=10).headers["ETag"]
    assert url in listed(newsroom)
    newsroom.set_edition(2)
    assert requests.get(url, headers={"If-None-Match": etag}, timeout=10).status_code == 410
    assert url not in listed(newsroom)
    assert "Northmarch stake to Sorrenian" not in requests.get(url, timeout=10).text


def test_robots_refuses_the_print_pages_and_nothing_that_is_an_article(newsroom: Newsroom) -> None:
    matcher = RobotsMatcher()
    refused = []
    for source in sources(newsroom):
        rules = requests.get(f"{source.homepage}robots.txt", timeout=10).text
        refused += [
            urlsplit(url).path
            for url in listed(newsroom)
            if url.startswith(str(source.homepage)) and not matcher.is_allowed(rules, "Acta", url)
        ]
    assert refused == ["/print/mine-strike-enters-second-week"]


def test_a_news_sitemap_holds_the_last_two_days_only(newsroom: Newsroom) -> None:
    counts = []
    for source in sources(newsroom):
        for url in (url for url in source.sitemaps if "news" in urlsplit(url).path):
            moments = [datetime.fromisoformat(str(link.published_at)) for link in found_in(url).links]
            assert all(timedelta(0) <= EDITIONS[1] - moment <= timedelta(hours=48) for moment in moments)
            counts.append(len(moments))
    assert len(counts) == 3 and sum(counts) >= 2


def test_each_layout_tells_the_time_of_publication_in_its_own_way(newsroom: Newsroom) -> None:
    ways = {"json_ld": '"datePublished": "', "meta": 'article:published_time" content="', "tables": "<font"}
    assert {outlet.layout for outlet in load_outlets()} == set(ways)
    for article in load_articles()[:60]:
        page = requests.get(article.outlet.base_url(newsroom.port) + article.path, timeout=10).text
        published = article.first.published_at
        told = {layout: f"{way}{published.isoformat()}" in page for layout, way in ways.items()}
        assert told == {layout: layout == article.outlet.layout != "tables" for layout in ways}
        assert f"{published:%A}, {published.day} {published:%B %Y}" in page


def test_the_clock_is_set_over_the_control_port(newsroom: Newsroom) -> None:
    control = f"http://127.0.0.1:{newsroom.port}/clock"
    answer = requests.put(control, json={"now": "2026-03-01T00:00:00+00:00"}, timeout=10)
    assert answer.json() == {"now": "2026-03-01T00:00:00+00:00"} == requests.get(control, timeout=10).json()
    assert requests.get(address(newsroom, "truce-in-the-strait"), timeout=10).status_code == 404
    assert requests.put(control, json={"edition": 2}, timeout=10).json() == {"now": EDITIONS[2].isoformat()}
    for wrong in ("x", "[]", json.dumps({"edition": 9}), json.dumps({"now": "noon"})):
        assert requests.put(control, data=wrong, timeout=10).status_code == 400
    assert newsroom.now == EDITIONS[2]


def test_only_get_and_head_are_answered_and_head_has_no_body(newsroom: Newsroom) -> None:
    url = address(newsroom, "truce-in-the-strait")
    assert requests.post(url, timeout=10).status_code == 405
    head = requests.head(url, timeout=10)
    assert (head.status_code, head.content) == (200, b"") and head.headers["ETag"] == requests.get(
        url, timeout=10
    ).headers["ETag"]
    assert requests.get(f"http://127.0.0.1:{newsroom.port + 1}/nowhere", timeout=10).status_code == 404


def test_the_newsroom_listens_on_loopback_only_and_says_which_port_is_taken() -> None:
    sockets = bind(0)
    with contextlib.ExitStack() as stack:
        for bound in sockets:
            stack.callback(bound.close)
        first = sockets[0].getsockname()[1]
        assert {bound.getsockname()[0] for bound in sockets} == {"127.0.0.1"}
        with pytest.raises(Permanent, match=f"port {first} on 127.0.0.1 is taken"):
            bind(first)


def test_the_module_serves_until_it_is_interrupted() -> None:
    sockets = bind(0)
    port = sockets[0].getsockname()[1]
    for bound in sockets:
        bound.close()
    command = [sys.executable, "-m", "acta.newsroom.server", "--port", str(port), "--edition", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            clock = requests.get(f"http://127.0.0.1:{port}/clock", timeout=10).json()["now"]
        finally:
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=30)
    assert datetime.fromisoformat(clock) == EDITIONS[2].astimezone(UTC)
    assert output.count("http://127.0.0.1:") == len(load_outlets()) and "Traceback" not in output
