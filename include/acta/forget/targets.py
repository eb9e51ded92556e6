"""Which articles are meant by a URL, a source or an actor, and by which strings they would be found again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from acta.collect.rows import key_of
from acta.config import Settings
from acta.forget.actors import articles_that_mention
from acta.store.batches import Row, list_batches, read_table

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
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({name: sorted(values) for name, values in asdict(targets).items()}), encoding="utf-8")
    partial.replace(path)
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
    found = articles_that_mention(settings, actor_ids)
    pages: set[str] = set()  # that they were asked for by
    led: set[str] = set()  # that they say or lead to: the home page, with some sites
    others_pages = {str(row["homepage"]) for row in rows_of(settings, "collect", "sources")}
    fetches = list(rows_of(settings, "collect", "fetches"))
    for row in fetches:
        if row["article_id"] and (row["url_key"] in keys or row["url"] in urls or row["source_id"] in source_ids):
            found.add(row["article_id"])
    for row in fetches:
        if row["article_id"] in found or row["url_key"] in keys:
            pages |= {str(row[name]) for name in ("url", "url_key") if row[name]}
            led.add(str(row["final_url"]))
        else:
            others_pages |= {str(row[name]) for name in ("url", "url_key", "final_url")}
    lines, others = set(), []
    for row in rows_of(settings, "extract", "articles"):
        if row["article_id"] in found or row["source_id"] in source_ids:
            found.add(row["article_id"])
            pages.add(str(row["url"]))
            led.add(str(row["canonical_url"]))
            lines |= {line for line in row["text"].splitlines() if len(line) >= NEEDLE_CHARS}
        else:
            others.append(row["text"])
            others_pages.add(str(row["canonical_url"]))
    pages |= led - others_pages - {"None"}
    # the same line in another outlet's article is that article's, and stays
    lines = {line for line in lines if not any(line in text for text in others)}
    return Targets(frozenset(found), frozenset(source_ids), frozenset(pages), frozenset(pages | lines | found))
