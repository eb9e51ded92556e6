"""Plain text of what a page states for machines: entities resolved however often they were escaped, markup taken out."""

from __future__ import annotations

import html
import re

TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|p|q|s|small|span|strong|sub|sup|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
BREAK = re.compile(r"</?(?:br|div|h[1-6]|li|p|ul)\b[^<>]*>", re.IGNORECASE)
ESCAPES = 3  # times that software in a row may have escaped a value
SHORTCODE = re.compile(r"\[/?[a-z_]+(?: [a-z_]+=[^\]]*)?/?\]")  # of WordPress, where its own pages do not resolve them
MOJIBAKE_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")


def plain(text: str) -> str:
    """One line of plain text; "" where nothing is left."""
    text = unescaped(text)
    if "<" in text:
        text = TAG.sub("", BREAK.sub(" ", text))
    return " ".join(text.translate(MOJIBAKE_SPACES).split())


def plain_lines(text: str) -> list[str]:
    """Plain text by paragraphs: those of the markup, else those that line breaks part."""
    text = unescaped(text)
    if "<" in text:
        text = TAG.sub("", BREAK.sub("\n", text))
    lines = (" ".join(line.split()) for line in SHORTCODE.sub("", text).splitlines())
    return [line for line in lines if line]


def unescaped(text: str) -> str:
    for _ in range(ESCAPES):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text
