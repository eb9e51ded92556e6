"""The verb that runs anybody's SQL: it can read the published tables, and nothing else of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import click
import duckdb

from acta.cli.tables import Row, print_rows, write_csv, write_json
from acta.config import Settings, load_settings
from acta.errors import Permanent
from acta.publish.reading import open_published
from acta.terminal import err

TABLE_ROWS = 1000
CHUNK = 1000
READING = frozenset(  # CREATE: a pivot makes a type of its own; in a file opened read-only only what is temporary can be made
    {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.CREATE}
)
# In this order: the last one takes the key away. Without a folder to spill to, a reader never writes beside the file.
LOCKS = (
    "temp_directory = ''",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "python_enable_replacements = false",
    "enable_external_access = false",
    "lock_configuration = true",
)


@click.command()
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=None,
    help=f"At most so many rows, 0 for all; {TABLE_ROWS} by default in a table, all in CSV and JSON.",
)
@click.option("--timeout", type=click.IntRange(1), default=300, show_default=True, help="Seconds it may take.")
def query(sql: str, form: str, limit: int | None, timeout: int) -> None:
    """Run SQL over the published warehouse, read-only.

    It reaches no file, network, extension or setting. In a table and in CSV, control characters are shown as stand-ins
    (␛ for escape); JSON keeps them as escapes.
    """
    settings = load_settings()
    with open_published(settings) as connection:
        lock(connection, settings)
        with at_most(connection, timeout):
            found = read(connection, sql)
            names = [column[0] for column in found.description or []]
            most = (TABLE_ROWS if form == "table" else 0) if limit is None else limit
            if form == "table":
                rows = found.fetchmany(most) if most else found.fetchall()
                print_rows(names, rows)
            else:
                (write_csv if form == "csv" else write_json)(names, _stream(found, most))
            if most and found.fetchone():
                err.print(f"… more rows than {most}: --limit 0 gives all of them", style="yellow")


def lock(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Take files, network, extensions and settings away from a connection, for good, and bound its memory."""
    for setting in (f"memory_limit = '{settings.build_memory}'", *LOCKS):
        connection.execute(f"set {setting}")


def read(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Run statements that read; the last one's rows are to be fetched. Raises Permanent, before any runs, for others."""
    statements = connection.extract_statements(sql)
    for statement in statements:
        if statement.type not in READING:
            kind = statement.type.name.lower()
            raise Permanent(f"a query is read-only: it runs select, from, with, describe, show and explain, not {kind}")
    if not statements:
        raise Permanent('there is no SQL in it: try `acta query "show tables"`')
    for statement in statements:
        connection.execute(statement)
    return connection


@contextmanager
def at_most(connection: duckdb.DuckDBPyConnection, seconds: int) -> Iterator[None]:
    """Interrupt what the connection does after so many seconds. Raises Permanent when that was necessary."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise Permanent(f"stopped after {seconds} s: ask for less, or allow more with --timeout") from error
    except duckdb.OutOfMemoryException as error:
        raise Permanent("needs more memory than a query may use: ask for less, or raise ACTA_MEMORY_GB") from error
    finally:
        timer.cancel()


def _stream(found: duckdb.DuckDBPyConnection, most: int) -> Iterator[Row]:
    """Rows as they come, a chunk at a time; all of them when ``most`` is 0."""
    if most:
        return iter(found.fetchmany(most))
    return chain.from_iterable(iter(lambda: found.fetchmany(CHUNK), []))


COMMANDS = [query]
