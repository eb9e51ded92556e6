"""Whether a string that must be nowhere stands in some bytes: a text as it is, a URL where it leads to the same page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import BytesAhoCorasick

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
        texts = {form for text in listed if not _SCHEME.match(text) for form in (text, _in_html(text), _in_json(text))}
        # as it is, in HTML, and in the JSON of a page
        spelt = {(form, key_of(url)) for url in urls for form in (url, _in_html(url), url.replace("/", "\\/"))}
        return cls(tuple(text.encode() for text in sorted(texts)), tuple((form.encode(), key) for form, key in sorted(spelt)))

    def in_text(self, text: bytes) -> bool:
        """Whether one of them stands in a text: /news/12 does not stand in /news/123."""
        if self.in_packed(text):
            return True
        found = self._urls.find_matches_as_indexes(text, overlapping=True)
        return any(_leads(text, start, end, self.urls[place][1]) for place, start, end in found)

    def in_packed(self, data: bytes) -> bool:
        """The same of bytes in which cells follow one another without a border, so that no end of a URL can be told."""
        return bool(self._texts.find_matches_as_indexes(data))

    # all at once: one by one, the tens of thousands of a source would take hours over some gigabytes
    @cached_property
    def _texts(self) -> BytesAhoCorasick:
        return BytesAhoCorasick(self.texts)

    @cached_property
    def _urls(self) -> BytesAhoCorasick:
        return BytesAhoCorasick([url for url, _ in self.urls])


def _in_html(text: str) -> str:
    return text.replace("&", "&amp;")


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _leads(text: bytes, start: int, end: int, key: str) -> bool:
    """Whether the URL that stands or begins at these places leads to the page."""
    rest = _UNTIL.match(text, end)
    there = html.unescape((text[start:end] + (rest[0] if rest else b"")).decode("utf-8", "replace"))
    there = _QUOTE.split(there.replace("\\/", "/"))[0].rstrip(".,;:!?)]")
    return key_of(there) == key
