"""One worker at a time where two would get in each other's way; the other one learns who holds the lock."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acta.errors import Transient


@contextmanager
def exclusive(path: Path, what: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold an advisory lock on ``path`` (created if missing) for the length of the block.

    The kernel drops the lock when the process dies, so a crash never leaves one behind. Raises Transient, naming the
    holder's process id, when it is taken and stays so for ``wait_seconds``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise Transient(
                        f"{what} is busy: process {holder(path) or 'unknown'} holds {path}; wait for it, or stop it"
                    ) from error
                time.sleep(0.2)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def holder(path: Path) -> int | None:
    """Process id of whoever holds the lock at ``path`` now, or None when it is free."""
    if not path.exists():
        return None
    with path.open("r+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = handle.read().strip()
            return int(text) if text.isdigit() else None
    return None
