"""The proof: every file below the data folder is read, unpacked where it is packed, and searched for what was forgotten."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import duckdb

from acta.forget.traces import Traces

CHUNK = 1 << 20
OVERLAP = 10_000
BETWEEN = (b" ", b"\n", b'"', b"'", b"<", b">")  # what no URL holds
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
        with duckdb.connect() as connection:
            yield from _cells(connection, f"read_parquet({_quoted(str(path))})")
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables:
                yield from _cells(connection, f'"{schema}"."{table}"')
    elif path.suffix in TABLES:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            for (table,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
                yield from _rows(database.execute(f'select * from "{table}"'))


def _cells(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[bytes]:
    """The cells of a table as text, each with a line end after it, in pieces of some thousand rows."""
    columns = [row[:2] for row in connection.execute(f"describe from {table}").fetchall()]
    texts = [  # a list as text would have its quotes escaped
        f"""array_to_string("{name}", chr(10))""" if kind == "VARCHAR[]" else f'"{name}"::varchar' for name, kind in columns
    ]
    cells = ", ".join(f"coalesce({text}, ''), chr(10)" for text in texts)
    for batch in connection.execute(f"select concat({cells}) from {table}").fetch_record_batch(10_000):
        yield "".join(batch.column(0).to_pylist()).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(found: sqlite3.Cursor) -> Iterator[bytes]:
    while chunk := found.fetchmany(1_000):
        yield from map(_text, chunk)


def _text(row: Iterable[object]) -> bytes:
    """A row's cells, parted by line ends."""
    return "\n".join(str(cell) for cell in row if cell is not None).encode("utf-8", "replace")


def _overlapping(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """A stream in pieces that begin with the end of the one before, so that no string is cut in two.

    They end where a URL does, or /news/123 would be taken for /news/12 at a border.
    """
    rest = b""
    while chunk := file.read(CHUNK):
        data = rest + chunk
        end = max(data.rfind(mark, len(data) - OVERLAP) for mark in BETWEEN) + 1 or len(data)
        yield data[:end]
        rest = data[max(0, end - OVERLAP) :]
    yield rest
