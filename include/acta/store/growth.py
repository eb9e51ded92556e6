"""How much the data folder holds, and what a year at the present pace would leave."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from acta.config import Settings
from acta.store.manifest import written_at

YEAR_DAYS = 365


@dataclass(frozen=True)
class Growth:
    """Files and bytes on disk (blocks, not lengths), and since when they have been collected."""

    files: int
    bytes: int
    archive_files: int
    archive_bytes: int
    days: float

    def a_year(self, count: int) -> float:
        """What a year at this pace would leave of something; the first day counts whole."""
        return count * YEAR_DAYS / max(self.days, 1.0)


def growth(settings: Settings) -> Growth:
    """Count what is below the data folder; the archives of pages are counted apart."""
    files, size = _count(settings.data_dir)
    archive_files, archive_bytes = _count(settings.warc_dir)
    path = settings.data_dir / "version.json"
    days = (written_at() - datetime.fromtimestamp(path.stat().st_mtime, written_at().tzinfo)).total_seconds() / 86_400
    return Growth(files - archive_files, size - archive_bytes, archive_files, archive_bytes, days)


def _count(folder: Path) -> tuple[int, int]:
    files, size = 0, 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                status = Path(place, name).lstat()
            except OSError:  # just removed
                continue
            files, size = files + 1, size + status.st_blocks * 512
    return files, size
