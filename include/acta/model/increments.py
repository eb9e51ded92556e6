"""Which days of evidence a build can keep: a digest of each day's input, of the last build that came to its end.

dbt compares the digests and makes anew the days that differ (``int_days__stale``). A build that failed or was killed may have
left days half made, so what it meant to make is stale for the next one. When the project itself changed, nothing is kept.
"""

from __future__ import annotations

import hashlib

import duckdb

from acta.config import Settings

_PARTS = ("dbt_project.yml", "macros", "models", "seeds")


def prepare_increments(settings: Settings, connection: duckdb.DuckDBPyConnection) -> bool:
    """Say what may be kept, in ``audit.built_days``; returns whether everything has to be made anew."""
    connection.execute("create schema if not exists audit")
    connection.execute("create table if not exists audit.built_days (seen_on date, digest varchar)")
    connection.execute("create table if not exists audit.builds (definitions varchar, is_finished boolean)")
    last, was_finished = connection.execute("from audit.builds").fetchone() or (None, False)
    definitions = definitions_of(settings)
    if last != definitions:
        connection.execute("delete from audit.built_days")
    elif not was_finished and _has_stale_days(connection):
        connection.execute("delete from audit.built_days where seen_on in (select seen_on from intermediate.int_days__stale)")
    connection.execute("delete from audit.builds")
    connection.execute("insert into audit.builds values (?, false)", [definitions])
    # so too after a build of everything that did not come to its end: it may have left tables of the project before
    everything = connection.execute("select 1 from audit.built_days").fetchone() is None
    if everything:
        connection.execute("drop table if exists audit.day_sums")
    return everything


def keep_increments(connection: duckdb.DuckDBPyConnection) -> None:
    """Note that the build came to its end."""
    connection.execute("begin")
    connection.execute("create or replace table audit.built_days as select seen_on, digest from intermediate.int_days__digested")
    connection.execute("update audit.builds set is_finished = true")
    connection.execute("commit")


def definitions_of(settings: Settings) -> str:
    """SHA-256 over the project's files and the settings it is given."""
    digest = hashlib.sha256(repr(settings.name_private_persons).encode())
    for part in _PARTS:
        root = settings.dbt_dir / part
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file():
                digest.update(str(path.relative_to(settings.dbt_dir)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _has_stale_days(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'intermediate' and table_name = 'int_days__stale'"
    )
    return found.fetchone() is not None
