"""The newsroom's HTTP server: all outlets in one process, on 127.0.0.1 only, with a clock that is set from outside.

The first port is the control port (``GET`` and ``PUT /clock``); outlet k listens on the k-th port after it::

    python -m acta.newsroom.server --port 18760 --edition 1
    curl -X PUT -d '{"edition": 2}' http://127.0.0.1:18760/clock
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import click
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from acta.errors import Permanent
from acta.newsroom import EDITIONS
from acta.newsroom.catalogue import HOST, load_outlets
from acta.newsroom.pages import http_time
from acta.newsroom.site import Page, respond

START_SECONDS = 20.0
MAX_CONTROL_BYTES = 1000


class Newsroom:
    """The ASGI application: the port that was asked says which outlet answers."""

    def __init__(self, port: int, now: datetime) -> None:
        self.port, self.now = port, now
        self._outlets = {port + outlet.number: outlet for outlet in load_outlets()}

    def set_clock(self, now: datetime) -> None:
        """Show what is published at ``now``."""
        self.now = now.astimezone(UTC)

    def set_edition(self, edition: int) -> None:
        """Set the clock to that of an edition."""
        self.set_clock(EDITIONS[edition])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        port = scope["server"][1]
        answer = self._page(port, request) if port in self._outlets else await self._control(request)
        await answer(scope, receive, send)

    def _page(self, port: int, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        return conditional(respond(self._outlets[port], f"http://{HOST}:{port}", request.url.path, self.now), request)

    async def _control(self, request: Request) -> Response:
        if request.url.path != "/clock":
            return JSONResponse({"error": "only /clock is here; the outlets listen on the next ports"}, 404)
        if request.method == "PUT":
            try:
                self.set_clock(_clock_in((await request.body())[:MAX_CONTROL_BYTES]))
            except ValueError as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"now": self.now.isoformat()})


def conditional(page: Page, request: Request) -> Response:
    """The page, or 304 when the reader has it already. An ETag, when the reader sends one, decides alone (RFC 9110)."""
    etag = f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Last-Modified": http_time(page.modified_at), "Cache-Control": "max-age=60"}
    if page.status == 200 and _is_known(request, etag, page.modified_at):
        return Response(status_code=304, headers=headers)
    return Response(page.body, page.status, headers, media_type=page.content_type)


def _is_known(request: Request, etag: str, modified_at: datetime) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
    except (KeyError, ValueError):
        return False
    return modified_at.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _clock_in(body: bytes) -> datetime:
    """The clock a control request asks for: {"edition": 2} or {"now": "2026-05-12T08:00:00+00:00"}."""
    try:
        asked = json.loads(body)
        if "edition" in asked:
            return EDITIONS[int(asked["edition"])]
        moment = datetime.fromisoformat(asked["now"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError('send {"edition": 1 or 2} or {"now": "2026-05-12T08:00:00+00:00"}') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def bind(port: int) -> list[socket.socket]:
    """Sockets for the control port and all outlets; with port 0 the first run of ports that is free.

    Raises Permanent when a port is taken.
    """
    count = len(load_outlets()) + 1
    for first in [port] if port else range(18800, 28000, count):
        sockets: list[socket.socket] = []
        try:
            for number in range(first, first + count):
                sockets.append(_listen(number))
            return sockets
        except OSError as error:
            for bound in sockets:
                bound.close()
            if port:
                raise Permanent(
                    f"port {first + len(sockets)} on {HOST} is taken ({error.strerror}): stop what listens there, or set "
                    f"ACTA_NEWSROOM_PORT so that {count} free ports follow"
                ) from error
    raise Permanent(f"no {count} free ports in a row between 18800 and 28000: set ACTA_NEWSROOM_PORT")


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _server(newsroom: Newsroom) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(newsroom, log_level="warning", access_log=False, lifespan="off", server_header=False)
    )


def serve(port: int, now: datetime) -> None:
    """Serve until interrupted."""
    sockets = bind(port)
    first: int = sockets[0].getsockname()[1]
    _server(Newsroom(first, now)).run(sockets)


@contextlib.contextmanager
def running_newsroom(port: int = 0, edition: int = 1) -> Iterator[Newsroom]:
    """The newsroom in a thread of this process; port 0 finds free ports, which ``.port`` then tells."""
    sockets = bind(port)
    newsroom = Newsroom(sockets[0].getsockname()[1], EDITIONS[edition])
    server = _server(newsroom)
    thread = threading.Thread(target=server.run, args=(sockets,), name="newsroom", daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        if not server.started:
            raise Permanent("the sample newsroom did not start: see the lines above")
        yield newsroom
    finally:
        server.should_exit = True
        thread.join(timeout=START_SECONDS)
        for bound in sockets:
            bound.close()


@click.command()
@click.option("--port", default=18760, show_default=True, help="Control port; outlet k listens on this port + k.")
@click.option("--edition", type=click.Choice([str(edition) for edition in EDITIONS]), default="1", show_default=True)
@click.option("--now", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="Any other clock instead of an edition's.")
def main(port: int, edition: str, now: datetime | None) -> None:
    """Serve the sample newsroom until Ctrl-C."""
    try:
        for outlet in load_outlets():
            click.echo(f"{outlet.base_url(port)}/  {outlet.name}")
        serve(port, now or EDITIONS[int(edition)])
    except Permanent as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
