"""The records that stages hand to each other, as typed dictionaries (docs/reference/records.md is the contract).

All offsets are Unicode code points into the article's text, 0-based and end-exclusive: ``text[start:end]`` is the evidence.
A field that is not known is None, never an empty string, a guess or today's date.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Page(TypedDict, total=False):
    """What the collector fetched. ``html`` or ``html_path`` is required."""

    page_id: str
    url: str | None
    html: str
    html_path: str
    content_type: str | None
    published_at: str | None
    fetched_at: str | None


class Article(TypedDict, total=False):
    """What a page says. ``text`` holds the body only, paragraphs parted by one newline."""

    article_id: str
    url: str | None
    canonical_url: str | None
    title: str | None
    author: str | None
    site_name: str | None
    text: str
    published_at: str | None
    modified_at: str | None
    language: str | None
    text_sha256: str
    first_seen_at: str | None


class Annotation(TypedDict):
    """What a model infers from one version of an article. Lists hold plain dictionaries, ready for JSON."""

    article_id: str
    text_sha256: str
    annotator: dict[str, str]
    sentences: list[list[int]]
    mentions: list[dict[str, Any]]
    actors: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    events: list[dict[str, Any]]
    places: list[dict[str, Any]]
    times: list[dict[str, Any]]
