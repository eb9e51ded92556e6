"""A page that is only a meta refresh leads on like a redirect, under the same guard, robots and limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from acta.collect.http import Fetcher
from acta.collect.outcomes import Verdict
from acta.collect.refresh import refresh_target
from acta.config import Settings

HERE = "https://paper.example/old/story"
STORY = b"<html><h1>Quay opens</h1>" + b"<p>The quay of Brannick opened to the first ships on Monday.</p>" * 30 + b"</html>"


def stub(content: str, head: str = "") -> bytes:
    return f"<html><head><title>Moved</title>{head}<meta http-equiv='Refresh' content=\"{content}\"></head></html>".encode()


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/new", "https://paper.example/new"),
        ("0;URL='new?a=1&amp;b=2'", "https://paper.example/old/new?a=1&b=2"),
        ("5, URL = https://other.example/x", "https://other.example/x"),
        ("0 url=//cdn.example/x", "https://cdn.example/x"),
        ("0; /bare", "https://paper.example/bare"),
        (" 0.5 ;url=/new#part", "https://paper.example/new"),
        ("0; url=javascript:alert(1)", None),
        ("0; url=file:///etc/passwd", None),
        ("0; url=/old/story#again", None),
        ("300", None),
        ("0; url=", None),
    ],
)
def test_the_target_is_what_a_browser_reads(content: str, target: str | None) -> None:
    assert refresh_target(stub(content), HERE) == target


def test_a_base_counts_and_a_refresh_for_browsers_without_scripts_does_not() -> None:
    assert refresh_target(stub("0; url=x", "<base href='/b/'>"), HERE) == "https://paper.example/b/x"
    assert refresh_target(b"<noscript><meta http-equiv=refresh content='0; url=/nojs'></noscript>", HERE) is None


PAGES = {
    "/moved": stub("0; url=/story"),
    "/inside": stub("0; url=http://169.254.169.254/latest/"),
    "/loop-a": stub("0; url=/loop-b"),
    "/loop-b": stub("0; url=/loop-a"),
    "/story": STORY,
    "/refreshing-story": STORY.replace(b"<html>", b"<html><meta http-equiv=refresh content='300; url=/front'>"),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "outcome", "reason", "last"),
    [
        ("/moved", "fetched", None, "/story"),
        ("/inside", "rejected", "unsafe_address", None),
        ("/loop-a", "failed", "too_many_redirects", None),
        ("/refreshing-story", "fetched", None, "/refreshing-story"),
    ],
)
def test_a_refresh_is_followed_like_a_redirect(
    settings: Settings, port: int, path: str, outcome: str, reason: str | None, last: str | None
) -> None:
    result = Fetcher(settings, frozenset({("127.0.0.1", port)})).fetch(f"http://127.0.0.1:{port}{path}")
    assert (result.outcome, result.reason) == (outcome, reason)
    assert last is None or result.final_url == f"http://127.0.0.1:{port}{last}"


def test_robots_are_asked_about_the_target_too(settings: Settings, port: int) -> None:
    def admit(url: str) -> Verdict | None:
        return Verdict("blocked", "robots", "refused") if url.endswith("/story") else None

    result = Fetcher(settings, frozenset({("127.0.0.1", port)})).fetch(f"http://127.0.0.1:{port}/moved", admit=admit)
    assert (result.outcome, result.reason, result.body) == ("blocked", "robots", None)
