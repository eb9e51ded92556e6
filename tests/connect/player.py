"""An analyst's first minutes with one client, over and over: `player.py CLIENT FILE SECONDS` prints what happened as JSON.

Each visit connects, looks around, asks some questions and leaves. The marker that the publisher writes into three tables must be
one and the same in every answer, and in all answers of one visit: no query sees half of a generation.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARKERS = """select distinct marker from (
    select cue_lemma as marker from statements union all select site_name from articles
    union all select annotator_name from event_mentions)"""
QUESTIONS = (
    "select count(*) as n from evidence",
    "select speaker_name, exact_text, outlet_name, url from statements where is_current order by counted_on desc limit 20",
    "select outlet_name, speaker_gender, count(*) as n from statements group by all order by all",
    "select event_type, count(*) as n from events inner join marts.fct_events using (event_id, event_type) group by all",
    "select title, statement_count from articles order by published_at desc nulls last limit 10",
)
Ask = Callable[[str], list[tuple[Any, ...]]]


@contextmanager
def duckdb_python(path: str) -> Iterator[Ask]:
    import duckdb

    with duckdb.connect(path, read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@contextmanager
def duckdb_cli(path: str) -> Iterator[Ask]:
    program = str(Path(sys.executable).with_name("duckdb"))
    where = os.path.realpath(path)  # each command is a process of its own; a visit stays with one generation

    def ask(sql: str) -> list[tuple[Any, ...]]:
        done = subprocess.run([program, "-readonly", "-json", where, "-c", sql], capture_output=True, text=True, check=False)
        if done.returncode or done.stderr:
            raise RuntimeError(done.stderr)
        return [tuple(row.values()) for row in json.loads(done.stdout or "[]")]

    yield ask


@contextmanager
def pandas(path: str) -> Iterator[Ask]:
    import duckdb

    with duckdb.connect(path, read_only=True) as connection:
        yield lambda sql: list(connection.sql(sql).df().itertuples(index=False, name=None))


@contextmanager
def polars(path: str) -> Iterator[Ask]:
    import duckdb

    with duckdb.connect(path, read_only=True) as connection:
        yield lambda sql: connection.sql(sql).pl().rows()


@contextmanager
def ibis(path: str) -> Iterator[Ask]:
    import ibis as client

    connection = client.duckdb.connect(path, read_only=True)
    try:
        assert {"statements", "articles"} <= set(connection.list_tables())
        assert connection.table("statements").count().execute() > 0
        yield lambda sql: list(connection.sql(sql).execute().itertuples(index=False, name=None))
    finally:
        connection.disconnect()


@contextmanager
def sqlalchemy(path: str) -> Iterator[Ask]:
    from sqlalchemy import MetaData, Table, create_engine, inspect, text

    engine = create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    try:
        assert {"statements", "articles"} <= set(inspect(engine).get_table_names())
        assert "exact_text" in Table("statements", MetaData(), autoload_with=engine).columns
        with engine.connect() as connection:
            yield lambda sql: [tuple(row) for row in connection.execute(text(sql))]
    finally:
        engine.dispose()


@contextmanager
def marimo(path: str) -> Iterator[Ask]:
    import duckdb
    import marimo as notebook

    with duckdb.connect(path, read_only=True) as connection:
        yield lambda sql: notebook.sql(sql, engine=connection, output=False).rows()


CLIENTS = {one.__name__: one for one in (duckdb_cli, duckdb_python, pandas, polars, ibis, sqlalchemy, marimo)}


def play(client: str, path: str, seconds: float) -> dict[str, Any]:
    """Visit until the time is over; returns counts, the markers that were seen and every error."""
    ends, seen, errors, queries, visits = time.monotonic() + seconds, set(), [], 0, 0
    while time.monotonic() < ends or not visits:
        visits += 1
        try:
            with CLIENTS[client](path) as ask:
                first = ask(MARKERS)
                for sql in QUESTIONS:
                    if not ask(sql):
                        errors.append(f"no rows: {sql}")
                    queries += 1
                again = ask(MARKERS)
                queries += 2
            if len(first) != 1 or first != again:
                errors.append(f"not one generation: {first}, {again}")
            seen.add(str(first[0][0]))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {str(error)[:300]}")
    return {"client": client, "visits": visits, "queries": queries, "generations": len(seen), "errors": errors}


if __name__ == "__main__":
    json.dump(play(sys.argv[1], sys.argv[2], float(sys.argv[3])), sys.stdout)
