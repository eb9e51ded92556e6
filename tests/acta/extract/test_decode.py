"""Bytes are read as a browser reads them."""

from __future__ import annotations

import pytest

from acta.extract.decode import decode

RUSSIAN = (
    "Гавань открыта снова после шторма, сообщили в управлении порта. Рыбаки потеряли одиннадцать лодок за одну ночь. "
    * 3
)


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=iso-8859-1", "café"),
        ("café".encode("utf-16"), None, "café"),
        (b"caf\xe9 \x93x\x94", "text/html; charset=ISO-8859-1", "café “x”"),
        (b"caf\xe9 \x81", "text/html; charset=latin1", "café \x81"),
        (b"<meta charset='windows-1252'>caf\xe9", "text/html", "<meta charset='windows-1252'>café"),
        (
            b'<meta http-equiv=x content="text/html; charset=utf-16">caf\xc3\xa9',
            None,
            '<meta http-equiv=x content="text/html; charset=utf-16">café',
        ),
        ("<meta charset=gb2312>\u6e2f\u53e3".encode("gb18030"), None, "<meta charset=gb2312>港口"),
        (
            b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>\xc3\xa9",
            None,
            "<!-- <meta charset=koi8-r> --><meta charset=utf-8>é",
        ),
        (
            "<?xml version='1.0' encoding='iso-8859-2'?>Šíř".encode("iso-8859-2"),
            None,
            "<?xml version='1.0' encoding='iso-8859-2'?>Šíř",
        ),
        ("港".encode("shift_jis"), "text/html; charset=x-sjis", "港"),
        ("café".encode(), "text/html; charset=no-such-encoding", "café"),
        ("café".encode(), "text/html; charset=hex", "café"),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "text/plain", RUSSIAN),
        ("café".encode(), None, "café"),
    ],
)
def test_the_declared_encoding_counts_as_browsers_mean_it_else_it_is_detected(
    body: bytes, content_type: str | None, expected: str
) -> None:
    assert decode(body, content_type) == expected
