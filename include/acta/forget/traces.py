"""Whether a string that must be nowhere stands in some bytes: a text as it is, a URL where it leads to the same page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from acta.collect.rows import key_of

_SCHEME = re.compile(r"[a-z]+://")
_UNTIL = re.compile(rb"[^\s\"'<>\\]*")  # what may belong to a URL that stands in a page
_QUOTE = re.compile(r"[\s\"'<>]")


@dataclass(frozen=True)
class Traces:
    """What to look for: ``texts`` (ids, lines) and ``urls`` in each spelling, with the page it leads to."""

    texts: tuple[bytes, ...]
    urls: tuple[tuple[bytes, str], ...]

    @classmethod
    def of(cls, needles: Iterable[str]) -> Traces:
        """Sort what to look for into texts and URLs."""
        listed = sorted(set(needles))
        urls = [url for url in listed if _SCHEME.match(url)]
        texts = {form for text in listed if not _SCHEME.match(text) for form in (text, _in_html(text))}
        # as it is, in HTML, and in the JSON of a page
        spelt = {(form, key_of(url)) for url in urls for form in (url, _in_html(url), url.replace("/", "\\/"))}
        return cls(tuple(text.encode() for text in sorted(texts)), tuple((form.encode(), key) for form, key in sorted(spelt)))

    def in_text(self, text: bytes) -> bool:
        """Whether one of them stands in a text: /news/12 does not stand in /news/123."""
        return self.in_packed(text) or any(_leads(text, url, key) for url, key in self.urls)

    def in_packed(self, data: bytes) -> bool:
        """The same of bytes in which cells follow one another without a border, so that no end of a URL can be told."""
        return any(text in data for text in self.texts)


def _in_html(text: str) -> str:
    return text.replace("&", "&amp;")


def _leads(text: bytes, url: bytes, key: str) -> bool:
    at = text.find(url)
    while at >= 0:
        rest = _UNTIL.match(text, at + len(url))
        there = html.unescape((url + (rest[0] if rest else b"")).decode("utf-8", "replace"))
        there = _QUOTE.split(there.replace("\\/", "/"))[0].rstrip(".,;:!?)]")
        if key_of(there) == key:
            return True
        at = text.find(url, at + 1)
    return False
