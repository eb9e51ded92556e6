"""The end of archives: files whose pages were all stored longer ago than ``ACTA_ARCHIVE_DAYS``.

What was extracted from them stays. A page stored twice is one record, so a file is as old as the last fetch that
brought one of its bodies. Files are removed before they are forgotten: a crash in between only removes them again.
"""

from __future__ import annotations

from datetime import timedelta

from acta.collect.state import State
from acta.config import Settings
from acta.store.paths import inside


def expire_archives(settings: Settings, state: State, source_id: str) -> list[str]:
    """Remove a source's archives past their time; returns their paths below the WARC folder."""
    if settings.archive_days <= 0:
        return []
    before = (settings.clock() - timedelta(days=settings.archive_days)).isoformat(timespec="seconds")
    expired = state.archives_unused_since(source_id, before)
    for warc_path in expired:
        inside(settings.warc_dir, warc_path).unlink(missing_ok=True)
        state.forget_archive(warc_path)
    return expired
