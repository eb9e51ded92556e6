"""Archives whose headers or compression lie are read as warcio reads them, and what is lost is counted."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from pathlib import Path

import brotli
import pytest

from acta.collect.warc_input import read_pages

PAGE = "<html><h1>Bridge reopens</h1><p>The bridge at Aldmar is open again – for carts too.</p></html>".encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"20\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (PAGE[:32], len(PAGE) - 32, PAGE[32:])
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
RAW_DEFLATE = RAW.compress(PAGE) + RAW.flush()


def record(payload: bytes, number: int = 0, kind: str = "response") -> bytes:
    content = "application/http; msgtype=response" if kind == "response" else "text/html"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2018-11-02T10:00:00Z\r\n"
        f"WARC-Target-URI: https://n.example/{number}\r\nContent-Type: {content}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def taken(path: Path, after: int | None = None) -> tuple[list[tuple[int, bytes | None]], Counter[str]]:
    counts: Counter[str] = Counter()
    with path.open("rb") as file:
        return [(page.offset, page.body) for page in read_pages(file, 1_000_000, counts, after)], counts


PAYLOADS = {
    "chunked and gzip over plain bytes": OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + PAGE,
    "chunked over gzip only": OK
    + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    + gzip.compress(PAGE),
    "gzip over chunks only": OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + CHUNKED,
    "chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "chunks without the last": OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED[:-5],
    "two gzip members": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]),
    "raw deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + RAW_DEFLATE,
    "zlib deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(PAGE),
    "deflate over plain bytes": OK + b"Content-Encoding: deflate\r\n\r\n" + PAGE,
    "brotli": OK + b"Content-Encoding: br\r\n\r\n" + brotli.compress(PAGE),
    "brotli over plain bytes": OK + b"Content-Encoding: br\r\n\r\n" + PAGE,
    "an unknown coding": OK + b"Content-Encoding: UTF-8\r\n\r\n" + PAGE,
    "bare LF": b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE,
    "no reason": b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "HTTP/2": b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "no type": b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,
    "203": b"HTTP/1.1 203 Non-Authoritative Information\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "a type with a comma": b"HTTP/1.1 200 OK\r\nContent-Type: text/html, charset=utf-8\r\n\r\n" + PAGE,
    "a type without a semicolon": b"HTTP/1.1 200 OK\r\nContent-Type: text/html charset=utf-8\r\n\r\n" + PAGE,
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_a_coding_is_undone_only_where_the_bytes_are_in_it(tmp_path: Path, payload: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(payload))
    pages, counts = taken(path)
    assert [body for _, body in pages] == [PAGE] and not counts


BROKEN = {
    "gzip cut short": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-20],
    "a chunk cut short": OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED[:60],
    "no status line": b"<html>a page alone",
}


@pytest.mark.parametrize("payload", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_page_is_counted_and_the_next_is_read(tmp_path: Path, payload: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(payload) + record(OK + b"\r\n" + PAGE, 1))
    pages, counts = taken(path)
    assert [body for _, body in pages] == [PAGE] and counts == {"damaged": 1}


def test_a_page_that_unpacks_to_more_than_the_cap_is_too_large_and_not_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 2_000_000)))
    pages, counts = taken(path)
    assert [body for _, body in pages] == [None] and not counts


def one_member(tmp_path: Path, pages: int) -> Path:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(record(OK + b"\r\n" + PAGE, number) for number in range(pages))))
    return path


def test_an_archive_in_one_gzip_member_is_read_whole_and_resumed(tmp_path: Path) -> None:
    path = one_member(tmp_path, 6)
    pages, counts = taken(path)
    assert [body for _, body in pages] == [PAGE] * 6 and not counts
    assert taken(path, after=pages[2][0])[0] == pages[3:]


def test_an_archive_in_one_gzip_member_that_is_cut_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    path = one_member(tmp_path, 400)
    path.write_bytes(path.read_bytes()[:-200])
    pages, counts = taken(path)
    assert 0 < len(pages) < 400 and counts["damaged"] >= 1
