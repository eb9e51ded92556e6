"""Publishing against readers, crashes and a damaged copy. The build file is small but real: DuckDB tables with contracts."""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from dataclasses import asdict, replace
from pathlib import Path

import duckdb
import pytest

from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.model.build import Receipt, read_receipt, receipt_path
from acta.model.clusters import table_counts
from acta.model.hashes import hashed_columns, table_hashes
from acta.model.sums import table_sums
from acta.model.warehouse import connect
from acta.publish import generations as subject
from acta.publish.copy_marts import copy_marts
from acta.publish.generations import current_generation, generations, publish

TABLES = ("dim_a", "fct_b", "fct_c")


def make_build(settings: Settings, number: int) -> None:
    """A build in which every row of every table carries the same number, so that a mix would show."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("create schema if not exists marts")
        for table in TABLES:
            connection.execute(
                f"create or replace table marts.{table} (id varchar primary key, number bigint not null)"
            )
            connection.execute(f"insert into marts.{table} select 'id' || i, {number} from range(2000) r(i)")
            connection.execute(f"comment on table marts.{table} is 'One row an id; it''s a test.'")
            connection.execute(f"comment on column marts.{table}.number is 'The build''s number.'")
        connection.execute("create or replace view marts.v_all as select * from marts.dim_a")
        sums = table_sums(connection, hashed_columns(connection))
        receipt = Receipt(dict(table_counts(connection, "marts")), table_hashes(connection), [], sums=sums)
    receipt_path(settings).write_text(json.dumps(asdict(receipt)))


def read_in_a_loop(path: Path, stop: object, results: object) -> None:
    """Open, look at all tables, close; report errors and mixed reads."""
    seen, errors = 0, []
    while not stop.is_set():  # type: ignore[attr-defined]
        try:
            with duckdb.connect(str(path), read_only=True) as connection:
                found = {
                    row
                    for table in TABLES
                    for row in connection.execute(
                        f"select count(*), min(number), max(number) from marts.{table}"
                    ).fetchall()
                }
            if len(found) != 1 or {(n, low) for n, low, high in found if low == high} != {(2000, next(iter(found))[1])}:
                errors.append(f"mixed: {found}")
            seen += 1
        except Exception as error:
            errors.append(str(error))
    results.put((seen, errors))  # type: ignore[attr-defined]


@pytest.mark.fault(7)
def test_readers_in_a_loop_see_whole_generations_through_twenty_publishes(settings: Settings) -> None:
    make_build(settings, 0)
    publish(settings)
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    reader = context.Process(target=read_in_a_loop, args=(settings.published_file, stop, results))
    reader.start()
    for number in range(1, 21):
        make_build(settings, number)
        assert publish(settings)[1]
        time.sleep(0.02)
    time.sleep(1.0)  # the reader's process needs a moment to start on a busy machine
    stop.set()
    seen, errors = results.get(timeout=60)
    reader.join()
    assert errors == [] and seen > 3
    assert len(generations(settings)) == settings.keep_generations


def test_keys_comments_and_views_are_published_too(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.v_all").fetchone() == (2000,)
        comments = connection.execute(
            "select comment from duckdb_columns() where column_name = 'number' and table_name = 'fct_b'"
        ).fetchone()
        assert comments == ("The build's number.",)
        kinds = connection.execute(
            "select constraint_type from duckdb_constraints() where table_name = 'fct_b'"
        ).fetchall()
        assert ("PRIMARY KEY",) in kinds and ("NOT NULL",) in kinds


def test_an_unchanged_build_makes_no_new_generation(settings: Settings) -> None:
    make_build(settings, 1)
    first, is_new = publish(settings)
    make_build(settings, 1)
    assert is_new and publish(settings) == (first, False)


def test_what_the_build_holds_beside_the_marts_is_nowhere_in_the_published_file(settings: Settings) -> None:
    make_build(settings, 1)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.pages as select 'Quay reopened, page ' || i as body from range(5000) r(i)")
    assert b"Quay reopened" in settings.build_file.read_bytes()
    publish(settings)
    assert b"Quay reopened" not in settings.published_file.read_bytes()
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        assert connection.execute("select distinct schema_name from duckdb_tables()").fetchall() == [("marts",)]


def test_without_a_finished_build_nothing_is_published(settings: Settings) -> None:
    with pytest.raises(Permanent, match="run `acta build` first"):
        publish(settings)
    assert read_receipt(settings) is None and current_generation(settings) is None


@pytest.mark.fault(8)
def test_a_copy_that_differs_from_the_build_is_not_published(settings: Settings) -> None:
    make_build(settings, 1)
    first, _ = publish(settings)
    make_build(settings, 2)
    receipt = read_receipt(settings)
    assert receipt is not None
    wrong = replace(receipt, hashes={**receipt.hashes, "dim_a": "0" * 64}, sums={**receipt.sums, "dim_a": "2000:0"})
    receipt_path(settings).write_text(json.dumps(asdict(wrong)))
    with pytest.raises(Permanent, match="the copy differs"):
        publish(settings)
    assert current_generation(settings) == first
    assert not list(settings.publish_dir.glob(".partial-*"))


@pytest.mark.fault(3)
def test_a_copy_that_finds_no_room_is_removed_and_readers_stay(settings: Settings) -> None:
    make_build(settings, 1)
    first, _ = publish(settings)
    make_build(settings, 2)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # no file may grow beyond it
    try:
        with pytest.raises(Transient, match=r"disk full .*: free some space, then run the same again"):
            publish(settings)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert current_generation(settings) == first
    assert not list(settings.publish_dir.glob(".partial-*"))
    assert publish(settings)[1]


@pytest.mark.parametrize("read_only", [False, True])
def test_what_does_not_fit_into_memory_lies_inside_the_data_folder(settings: Settings, read_only: bool) -> None:
    make_build(settings, 1)
    with connect(settings.build_file, read_only) as connection:
        connection.execute("set memory_limit = '60MB'; set threads = 1")
        sorting = "select md5(i::varchar) || md5((i + 1)::varchar) as words from range(1_500_000) r(i) order by words"
        connection.execute(sorting).fetchmany(10)
        spilled = [path for path in settings.data_dir.rglob("*") if path.name.startswith("duckdb_temp")]
        assert spilled
    assert not any(path.exists() for path in spilled)


@pytest.mark.fault(1)
@pytest.mark.parametrize("step", ["copy_marts", "_flip", "_prune"])
def test_a_publish_that_dies_leaves_the_old_generation_and_the_next_one_goes_through(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    make_build(settings, 1)
    publish(settings)
    make_build(settings, 2)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(subject, step, die)
        with pytest.raises(KeyboardInterrupt):
            publish(settings)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        number = connection.execute("select max(number) from marts.fct_b").fetchone()
    assert number == ((2,) if step == "_prune" else (1,))
    publish(settings)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        assert connection.execute("select min(number) from marts.fct_b").fetchone() == (2,)
    assert not list(settings.publish_dir.glob(".partial-*"))


@pytest.mark.parametrize("version", [duckdb.__version__, "0.1.0", None], ids=["this DuckDB", "another DuckDB", "no sums"])
@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_b set number = 2 where id = 'id7'",
        "delete from marts.fct_b where id = 'id7'",
        "insert into marts.fct_b values ('id2000', 1)",
        "update marts.fct_b set id = case id when 'id7' then 'id8x' else id end",
    ],
)
def test_a_copy_that_differs_in_one_row_is_not_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, change: str, version: str | None
) -> None:
    make_build(settings, 1)
    receipt = read_receipt(settings)
    assert receipt is not None
    sums = {} if version is None else receipt.sums | {"": version}
    receipt_path(settings).write_text(json.dumps(asdict(replace(receipt, sums=sums))))

    def copy(build_file: Path, target: Path) -> None:
        copy_marts(build_file, target)
        with duckdb.connect(str(target)) as connection:
            connection.execute(change)

    with monkeypatch.context() as patch:
        patch.setattr(subject, "copy_marts", copy)
        with pytest.raises(Permanent, match="the copy differs from what the build noted"):
            publish(settings)
    assert current_generation(settings) is None
    assert publish(settings)[1]
