"""The HTTP message of an archived response → status, headers, body. Pure.

Archives are less exact than servers: Common Crawl's news before May 2019 keeps ``Transfer-Encoding: chunked`` and
``Content-Encoding: gzip`` above payloads that are plain already, others end header lines with a bare LF, or send deflate
without its zlib header. So a coding is undone only where the bytes are in that coding, and kept as they are otherwise.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import brotli

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_CHUNK_SIZE = re.compile(rb"\s{0,4}([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class TooLarge(Exception):
    """The decoded body has more bytes than are allowed."""


class CutShort(Exception):
    """The body is in its coding, and ends or breaks before its end."""


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP response. ``body`` is still coded as the headers say, or as it happens to be."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def decoded(self, most: int) -> bytes:
        """The body without its transfer and content codings. Raises TooLarge, CutShort."""
        body = self.body
        if "chunked" in (self.header("transfer-encoding") or "").lower():
            body = _dechunked(body)
        codings = [coding.strip().lower() for coding in (self.header("content-encoding") or "").split(",")]
        for coding in reversed(codings):
            body = _undone(coding, body, most)
        if len(body) > most:
            raise TooLarge
        return body


def parse_message(payload: bytes) -> Message | None:
    """The response in a record's payload, or None when it does not begin with a status line."""
    status = _STATUS_LINE.match(payload)
    if status is None:
        return None
    end = _END_OF_HEADERS.search(payload)
    head, body = (payload[: end.start()], payload[end.end() :]) if end else (payload, b"")
    headers: list[tuple[str, str]] = []
    for line in re.split(r"\r?\n", head.decode("utf-8", "replace"))[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:  # a folded header goes on
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif colon:
            headers.append((name.strip(), value.strip()))
    return Message(int(status[1]), headers, body)


def _dechunked(body: bytes) -> bytes:
    """The chunks joined; where there are none, the bytes as they are; where they break off, what is left as it is."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        if size.end() + length > len(body):
            if at == 0:
                return body  # a page that happens to begin with a number
            raise CutShort
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
    if at == 0:
        return body
    if not body[at:].strip():
        return b"".join(parts)  # without its last, empty chunk
    return b"".join(parts) + body[at:]


def _undone(coding: str, body: bytes, most: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _members(body, most) if body.startswith(b"\x1f\x8b") else body
    if coding == "deflate":
        is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, most)[0] if _is_coded(body) else body
    if coding == "br" and _is_coded(body):
        return _unbrotlied(body, most)
    return body


def _is_coded(body: bytes) -> bool:
    """Whether bytes look like compressed ones: text has no control characters. gzip says so by itself."""
    return _CONTROL.search(body, 0, 256) is not None


def _members(body: bytes, most: int) -> bytes:
    """All gzip members; bytes behind the last are padding."""
    found = b""
    while body.startswith(b"\x1f\x8b"):
        part, body = _inflated(body, zlib.MAX_WBITS | 16, most)
        found += part
        if len(found) > most:
            raise TooLarge
    return found


def _inflated(body: bytes, window: int, most: int) -> tuple[bytes, bytes]:
    """What one compressed stream holds, and the bytes behind it."""
    unpacker = zlib.decompressobj(window)
    try:
        found = unpacker.decompress(body, most + 1)
    except zlib.error as error:
        raise CutShort from error
    if len(found) > most:
        raise TooLarge
    if not unpacker.eof:
        raise CutShort
    return found, unpacker.unused_data


def _unbrotlied(body: bytes, most: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        found = unpacker.process(body, output_buffer_limit=most + 1)
    except brotli.error:
        return body  # nothing marks brotli, so the header may just as well be wrong
    if len(found) > most:
        raise TooLarge
    if not unpacker.is_finished():
        raise CutShort
    return bytes(found)
