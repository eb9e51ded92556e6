"""The log of commands: warnings as single lines on standard error, tracebacks of faults in ``<data>/logs/acta.log``.

The file holds frames and names of exceptions only, nothing of what was read: forgetting need not look into it.

Under Airflow nothing of this is set up: its own handlers put both into the task's log.
"""

from __future__ import annotations

import io
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from acta import isolation
from acta.config import Settings

MAX_BYTES, KEPT = 5_000_000, 3


def log_file(settings: Settings) -> Path:
    """Where commands put tracebacks."""
    return settings.data_dir / "logs" / "acta.log"


def set_up(settings: Settings) -> None:
    """Send what the package logs to the terminal, and faults to the file too, which is made with its first line."""
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(_FirstLine())
    file = _LogFile(log_file(settings), maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    logging.getLogger("acta").handlers[:] = [terminal]
    isolation.log.handlers[:] = [file]


class _FirstLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return "  " + record.getMessage().partition("\n")[0]


class _LogFile(RotatingFileHandler):
    """Makes its folder when there is something to write; a disk that takes no log stops no work."""

    def _open(self) -> io.TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        pass
