"""Bytes of feeds and sitemaps → XML that a parser takes: unpacked, from its root on, with valid references. Pure."""

from __future__ import annotations

import re
import zlib
from html.entities import html5

from acta.characters import valid_references
from acta.collect.links import NotAFeed

GZIP = b"\x1f\x8b"
_FOUND_WITHIN = 65_536  # bytes: warnings of a site's own scripts before the root are shorter
_SPACE = b" \t\r\n\x00\xef\xbb\xbf"  # and UTF-8 byte order marks, of which joined files have several
_PROLOG = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\])*>)*+", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}\?>")
_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(#[xX]?[0-9a-fA-F]+;|[A-Za-z]\w{0,30};)?", re.DOTALL)
_OF_XML = frozenset({b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"})


def unpack(body: bytes, max_bytes: int) -> bytes:
    """The content of a gzip file, all its members; any other body as it is. What follows the last member is padding.

    Raises NotAFeed when the first member cannot be read or the whole is more than ``max_bytes``.
    """
    parts, size = list[bytes](), 0
    while body.startswith(GZIP):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(unpacker.decompress(body, max_bytes + 1 - size))
        except zlib.error as error:
            if not parts:
                raise NotAFeed(f"gzip that cannot be read: {error}") from error
            break
        size += len(parts[-1])
        if size > max_bytes:
            raise NotAFeed(f"gzip that holds more than {max_bytes} bytes")
        body = unpacker.unused_data.lstrip(b"\x00")
    return b"".join(parts) if parts else body


def from_root(body: bytes, root: re.Pattern[bytes]) -> bytes:
    """The document without what a broken site prints before its root: blank lines, byte order marks, PHP warnings.

    The document is in UTF-8 afterwards where its first bytes say UTF-16 or UTF-32.
    """
    body = valid_references(body)
    if body.startswith(b"\x00"):
        return body
    body = body.lstrip(_SPACE)
    prolog = _PROLOG.match(body)
    at = root.search(body, 0, _FOUND_WITHIN)
    if at is None or (prolog and prolog.end() == at.start()):
        return body
    declaration = _DECLARATION.search(body, 0, at.start())
    return (declaration[0] if declaration else b"") + body[at.start() :]


def with_references(body: bytes) -> bytes:
    """Markup in which each ``&`` begins a reference that XML knows: bare ones are escaped, HTML's names are numbers.

    A document that declares entities of its own is left as it is: the parser reads none of them.
    """
    if b"<!ENTITY" in body:
        return body
    return _AMPERSAND.sub(_reference, body)


def _reference(found: re.Match[bytes]) -> bytes:
    if not found[0].startswith(b"&"):
        return found[0]
    name = found[1]
    if name is None:
        return b"&amp;"
    if name.startswith(b"#") or name in _OF_XML:
        return found[0]
    characters = html5.get(name.decode("ascii", "replace"))
    if characters is None:
        return b"&amp;" + name
    return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")
