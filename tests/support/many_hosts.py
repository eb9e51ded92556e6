"""A hundred news sites in one process: every address 127.1.x.y is a host with a feed and its articles.

Run as a program it prints its port, serves until its standard input ends, and writes what it was asked as JSON lines
``[host, path, seconds, under way at this host]`` to the file named on the command line: the server's own evidence of
how polite its visitors were.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path

BODY = (
    "<html><head><title>Quay {name} to open</title></head><body><h1>Quay {name} to open</h1>"
    + "<p>The harbour authority of Velmark said on Monday that the quay would open before the end of the year.</p>" * 30
    + "</body></html>"
)


def host_name(number: int) -> str:
    """Address of host ``number``."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def serve(record: Path, pages: int, delay: float) -> None:
    under_way: Counter[str] = Counter()
    with record.open("a", buffering=1) as log:

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            host = writer.get_extra_info("sockname")[0]
            try:
                while line := await reader.readline():
                    while (await reader.readline()).strip():
                        pass
                    path = line.decode("latin-1").split(" ")[1]
                    under_way[host] += 1
                    log.write(json.dumps([host, path, time.monotonic(), under_way[host]]) + "\n")
                    await asyncio.sleep(delay)
                    status, kind, body = page(path, pages)
                    under_way[host] -= 1
                    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                    writer.write(head.encode() + body)
                    await writer.drain()
            except (ConnectionError, IndexError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=512)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def page(path: str, pages: int) -> tuple[str, str, bytes]:
    """The answer of any host to a path."""
    if path == "/robots.txt":
        return "200 OK", "text/plain", b"User-agent: *\nAllow: /\n"
    if path == "/rss":
        items = "".join(f"<item><title>Quay {n}</title><link>/quay/{n}</link></item>" for n in range(pages))
        return "200 OK", "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    if path.startswith("/quay/"):
        return "200 OK", "text/html; charset=utf-8", BODY.format(name=path.rsplit("/", 1)[1]).encode()
    return "404 Not Found", "text/plain", b"nothing here"


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
