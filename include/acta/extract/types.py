"""What goes into extraction and what comes out: a page becomes an article or a refusal, never an exception."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from acta.extract.dateline import Dateline
from acta.extract.quality import Quality

EXTRACTOR_NAME = "acta-extract"
EXTRACTOR_VERSION = "4"  # changes whenever a text or a field can change: every article is then extracted again
MAX_PAGE_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page as fetched. ``body`` is bytes as received, or text that someone decoded before."""

    body: bytes | str
    url: str | None = None
    content_type: str | None = None  # as the header said it, charset parameter included
    published_at: str | None = None  # what the caller knows: the feed's date, --published-at
    title: str | None = None  # what the feed said
    fetched_at: str | None = None  # nothing on the page was published later; None where nobody knows
    served_at: str | None = None  # the server's Date header: how late it was, should our own clock be behind


@dataclass(frozen=True, slots=True)
class Removed:
    """A line taken out of the body: its number among the lines found (1-based), the line and why."""

    line_number: int
    line_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the place it came from; both None when the page does not say."""

    value: str | None = None
    source: str | None = None


class Part(NamedTuple):
    """A span of the text (code points, end-exclusive). ``kind``: turn, question, answer, post; ``at``: ISO 8601 of a post."""

    kind: str
    start: int
    end: int
    speaker: str | None = None  # of a turn, as printed
    at: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article."""

    title: Found = Found()
    author: Found = Found()  # several joined by "; "
    published_at: Found = Found()
    modified_at: Found = Found()
    canonical_url: str | None = None
    site_name: str | None = None
    section: Found = Found()
    tags: str | None = None  # several joined by "; "
    is_paywalled: bool | None = None
    is_live_blog: bool | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article. ``text`` is the body alone, paragraphs parted by one newline."""

    text: str
    metadata: Metadata
    language: str | None
    body_from: str
    wire_credit: str | None = None
    is_correction: bool = False
    removed: tuple[Removed, ...] = field(default=())
    dateline: Dateline = field(default=Dateline())
    quality: Quality = field(default=Quality())
    genre: Found = Found()
    topic: Found = Found()
    parts: tuple[Part, ...] = ()  # turns or posts, in the text's order

    @property
    def word_count(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a page is no article: a short code and one line for a person."""

    reason: str
    detail: str
