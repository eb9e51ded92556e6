"""What a build can keep: digests of the input of each day of evidence, each utterance and each event, of the last good build.

dbt compares the digests and makes anew what differs (``int_days__stale`` and so on). A build that failed or was killed may have
left things half made, so what it meant to make is stale for the next one. When the project itself changed, nothing is kept.
"""

from __future__ import annotations

import hashlib

import duckdb

from acta.config import Settings

# What is made anew one by one, and its key.
KEPT = {"days": "seen_on date", "utterances": "utterance_id varchar", "events": "event_id varchar"}
_PARTS = ("dbt_project.yml", "macros", "models", "seeds")


def prepare_increments(settings: Settings, connection: duckdb.DuckDBPyConnection) -> bool:
    """Say what may be kept, in the tables ``audit.built_*``; returns whether everything has to be made anew."""
    connection.execute("create schema if not exists audit")
    connection.execute("create table if not exists audit.builds (definitions varchar, is_finished boolean)")
    last, was_finished = connection.execute("from audit.builds").fetchone() or (None, False)
    definitions = definitions_of(settings)
    for things, column in KEPT.items():
        key = column.split()[0]
        if last != definitions:
            connection.execute(f"create or replace table audit.built_{things} ({column}, digest decimal(38, 0))")
        elif not was_finished and _exists(connection, f"int_{things}__stale"):  # no digest, so what the next build finds differs
            stale = f"select {key} from intermediate.int_{things}__stale"
            connection.execute(f"update audit.built_{things} set digest = null where {key} in ({stale})")
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
    for things in KEPT:
        connection.execute(f"create or replace table audit.built_{things} as from intermediate.int_{things}__digested")
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


def _exists(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'intermediate' and table_name = ?", [table]
    )
    return found.fetchone() is not None
