"""Which articles are meant by a URL, a source or an actor, and by which strings they would be found again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from acta.collect.rows import key_of
from acta.config import Settings
from acta.forget.actors import articles_that_mention
from acta.store.batches import Row, list_batches, read_table
from acta.store.faults import write_whole

NEEDLE_CHARS = 40  # a line of text this long belongs to one text, or to its copies


@dataclass(frozen=True)
class Targets:
    """What to forget; ``needles`` are the strings that must be nowhere afterwards."""

    article_ids: frozenset[str]
    source_ids: frozenset[str]
    urls: frozenset[str]
    needles: frozenset[str]

    def hold(self, row: Row) -> bool:
        """Whether a row of any table is of these articles or sources."""
        return (
            row.get("article_id") in self.article_ids
            or row.get("source_id") in self.source_ids
            or row.get("url") in self.urls
        )


def remember(settings: Settings, targets: Targets) -> Targets:
    """Note what is being forgotten until it is, and add what an earlier call that was cut off had noted.

    Rows go one batch after the other, so a call that goes on would not find all of it again.
    """
    path = note_path(settings)
    if path.exists():
        noted = {name: frozenset(values) for name, values in json.loads(path.read_text(encoding="utf-8")).items()}
        targets = Targets(**{name: getattr(targets, name) | values for name, values in noted.items()})
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps({name: sorted(values) for name, values in asdict(targets).items()}))
    return targets


def note_path(settings: Settings) -> Path:
    """Where it is noted, until the scan has proved it."""
    return settings.data_dir / "forgetting.json"


def rows_of(settings: Settings, stage: str, table: str) -> Iterator[Row]:
    """All rows of one table, over all batches."""
    for manifest in list_batches(settings, stage):
        yield from read_table(settings, manifest, table)


def find_targets(settings: Settings, urls: Set[str], source_ids: Set[str], actor_ids: Set[str]) -> Targets:
    """Articles of these URLs and sources, and those that mention one of these actors."""
    keys = {key_of(url) for url in urls}
    fetches = list(rows_of(settings, "collect", "fetches"))
    articles = list(rows_of(settings, "extract", "articles"))
    found = articles_that_mention(settings, actor_ids)
    for row in (*fetches, *articles):
        if row["article_id"] and (row.get("url_key") in keys or row["url"] in urls or row["source_id"] in source_ids):
            found.add(row["article_id"])
    pages: set[str] = set()  # that they were asked for by
    led: set[str] = set()  # that they say or lead to: the home page, with some sites
    elsewhere = {str(row["homepage"]) for row in rows_of(settings, "collect", "sources")}
    for row in (*fetches, *articles):
        if row["article_id"] in found or row.get("url_key") in keys:
            pages |= _known(row, "url", "url_key")
            led |= _known(row, "final_url", "canonical_url")
        else:
            elsewhere |= _known(row, "url", "url_key", "final_url", "canonical_url")
    pages |= led - elsewhere
    theirs = [row["text"] for row in articles if row["article_id"] in found]
    others = [row["text"] for row in articles if row["article_id"] not in found]
    lines = {line for text in theirs for line in text.splitlines() if len(line) >= NEEDLE_CHARS}
    # the same line in another outlet's article is that article's, and stays
    search = AhoCorasick(listed := sorted(lines))
    lines -= {listed[place] for text in others for place, *_ in search.find_matches_as_indexes(text, overlapping=True)}
    return Targets(frozenset(found), frozenset(source_ids), frozenset(pages), frozenset(pages | lines | found))


def _known(row: Row, *names: str) -> set[str]:
    """The values of these columns, as far as the row has them."""
    return {row[name] for name in names if row.get(name)}
