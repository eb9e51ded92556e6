"""Faults of the machine, not of what is read: they pass, so the same work is worth another attempt.

A fault that hits one unit leaves it pending under its reason. One that hits a whole stage ends it as Transient, with one line
that says what to do; the batch in work is not written, so all of it stays pending.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acta.config import Settings
from acta.errors import ActaError, Transient

REASONS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",  # beyond the limit on a file's size
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.ENOMEM: "out_of_memory",
    errno.EAGAIN: "out_of_memory",  # no process or thread can be started
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EIO: "io_error",
    errno.ESTALE: "io_error",
    errno.ENOTCONN: "io_error",
    errno.EREMOTEIO: "io_error",
    errno.ETIMEDOUT: "io_error",
}
ADVICE = {
    "disk_full": "free some space",
    "too_many_files": "raise the limit on open files (ulimit -n) or set ACTA_COLLECT_WORKERS and ACTA_WORKERS lower",
    "out_of_memory": "free some memory, or change ACTA_WORKERS or ACTA_MEMORY_GB",
    "no_permission": "let this user read and write the data folder",
    "io_error": "see to the disk (dmesg)",
    "database_locked": "wait for the process that holds it",
}
UNSAID = ("disk_full", "database_locked", "too_many_files")  # behind an error of ours that advises something else
PASSING = frozenset({"archive_unreadable", "worker_died", "too_slow", *ADVICE})

# what SQLite, DuckDB and dbt say of a fault; the operating system's own words are those of errno
PHRASES = {
    "no space left on device": "disk_full",
    "disk quota exceeded": "disk_full",
    "file too large": "disk_full",
    "database or disk is full": "disk_full",
    "database is locked": "database_locked",
    "database table is locked": "database_locked",
    "too many open files": "too_many_files",
    "cannot allocate memory": "out_of_memory",
    "out of memory": "out_of_memory",
    "failed to allocate": "out_of_memory",
    "permission denied": "no_permission",
    "read-only file system": "no_permission",
    "attempt to write a readonly database": "no_permission",
    "input/output error": "io_error",
    "disk i/o error": "io_error",
}


def passing_reason(error: BaseException) -> str | None:
    """Reason of a fault that may pass, also when another error was raised over it; None for any other error."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return None
        if reason := _own_reason(seen):
            return reason
        seen = seen.__cause__ or seen.__context__
    return None


def _own_reason(error: BaseException) -> str | None:
    if isinstance(error, MemoryError):
        return "out_of_memory"
    if isinstance(error, OSError):
        return REASONS.get(error.errno or 0)
    if isinstance(error, sqlite3.OperationalError) or type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb"):
        return reason_in(str(error))
    return None


def reason_in(text: str) -> str | None:
    """Reason of a fault that may pass, from what a program said of it."""
    found = text.lower()
    return next((reason for phrase, reason in PHRASES.items() if phrase in found), None)


def as_transient(settings: Settings, reason: str, said: object) -> Transient:
    """The one line for a fault of the machine that ended a stage."""
    line = " ".join(str(said).split())[:300]
    return Transient(f"{reason.replace('_', ' ')} at {settings.data_dir} ({line}): {ADVICE[reason]}, then run the same again")


@contextmanager
def machine_faults(settings: Settings) -> Iterator[None]:
    """Raise Transient, with one line that says what to do, when the machine fails the work in the block."""
    try:
        yield
    except Exception as error:
        reason = passing_reason(error)
        if reason == "io_error" and _is_full(settings):  # SQLite's word for a write-ahead log that cannot grow
            reason = "disk_full"
        if reason is None or (isinstance(error, ActaError) and reason not in UNSAID):
            raise
        raise as_transient(settings, reason, error.__cause__ or error) from error


def _is_full(settings: Settings) -> bool:
    return settings.data_dir.exists() and shutil.disk_usage(settings.data_dir).free < 100_000


def check_space(settings: Settings, need: float = 0) -> None:
    """Raise Transient when less than ``ACTA_RESERVE_GB`` would be left after work that needs ``need`` bytes."""
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free, wanted = shutil.disk_usage(folder).free, settings.reserve_gb * 1e9 + need
    if free < wanted:
        raise Transient(
            f"only {free / 1e9:.2f} GB are free at {folder} and {wanted / 1e9:.2f} GB are wanted: free some space, "
            "or set ACTA_DATA_DIR to a larger disk (ACTA_RESERVE_GB is what stays free)"
        )


def write_whole(path: Path, text: str) -> None:
    """Write a file aside and put it in its place, so that nobody finds part of it; a fault leaves nothing behind."""
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def size_of(*paths: Path) -> int:
    """Bytes in these files and folders, 0 for what is not there."""
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return sum(file.stat().st_size for file in files if file.is_file())
