"""What an unfinished part has so far: one JSON line an attempt, beside the archive that is being written.

A line is written when its body is in the archive. Both survive a kill, so ``recovery`` can finish them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acta.config import Settings
from acta.store.paths import inside

Row = dict[str, Any]
_SUFFIX = ".rows.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, and the size of the archive behind its body, in bytes."""

    row: Row
    archive_size: int


def journal_path(settings: Settings, source_id: str, batch_id: str) -> Path:
    """Where the rows of an unfinished part are."""
    return inside(settings.warc_dir, source_id, f".{batch_id}{_SUFFIX}")


class Journal:
    """Appends the rows of one part; ``remove`` it once the batch is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: io.TextIOWrapper | None = None

    def add(self, row: Row, archive_size: int) -> None:
        """Note a row, once its body is in the archive."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
        self._file.write(json.dumps({"row": row, "archive_size": archive_size}) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Stop writing; what was written stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        self.close()
        self._path.unlink(missing_ok=True)


def left_behind(settings: Settings, source_id: str) -> Iterator[str]:
    """batch_ids of the parts of a source that were not finished; the caller holds the source's lock."""
    for path in sorted(inside(settings.warc_dir, source_id).glob(f".*{_SUFFIX}")):
        yield path.name.removeprefix(".").removesuffix(_SUFFIX)


def read_journal(settings: Settings, source_id: str, batch_id: str) -> list[Entry]:
    """What an unfinished part has; a line that was cut off ends it."""
    entries = []
    for line in journal_path(settings, source_id, batch_id).read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entries.append(Entry(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return entries
