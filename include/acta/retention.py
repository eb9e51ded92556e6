"""The end of what only tells how Acta ran: Airflow's logs and rows, and the history of data tests.

Evidence is never touched here; archives of pages end by ``ACTA_ARCHIVE_DAYS`` (``acta.collect.retention``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from acta.config import Settings
from acta.model.data_tests import results_dir
from acta.orchestrate import airflow, airflow_home
from acta.store.manifest import written_at


def clean(settings: Settings) -> Iterator[str]:
    """Remove what is past its time, a line each; a setting of 0 days keeps everything.

    Raises Permanent when Airflow's database cannot be cleaned.
    """
    if settings.log_days > 0:
        before = written_at() - timedelta(days=settings.log_days)
        count = remove_files(airflow_home(settings) / "logs", before)
        yield f"{count} log files of Airflow removed that are older than {settings.log_days} days"
        if (airflow_home(settings) / "airflow.db").exists():
            airflow(settings, "db", "clean", "--clean-before-timestamp", before.isoformat(), "--skip-archive", "--yes")
            yield f"rows of Airflow's database removed that are older than {settings.log_days} days"
    if settings.test_days > 0:
        count = remove_files(results_dir(settings), written_at() - timedelta(days=settings.test_days))
        yield f"{count} runs of data tests removed that are older than {settings.test_days} days"


def remove_files(root: Path, before: datetime) -> int:
    """Remove files below a folder last changed before an instant, and folders left empty; returns the number of files."""
    count = 0
    for place, _, names in os.walk(root, topdown=False):
        for path in (Path(place, name) for name in names):
            try:
                if path.lstat().st_mtime < before.timestamp():
                    path.unlink()
                    count += 1
            except FileNotFoundError:
                continue
        if Path(place) != root and not any(Path(place).iterdir()):
            Path(place).rmdir()
    return count
