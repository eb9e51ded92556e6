"""Which articles are meant by a URL, a source or an actor, and by which strings they would be found again."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from acta.collect.rows import key_of
from acta.config import Settings
from acta.errors import Permanent
from acta.forget.actors import articles_that_mention
from acta.store.batches import Row, pieces_of
from acta.store.sealed import read_sealed, write_sealed
from acta.store.tables import TABLES
from acta.store.unfinished import forgetting_path

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


NAMES = [one.name for one in fields(Targets)]


def remember(settings: Settings, targets: Targets, reason: str) -> tuple[Targets, str]:
    """Note what is being forgotten and why until it is, and add what an earlier call that was cut off had noted.

    Rows go one batch after the other, so a call that goes on would not find all of it again.
    """
    noted, first_reason, begun_at = noted_targets(settings)
    reason = "; ".join(dict.fromkeys(text for text in (first_reason, reason) if text))
    both = Targets(*(getattr(targets, name) | getattr(noted, name) for name in NAMES))
    note_path(settings).parent.mkdir(parents=True, exist_ok=True)
    content: dict[str, object] = {name: sorted(values) for name, values in asdict(both).items()}
    begun_at = begun_at or settings.clock().isoformat(timespec="seconds")
    write_sealed(note_path(settings), content | {"reason": reason, "begun_at": begun_at})
    return both, reason


def noted_targets(settings: Settings) -> tuple[Targets, str, str]:
    """What a call that was cut off had noted, its reason and when it began; all empty when there was none.

    Raises Permanent when the note is damaged.
    """
    path = note_path(settings)
    if not path.exists():
        return Targets(*[frozenset()] * 4), "", ""
    try:
        raw, _ = read_sealed(path)
        targets = Targets(*(frozenset(raw[name]) for name in NAMES))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Permanent(
            f"{path} is damaged ({error}): remove it, then run the same `acta forget` again with all that was to be forgotten"
        ) from error
    return targets, str(raw.get("reason", "")), str(raw.get("begun_at", ""))


def note_path(settings: Settings) -> Path:
    """Where it is noted, until the scan has proved it."""
    return forgetting_path(settings)


def rows_of(settings: Settings, stage: str, table: str, *columns: str) -> Iterator[Row]:
    """What these columns of one table (none named: all) hold over all batches, each row once for each pack or batch."""
    names = list(columns or TABLES[stage][table])
    for piece in pieces_of(settings, stage, table, names):
        yield from piece.group_by(names).aggregate([]).to_pylist()


def find_targets(settings: Settings, urls: Set[str], source_ids: Set[str], actor_ids: Set[str]) -> Targets:
    """Articles of these URLs and sources, and those that mention one of these actors."""
    keys = {key_of(url) for url in urls}
    fetches = list(rows_of(settings, "collect", "fetches", "article_id", "source_id", "url", "url_key", "final_url"))
    names = ("article_id", "source_id", "url", "canonical_url", "text")
    articles = list(rows_of(settings, "extract", "articles", *names))
    found = articles_that_mention(settings, actor_ids)
    for row in (*fetches, *articles):
        if row["article_id"] and (row.get("url_key") in keys or row["url"] in urls or row["source_id"] in source_ids):
            found.add(row["article_id"])
    pages: set[str] = set()  # that they were asked for by
    led: set[str] = set()  # that they say or lead to: the home page, with some sites
    elsewhere = {str(row["homepage"]) for row in rows_of(settings, "collect", "sources", "homepage")}
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
