"""Which articles carry one story: exact copies, then near copies by MinHash, verified by containment.

A truncated copy shares few shingles with its original by Jaccard but nearly all of its own, so candidates come from a wide
MinHash net and are judged by how much of the shorter text the longer one contains. The judgement looks at two texts only;
stories are the connected components of the pairs, so the result is the same in whatever order articles come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH

from acta.ids import make_id, text_sha256

PERMUTATIONS = 128
BANDS = 64  # a wide net: pairs from Jaccard .2 up are looked at
SHINGLE_WORDS = 3
SAME_STORY = 0.55  # least share of the shorter text's shingles found in the longer one
MIN_SHINGLES = 20  # shorter texts are one story only when they are equal
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class StoryArticle:
    """What decides an article's story and who was first. Instants are ISO 8601 strings or None."""

    article_id: str
    source_id: str
    text: str
    published_at: str | None = None
    first_seen_at: str | None = None
    wire_credit: str | None = None
    canonical_url: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class StoryPair:
    """Two articles of one story, the smaller id first, and why."""

    article_a: str
    article_b: str
    score: float
    reason: str  # exact, containment


def shingles(text: str) -> set[str]:
    """Runs of three words, case folded, punctuation left out."""
    words = WORD.findall(text.casefold())
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}


def same_story_pairs(articles: Iterable[StoryArticle]) -> Iterator[StoryPair]:
    """Every pair of articles whose texts are equal or of which one contains most of the other."""
    listed = sorted(articles, key=lambda a: a.article_id)
    index = RMinHashLSH(threshold=0.2, num_perm=PERMUTATIONS, num_bands=BANDS)
    sets: list[set[str]] = []
    by_text: dict[str, list[int]] = {}
    for number, article in enumerate(listed):
        sets.append(shingles(article.text))
        key = text_sha256(article.text)
        for other in by_text.get(key, []):
            yield StoryPair(listed[other].article_id, article.article_id, 1.0, "exact")
        by_text.setdefault(key, []).append(number)
        if len(sets[number]) < MIN_SHINGLES:
            continue
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(sorted(sets[number]))
        for other in index.query(sketch):
            score = containment(sets[number], sets[other])
            if score >= SAME_STORY and listed[other].text != article.text:
                yield StoryPair(listed[other].article_id, article.article_id, round(score, 4), "containment")
        index.insert(number, sketch)


def containment(a: set[str], b: set[str]) -> float:
    """Share of the smaller set that lies in the other one."""
    return len(a & b) / max(1, min(len(a), len(b)))


def components(pairs: Iterable[StoryPair], ids: Iterable[str]) -> dict[str, list[str]]:
    """Smallest member -> sorted members, for every article id."""
    parent = {article_id: article_id for article_id in ids}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for pair in pairs:
        low, high = sorted((root(pair.article_a), root(pair.article_b)))
        parent[high] = low
    groups: dict[str, list[str]] = {}
    for article_id in sorted(parent):
        groups.setdefault(root(article_id), []).append(article_id)
    return groups


def assign_stories(articles: Iterable[StoryArticle]) -> list[tuple[str, str, bool, str, float | None]]:
    """(article_id, story_id, is_original, reason, score) for every article, by article_id.

    The original is the agency's own copy where the others credit it, else the earliest. ``reason`` says why the original is
    the original (alone, wire_credit, earliest) and why a copy is in the story (exact, containment); ``score`` is the copy's
    best containment, None for an original.
    """
    listed = {article.article_id: article for article in articles}
    pairs = list(same_story_pairs(listed.values()))
    best: dict[str, StoryPair] = {}
    for pair in pairs:
        for article_id in (pair.article_a, pair.article_b):
            if article_id not in best or pair.score > best[article_id].score:
                best[article_id] = pair
    rows: list[tuple[str, str, bool, str, float | None]] = []
    for first, members in components(pairs, listed).items():
        story_id = make_id("sto", first)
        original, reason = choose_original([listed[m] for m in members])
        for member in members:
            if member == original:
                rows.append((member, story_id, True, reason, None))
            else:
                rows.append((member, story_id, False, best[member].reason, best[member].score))
    return sorted(rows)


def choose_original(members: list[StoryArticle]) -> tuple[str, str]:
    """(article_id of the original, reason). Unknown times come last; equal ones are settled by id."""
    if len(members) == 1:
        return members[0].article_id, "alone"
    credits = Counter(m.wire_credit for m in members if m.wire_credit)
    uncredited = [m for m in members if not m.wire_credit]
    pool, reason = (uncredited, "wire_credit") if credits and uncredited else (members, "earliest")
    first = min(pool, key=lambda m: (m.published_at or m.first_seen_at or "9999", m.article_id))
    return first.article_id, reason
