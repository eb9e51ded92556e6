"""A small real web site on loopback whose pages a test sets, and which remembers what it was asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass
class Page:
    """One answer. With ``etag``, a request that has it gets 304."""

    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class LocalSite:
    """``pages[path] = Page(...)``; a path that is not there is 404. It listens on any free port, or on the one given."""

    def __init__(self, port: int = 0) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                page = site.pages.get(self.path, Page("nothing here", "text/plain", 404))
                body = page.body.encode() if isinstance(page.body, str) else page.body
                same = page.etag is not None and self.headers.get("If-None-Match") == page.etag
                self.send_response(304 if same else page.status)
                for name, value in {**({"ETag": page.etag} if page.etag else {}), **page.headers}.items():
                    self.send_header(name, value)
                if not same:
                    self.send_header("Content-Type", page.kind)
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if not same:
                    self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> LocalSite:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Paths asked for, in order."""
        return [path for path, _ in self.asked]

    @property
    def allow(self) -> frozenset[tuple[str, int]]:
        """What a test passes to let the guard reach this site."""
        return frozenset({("127.0.0.1", self.port)})

    def publish(
        self, paths: list[str], feed: str = "/rss", etag: str | None = None, updated: str | None = None
    ) -> None:
        """Write an article for each path, and a feed that names them."""
        for path in paths:
            self.pages.setdefault(path, Page(f"<html><h1>Story {_name(path)}</h1><p>The minister spoke.</p></html>"))
        dated = f"<a10:updated>{updated}</a10:updated>" if updated else ""
        items = "".join(f"<item><title>Story {_name(path)}</title><link>{path}</link>{dated}</item>" for path in paths)
        self.pages[feed] = Page(
            f'<rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom"><channel><title>Test</title>{items}</channel></rss>',
            "application/rss+xml",
            etag=etag,
        )


def _name(path: str) -> str:
    return path.split("?")[0]
