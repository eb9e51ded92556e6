"""Whatever happens to a published file, readers learn which command helps, the doctor finds it, and publishing replaces it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from tests.acta.publish.test_generations import TABLES, make_build
from tests.acta.trust.test_damage import refused

from acta.cli import checkup, cli
from acta.cli.checkup import check_build, check_data, check_published
from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import read_receipt, receipt_path
from acta.model.hashes import table_hashes
from acta.publish.generations import current_generation, generations, history_path, publish, rollback
from acta.publish.reading import open_published
from acta.publish.soundness import current_trouble
from acta.store.sealed import write_sealed


def file_of(settings: Settings) -> Path:
    path = settings.published_file.resolve()
    path.chmod(0o644)
    return path


def flipped(place: Callable[[int], int]) -> Callable[[Settings], None]:
    def damage(settings: Settings) -> None:
        path = file_of(settings)
        data = bytearray(path.read_bytes())
        data[place(len(data))] ^= 4
        path.write_bytes(data)

    return damage


def written(content: Callable[[bytes], bytes]) -> Callable[[Settings], None]:
    def damage(settings: Settings) -> None:
        path = file_of(settings)
        path.write_bytes(content(path.read_bytes()))

    return damage


def record(change: Callable[[Path], object]) -> Callable[[Settings], None]:
    return lambda settings: change(settings.published_file.resolve().with_name("generation.json")) and None


def relink(settings: Settings, target: str | None) -> None:
    link = settings.publish_dir / "current"
    link.unlink()
    if target is not None:
        link.symlink_to(target)


def another_database(settings: Settings) -> None:
    path = file_of(settings)
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table strange as select 42 as number")


def folder_instead(settings: Settings) -> None:
    file_of(settings).unlink()
    settings.published_file.mkdir()


def changed_rows(settings: Settings) -> None:
    with duckdb.connect(str(file_of(settings))) as connection:
        connection.execute("update marts.dim_a set number = 7 where id = 'id1'")


def elsewhere(settings: Settings) -> None:
    folder = settings.data_dir / "elsewhere"
    shutil.copytree(settings.published_file.resolve().parent, folder)
    relink(settings, str(folder))


KINDS: dict[str, Callable[[Settings], None]] = {
    "a bit of the first header": flipped(lambda size: 20),
    "a bit of the second header": flipped(lambda size: 4096 + 9),
    "a bit in the middle": flipped(lambda size: size // 2),
    "a bit at the end": flipped(lambda size: size - 1),
    "zero bytes": written(lambda data: b""),
    "half": written(lambda data: data[: len(data) // 2]),
    "all but one byte": written(lambda data: data[:-1]),
    "a byte more": written(lambda data: data + b"x"),
    "all zeros": written(lambda data: bytes(len(data))),
    "a text file": written(lambda data: b"hello\n" * 1000),
    "the file is gone": lambda settings: file_of(settings).unlink(),
    "a folder instead of the file": folder_instead,
    "another database": another_database,
    "rows changed by hand": changed_rows,
    "no record": record(lambda path: path.unlink()),
    "a record cut off": record(lambda path: path.write_text(path.read_text()[:30])),
    "a record with a flipped bit": record(lambda path: path.write_text(path.read_text().replace("fct_b", "fct_c", 1))),
    "a record of another number": record(lambda path: path.write_text(path.read_text().replace('"number": 1', '"number": 7'))),
    "an empty record": record(lambda path: path.write_text("")),
    "the folder is gone": lambda settings: shutil.rmtree(settings.published_file.resolve().parent),
    "no link": lambda settings: relink(settings, None),
    "a dangling link": lambda settings: relink(settings, "gen-000099"),
    "a link to itself": lambda settings: relink(settings, "current"),
    "a link to a file": lambda settings: relink(settings, "history.jsonl"),
    "a link out of the folder": elsewhere,
}


def numbers(settings: Settings) -> set[tuple[int, ...]]:
    with open_published(settings) as connection:
        return {connection.execute(f"select count(*), max(number) from {table}").fetchone() for table in TABLES}  # type: ignore[misc]


@pytest.mark.fault(10)
@pytest.mark.parametrize("kind", KINDS)
def test_damage_of_any_kind_is_found_by_the_doctor_and_replaced_by_a_publish(settings: Settings, kind: str) -> None:
    make_build(settings, 1)
    publish(settings)
    assert current_trouble(settings) is None
    KINDS[kind](settings)
    (found,) = [finding for finding in check_published(settings) if finding.mend and finding.what == "published"]
    assert "`acta publish`" in str(found.mend) and "\n" not in found.value + str(found.mend)
    _, is_new = publish(settings)
    assert is_new and numbers(settings) == {(2000, 1)}
    assert current_trouble(settings) is None
    assert [finding.mend for finding in check_published(settings) if finding.mend] == []
    assert publish(settings)[1] is False
    assert json.loads(history_path(settings).read_text().splitlines()[-1])["verb"] == "repair"


@pytest.mark.fault(10)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "record" not in kind and kind != "rows changed by hand"])
def test_who_reads_a_damaged_file_gets_the_right_answer_or_the_command(
    settings: Settings, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_build(settings, 1)
    publish(settings)
    KINDS[kind](settings)
    monkeypatch.setenv("ACTA_DATA_DIR", str(settings.data_dir))
    for table in TABLES:
        done = CliRunner().invoke(cli, ["query", f"select count(*), sum(number), max(id) from {table}", "--format", "csv"])
        if done.exception is None:  # damage elsewhere in the file: the doctor and publishing find it
            assert done.output.splitlines()[1:] == ["2000,2000,id999"]
        else:
            assert isinstance(done.exception, Permanent) and "\n" not in str(done.exception)
            assert "`acta publish`" in str(done.exception)


@pytest.mark.fault(10)
def test_no_flipped_bit_of_a_published_file_goes_unnoticed(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    path = file_of(settings)
    data = path.read_bytes()
    for place in random.Random(7).sample(range(len(data)), 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :])
        assert current_trouble(settings)
    path.write_bytes(data)
    assert current_trouble(settings) is None


def test_a_lost_link_is_made_again_without_another_copy(settings: Settings) -> None:
    for number in (1, 2):
        make_build(settings, number)
        publish(settings)
    relink(settings, None)
    assert publish(settings)[0].number == 2
    assert [one.number for one in generations(settings)] == [1, 2]


def test_a_folder_in_place_of_the_link_is_never_removed(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    link = settings.publish_dir / "current"
    link.unlink()
    link.mkdir()
    (link / "mine.txt").write_text("mine")
    assert f"move {link} away" in refused(publish, settings)
    (found,) = [one for one in check_published(settings) if one.mend]
    assert f"move {link} away" in str(found.mend)
    assert (link / "mine.txt").exists()


def test_without_a_build_the_doctor_says_to_build_and_where_readers_can_go_back_to(settings: Settings) -> None:
    for number in (1, 2):
        make_build(settings, number)
        publish(settings)
    KINDS["half"](settings)
    receipt_path(settings).unlink()
    (found,) = [one for one in check_published(settings) if one.mend]
    assert "`acta build`" in str(found.mend) and "`acta rollback 1 --reason …`" in str(found.mend)
    assert "run `acta build`" in refused(publish, settings)
    rollback(settings, "the file is damaged")
    assert numbers(settings) == {(2000, 1)}


@pytest.mark.parametrize("kind", ["half", "no record", "a dangling link"])
def test_damage_after_a_rollback_does_not_bring_back_what_was_left(settings: Settings, kind: str) -> None:
    for number in (1, 2, 3):
        make_build(settings, number)
        publish(settings)
    rollback(settings, "wrong dates")
    KINDS[kind](settings)
    assert "`acta rollback N --reason …`, where N is one of " in refused(publish, settings)
    rollback(settings, "the second is damaged", 1)
    assert numbers(settings) == {(2000, 1)}


@pytest.mark.fault(11)
def test_a_rollback_never_replays_a_wal_that_lies_beside_a_kept_generation(settings: Settings) -> None:
    for number in (1, 2):
        make_build(settings, number)
        publish(settings)
    (settings.publish_dir / "gen-000001" / "acta.duckdb.wal").write_bytes(b"anything")
    with pytest.raises(Permanent, match=r"gen-000001 is damaged .*\.wal lies beside"):
        rollback(settings, "any")
    assert any(one.what == "generation" and "gen-000001" in str(one.mend) for one in check_published(settings))


def test_a_damaged_generation_that_nobody_reads_is_named_and_in_nobodys_way(settings: Settings) -> None:
    for number in (1, 2):
        make_build(settings, number)
        publish(settings)
    (settings.publish_dir / "gen-000001" / "generation.json").write_text("{")
    (found,) = [one for one in check_published(settings) if one.mend]
    assert found.what == "generation" and f"remove {settings.publish_dir / 'gen-000001'}" in str(found.mend)
    make_build(settings, 3)
    assert publish(settings)[0].number == 3


def test_a_receipt_that_lies_publishes_nothing(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    receipt = read_receipt(settings)
    assert receipt is not None
    make_build(settings, 2)
    lies = asdict(receipt) | {"hashes": receipt.hashes | {"dim_a": "v2:" + "0" * 64}}
    write_sealed(receipt_path(settings), lies)
    assert "run `acta rebuild`" in refused(publish, settings)
    assert numbers(settings) == {(2000, 1)}


def test_every_flipped_bit_of_a_receipt_is_noticed(settings: Settings) -> None:
    make_build(settings, 1)
    receipt = read_receipt(settings)
    assert receipt is not None
    write_sealed(receipt_path(settings), asdict(receipt))
    data = receipt_path(settings).read_bytes()
    for place in range(len(data)):
        receipt_path(settings).write_bytes(data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :])
        assert "run `acta build`" in refused(read_receipt, settings)


@pytest.mark.fault(10)
@pytest.mark.parametrize("place", [20, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_build_file_is_one_line_with_the_command(settings: Settings, place: float) -> None:
    make_build(settings, 1)
    data = bytearray(settings.build_file.read_bytes())
    data[int(place if place > 1 else place * len(data))] ^= 1
    settings.build_file.write_bytes(data)
    findings = [one for one in check_build(settings) if one.mend]
    if not findings:  # a block that holds nothing: what is published is whole
        publish(settings)
        with open_published(settings) as connection:
            assert table_hashes(connection) == generations(settings)[-1].hashes
        return
    assert "`acta rebuild`" in str(findings[0].mend) and "\n" not in findings[0].value
    assert "`acta rebuild`" in refused(publish, settings)
    assert current_generation(settings) is None and not list(settings.publish_dir.glob(".partial-*"))


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"x" * 100_000])
def test_a_build_file_that_is_none_is_one_line(settings: Settings, content: bytes) -> None:
    make_build(settings, 1)
    settings.build_file.write_bytes(content)
    if content:
        assert any("`acta rebuild`" in str(one.mend) for one in check_build(settings))
    assert "`acta rebuild`" in refused(publish, settings)


def test_an_old_published_file_is_told_from_a_mistyped_query(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_build(settings, 1)
    publish(settings)

    def ask() -> None:
        with open_published(settings) as connection:
            connection.execute("select colour from dim_a")

    monkeypatch.setattr("acta.publish.reading.definitions_of", lambda settings: "another project")
    assert "run `acta build`, then `acta publish`" in refused(ask)
    monkeypatch.setattr("acta.publish.reading.definitions_of", lambda settings: "")  # as make_build notes it
    with pytest.raises(duckdb.BinderException):
        ask()


def test_a_sound_folder_has_nothing_to_mend(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    assert [one for one in check_data(settings) if one.mend] == []
    assert checkup.Finding("standing", "gen-000001 is current, nothing changed") in list(check_data(settings))
