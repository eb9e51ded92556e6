"""The posts of a live blog as JSON-LD lists them: each with its time, headline and text."""

from __future__ import annotations

from typing import Any, NamedTuple

from acta.dates import read_date
from acta.extract.jsonld import Node, names_of, text_of
from acta.extract.plain import plain_lines

MAX_POSTS = 2_000


class Post(NamedTuple):
    """One post; ``at`` is ISO 8601 as precise as the page says it."""

    headline: str | None
    lines: tuple[str, ...]
    at: str | None
    author: str | None


def posts_of(article: Node) -> list[Post]:
    """Posts in the order in which the page lists them."""
    listed = article.get("liveBlogUpdate")
    items = listed if isinstance(listed, list) else [listed]
    return [post for item in items[:MAX_POSTS] if isinstance(item, dict) and (post := _post(item))]


def lines_of(posts: list[Post]) -> list[str]:
    """The posts' text, each under its headline."""
    return [line for post in posts for line in (post.headline, *post.lines) if line]


def _post(item: dict[str, Any]) -> Post | None:
    body = item.get("articleBody") or item.get("text") or item.get("description")
    lines = tuple(plain_lines(body)) if isinstance(body, str) else ()
    headline = text_of(item.get("headline") or item.get("name"))
    if headline in lines[:1]:
        headline = None
    names = [name for name, is_organisation in names_of(item.get("author")) if not is_organisation]
    if not lines and not headline:
        return None
    return Post(headline, lines, read_date(item.get("datePublished")), "; ".join(names) or None)
