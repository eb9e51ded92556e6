"""What a process that was killed had fetched is finished by the next one at its source, so it is not fetched again.

Pages alone: polls are asked again, because their links are what the run goes on with, and files are read again for
nothing. Every step may be cut off in turn; doing all of them again ends the same.
"""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from acta.collect.archive import final_path, partial_path, place, read_body, warc_name
from acta.collect.journal import journal_path, left_behind, read_journal
from acta.collect.parts import next_number, write_batch
from acta.collect.rows import LAST, Row, part_id
from acta.collect.state import State
from acta.config import Settings
from acta.errors import Permanent
from acta.sources.model import Source
from acta.store.batches import Manifest
from acta.store.partials import remove_abandoned
from acta.store.paths import inside
from acta.store.polls import STAGE


def finish_cut_off(settings: Settings, source: Source, state: State) -> list[Manifest]:
    """Finish the parts that a killed process left; returns their batches. The caller holds the source's lock."""
    remove_abandoned(settings, STAGE)
    left = [_Left(settings, source, state, batch_id) for batch_id in left_behind(settings, source.source_id)]
    # the last part takes the first free number, so the numbered ones go before it
    manifests = [manifest for part in sorted(left, key=lambda part: part.is_last) if (manifest := part.finish())]
    for orphan in inside(settings.warc_dir, source.source_id).glob(".*.partial"):
        orphan.unlink()  # cut off before its first row, or without a page
    return manifests


class _Left:
    """One unfinished part."""

    def __init__(self, settings: Settings, source: Source, state: State, batch_id: str) -> None:
        self._settings, self._source, self._state, self._batch_id = settings, source, state, batch_id
        entries = read_journal(settings, source.source_id, batch_id)
        self._run_key = str(entries[0].row["run_key"]) if entries else ""
        self._last_id = part_id(source.source_id, self._run_key, LAST)
        self.is_last = batch_id == self._last_id
        self._written_as = self._find_name({entry.row["warc_path"] for entry in entries})
        archive = self._find_archive()
        there = archive.stat().st_size if archive else 0
        entries = [entry for entry in entries if entry.archive_size <= there]
        self._size = entries[-1].archive_size if entries else 0
        self._pages = [entry.row for entry in entries if entry.row["kind"] == "article"]

    def finish(self) -> Manifest | None:
        """Make a batch of it; None when it holds no page, or when only its journal was left to remove."""
        manifest = None
        if self._pages and not self._state.knows(self._batch_id):
            if self.is_last:  # under its own id the run would count as complete
                self._rename(next_number(self._state, self._source.source_id, self._run_key))
            self._place_archive()
            # not what comes behind a hole either: an archive that is read in goes on behind the last row
            rows = list(takewhile(self._is_whole, map(self._own, self._pages)))
            manifest = write_batch(self._settings, self._source, self._batch_id, rows, self._settings.clock())
        journal_path(self._settings, self._source.source_id, self._batch_id).unlink()
        return manifest

    def _rename(self, number: int) -> None:
        old_id, self._batch_id = self._batch_id, part_id(self._source.source_id, self._run_key, number)
        old = journal_path(self._settings, self._source.source_id, old_id)
        old.replace(journal_path(self._settings, self._source.source_id, self._batch_id))

    def _find_name(self, named: set[str | None]) -> str:
        """Under which id the archive was written: a part that was renamed has the last one's."""
        source_id = self._source.source_id
        renamed = warc_name(source_id, self._last_id) in named
        return self._last_id if renamed else self._batch_id

    def _find_archive(self) -> Path | None:
        settings, source_id = self._settings, self._source.source_id
        places = (
            partial_path(settings, source_id, self._written_as),
            final_path(settings, source_id, self._written_as),
            final_path(settings, source_id, self._batch_id),
        )
        return next((path for path in places if path.exists()), None)

    def _place_archive(self) -> None:
        """Put the archive in its place, without a record that was cut off at its end."""
        if archive := self._find_archive():
            with archive.open("r+b") as file:
                file.truncate(self._size)
                place(file, archive, final_path(self._settings, self._source.source_id, self._batch_id))

    def _own(self, row: Row) -> Row:
        source_id = self._source.source_id
        if row["warc_path"] == warc_name(source_id, self._written_as):
            row["warc_path"] = warc_name(source_id, self._batch_id)
        return row

    def _is_whole(self, row: Row) -> bool:
        """Whether the body is there: after a power cut the archive may have holes."""
        if row["warc_path"] is None:
            return True
        try:
            read_body(self._settings, row["warc_path"], row["warc_offset"], row["body_sha256"])
        except Permanent:
            return False
        return True
