"""The state file as a thing that breaks: opened in turn, set aside when it is damaged, explained when it cannot be used.

Everything in it is a digest of the batches or a cache, so a damaged file is no loss: it is renamed, for who wants to look at
it, and the next opening makes a new one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from acta.errors import Permanent, Transient

BUSY_SECONDS = 60.0  # how long a writer waits for its turn before the file counts as locked
_BESIDE = ("", "-wal", "-shm")
_PASSING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_PROTOCOL,
)


_OURS = (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.DataError, sqlite3.NotSupportedError)


class DamagedState(Transient):
    """The state was damaged and is set aside: doing the work again makes a new one from the batches."""


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Nobody sets the file aside while it is being opened: SQLite names its companions by path, not by file."""
    with _turn(path, fcntl.LOCK_SH):
        yield


def is_damage(error: Exception, path: Path) -> bool:
    """Whether an error says that the file is broken, rather than busy, full or not ours to write."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & 0xFF
    if kind in _PASSING:
        return False
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return path.is_dir() or (path.exists() and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    if kind == sqlite3.SQLITE_IOERR:
        return code == sqlite3.SQLITE_IOERR_SHORT_READ
    # else malformed, no database, tables or columns that are not there, text that is none
    return not isinstance(error, _OURS)


def explain(error: Exception, path: Path) -> Exception:
    """One line for an error that is no damage; a wrong use of SQLite, which is a bug of ours, stays what it is."""
    if isinstance(error, _OURS):
        return error
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Transient(
            f"{path} is locked by another process for more than {BUSY_SECONDS:g} s: stop that one, or run again"
        )
    if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return Transient(
            f"{path} cannot be written ({error}): the disk is full or failing; free some space, then run again"
        )
    if kind in _PASSING:
        return Transient(f"{path} cannot be used now ({error}): run again")
    return Permanent(f"{path} cannot be used ({error}): look at the permissions of the file and its folder")


def set_aside(path: Path, seen: int | None) -> Path | None:
    """Rename the damaged file (inode ``seen``) and return where it is; None when another process was faster.

    One such file is kept. What stood in its place without being a file gets a name of its own, and nobody removes it.
    """
    with _turn(path, fcntl.LOCK_EX):
        if inode_of(path) != seen or seen is None:
            return None
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        if path.is_dir():
            return path.rename(path.with_name(f"set-aside-{stamp}-{path.name}"))
        for old in path.parent.glob(f"{path.name}.damaged-*"):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
        target = path.with_name(f"{path.name}.damaged-{stamp}")
        for suffix in reversed(_BESIDE):
            beside = path.with_name(path.name + suffix)
            if os.path.lexists(beside):
                beside.rename(target.with_name(target.name + suffix))
        return target


def inode_of(path: Path) -> int | None:
    """Which file is there now; None when there is none."""
    try:
        return path.lstat().st_ino
    except FileNotFoundError:
        return None


@contextmanager
def _turn(path: Path, kind: int) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name("opening.lock").open("a") as handle:
        fcntl.flock(handle, kind)
        yield
