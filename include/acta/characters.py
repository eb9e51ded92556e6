"""Text that every file, table and terminal takes: halves of surrogate pairs are put together or replaced."""

from __future__ import annotations

import codecs
import re

_REFERENCES = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);?)+")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(r"(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"'>]*[\"']")
_MAX_DIGITS = 9  # no character has a longer number; Python refuses to read numbers of thousands of digits


def storable(text: str) -> str:
    """The text with surrogate pairs joined and each lone half replaced by U+FFFD: JSON and markup can bring them."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def valid_references(body: bytes) -> bytes:
    """Markup whose numeric references name characters: ``&#xD83D;&#xDE00;`` is one emoji, ``&#1114112;`` is U+FFFD.

    Some publishing systems write an emoji as two references; XML parsers raise on them or return broken text.
    """
    return _REFERENCES.sub(_valid, _as_utf8(body))


def _as_utf8(body: bytes) -> bytes:
    """A document in UTF-16 or UTF-32, as its first bytes say, in UTF-8; any other as it is."""
    encoding = next((name for mark, name in _WIDE if body.startswith(mark)), None)
    if encoding is None:
        return body
    text = _DECLARED.sub(r"\1", storable(body.decode(encoding, "replace")), count=1)
    return codecs.BOM_UTF8 + text.encode()


def _valid(found: re.Match[bytes]) -> bytes:
    codes = [_code(one) for one in _REFERENCE.finditer(found[0])]
    if all(0 < code < 0xD800 or 0xDFFF < code < 0x110000 for code in codes):
        return found[0]
    text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
    return "".join(f"&#{ord(character)};" for character in storable(text)).encode("ascii")


def _code(reference: re.Match[bytes]) -> int:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip(b"0")
    return int(digits or b"0", base) if len(digits) <= _MAX_DIGITS else 0
