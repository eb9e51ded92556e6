"""Who may work beside whom. One worker at a time where two would get in each other's way; whoever is refused learns who is there.

The stages work in the data folder together (``at_work``), any number of processes and threads; forgetting rewrites what
they read, so it has the folder alone (``alone``). Locks are the kernel's: it drops them when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from acta.config import Settings
from acta.errors import Transient
from acta.store.faults import machine_faults

_alone: set[Path] = set()  # what this process holds exclusively


@contextmanager
def at_work(settings: Settings) -> Iterator[None]:
    """For the length of the block nothing is forgotten; others may be at work too. Raises Transient while something is.

    Also raises Transient for a fault of the machine, such as a full disk, that ends the work in the block.
    """
    with machine_faults(settings), shared(settings.data_dir / "data.lock", "the data folder"):
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """For the length of the block no other process is at work in the data folder. Raises Transient, naming one that is.

    Also raises Transient for a fault of the machine, such as a full disk, that ends the work in the block.
    """
    with machine_faults(settings), exclusive(settings.data_dir / "data.lock", "the data folder"):
        yield


@contextmanager
def exclusive(path: Path, what: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold an advisory lock on ``path`` (created if missing) for the length of the block, as the only one.

    Raises Transient, naming a holder's process id, when it is taken and stays so for ``wait_seconds``.
    """
    with _opened(path) as handle:
        _take(handle, path, fcntl.LOCK_EX, what, wait_seconds)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        _alone.add(path)
        try:
            yield
        finally:
            _alone.discard(path)


@contextmanager
def shared(path: Path, what: str) -> Iterator[None]:
    """Hold the lock on ``path`` together with any number of others, while nobody has it ``exclusive``.

    A process that has it so itself may go on inside. Raises Transient, naming the holder's process id, otherwise.
    """
    if path in _alone:
        yield
        return
    with _opened(path) as handle:
        _take(handle, path, fcntl.LOCK_SH, what, 0.0)
        handle.truncate(0)  # who had it alone before has signed
        yield


def _opened(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a+")


def _take(handle: IO[str], path: Path, kind: int, what: str, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                handle.close()  # this process is not one of those that have it open
                raise Transient(
                    f"{what} is busy: process {_name_holder(path)} holds {path}; wait for it, or stop it"
                ) from error
            time.sleep(0.2)


def holder(path: Path) -> int | None:
    """Process id of whoever holds the lock at ``path`` exclusively now, or None when it is free."""
    if not path.exists():
        return None
    with path.open("r+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = handle.read().strip()
            return int(text) if text.isdigit() else None
    return None


def _name_holder(path: Path) -> str:
    """Process id and command of who holds a lock; of those that share it, one that has the file open."""
    pid = holder(path) or next((p.pid for p in psutil.process_iter() if _has_open(p, path)), None)
    try:
        command = [Path(word).name for word in psutil.Process(pid).cmdline()[:3]] if pid else []
    except psutil.Error:  # it has ended, or is somebody else's
        command = []
    named = textwrap.shorten(" ".join(command), 60, placeholder=" …")
    return f"{pid} ({named})" if named else str(pid or "unknown")


def _has_open(process: psutil.Process, path: Path) -> bool:
    try:
        return any(file.path == str(path.resolve()) for file in process.open_files())
    except psutil.Error:
        return False
