"""One part of a run: its archive and its batch, finished in that order, so a finished batch never points at nothing.

Until then what it has lies in a journal, from which ``recovery`` makes the part of a process that was killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from acta.collect.archive import ArchiveWriter, StoredBody
from acta.collect.http import FetchResult
from acta.collect.journal import Journal, journal_path
from acta.collect.rows import (
    COLLECTOR,
    COLLECTOR_VERSION,
    LAST,
    Row,
    Subject,
    fetch_row,
    outcome_row,
    part_id,
    source_row,
)
from acta.collect.state import State
from acta.config import Settings
from acta.isolation import UNEXPECTED
from acta.sources.model import Source
from acta.store.batches import BatchWriter, Manifest, read_batch, read_table
from acta.store.polls import append_polls
from acta.store.tombstones import read_tombstones

PAGES_PER_PART = 50
PRODUCER = f"{COLLECTOR} {COLLECTOR_VERSION}"


@dataclass(frozen=True)
class CollectResult:
    """What a run left on disk: its batches and how many attempts ended how; ``counts`` is ``pages`` plus ``polls``.

    A run that brought no page has the day's polls as its last batch, which hold the rows of other runs as well.
    ``problems`` has a line for every attempt that brought nothing; ``faults`` has those that nobody expected.
    """

    source_id: str
    run_key: str
    batch_ids: list[str]
    counts: dict[str, int]
    pages: dict[str, int]
    polls: dict[str, int]
    problems: list[str]
    faults: list[str] = field(default_factory=list)


class Part:
    """Context manager; leaving it without ``finish`` leaves its journal for the next process at the source."""

    def __init__(
        self,
        settings: Settings,
        source: Source,
        run_key: str,
        number: int,
        at: datetime,
        stored: Callable[[str, str], StoredBody | None] | None = None,
    ) -> None:
        self._settings, self._source, self._run_key, self._at = settings, source, run_key, at
        self.batch_id = part_id(source.source_id, run_key, number)
        self._archive = ArchiveWriter(settings, source.source_id, self.batch_id)
        self._journal = Journal(journal_path(settings, source.source_id, self.batch_id))
        self._rows: dict[str, Row] = {}
        self._stored = stored or (lambda source_id, sha256: None)
        self._own: dict[str, StoredBody] = {}
        self._articles: set[tuple[str | None, str | None]] = set()  # article_id and hash of what this part has
        self._forgotten = read_tombstones(settings)

    def __enter__(self) -> Part:
        self._archive.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.__exit__(kind, error, trace)
        self._journal.close()

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, subject: Subject, at: datetime, result: FetchResult) -> None:
        """Note an attempt and archive its body, if one is to be kept. Of two attempts at a URL the first one counts."""
        if self._forgotten.cover(subject.article_id, self._source.source_id):
            return
        if result.outcome == "fetched" and subject.article_id:
            body = (subject.article_id, result.body_sha256)
            if body in self._articles:  # under another name or address in the same run
                result = FetchResult(
                    result.url, result.final_url, "unchanged", "same_body", "these bytes are there already", 0
                )
            self._articles.add(body)
        row = fetch_row(self._source.source_id, self._run_key, subject, at, result, None)
        if row["fetch_id"] in self._rows:
            return
        if result.outcome == "fetched" and result.body is not None:
            if subject.kind == "file":
                content_type = result.header("content-type") or "application/octet-stream"
                offset = self._archive.add_resource(subject.url, at, content_type, result.body)
                row |= {"warc_path": self._archive.name, "warc_offset": offset}
            else:
                row |= self._archived(row, at, result, result.body)
        self._rows[row["fetch_id"]] = row
        self._journal.add(row, self._archive.size)

    def _archived(self, row: Row, at: datetime, result: FetchResult, body: bytes) -> Row:
        """Where the body is: a new record, or the one that holds the same bytes already."""
        sha256, status = row["body_sha256"], result.http_status or 200
        known = self._own.get(sha256) or self._stored(self._source.source_id, sha256)
        is_there = known and (
            known.warc_path == self._archive.name or (self._settings.warc_dir / known.warc_path).exists()
        )
        if known and is_there:
            self._archive.add_revisit(row["final_url"], at, status, result.headers, sha256, known)
        else:
            offset = self._archive.add_response(row["final_url"], at, status, result.headers, body)
            known = StoredBody(row["final_url"], row["requested_at"], self._archive.name, offset)
        self._own[sha256] = known
        return {"warc_path": known.warc_path, "warc_offset": known.warc_offset}

    @property
    def has_page(self) -> bool:
        """Whether a page or file was fetched, so that there is something to extract."""
        return any(row["kind"] in ("article", "file") and row["outcome"] == "fetched" for row in self._rows.values())

    def finish_idle(self) -> tuple[str, list[Row]]:
        """Write the rows to the day's polls, not to a batch of their own; returns their batch_id and the fetches.

        For the last part of a run, when it has no page.
        """
        self._archive.finish()
        rows = list(self._rows.values())
        polls = append_polls(self._settings, self.batch_id, PRODUCER, tables_of(self._source, rows, self._at))
        self._journal.remove()
        return polls, rows

    def finish(self) -> Manifest:
        """Write archive and batch; the batch says what the archive holds, so the archive comes first."""
        self._archive.finish()
        manifest = write_batch(self._settings, self._source, self.batch_id, list(self._rows.values()), self._at)
        self._journal.remove()
        return manifest


def write_batch(settings: Settings, source: Source, batch_id: str, rows: list[Row], at: datetime) -> Manifest:
    """Write the batch of a part whose archive is in its place."""
    with BatchWriter(settings, "collect", batch_id, inputs=[], producer=PRODUCER) as writer:
        for table, found in tables_of(source, rows, at).items():
            writer.write(table, found)
    return read_batch(settings, "collect", batch_id)


def tables_of(source: Source, rows: list[Row], at: datetime) -> dict[str, list[Row]]:
    """The three tables of a part, from its fetches."""
    return {"fetches": rows, "sources": [source_row(source, at)], "outcomes": [outcome_row(row) for row in rows]}


def is_complete(state: State, source_id: str, run_key: str) -> bool:
    """Whether the run was finished before."""
    return state.knows(part_id(source_id, run_key, LAST))


def next_number(state: State, source_id: str, run_key: str) -> int:
    """Number of the first part that a run which was cut off has not written yet."""
    number = LAST + 1
    while state.knows(part_id(source_id, run_key, number)):
        number += 1
    return number


def result_of(
    settings: Settings, state: State, source_id: str, run_key: str, idle: list[Row] | None = None
) -> CollectResult:
    """What a run left, read from its batches: the same after the run and at any time later.

    ``idle``: the rows of its last part, when this process has just added them to the day's polls.
    """
    last = part_id(source_id, run_key, LAST)
    numbers = range(LAST + 1, next_number(state, source_id, run_key))
    batch_ids = [part_id(source_id, run_key, number) for number in numbers]
    polls = state.polls_of(last)
    if polls is None and state.knows(last):
        batch_ids.append(last)
    rows = [row for one in batch_ids for row in read_table(settings, read_batch(settings, "collect", one), "fetches")]
    if polls is not None:
        batch_ids.append(polls)
        if idle is None:
            day = read_table(settings, read_batch(settings, "collect", polls), "fetches")
            idle = [row for row in day if (row["source_id"], row["run_key"]) == (source_id, run_key)]
        rows += idle
    return _counted(source_id, run_key, batch_ids, rows)


def _counted(source_id: str, run_key: str, batch_ids: list[str], rows: list[Row]) -> CollectResult:
    pages: Counter[str] = Counter()
    polls: Counter[str] = Counter()
    problems, faults = [], []
    for row in rows:
        if row["kind"] in ("article", "file"):
            pages[row["outcome"]] += 1
        elif row["kind"] in ("feed", "sitemap", "listing", "archive"):
            polls[row["outcome"]] += 1
        line = f"{row['url']}: {row['outcome']} ({row['reason']}): {row['detail']}"
        if row["kind"] != "robots" and row["outcome"] in ("failed", "blocked", "rejected"):
            problems.append(line)
        if row["reason"] == UNEXPECTED:
            faults.append(line)
    return CollectResult(source_id, run_key, batch_ids, dict(pages + polls), dict(pages), dict(polls), problems, faults)


def joined(one: CollectResult, two: CollectResult) -> CollectResult:
    """Two runs of one source as one; the second one's name stands for both."""
    return CollectResult(
        two.source_id,
        two.run_key,
        one.batch_ids + two.batch_ids,
        counts=_sum(one.counts, two.counts),
        pages=_sum(one.pages, two.pages),
        polls=_sum(one.polls, two.polls),
        problems=one.problems + two.problems,
        faults=one.faults + two.faults,
    )


def _sum(one: dict[str, int], two: dict[str, int]) -> dict[str, int]:
    return dict(Counter(one) + Counter(two))
