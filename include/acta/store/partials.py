"""Folders of batches that are being written: who writes one holds a lock on it, so what a killed process left can be told.

Process ids would not do: a process in another container looks dead from here. The kernel drops a lock with its process.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acta.config import Settings

ENDING = ".partial"


def partial_of(folder: Path) -> Path:
    """Where this process writes a batch before it gets its place."""
    return folder.with_name(f".{folder.name}.{os.getpid()}{ENDING}")


def open_partial(path: Path) -> int:
    """Make the folder, empty, and lock it; returns the descriptor that holds the lock until it is closed."""
    while True:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # swept between the two
            continue
        with contextlib.suppress(OSError):  # without locks nothing is ever taken for left
            fcntl.flock(handle, fcntl.LOCK_SH)
        if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
            return handle
        os.close(handle)


def abandoned(root: Path) -> Iterator[Path]:
    """Partial folders below ``root`` that no living process writes, each locked while the caller has it."""
    for path in sorted(root.glob(f".*{ENDING}")):
        with _unheld(path) as is_left:
            if is_left:
                yield path


def remove_abandoned(settings: Settings, stage: str) -> None:
    """Remove what killed processes left of the batches of a stage; their work is done again."""
    for path in abandoned(settings.batches_dir / stage):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _unheld(path: Path) -> Iterator[bool]:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # it got its place meanwhile
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_left = path.exists()
    except OSError:  # somebody writes it, or the file system has no such locks
        is_left = False
    try:
        yield is_left
    finally:
        os.close(handle)
