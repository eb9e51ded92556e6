"""``acta annotate``: a stream of article records, or the batches that extract left and nobody has read yet.

Importing this module loads no model, so that a DAG or ``acta status`` can ask what is pending for free.
"""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import tee
from typing import TYPE_CHECKING, Any, cast

from acta.annotate import ANNOTATOR_NAME, annotator_version
from acta.config import Settings
from acta.errors import Permanent
from acta.ids import make_id
from acta.printable import json_line
from acta.records import Article
from acta.store.attempts import Attempt, count_unread, is_damaged, next_attempt, written
from acta.store.batches import BatchWriter, iter_table, list_batches
from acta.store.faults import check_space
from acta.store.lock import at_work
from acta.store.partials import remove_abandoned
from acta.store.tables import TABLES
from acta.streams import open_input, open_output

if TYPE_CHECKING:
    from acta.annotate.result import Result

Progress = Callable[[int], None]  # told the number of articles done so far
Finish = Callable[[Iterator[tuple[Article, dict[str, Any]]]], Iterator[dict[str, Any]]]

BYTES_PER_BYTE = 4  # of an annotate batch to its texts: 80 articles of the sample newsroom, 81,011 bytes, made 309,807
ARTICLE_FIELDS = (
    "article_id", "title", "text", "text_sha256", "published_at", "modified_at", "first_seen_at", "language",
)  # fmt: skip


def annotate_stream(
    input: str,
    output: str,
    workers: int | None = None,
    progress: Progress | None = None,
    finish: Finish = lambda annotated: (record for _, record in annotated),
) -> int:
    """Annotate a JSONL file (``.gz`` too, ``-`` for standard input) into another, in order; returns how many articles.

    ``finish`` may change the records on their way, all together. Raises Permanent with file and line for a line that is no
    article. The output file appears when it is complete.
    """
    from acta.annotate.many import annotate_all

    done = 0

    def annotated(articles: Iterator[Article]) -> Iterator[tuple[Article, dict[str, Any]]]:
        nonlocal done
        to_read, to_pair = tee(articles)
        for article, result in zip(to_pair, annotate_all(to_read, workers or os.cpu_count() or 1), strict=True):
            record: dict[str, Any] = dict(result["record"])
            if result["outcome"] != "annotated":
                record["outcome"] = result["outcome"]
            if result["reason"]:
                record |= {"reason": result["reason"], "detail": result["detail"]}
            yield article, record
            done += 1
            if progress:
                progress(done)

    with open_input(input) as lines, open_output(output) as sink:
        for record in finish(annotated(read_articles(lines, input))):
            sink.write(encode(record))
    return done


def read_articles(lines: Iterable[bytes], name: str) -> Iterator[Article]:
    """Check and decode article records. Raises Permanent naming file and line at the first that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError) as error:
            raise Permanent(f"{name}:{number}: not JSON in UTF-8 ({error}); write one article a line") from error
        problem = _problem(record)
        if problem:
            raise Permanent(f"{name}:{number}: {problem}; see docs/reference/records.md, article")
        yield cast(Article, record)


def _problem(record: object) -> str | None:
    if not isinstance(record, dict):
        return "expected an object"
    if not isinstance(record.get("article_id"), str) or not record["article_id"]:
        return "article_id is missing or not a string"
    if not isinstance(record.get("text"), str):
        return "text is missing or not a string"
    for field in ("title", "published_at", "language", "text_sha256"):
        if not isinstance(record.get(field), str | None):
            return f"{field} is neither a string nor null"
    return None


def encode(record: dict[str, Any]) -> bytes:
    """One JSON line in UTF-8; control characters and lone surrogates, which UTF-8 cannot hold, are escaped."""
    return json_line(record).encode() + b"\n"


def annotate_batch_id(extract_batch_id: str) -> str:
    """Id of the batch that this annotator makes of an extract batch."""
    return make_id("bat", "annotate", extract_batch_id, annotator_version())


def pending_batches(settings: Settings) -> list[str]:
    """Ids of the extract batches with articles for this version of the annotator to read now, oldest first."""
    return [attempt.source.batch_id for attempt in due_attempts(settings)]


def due_attempts(settings: Settings, force: bool = False) -> list[Attempt]:
    """What is to be annotated now: batches not read yet, and the pending articles of others whose pause is over."""
    batches = written(settings, "annotate")
    attempts = (
        next_attempt(settings, batches, manifest, annotate_batch_id(manifest.batch_id), force)
        for manifest in list_batches(settings, "extract")
        if manifest.tables["articles"].rows and not is_damaged(settings, batches, annotate_batch_id(manifest.batch_id))
    )
    return [attempt for attempt in attempts if attempt]


def count_pending(settings: Settings) -> Counter[str]:
    """How many articles are pending, and how many were given up."""
    first_ids = (annotate_batch_id(manifest.batch_id) for manifest in list_batches(settings, "extract"))
    return count_unread(settings, written(settings, "annotate"), first_ids)


def annotate_batches(
    settings: Settings,
    workers: int | None = None,
    progress: Progress | None = None,
    batch_ids: list[str] | None = None,
    force: bool = False,
) -> list[str]:
    """Annotate what is due in all extract batches, or in those named; returns the ids of the batches written.

    Each batch is written when its last article is done: stopped half-way, the next run goes on with the next batch. ``force``
    also tries what was given up, and what must wait. Raises Transient when the machine fails, such as for a full disk.
    """
    with at_work(settings):
        remove_abandoned(settings, "annotate")
        due = [a for a in due_attempts(settings, force) if batch_ids is None or a.source.batch_id in batch_ids]
        return _annotate(settings, due, workers or settings.workers, progress)


def _annotate(settings: Settings, due: list[Attempt], workers: int, progress: Progress | None) -> list[str]:
    from acta.annotate.many import annotate_all
    from acta.annotate.rows import add_rows

    waiting: deque[dict[str, Any] | None] = deque()  # rows that workers have; None ends a batch

    def articles() -> Iterator[Article]:
        for attempt in due:
            check_space(settings, BYTES_PER_BYTE * sum(len(row["text"]) for row in _wanted(settings, attempt)))
            for row in _wanted(settings, attempt):
                waiting.append(row)
                yield cast(Article, {name: row[name] for name in ARTICLE_FIELDS})
            waiting.append(None)

    results = annotate_all(articles(), workers)
    held: Result | None = None
    written = []
    done = 0
    for attempt in due:
        annotated_at = datetime.now(UTC).isoformat(timespec="seconds")  # when it was done, also in the sample
        with _writer(settings, attempt) as writer:
            while True:  # read and written one by one: ten thousand articles and their rows are not held at once
                if not waiting:  # asking for a result makes articles() go on, by a row or to the end of batches
                    held = next(results, None)
                row = waiting.popleft()
                if row is None:
                    break
                result, held = held or next(results), None
                tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES["annotate"]}
                add_rows(tables, row, result, annotated_at, attempt.number, settings.attempts)
                for table, found in tables.items():
                    writer.append(table, found)
                done += 1
                if progress:
                    progress(done)
        written.append(writer.batch_id)
    return written


def _wanted(settings: Settings, attempt: Attempt) -> Iterator[dict[str, Any]]:
    """Articles to be read, without a second one of the same text: what is found in a version is written once."""
    seen = set()
    for row in iter_table(settings, attempt.source, "articles"):
        if row["version_id"] not in seen and attempt.wants(row["version_id"]):
            seen.add(row["version_id"])
            yield row


def _writer(settings: Settings, attempt: Attempt) -> BatchWriter:
    producer = f"{ANNOTATOR_NAME}-annotate {annotator_version()}"
    return BatchWriter(settings, "annotate", attempt.batch_id, [attempt.source.batch_id], producer)
