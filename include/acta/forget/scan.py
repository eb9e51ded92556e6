"""The proof: every file below the data folder is read, unpacked where it is packed, and searched for what was forgotten."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import duckdb
import pyarrow.parquet as pq

CHUNK = 1 << 20


def scan(folder: Path, needles: Iterable[str]) -> tuple[int, list[str]]:
    """Files read, and one line for each file that holds one of the strings."""
    wanted = sorted({needle.encode() for needle in needles})
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return len(files), [str(path) for path in files if any(_holds(piece, wanted) for piece in pieces(path))]


def _holds(piece: bytes, wanted: list[bytes]) -> bool:
    return any(needle in piece for needle in wanted)


def pieces(path: Path) -> Iterator[bytes]:
    """What a file holds, as bytes: its text where it is a table or is packed, and always its raw bytes."""
    with path.open("rb") as raw:
        yield from _overlapping(raw)
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked:
            yield from _overlapping(unpacked)
    elif path.suffix == ".parquet":
        for row in pq.read_table(path).to_pylist():
            yield "\n".join(str(cell) for cell in row.values() if cell is not None).encode("utf-8", "replace")
    elif path.suffix == ".duckdb":
        yield from _cells(path)


def _overlapping(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """A stream in chunks that begin with the end of the one before, so that no string is cut in two."""
    tail = b""
    while chunk := file.read(CHUNK):
        yield tail + chunk
        tail = chunk[-10_000:]


def _cells(path: Path) -> Iterator[bytes]:
    """Texts of all tables of a DuckDB file, a row at a time."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            rows = connection.execute(f'select * from "{schema}"."{table}"')
            while chunk := rows.fetchmany(1_000):
                for row in chunk:
                    yield "\n".join(cell for cell in row if isinstance(cell, str)).encode("utf-8", "replace")
