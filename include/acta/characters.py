"""Text that every file, table and terminal takes: halves of surrogate pairs are put together or replaced."""

from __future__ import annotations

import re

_REFERENCES = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);?)+")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
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
    return _REFERENCES.sub(_valid, body)


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
