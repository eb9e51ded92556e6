"""Back to an earlier generation, and published in spite of failed tests: both at once, both with their reason kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace

import duckdb
import pytest
from click.testing import CliRunner
from tests.acta.publish.test_generations import TABLES, make_build

from acta.cli import cli
from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import read_receipt, receipt_path
from acta.publish.generations import current_generation, generations, history_path, publish, rollback

LATER = {"digest", "file_bytes", "file_sha256", "project"}  # what earlier versions did not note


def number_seen(settings: Settings) -> int:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        row = connection.execute("select max(number) from marts.fct_b").fetchone()
    assert row is not None
    return int(row[0])


def three_generations(settings: Settings) -> None:
    for number in (1, 2, 3):
        make_build(settings, number)
        publish(settings)


def test_a_rollback_goes_to_the_generation_before_and_keeps_the_one_left(settings: Settings) -> None:
    three_generations(settings)
    before, after = rollback(settings, "wrong dates")
    assert (before.number, after.number, number_seen(settings)) == (3, 2, 2)
    assert [one.number for one in generations(settings)] == [1, 2, 3]
    rollback(settings, "the dates were right", 3)
    assert number_seen(settings) == 3
    log = [json.loads(line) for line in history_path(settings).read_text().splitlines()]
    assert [(line["verb"], line["generation"], line["reason"]) for line in log[-2:]] == [
        ("rollback", 2, "wrong dates"),
        ("rollback", 3, "the dates were right"),
    ]


def test_a_build_that_was_rolled_back_is_not_published_again_but_the_next_one_is(settings: Settings) -> None:
    three_generations(settings)
    rollback(settings, "wrong dates")
    make_build(settings, 3)
    assert publish(settings)[1] is False and number_seen(settings) == 2
    make_build(settings, 4)
    assert publish(settings)[0].number == 4 and number_seen(settings) == 4


def hashed_before_the_upgrade(settings: Settings, number: int) -> None:
    """Give a generation the hashes that an Acta of the earlier formula wrote."""
    folder = settings.publish_dir / f"gen-{number:06d}"
    path = folder / "generation.json"
    with duckdb.connect(str(folder / "acta.duckdb"), read_only=True) as connection:
        hashes = earlier_hashes(connection)
    record = json.loads(path.read_text()) | {"hashes": hashes}
    path.write_text(json.dumps({name: value for name, value in record.items() if name not in LATER}))


def earlier_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The formula as it was: rows as text, hashed, in the order of their hashes."""
    hashes = {}
    for table in TABLES:
        digest = hashlib.sha256(b"id\x1fnumber")
        rows = connection.execute(f"select id || chr(31) || number from marts.{table}").fetchall()
        for row_hash in sorted(hashlib.sha256(text.encode()).hexdigest() for (text,) in rows):
            digest.update(row_hash.encode())
        hashes[table] = digest.hexdigest()
    return hashes


def test_after_an_upgrade_of_the_formula_one_generation_is_published_and_the_way_back_stays_checked(
    settings: Settings,
) -> None:
    make_build(settings, 1)
    publish(settings)
    make_build(settings, 2)
    publish(settings)
    for number in (1, 2):
        hashed_before_the_upgrade(settings, number)
    make_build(settings, 2)
    assert [publish(settings)[1], publish(settings)[1]] == [True, False]
    rollback(settings, "wrong dates", 1)
    assert number_seen(settings) == 1
    second = settings.publish_dir / "gen-000002" / "acta.duckdb"
    second.chmod(0o644)
    with duckdb.connect(str(second)) as connection:
        connection.execute("update marts.dim_a set number = 7 where id = 'id1'")
    with pytest.raises(Permanent, match="gen-000002 is damaged"):
        rollback(settings, "any", 2)


def test_an_upgrade_of_the_formula_does_not_undo_a_rollback(settings: Settings) -> None:
    three_generations(settings)
    rollback(settings, "wrong dates")
    for number in (1, 2, 3):
        hashed_before_the_upgrade(settings, number)
    make_build(settings, 3)
    assert publish(settings)[1] is False and number_seen(settings) == 2
    make_build(settings, 4)
    assert publish(settings)[1] is True and number_seen(settings) == 4


def test_there_is_no_way_back_to_what_is_not_kept_or_is_damaged(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    with pytest.raises(Permanent, match="beside the current one: none"):
        rollback(settings, "any")
    make_build(settings, 2)
    publish(settings)
    with pytest.raises(Permanent, match="beside the current one: 1"):
        rollback(settings, "any", 9)
    first = settings.publish_dir / "gen-000001" / "acta.duckdb"
    first.chmod(0o644)
    with duckdb.connect(str(first)) as connection:
        connection.execute("update marts.dim_a set number = 7 where id = 'id1'")
    with pytest.raises(Permanent, match=r"gen-000001 is damaged \(.*\), readers stay at gen-000002"):
        rollback(settings, "any")
    assert number_seen(settings) == 2


@pytest.mark.fault(29)
def test_failed_tests_block_the_publish_until_a_reason_overrides_them(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    make_build(settings, 2)
    receipt = read_receipt(settings)
    assert receipt is not None
    receipt_path(settings).write_text(json.dumps(asdict(replace(receipt, failures=["a_belief: Got 1 result"]))))
    with pytest.raises(Permanent, match="1 checks failed"):
        publish(settings)
    assert number_seen(settings) == 1
    publish(settings, "known gap of one outlet")
    current = current_generation(settings)
    assert current is not None and number_seen(settings) == 2
    assert (current.reason, current.failures) == ("known gap of one outlet", ["a_belief: Got 1 result"])


def test_the_list_of_generations_fits_a_terminal_and_marks_the_current_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_generations(settings)
    rollback(settings, "wrong dates")
    monkeypatch.setenv("ACTA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(cli, ["generations"]).output
    lines = [line for line in shown.splitlines() if "6,000" in line]
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert [("current" in line) for line in lines] == [False, True, False]
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.fault(29)
def test_an_override_needs_a_reason(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("ACTA_DATA_DIR", str(settings.data_dir))
    done = CliRunner().invoke(cli, ["publish", "--despite-failures"])
    assert done.exit_code == 2 and "go together" in done.output
