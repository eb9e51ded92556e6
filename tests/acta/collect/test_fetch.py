"""One fetch against a server that misbehaves: always a result, within the caps, and never where it must not go."""

from __future__ import annotations

import dataclasses
import socket
import threading
import tracemalloc
from collections.abc import Iterator

import pytest
from tests.support.fault_server import FaultServer

from acta.collect.http import Fetcher, FetchResult
from acta.collect.outcomes import judge_type
from acta.config import Settings


@pytest.fixture(scope="module")
def site() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def quick(settings: Settings) -> Settings:
    return dataclasses.replace(settings, fetch_seconds=20.0, max_body_bytes=1_000_000)


def fetch(settings: Settings, site: FaultServer, path: str, page: bool = True, **conditions: str) -> FetchResult:
    return Fetcher(settings, frozenset({("127.0.0.1", site.port)})).fetch(site.url(path), page=page, **conditions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [
        ("/article", "fetched", None),
        ("/article-gzip", "fetched", None),
        ("/gzip-bomb?n=60", "rejected", "too_large"),
        ("/gzip-bomb-nested?n=60", "rejected", "too_large"),
        ("/gzip-broken", "failed", "bad_encoding"),
        ("/endless", "rejected", "too_large"),
        ("/big", "rejected", "too_large"),
        ("/big-header", "failed", "broken_transfer"),
        ("/many-headers", "failed", "broken_transfer"),
        ("/length-long", "failed", "broken_transfer"),
        ("/truncated", "failed", "broken_transfer"),
        ("/truncated-chunked", "failed", "broken_transfer"),
        ("/reset", "failed", "broken_transfer"),
        ("/empty", "failed", "broken_transfer"),
        ("/not-http", "failed", "broken_transfer"),
        ("/redirect-loop", "failed", "too_many_redirects"),
        ("/redirect-endless", "failed", "too_many_redirects"),
        ("/redirect-chain", "fetched", None),
        ("/redirect-chain?n=6", "failed", "too_many_redirects"),
        ("/429", "blocked", "http_429"),
        ("/500", "failed", "http_500"),
        ("/404-html", "failed", "http_404"),
        ("/304-unasked", "failed", "unexpected_304"),
        ("/pdf-as-html", "rejected", "binary"),
        ("/captcha", "blocked", "captcha"),
        ("/charset-shift-jis", "fetched", None),
        ("/bom-utf-16", "fetched", None),
    ],
)
def test_every_fault_is_an_outcome_with_a_reason(
    quick: Settings, site: FaultServer, path: str, outcome: str, reason: str | None
) -> None:
    result = fetch(quick, site, path)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert (result.body is not None) == (outcome == "fetched")
    assert result.detail is None or "\n" not in result.detail


@pytest.mark.fault(15)
@pytest.mark.parametrize("path", ["/slow-headers", "/slow-body", "/silent"])
def test_a_server_that_drips_or_says_nothing_is_left_when_the_time_is_over(
    quick: Settings, site: FaultServer, path: str
) -> None:
    hurried = dataclasses.replace(quick, fetch_seconds=0.7)
    result = fetch(hurried, site, path)
    assert (result.outcome, result.reason) == ("failed", "timeout")
    assert result.elapsed_ms < 20_000  # the server would go on for minutes


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    "path",
    [
        "/redirect-metadata",
        "/redirect-ipv6-loopback",
        "/redirect-mapped",
        "/redirect-decimal",
        "/redirect-file",
        "/redirect-other-schemes",
    ],
)
def test_a_redirect_to_an_unsafe_place_is_refused_before_connecting(
    quick: Settings, site: FaultServer, path: str
) -> None:
    site.reset()
    result = fetch(quick, site, path)
    assert (result.outcome, result.reason) == ("rejected", "unsafe_address")
    assert [request.path for request in site.requests] == [path]


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/private",
        "http://localhost:{port}/private",
        "http://127.1:{port}/private",
        "http://0x7f000001:{port}/private",
        "http://[::1]:{port}/private",
        "http://127.0.0.1@127.0.0.1:{port}/private",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::]/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "ftp://example.com/",
        "https://example.com:22/",
    ],
)
def test_without_an_allowance_nothing_inside_is_reached(quick: Settings, site: FaultServer, url: str) -> None:
    site.reset()
    result = Fetcher(quick).fetch(url.format(port=site.port))
    assert result.outcome == "rejected"
    assert result.reason == "unsafe_address"
    assert site.requests == []


PUBLIC, LOOPBACK = "93.184.215.14", "127.0.0.1"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What a hostile name server answers: the addresses of the first look-up, of the second and so on."""
    answers: list[list[str]] = []

    def getaddrinfo(host: str, port: int, *rest: int) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return answers


@pytest.mark.fault(16)
def test_a_name_that_changes_its_mind_is_reached_where_it_was_checked(quick: Settings, names: list[list[str]]) -> None:
    names += [[PUBLIC], [LOOPBACK]]
    result = Fetcher(quick).fetch("http://rebinding.example/")
    assert f"AssertionError: a test tried to reach {PUBLIC}" in str(result.detail)
    assert names == [[LOOPBACK]]  # nobody asked a second time


@pytest.mark.fault(16)
@pytest.mark.parametrize("addresses", [[LOOPBACK], [PUBLIC, LOOPBACK], ["169.254.169.254"]])
def test_a_name_of_an_inside_address_is_refused_whole(
    quick: Settings, names: list[list[str]], addresses: list[str]
) -> None:
    names.append(addresses)
    result = Fetcher(quick).fetch("http://inside.example/")
    assert (result.outcome, result.reason) == ("rejected", "unsafe_address")


def test_a_name_server_that_says_nothing_is_left_when_the_time_is_over(
    quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *question: silence.wait())
    result = Fetcher(dataclasses.replace(quick, fetch_seconds=0.3)).fetch("http://slow.example/")
    silence.set()
    assert (result.outcome, result.reason) == ("failed", "timeout")


def test_the_allowance_is_for_one_port_and_not_for_another_name_of_it(quick: Settings, site: FaultServer) -> None:
    fetcher = Fetcher(quick, frozenset({("127.0.0.1", site.port + 1)}))
    for url in (site.url("/private"), f"http://localhost:{site.port + 1}/", f"http://127.0.0.2:{site.port + 1}/"):
        assert fetcher.fetch(url).reason == "unsafe_address"


@pytest.mark.fault(15)
def test_a_bomb_costs_no_more_memory_than_the_cap(quick: Settings, site: FaultServer) -> None:
    tracemalloc.start()
    fetch(quick, site, "/gzip-bomb?n=60")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * quick.max_body_bytes


@pytest.mark.parametrize(
    ("path", "condition"),
    [("/etag", {"etag": '"v1-abc"'}), ("/last-modified", {"last_modified": "Wed, 04 Mar 2026 09:30:00 GMT"})],
)
def test_a_page_that_did_not_change_is_unchanged(
    quick: Settings, site: FaultServer, path: str, condition: dict[str, str]
) -> None:
    first = fetch(quick, site, path)
    assert first.outcome == "fetched"
    again = fetch(quick, site, path, **condition)
    assert (again.outcome, again.reason, again.body) == ("unchanged", "http_304", None)


@pytest.mark.fault(22)
def test_retry_after_is_told_in_seconds_whether_a_number_or_a_date(quick: Settings, site: FaultServer) -> None:
    assert fetch(quick, site, "/429").retry_after == 3600
    dated = fetch(quick, site, "/429-date").retry_after
    assert dated is not None and 3000 < dated <= 3600


def test_a_host_that_nobody_listens_on_is_a_failed_connection(quick: Settings) -> None:
    with FaultServer() as gone:
        port = gone.port
    result = Fetcher(quick, frozenset({("127.0.0.1", port)})).fetch(f"http://127.0.0.1:{port}/")
    assert (result.outcome, result.reason) == ("failed", "connection")


def test_we_say_who_we_are(quick: Settings, site: FaultServer) -> None:
    site.reset()
    fetch(quick, site, "/article")
    assert site.requests[0].headers["user-agent"].startswith("Acta/")
    assert quick.contact in site.requests[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("content_type", "is_page"),
    [
        ("text/html charset=utf-8", True),  # no semicolon
        ("text/html, text/html; charset=utf-8", True),  # two headers in one
        ("application/octet-stream, text/html", True),
        ("text/html; charset=utf-8, */*", True),
        (" TEXT/HTML\t;charset=utf-8", True),
        (",text/html", True),
        ("*/*", True),
        ("", True),
        (None, True),
        ("application/pdf", False),
        ("text/html, application/pdf", False),
        ("image/png charset=utf-8", False),
        ("nonsense", False),
    ],
)
def test_a_content_type_that_a_browser_takes_for_a_page_is_one(content_type: str | None, is_page: bool) -> None:
    assert (judge_type(content_type) is None) == is_page
