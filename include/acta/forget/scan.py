"""The proof: every file below the data folder is read, unpacked where it is packed, and searched for what was forgotten."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import duckdb
import pyarrow.parquet as pq

from acta.forget.traces import Traces

CHUNK = 1 << 20
TABLES = (".parquet", ".duckdb", ".sqlite", ".db")  # read cell by cell; their raw bytes have no borders


def scan(folder: Path, needles: Iterable[str], but: Path | None = None) -> tuple[int, list[str]]:
    """Files read, all ``but`` one, and those that hold one of the strings."""
    wanted = Traces.of(needles)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and path != but)
    return len(files), [str(path) for path in files if holds(path, wanted)]


def holds(path: Path, wanted: Traces) -> bool:
    """Whether one of the strings stands in a file: in its bytes, and in what is packed in them."""
    look = wanted.in_packed if path.suffix in TABLES else wanted.in_text
    with path.open("rb") as raw:
        if any(look(piece) for piece in _overlapping(raw)):
            return True
    return any(wanted.in_text(piece) for piece in _unpacked(path))


def _unpacked(path: Path) -> Iterator[bytes]:
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked:
            yield from _overlapping(unpacked)
    elif path.suffix == ".parquet":
        yield from map(_text, (row.values() for row in pq.read_table(path).to_pylist()))
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables:
                yield from _rows(connection.execute(f'select * from "{schema}"."{table}"'))
    elif path.suffix in TABLES:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            for (table,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
                yield from _rows(database.execute(f'select * from "{table}"'))


def _rows(found: duckdb.DuckDBPyConnection | sqlite3.Cursor) -> Iterator[bytes]:
    while chunk := found.fetchmany(1_000):
        yield from map(_text, chunk)


def _text(row: Iterable[object]) -> bytes:
    """A row's cells, parted by line ends."""
    return "\n".join(str(cell) for cell in row if cell is not None).encode("utf-8", "replace")


def _overlapping(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """A stream in chunks that begin with the end of the one before, so that no string is cut in two."""
    tail = b""
    while chunk := file.read(CHUNK):
        yield tail + chunk
        tail = chunk[-10_000:]
