"""Which articles carry one story's text: copies, edited copies and shortened ones, never two reports of one event.

Candidates come from exact hashes and from MinHash over three-word shingles; a pair counts when enough of the shorter
text's shingles stand in the longer one (containment: a shortened copy has a low Jaccard and a containment near 1). What
stands in many stories is left out first. The result depends on the set of articles alone, never on their order.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, NamedTuple

from rensa import RMinHash, RMinHashLSH

from acta.errors import Permanent
from acta.ids import make_id, text_sha256
from acta.model.components import smallest_members

SHINGLE_WORDS = 3
STRICT_NET = (128, 64)  # permutations and bands: pairs from a Jaccard of .2 up are met nearly always
WIDE_NET = (256, 128)  # from .15 up: shortened copies with many edits
SEED = 42
STRICT = 0.5  # containment that makes a story whatever the texts are made of
CONTAINMENT = 0.4  # containment once furniture is left out
MANY_STORIES, MANY_SHARE = 10, 0.005  # a shingle in as many stories (or this share of all) is furniture or formula
MIN_SHINGLES = 25  # a shorter text is one story with another only when they are equal

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article with what decides whose story it is."""

    article_id: str
    source_id: str | None
    text: str
    published_at: str | None = None
    first_seen_at: str | None = None
    wire_credit: str | None = None
    canonical_url: str | None = None
    url: str | None = None


class StoryPair(NamedTuple):
    """Two articles of one story, the smaller id first."""

    article_a: str
    article_b: str
    score: float  # containment
    reason: str  # exact, containment


class StoryMember(NamedTuple):
    """One article's story. The reason says why it is the original, or how it is tied to its story."""

    article_id: str
    story_id: str
    is_original: bool
    reason: str
    score: float | None


def read_story_articles(lines: Iterable[bytes], name: str) -> list[StoryArticle]:
    """Articles of a file of records. Raises Permanent naming file and line at the first that is none, or that comes twice."""
    found: dict[str, StoryArticle] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise Permanent(f"{name}:{number}: not JSON in UTF-8 ({error}); write one article a line") from error
        if not isinstance(record, dict):
            raise Permanent(f"{name}:{number}: not a JSON object; see docs/reference/records.md, article")
        values: dict[str, Any] = {field.name: record.get(field.name) for field in fields(StoryArticle)}
        wrong = [key for key, value in values.items() if not isinstance(value, str | None)]
        missing = [key for key in ("article_id", "text") if values[key] is None]
        if wrong or missing or not values["article_id"]:
            what = f"{wrong[0]} is no string" if wrong else f"{(missing or ['article_id'])[0]} is missing"
            raise Permanent(f"{name}:{number}: {what}; see docs/reference/records.md, article")
        if values["article_id"] in found:
            raise Permanent(
                f"{name}:{number}: article_id {values['article_id']} comes a second time; keep one line each"
            )
        found[values["article_id"]] = StoryArticle(**values)
    return list(found.values())


def assign_stories(articles: Iterable[StoryArticle]) -> Iterator[StoryMember]:
    """One member an article, by article id; in each story one is the original."""
    listed = sorted(articles, key=lambda article: article.article_id)
    pairs = same_story_pairs(
        (article.article_id, article.text, article.source_id, article.published_at) for article in listed
    )
    story_of = components(pairs, [article.article_id for article in listed])
    best: dict[str, StoryPair] = {}
    for pair in pairs:
        for article_id in pair[:2]:
            if article_id not in best or pair.score > best[article_id].score:
                best[article_id] = pair
    members: dict[str, list[StoryArticle]] = defaultdict(list)
    for article in listed:
        members[story_of[article.article_id]].append(article)
    originals = {story_id: find_original(group) for story_id, group in members.items()}
    for article in listed:
        story_id = story_of[article.article_id]
        original, reason = originals[story_id]
        tie = best.get(article.article_id)
        is_original = original == article.article_id
        if is_original or tie is None:
            yield StoryMember(article.article_id, story_id, is_original, reason, None)
        else:
            yield StoryMember(article.article_id, story_id, False, tie.reason, tie.score)


# ------------------------------------------------------------------ pairs
def same_story_pairs(rows: Iterable[tuple[str, str, str | None, str | None]]) -> list[StoryPair]:
    """Pairs of articles with one story's text, in order of their ids. A row is (article_id, text, source_id, published_at).

    Two looks: a strict one over whole texts shows which articles are plainly one story; what then still stands in many stories is
    furniture or formula, and a second, wider look leaves it out.
    """
    words_of = {article_id: WORD.findall(text.casefold()) for article_id, text, _, _ in rows}
    equal: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(words_of):
        if words_of[article_id]:
            equal[text_sha256(" ".join(words_of[article_id]))].append(article_id)
    exact = [StoryPair(group[0], other, 1.0, "exact") for group in equal.values() for other in group[1:]]
    shingles = {group[0]: shingles_of(words_of[group[0]]) for group in equal.values()}
    candidates = _candidates(shingles, STRICT_NET)
    strict = _verified(candidates, shingles, STRICT)
    common = _furniture(shingles, components(strict, shingles))
    own = {article_id: found - common for article_id, found in shingles.items()}
    return sorted([*exact, *_verified(candidates + _candidates(own, WIDE_NET), own, CONTAINMENT)])


def shingles_of(words: list[str]) -> frozenset[int]:
    """Hashes of a text's three-word shingles."""
    return frozenset(
        zlib.crc32(" ".join(words[start : start + SHINGLE_WORDS]).encode("utf-8", "surrogatepass"))
        for start in range(len(words) - SHINGLE_WORDS + 1)
    )


def _candidates(shingles: dict[str, frozenset[int]], net: tuple[int, int]) -> list[tuple[str, str]]:
    """Pairs of ids, smaller first, whose sketches meet in some band."""
    ids = sorted(article_id for article_id, found in shingles.items() if len(found) >= MIN_SHINGLES)
    permutations, bands = net
    index = RMinHashLSH(
        threshold=0.0, num_perm=permutations, num_bands=bands
    )  # banding alone decides; rensa ignores the threshold then
    pairs = []
    for number, article_id in enumerate(ids):
        sketch = RMinHash(num_perm=permutations, seed=SEED)
        sketch.update([str(shingle) for shingle in shingles[article_id]])
        pairs += [(ids[other], article_id) for other in index.query(sketch)]
        index.insert(number, sketch)
    return pairs


def _verified(candidates: list[tuple[str, str]], shingles: dict[str, frozenset[int]], least: float) -> list[StoryPair]:
    """Candidates of which one text holds at least this share of the other's shingles."""
    found = []
    for a, b in sorted(set(candidates)):
        shorter = min(len(shingles[a]), len(shingles[b]))
        if shorter < MIN_SHINGLES:
            continue
        containment = len(shingles[a] & shingles[b]) / shorter
        if containment >= least:
            found.append(StoryPair(a, b, round(containment, 4), "containment"))
    return found


def _furniture(shingles: dict[str, frozenset[int]], story_of: dict[str, str]) -> frozenset[int]:
    """Shingles that stand in so many stories that they tell nothing about any. A story counts once, however many carry it."""
    by_story: dict[str, set[int]] = defaultdict(set)
    for article_id, found in shingles.items():
        by_story[story_of[article_id]] |= found
    counts = Counter(shingle for found in by_story.values() for shingle in found)
    many = max(MANY_STORIES, round(MANY_SHARE * len(by_story)))
    return frozenset(shingle for shingle, count in counts.items() if count >= many)


# ------------------------------------------------------------------ components
def components(pairs: Iterable[StoryPair], ids: Iterable[str]) -> dict[str, str]:
    """article_id -> story_id for every id; the story's id is made from its smallest article id."""
    first = smallest_members(ids, ((pair.article_a, pair.article_b) for pair in pairs))
    return {article_id: make_id("sto", member) for article_id, member in first.items()}


# ------------------------------------------------------------------ the original
def find_original(group: list[StoryArticle]) -> tuple[str, str]:
    """Id of the story's original and why: its own agency's copy, what the others name as canonical, or the earliest."""
    if len(group) == 1:
        return group[0].article_id, "alone"
    ordered = sorted(group, key=_age)
    credits = {_squeeze(article.wire_credit) for article in group if article.wire_credit}
    for article in ordered:
        if article.source_id and _squeeze(article.source_id) in credits:
            return article.article_id, "wire_credit"
    named = {
        article.canonical_url for article in group if article.canonical_url and article.canonical_url != article.url
    }
    for article in ordered:
        if article.url and article.url in named:
            return article.article_id, "canonical_link"
    return ordered[0].article_id, "earliest"


def _age(article: StoryArticle) -> tuple[str, str, bool, str]:
    """Order of appearance: when published, then when first seen; unknown times last, then who credits nobody, then the id."""
    return (
        _instant(article.published_at),
        _instant(article.first_seen_at),
        article.wire_credit is not None,
        article.article_id,
    )


def _instant(text: str | None) -> str:
    """A time as text that sorts; a bare day counts as its end, for the hour is not known."""
    if not text:
        return "9999"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return "9999"
    if len(text) == 10:
        moment = moment.replace(hour=23, minute=59, second=59)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _squeeze(text: str | None) -> str:
    return "".join(WORD.findall((text or "").casefold())).replace("_", "")
