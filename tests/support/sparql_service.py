"""A real HTTP server on loopback that answers as the Wikidata query service does: results, pages, and its ways to fail."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

JSON = "application/sparql-results+json;charset=utf-8"
ENTITY = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def uri(item: str) -> dict[str, str]:
    return {"type": "uri", "value": ENTITY + item}


def literal(text: str) -> dict[str, str]:
    return {"xml:lang": "en", "type": "literal", "value": text}


def term(
    person: str,
    name: str,
    position: str,
    position_name: str,
    office: str,
    start: str | None,
    end: str | None = None,
    gender: str | None = "Q6581097",
) -> dict[str, Any]:
    """One row of an answer. Days are given as precise as they are known: 2012, 2012-05, 2012-05-06; "?" is an unknown one."""
    row: dict[str, Any] = {
        "office": {"type": "literal", "value": office},
        "position": uri(position),
        "positionLabel": literal(position_name),
        "person": uri(person),
        "personLabel": literal(name),
    }
    if gender:
        row["gender"] = uri(gender)
    for key, day in (("start", start), ("end", end)):
        if day == "?":
            row["endStated"] = {"type": "bnode", "value": "t123"}
        elif day:
            full = f"{day}-01-01"[:10] if len(day) < 10 else day
            row[key] = {"datatype": f"{XSD}dateTime", "type": "literal", "value": f"{full}T00:00:00Z"}
            row[f"{key}Precision"] = {"datatype": f"{XSD}integer", "type": "literal", "value": str(9 + day.count("-"))}
            if key == "end":
                row["endStated"] = row[key]
    return row


@dataclass
class Fault:
    """One bad answer: a status, an error page, half a result, or silence."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "text/html"
    truncated: bool = False
    seconds: float = 0.0


class SparqlService:
    """``terms[country]`` are its rows; ``faults[country]`` are answered first, one after the other ("*" to any question)."""

    def __init__(self) -> None:
        self.terms: dict[str, list[dict[str, Any]]] = {}
        self.names: dict[str, list[str]] = {}
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.asked: list[tuple[str, int]] = []  # country or "names", offset
        self.agents: set[str] = set()
        self.at: list[float] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        app = Starlette(routes=[Route("/sparql", self._answer)])
        config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"

    def __enter__(self) -> SparqlService:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)

    async def _answer(self, request: Request) -> Response:
        query = request.query_params["query"]
        limit, offset = (int(re.search(rf"{word} (\d+)", query)[1]) for word in ("LIMIT", "OFFSET"))  # type: ignore[index]
        country = re.search(r'wdt:P298 "([A-Z]{3})"', query)
        asked = country[1] if country else "names"
        self.asked.append((asked, offset))
        self.agents.add(request.headers["user-agent"])
        self.at.append(time.monotonic())
        faults = self.faults[asked] or self.faults["*"]
        fault = faults.popleft() if faults else None
        if fault:
            return await self._fail(fault)
        rows = self.terms.get(asked, []) if country else self._named(query)
        result = {"head": {"vars": []}, "results": {"bindings": rows[offset : offset + limit]}}
        return Response(json.dumps(result), media_type=JSON)

    def _named(self, query: str) -> list[dict[str, Any]]:
        return [
            {"person": uri(item), "alias": literal(alias)}
            for item in re.findall(r"wd:(Q\d+)", query)
            for alias in self.names.get(item, [])
        ]

    async def _fail(self, fault: Fault) -> Response:
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.truncated:  # the service notices its time limit half-way and writes a stack trace into the result
            return StreamingResponse(_half(), media_type=JSON)
        if fault.kind == "text/html":
            return HTMLResponse(fault.body, fault.status, fault.headers)
        return Response(fault.body, fault.status, fault.headers, media_type=fault.kind)


async def _half() -> AsyncIterator[bytes]:
    yield b'{"head": {"vars": ["person"]}, "results": {"bindings": [{"person": {"type": "uri"'
    yield b"\njava.util.concurrent.TimeoutException\n\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
