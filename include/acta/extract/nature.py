"""What a text is by nature: its genre, its topic and the parts that it falls into."""

from __future__ import annotations

from typing import NamedTuple

from acta.extract.genre import INTERVIEW, LIVE_BLOG, find_genre, genre_of_text
from acta.extract.jsonld import Node, text_of
from acta.extract.live_posts import posts_of
from acta.extract.structure import find_posts, find_questions, find_turns
from acta.extract.topic import find_topic
from acta.extract.types import Found, Metadata, Part


class Nature(NamedTuple):
    """Genre and topic with where they stand; turns or posts."""

    genre: Found
    topic: Found
    parts: tuple[Part, ...]


def find_nature(lines: list[str], metadata: Metadata, json_ld: Node, url: str | None) -> Nature:
    """Nature of a text, from its lines and what its page says of it."""
    title, section = metadata.title.value, metadata.section.value
    genre = find_genre(json_ld, url, section, title)
    turns = find_turns(lines)
    if genre.value is None and metadata.is_live_blog:
        genre = Found(LIVE_BLOG, "url")
    if genre.value is None:
        genre = genre_of_text(lines, [turn.speaker for turn in turns if turn.speaker])
    parts = turns
    if genre.value == LIVE_BLOG:
        parts = find_posts(lines, posts_of(json_ld))
    elif genre.value == INTERVIEW and not turns:
        parts = find_questions(lines)
    topic = find_topic(url, _sections(json_ld) or section, metadata.tags, title, "\n".join(lines))
    return Nature(genre, topic, tuple(parts))


def _sections(json_ld: Node) -> str | None:
    """All sections that JSON-LD names."""
    listed = json_ld.get("articleSection")
    names = [text_of(item) for item in (listed if isinstance(listed, list) else [listed])]
    return "; ".join(name for name in names if name) or None
