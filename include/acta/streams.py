"""Where files of records come from and go to: a path, gzipped or not, or ``-`` for a standard stream."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from acta.errors import Permanent


@contextmanager
def open_input(name: str) -> Iterator[IO[bytes]]:
    """A file, gzipped or not, or standard input. Raises Permanent when it cannot be read, at once or half-way."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as raw:
            zipped = raw.peek(2)[:2] == b"\x1f\x8b"  # a pipe cannot be read twice
            with cast("IO[bytes]", gzip.open(raw)) if zipped else raw as handle:
                yield handle
    except (gzip.BadGzipFile, EOFError) as error:
        raise Permanent(f"{name}: a damaged gzip file ({error})") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise Permanent(f"{error.filename or name}: {error.strerror}") from error


@contextmanager
def open_output(name: str) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is complete, or standard output (or another device)."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    if path.exists() and not path.is_file():
        with path.open("wb") as sink:
            yield sink
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        sink = partial.open("wb")
    except OSError as error:
        raise Permanent(f"cannot write {name}: {error.strerror or error}") from error
    try:
        with sink:
            yield sink
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
