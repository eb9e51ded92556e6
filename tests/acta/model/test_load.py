"""Batches go in exactly once, whole or not at all."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from acta.config import Settings
from acta.errors import Transient
from acta.model.load import create_tables, damaged_lines, load_pending
from acta.model.warehouse import open_build
from acta.store.batches import BatchWriter, sha256_of


def write(settings: Settings, batch_id: str, rows: int = 3) -> None:
    with BatchWriter(settings, "collect", batch_id, [], "test") as writer:
        writer.write("outcomes", [{"outcome_id": f"{batch_id}_{i}", "outcome": "fetched"} for i in range(rows)])


def count(settings: Settings, table: str = "raw.outcomes") -> int:
    with open_build(settings, read_only=True) as connection:
        row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.fault(4)
def test_a_batch_is_loaded_once_however_often_loading_runs(settings: Settings) -> None:
    write(settings, "bat_a")
    for _ in range(3):
        with open_build(settings) as connection:
            load_pending(settings, connection)
    assert count(settings) == 3 and count(settings, "raw.batches") == 1


def test_batches_that_come_later_are_added(settings: Settings) -> None:
    write(settings, "bat_b")
    with open_build(settings) as connection:
        assert load_pending(settings, connection).batches == 1
    write(settings, "bat_a")
    with open_build(settings) as connection:
        assert load_pending(settings, connection).batches == 1
    assert count(settings) == 6


@pytest.mark.fault(9)
def test_a_damaged_batch_is_left_out_and_named_and_the_others_stay(settings: Settings) -> None:
    write(settings, "bat_a")
    with open_build(settings) as connection:
        load_pending(settings, connection)
    write(settings, "bat_b")
    path = settings.batches_dir / "collect" / "bat_b" / "outcomes.parquet"
    path.write_bytes(path.read_bytes()[:-7])
    with open_build(settings) as connection:
        load_pending(settings, connection)
        assert "does not match its manifest" in damaged_lines(connection)[0]
    assert count(settings) == 3


@pytest.mark.fault(1)
def test_loading_broken_off_inside_a_batch_leaves_nothing_of_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, "bat_a")
    with open_build(settings) as connection:

        class Dying:
            """The real connection, until the ledger row is to be written."""

            def execute(self, sql: str, *arguments: object) -> object:
                if "into raw.batches" in sql:
                    raise KeyboardInterrupt
                return connection.execute(sql, *arguments)

        with pytest.raises(KeyboardInterrupt):
            load_pending(settings, Dying())  # type: ignore[arg-type]
    assert count(settings) == 0
    with open_build(settings) as connection:
        load_pending(settings, connection)
    assert count(settings) == 3


@pytest.mark.fault(6)
def test_whoever_finds_the_build_file_taken_learns_by_whom(settings: Settings) -> None:
    import subprocess
    import sys

    settings.build_file.parent.mkdir(parents=True)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); time.sleep(60)",
            str(settings.build_file),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Transient, match=f"held by process {holder.pid}"), open_build(settings):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_the_registry_is_a_copy_of_the_files(settings: Settings) -> None:
    from acta.model.registry import COLUMNS, registry_rows

    for _ in range(2):
        with open_build(settings) as connection:
            load_pending(settings, connection)
    for table in COLUMNS:
        assert count(settings, f"registry.{table}") == len(registry_rows(table)) > 0


@pytest.mark.fault(28)
def test_a_batch_and_a_build_file_of_an_older_version_lack_a_column(settings: Settings) -> None:
    write(settings, "bat_old")
    folder = settings.batches_dir / "collect" / "bat_old"
    path = folder / "outcomes.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["detail"]), path)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["digest"]  # an older version wrote none
    manifest["tables"]["outcomes"]["sha256"] = sha256_of(path)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with open_build(settings) as connection:
        create_tables(connection)
        connection.execute("alter table raw.outcomes drop column detail")
        load_pending(settings, connection)
        assert connection.execute("select distinct outcome, detail from raw.outcomes").fetchall() == [("fetched", None)]


def test_a_version_that_an_older_batch_holds_twice_is_loaded_once(settings: Settings) -> None:
    key = {"version_id": "ver_a", "article_id": "art_a"}
    said = {"statement_id": "sta_a", **key, "kind": "direct", "char_start": 0, "char_end": 4, "exact_text": "Aye."}
    with BatchWriter(settings, "annotate", "bat_a", [], "test") as writer:
        writer.write("annotations", [key, key, {"version_id": "ver_b", "article_id": "art_b"}])
        writer.write("statements", [said, said, said | {"statement_id": "sta_b"}])
    with open_build(settings) as connection:
        load_pending(settings, connection)
        assert damaged_lines(connection) == []
    assert count(settings, "annotated.annotations") == 2
    assert count(settings, "annotated.statements") == 2
