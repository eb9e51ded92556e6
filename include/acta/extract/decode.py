"""Bytes to text as a browser does it: byte order mark, header, meta tag, then detection.

Encoding names mean what the WHATWG Encoding Standard says they mean (latin-1 is windows-1252, gb2312 is gb18030), because
pages are written to look right in browsers.
"""

from __future__ import annotations

import codecs
import re
from email.message import Message

import chardet

PRESCAN_BYTES = 4096  # the standard looks at 1,024; real heads put scripts before the meta tag
DETECT_BYTES = 100_000

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Codec that stands for each WHATWG encoding whose name Python reads otherwise, or does not know.
LABELS = {
    codec: frozenset(labels.split())
    for codec, labels in {
        "utf-8": "utf8 utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
        "cp1252": "ascii us-ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 latin1 latin-1 l1 "
        "cp819 ibm819 windows-1252 cp1252 x-cp1252 x-user-defined",
        "cp1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 csisolatin5 windows-1254 cp1254 x-cp1254",
        "cp874": "iso-8859-11 iso8859-11 tis-620 dos-874 windows-874",
        "iso8859_8": "iso-8859-8-i iso-8859-8-e logical visual hebrew csiso88598i csisolatinhebrew",
        "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 csiso58gb231280 iso-ir-58 gb18030 cp936",
        "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis cp932",
        "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949 csksc56011987 uhc cp949",
        "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian maccyrillic mac-cyrillic",
        "mac_roman": "macintosh mac x-mac-roman csmacintosh",
        "koi8_u": "koi8-u koi8-ru",
        "koi8_r": "koi8 koi8-r koi8_r cskoi8r",
        "utf-16-le": "utf-16 utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff",
        "utf-16-be": "utf-16be unicodefffe",
    }.items()
}
CODEC_OF = {label: codec for codec, labels in LABELS.items() for label in labels}

WEB_FAMILIES = (
    "iso8859",
    "cp125",
    "cp866",
    "euc_jp",
    "iso2022_jp",
)  # the rest of the standard; Python knows more codecs

META_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._:-]+)""", re.IGNORECASE)
REPLACED = "\ufffd"
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SINGLE_BYTE = ("cp125", "cp874", "iso8859", "mac_", "koi8")
PLAIN = 4  # letters of UTF-8 that no other text of several bytes a letter has by chance
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def _undefined_byte_is_itself(error: UnicodeError) -> tuple[str, int]:
    """Browsers map the few undefined bytes of the windows encodings to the control of the same number."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


codecs.register_error("acta.c1", _undefined_byte_is_itself)


def decode(body: bytes, content_type: str | None = None) -> str | None:
    """Text of a page's bytes, or None when no encoding makes text of them."""
    for bom, codec in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    declared = _codec(_header_charset(content_type)) or _codec(_meta_charset(body))
    if declared:
        return _read(body, _corrected(body, declared))
    return _read(body, detect(body))


def _corrected(body: bytes, declared: str) -> str:
    """The declared codec, or UTF-8 where the bytes are plainly that under another label."""
    if declared.startswith(("utf-8", "utf-16", "iso2022")) or body.isascii():
        return declared
    text = body.decode("utf-8", "replace")
    broken = text.count(REPLACED)
    whole = len(MULTIBYTE.findall(body))
    is_cut = broken == 1 and text.endswith(REPLACED)
    is_utf8 = (broken == 0 or is_cut) and whole >= (1 if declared.startswith(SINGLE_BYTE) else PLAIN)
    return "utf-8" if is_utf8 else declared


def detect(body: bytes) -> str:
    """Codec of bytes that nobody declared: UTF-8 if they are valid UTF-8, else what chardet finds most likely."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        found = chardet.detect(body[:DETECT_BYTES])["encoding"]
        return _codec(found) or "cp1252"
    if b"\x1b" in body:  # iso-2022-jp is valid UTF-8 too; nothing else carries escapes
        found = chardet.detect(body[:DETECT_BYTES])["encoding"]
        if found and "2022" in found:
            return _codec(found) or "utf-8"
    return "utf-8"


def _read(body: bytes, codec: str) -> str:
    return body.decode(codec, "acta.c1" if codec.startswith(SINGLE_BYTE) else "replace")


def _codec(label: str | None) -> str | None:
    """Python codec for a label as WHATWG reads it; None for an unknown one."""
    if not label:
        return None
    label = label.strip().lower()
    if label in CODEC_OF:
        return CODEC_OF[label]
    if label.startswith("x-cp125"):
        label = label[2:]
    try:
        name = codecs.lookup(label).name.replace("-", "_")
    except LookupError:
        return None
    return name if name.startswith(WEB_FAMILIES) else None


def _header_charset(content_type: str | None) -> str | None:
    if not content_type or "charset" not in content_type.lower():
        return None
    message = Message()
    message["content-type"] = content_type.encode("ascii", "ignore").decode()  # no name of an encoding has other letters
    value = message.get_param("charset")
    return value if isinstance(value, str) else None


def _meta_charset(body: bytes) -> str | None:
    head = COMMENT.sub(b"", body[:PRESCAN_BYTES])
    match = META_CHARSET.search(head) or XML_ENCODING.search(head)
    if not match:
        return None
    label = match.group(1).decode("ascii").lower()
    # a meta tag that could be read as ASCII is not in UTF-16, whatever it says
    return "utf-8" if label.startswith(("utf-16", "ucs-2", "unicode")) else label
