"""What an article is about, as one of a few broad topics: by its section, its address, its tags, else its words.

The topics are those of IPTC's top level where news has them, under the names that sections carry. Words decide only where one
topic's stand out; else the topic is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from acta.extract.types import Found
from acta.extract.which_article import folders_of

TOPICS = Path(__file__).with_name("topics.yml")
WORD = re.compile(r"[^\W\d_]+")
PARTS = re.compile(r"\s*[/|>»,;:&]\s*|\s+and\s+")
SAMPLE_WORDS = 600
LEAST = 4  # hits of the topic's words
DISTINCT = 3  # different words among them
CLEARER = 1.6  # times the next topic's hits


@cache
def _topics(of: str) -> dict[str, str]:
    """Topic by each of its "sections" or "words"."""
    listed = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    return {name: topic for topic, names in listed.items() for name in names[of].split(", ")}


def find_topic(url: str | None, section: str | None, tags: str | None, title: str | None, text: str) -> Found:
    """The topic and the place that tells it: section, url, tags or words."""
    for names, source in ((_parts(section), "section"), (_segments(url), "url")):
        for name in names:
            if topic := _topics("sections").get(name):
                return Found(topic, source)
    tagged = Counter(topic for name in (tags or "").split("; ") if (topic := _topics("sections").get(_folded(name))))
    if len(tagged) == 1:
        return Found(next(iter(tagged)), "tags")
    topic = _by_words(f"{title or ''} {title or ''} {text}")
    return Found(topic, "words") if topic else Found()


def _by_words(text: str) -> str | None:
    words = [word.casefold() for word in WORD.findall(text)[:SAMPLE_WORDS]]
    by_word = _topics("words")
    found = Counter(word for word in words if word in by_word)
    hits, kinds = Counter[str](), Counter[str]()
    for word, count in found.items():
        hits[by_word[word]] += min(count, LEAST)
        kinds[by_word[word]] += 1
    ranked = hits.most_common(2)
    if not ranked or ranked[0][1] < LEAST or kinds[ranked[0][0]] < DISTINCT:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= CLEARER * ranked[1][1] else None


def _parts(section: str | None) -> Iterator[str]:
    if section:
        yield _folded(section)
        yield from (_folded(part) for part in PARTS.split(section))


def _segments(url: str | None) -> Iterator[str]:
    """Names in an address, the most special first, the host's last."""
    folders, host = folders_of(url)
    yield from map(_folded, (*reversed(folders), host))


def _folded(name: str) -> str:
    return " ".join(WORD.findall(name.casefold().replace("_", " ")))
