"""Opening the build file: one writer, named when it is someone else.

DuckDB allows one writing process. Whoever holds the file is named with its process id, so the next step is clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from acta.config import Settings
from acta.errors import Permanent, Transient

SQL_TYPE = {
    pa.uint64(): "ubigint", pa.uint32(): "uinteger", pa.int64(): "bigint", pa.int32(): "integer", pa.float64(): "double",
    pa.bool_(): "boolean", pa.date32(): "date", pa.string(): "varchar",
}  # fmt: skip
DAMAGE = re.compile(r"Corrupt database file|Could not read enough bytes|not a valid DuckDB database|erializ|INTERNAL Error")
HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


@contextmanager
def open_build(settings: Settings, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to the build file and close it again; a checkpoint leaves no .wal behind.

    Raises Transient, naming the process, when another one holds the file; Permanent when the file is damaged.
    """
    path = settings.build_file
    path.parent.mkdir(parents=True, exist_ok=True)
    if read_only:
        with connect(path, read_only) as connection:
            yield connection
        return
    with writing(path):
        connection = connect(path, read_only)
        connection.execute(f"set memory_limit = '{settings.build_memory}'")
        try:
            yield connection
            connection.execute("checkpoint")
        finally:
            connection.close()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Mark a file as being written until the block ends well, so that a ``.wal`` is known to be of a write cut short.

    DuckDB replays whatever ``.wal`` lies there, also that of another file. Raises Permanent when one was left by nobody.
    """
    wal, mark = path.with_name(path.name + ".wal"), path.with_name(path.name + ".unfinished")
    if wal.exists() and not mark.exists():
        raise Permanent(f"{wal} was not left by an interrupted build: run `acta rebuild` to make both files again")
    mark.touch()
    yield
    mark.unlink(missing_ok=True)


def is_damage(error: BaseException | str) -> bool:
    """Whether an error of DuckDB's says that a file is not what was written (each block has a checksum)."""
    return DAMAGE.search(str(error)) is not None


REBUILD = "run `acta rebuild` to make it again from the batches"


def connect(path: Path, read_only: bool, helps: str = REBUILD) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, with one line instead of a traceback when that cannot be; ``helps`` is what to do about damage."""
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.IOException as error:
        held = HOLDER.search(str(error))
        if held:
            raise Transient(
                f"{path} is held by process {held['pid']} ({held['program']}): wait for it to end, or stop it"
            ) from error
        raise Permanent(f"{path} cannot be opened ({str(error).splitlines()[0]}): {helps}") from error
    except duckdb.Error as error:
        raise Permanent(f"{path} cannot be opened ({str(error).splitlines()[0]}): {helps}") from error


def replace_table(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Sequence[tuple[str | None, ...]]
) -> None:
    """Make a table of texts anew. By way of Arrow: row by row DuckDB takes seconds for a few thousand."""
    cells = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(columns))]
    connection.register("new_rows", pa.table(cells, names=list(columns)))
    connection.execute(f"create or replace table {table} as from new_rows")
    connection.unregister("new_rows")
