"""What a build finds new, and what it leaves alone; what it does about batches that cannot be read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.acta.publish.test_generations import make_build
from tests.acta.trust.test_crashes import write_batches

from acta.config import Settings
from acta.model.build import load, rebuild
from acta.model.load import damaged_lines
from acta.model.news import inputs_hash
from acta.model.receipt import Receipt, read_receipt, receipt_path, write_receipt
from acta.model.warehouse import open_build
from acta.publish.generations import generations, publish, rollback
from acta.publish.standing import standing
from acta.store.batches import BatchWriter, DamagedBatch, batch_dir

TEXT = "The port of Velmark opened its northern quay on Tuesday, a day after the storm had passed."


@pytest.fixture
def built(settings: Settings) -> Settings:
    """A folder whose batches are loaded, with the receipt of a build that ended well a minute ago."""
    write_batches(settings)
    load(settings)
    finished(settings)
    return settings


def finished(settings: Settings, minutes_ago: int = 1) -> None:
    with open_build(settings) as connection:
        connection.execute("create schema if not exists audit")
        connection.execute("create or replace table audit.build_ids as select 'one' as build_id")
        damaged = damaged_lines(connection)
    at = (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat(timespec="seconds")
    receipt = Receipt({}, {}, [], damaged=damaged, build_id="one", built_at=at, inputs=inputs_hash(settings))
    write_receipt(settings, receipt)


def poll(settings: Settings, number: int, articles: int = 0, of: str | None = None) -> None:
    """A poll that brought so many articles; ``of`` is the collect batch that is read, when it is not new."""
    if of is None:
        with BatchWriter(settings, "collect", f"bat_p{number}", [], "test") as writer:
            writer.write("outcomes", [{"outcome_id": f"out_p{number}", "outcome": "unchanged"}])
    with BatchWriter(settings, "extract", f"ext_p{number}", [of or f"bat_p{number}"], "test") as writer:
        key = f"ver_p{number}"
        writer.write("articles", [{"article_id": key, "version_id": key, "source_id": "alpha", "text": TEXT}] * articles)
        writer.write("outcomes", [{"outcome_id": f"o_p{number}", "outcome": "rejected", "subject_id": f"fet_p{number}"}])
    with BatchWriter(settings, "annotate", f"ann_p{number}", [f"ext_p{number}"], "test"):
        pass


def said(settings: Settings) -> tuple[int, str, bool]:
    """How many batches a load brought, the first line it said, and whether the receipt still stands."""
    lines: list[str] = []
    return load(settings, lines.append), lines[0], receipt_path(settings).exists()


def test_without_new_batches_nothing_is_built(built: Settings) -> None:
    assert said(built) == (0, "no new batches since the last build: nothing to build", True)


def test_a_poll_without_an_article_waits_for_the_next_refresh_of_the_health_tables(built: Settings) -> None:
    poll(built, 1)
    count, line, stands = said(built)
    assert (count, stands) == (0, True) and "3 new batches brought no article: the health tables are refreshed after" in line
    finished(built, minutes_ago=61)
    assert said(built)[::2] == (3, False)


def test_a_pause_of_nothing_refreshes_the_health_tables_at_each_build(built: Settings) -> None:
    poll(built, 1)
    assert said(replace(built, health_seconds=0))[::2] == (3, False)


CHANGES = ["an article", "a page read again", "a judgement", "a validation", "another project", "no receipt", "another build"]


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_may_change_the_data_is_built_at_once(built: Settings, what: str) -> None:
    settings = built
    if what == "an article":
        poll(settings, 1, articles=1)
    elif what == "a page read again":
        poll(settings, 1, of="bat_1")
    elif what == "a judgement":
        settings.judgements_dir.mkdir(parents=True, exist_ok=True)
        (settings.judgements_dir / "actors.jsonl").write_text("")
    elif what == "a validation":
        settings.validation_dir.mkdir(parents=True, exist_ok=True)
        (settings.validation_dir / "judgements.jsonl").write_text("")
    elif what == "another project":
        settings = replace(settings, name_private_persons=True)
    elif what == "no receipt":
        receipt_path(settings).unlink()
    else:
        with open_build(settings) as connection:
            connection.execute("update audit.build_ids set build_id = 'two'")
    assert not said(settings)[2]


def ways_to_damage(folder: Path) -> Iterator[None]:
    """Damage a batch in one way after the other; each is undone before the next."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])
        yield
        path.unlink()
        yield
        path.write_bytes(data)


def ledger(settings: Settings) -> set[str]:
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        return {row[0] for row in connection.execute("select batch_id from raw.batches").fetchall()}


def test_a_damaged_batch_is_left_out_with_what_was_made_from_it_and_all_else_is_loaded(built: Settings) -> None:
    settings = replace(built, health_seconds=0)
    poll(settings, 1, articles=1)
    poll(settings, 2, articles=1)
    folder = batch_dir(settings, "collect", "bat_p1")
    whole = settings.data_dir / "backup"
    shutil.copytree(folder, whole)
    for number, _ in enumerate(ways_to_damage(folder), 3):
        poll(settings, number, articles=1)
        load(settings)
        assert not ledger(settings) & {"bat_p1", "ext_p1", "ann_p1"}
        assert {f"bat_p{number}", f"ext_p{number}", f"ann_p{number}", "bat_p2"} <= ledger(settings)
        with open_build(settings) as connection:
            (line,) = damaged_lines(connection)
        assert f"restore {folder} from a backup" in line and "\n" not in line
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    assert load(settings) == 3
    with open_build(settings) as connection:
        assert damaged_lines(connection) == []


def test_a_batch_damaged_after_it_was_loaded_holds_nothing_up_and_is_named(built: Settings) -> None:
    poll(built, 1, articles=1)
    load(built)
    (batch_dir(built, "extract", "ext_p1") / "manifest.json").write_text("{")
    poll(built, 2, of="bat_p1", articles=1)
    load(built)
    assert {"ext_p1", "ext_p2", "ann_p2"} <= ledger(built)
    with open_build(built) as connection:
        assert len(damaged_lines(connection)) == 1


def test_a_build_from_nothing_refuses_however_often_it_is_tried(settings: Settings) -> None:
    write_batches(settings)
    poll(settings, 1, articles=1)
    path = batch_dir(settings, "annotate", "ann_p1") / "mentions.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    for _ in range(2):
        with pytest.raises(DamagedBatch, match="run `acta annotate`"):
            load(settings)


def test_a_rebuild_keeps_the_build_file_when_a_batch_is_damaged(built: Settings) -> None:
    path = batch_dir(built, "collect", "bat_1") / "fetches.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedBatch, match="restore"):
        rebuild(built)
    assert ledger(built) == {"bat_1", "ext_1"}


def health_build(settings: Settings, data: int, health: int) -> None:
    """A build whose health table differs."""
    make_build(settings, data)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(f"create or replace table marts.rpt_outlet_health as select {health}::bigint as polls")
        from acta.model.clusters import table_counts
        from acta.model.hashes import table_hashes

        write_receipt(settings, Receipt(dict(table_counts(connection, "marts")), table_hashes(connection), []))


def test_health_tables_alone_are_published_once_in_a_while_and_evict_no_data(settings: Settings) -> None:
    settings = replace(settings, keep_generations=2, keep_days=0)
    for number in (1, 2):
        health_build(settings, number, 0)
        publish(settings)
    health_build(settings, 2, 1)
    assert publish(settings)[1] is False and "only health tables changed" in standing(settings)
    for polls in range(2, 8):
        health_build(settings, 2, polls)
        assert publish(replace(settings, health_seconds=0))[1] is True
    assert [one.number for one in generations(settings)] == [1, 7, 8]
    health_build(settings, 3, 8)
    assert publish(settings)[0].number == 9  # data never wait
    assert [one.number for one in generations(settings)] == [8, 9]


def test_polls_after_a_rollback_do_not_undo_it(settings: Settings) -> None:
    settings = replace(settings, health_seconds=0)
    for number in (1, 2):
        health_build(settings, number, 0)
        publish(settings)
    rollback(settings, "wrong dates")
    health_build(settings, 2, 1)
    assert publish(settings)[1] is False
    assert "`acta rollback 2 --reason …` goes back to it" in standing(settings) and "\n" not in standing(settings)
    rollback(settings, "the dates were right", 2)
    assert publish(settings)[1] is True and "gen-000003 is current, nothing changed" in standing(settings)


def test_a_history_that_was_cut_off_says_the_same_of_a_rollback(settings: Settings) -> None:
    for number in (1, 2):
        health_build(settings, number, 0)
        publish(settings)
    rollback(settings, "wrong dates")
    log = settings.publish_dir / "history.jsonl"
    log.write_text(log.read_text() + '{"at": "2026-0')
    assert publish(settings)[1] is False
    rollback(settings, "the dates were right", 2)
    assert [json.loads(line)["verb"] for line in log.read_text().splitlines() if line.endswith("}")][-2:] == ["rollback"] * 2


def test_a_receipt_of_an_earlier_version_is_read(settings: Settings) -> None:
    make_build(settings, 1)
    receipt = read_receipt(settings)
    assert receipt is not None and receipt.inputs == ""
    assert publish(settings)[1]
