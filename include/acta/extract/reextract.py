"""The archive read again by the present extractor: no network, new batches beside the old ones.

Batch ids hold the extractor's version, so nothing is overwritten and a run that was cut off goes on. What cannot be
read again stays as an older version read it: an article never vanishes because its archive did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from acta.collect.archive import read_body
from acta.config import Settings
from acta.errors import ActaError
from acta.extract.run import Progress, extract_batch, extract_batch_id
from acta.extract.stored import is_expired, stored_fetches
from acta.store.batches import Manifest, batch_exists, list_batches, pieces_of, read_batch, read_table
from acta.store.lock import at_work
from acta.store.partials import remove_abandoned
from acta.store.polls import is_polls


@dataclass
class Replay:
    """What came of reading the archive again."""

    batches: int = 0  # read now
    current: int = 0  # read by this version before
    pages: int = 0
    articles: int = 0
    rejected: int = 0
    changed: int = 0  # texts that no older version read that way
    expired: int = 0  # batches whose archive was removed
    damaged: list[str] = field(default_factory=list)  # one line each


def reextract(
    settings: Settings, source_ids: Sequence[str] = (), workers: int | None = None, progress: Progress | None = None
) -> Replay:
    """Read every collect batch, or those of some sources, that the present extractor has not read.

    A batch is checked against its archive first: one that is damaged keeps its older reading and is named.
    """
    with at_work(settings):
        remove_abandoned(settings, "extract")
        replay, known = Replay(), _known_versions(settings)
        batches = [manifest for manifest in list_batches(settings, "collect") if not is_polls(manifest.batch_id)]
        wanted = [manifest for manifest in batches if _is_of(settings, manifest, source_ids)]
        for number, manifest in enumerate(wanted, 1):
            _replay(settings, manifest, workers or settings.workers, replay, known)
            if progress:
                progress(number, len(wanted))
    return replay


def _replay(settings: Settings, manifest: Manifest, workers: int, replay: Replay, known: set[str]) -> None:
    batch_id = extract_batch_id(manifest.batch_id)
    if batch_exists(settings, "extract", batch_id):
        replay.current += 1
        return
    if is_expired(settings, manifest):
        replay.expired += 1
        return
    try:
        for fetch in stored_fetches(settings, manifest):
            read_body(settings, fetch["warc_path"], fetch["warc_offset"], fetch["body_sha256"])
    except ActaError as error:
        replay.damaged.append(str(error))
        return
    made = read_batch(settings, "extract", extract_batch(settings, manifest, workers))
    outcomes = read_table(settings, made, "outcomes")
    versions = {row["version_id"] for row in read_table(settings, made, "articles")}
    replay.batches += 1
    replay.pages += len(outcomes)
    replay.articles += sum(row["outcome"] == "article" for row in outcomes)
    replay.rejected += sum(row["outcome"] != "article" for row in outcomes)
    replay.changed += len(versions - known)


def _known_versions(settings: Settings) -> set[str]:
    pieces = pieces_of(settings, "extract", "articles", ["version_id"])
    return {version_id for piece in pieces for version_id in piece["version_id"].to_pylist()}


def _is_of(settings: Settings, manifest: Manifest, source_ids: Sequence[str]) -> bool:
    return not source_ids or any(row["source_id"] in source_ids for row in read_table(settings, manifest, "sources"))
