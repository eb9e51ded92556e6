"""The proof: every file is read, unpacked where it is packed, and searched for what was forgotten.

What a file is, its first bytes say, not its name: a killed process leaves archives and tables under names of its own.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import duckdb

from acta.forget.traces import Traces
from acta.forget.walk import files_below

CHUNK = 1 << 20
OVERLAP = 10_000
BETWEEN = (b" ", b"\n", b'"', b"'", b"<", b">")  # what no URL holds
KINDS = {  # place and bytes by which a packed file is known
    "gzip": (0, b"\x1f\x8b"),
    "bz2": (0, b"BZh"),
    "xz": (0, b"\xfd7zXZ\x00"),
    "zip": (0, b"PK\x03\x04"),
    "zstd": (0, b"\x28\xb5\x2f\xfd"),
    "parquet": (0, b"PAR1"),
    "duckdb": (8, b"DUCK"),
    "sqlite": (0, b"SQLite format 3\x00"),
}
TABLES = ("parquet", "duckdb", "sqlite")  # read cell by cell; their raw bytes have no borders
BROKEN = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, duckdb.Error, sqlite3.Error)


def scan(
    folder: Path, needles: Iterable[str], but: Path | None = None, more: Iterable[Path] = ()
) -> tuple[int, list[str]]:
    """Files read, all below the folder ``but`` one and ``more`` elsewhere; and those that hold one of the strings.

    A file that cannot be read to its end is among them: nothing is proved of it.
    """
    wanted = Traces.of(needles)
    files = {path.resolve(): path for path in (*files_below(folder), *more) if path != but}
    return len(files), [f"{path}{found}" for path in files.values() if (found := _found(path, wanted)) is not None]


def _found(path: Path, wanted: Traces) -> str | None:
    """Empty when a file holds one of the strings, a remark when it cannot be read, None when it is clean."""
    try:
        return "" if holds(path, wanted) else None
    except BROKEN as error:
        return f" (cannot be read: {(str(error) or type(error).__name__).splitlines()[0]})"


def holds(path: Path, wanted: Traces) -> bool:
    """Whether one of the strings stands in a file: in its bytes, and in what is packed in them."""
    with path.open("rb") as raw:
        head = raw.read(16)
        kind = next((name for name, (at, mark) in KINDS.items() if head[at : at + len(mark)] == mark), "")
        raw.seek(0)
        look = wanted.in_packed if kind in TABLES else wanted.in_text
        if any(look(piece) for piece in _overlapping(raw)):
            return True
    return any(wanted.in_text(piece) for piece in _unpacked(path, kind))


def _unpacked(path: Path, kind: str) -> Iterator[bytes]:
    if kind in ("gzip", "bz2", "xz"):
        with _open_packed(path, kind) as unpacked:
            yield from _overlapping(unpacked)
    elif kind == "zip":
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                with packed.open(name) as unpacked:
                    yield from _overlapping(unpacked)
    elif kind == "zstd":
        raise ValueError("it is packed by zstd")
    elif kind == "parquet":
        with duckdb.connect() as connection:
            yield from _cells(connection, f"read_parquet({_quoted(str(path))})")
    elif kind == "duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables:
                yield from _cells(connection, f'"{schema}"."{table}"')
    elif kind == "sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            for (table,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
                yield from _rows(database.execute(f'select * from "{table}"'))


def _open_packed(path: Path, kind: str) -> IO[bytes]:
    if kind == "gzip":
        return gzip.open(path)  # type: ignore[return-value]
    return bz2.open(path) if kind == "bz2" else lzma.open(path)


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


def _overlapping(file: IO[bytes]) -> Iterator[bytes]:
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
