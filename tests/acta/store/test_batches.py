from __future__ import annotations

from pathlib import Path

import pytest

from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.store.batches import BatchWriter, all_batches, batch_exists, list_batches, read_batch, read_table
from acta.store.lock import exclusive, holder

ROW = {"outcome_id": "out_1", "stage": "collect", "outcome": "fetched"}


def write(settings: Settings, batch_id: str = "bat_1") -> None:
    with BatchWriter(settings, "collect", batch_id, [], "test 1") as writer:
        writer.write("outcomes", [ROW])


def table_file(settings: Settings, table: str = "outcomes") -> Path:
    return settings.batches_dir / "collect" / "bat_1" / f"{table}.parquet"


def test_what_is_written_is_read_back_with_null_for_what_is_not_known(settings: Settings) -> None:
    write(settings)
    rows = read_table(settings, read_batch(settings, "collect", "bat_1"), "outcomes")
    assert rows == [{**dict.fromkeys(rows[0]), **ROW}]
    assert rows[0]["reason"] is None


def test_every_table_of_the_stage_is_there_even_without_rows(settings: Settings) -> None:
    write(settings)
    assert read_table(settings, read_batch(settings, "collect", "bat_1"), "fetches") == []


@pytest.mark.fault(28)
def test_an_unknown_column_is_an_error(settings: Settings) -> None:
    with (
        pytest.raises(ValueError, match="no column colour"),
        BatchWriter(settings, "collect", "bat_1", [], "t") as writer,
    ):
        writer.write("outcomes", [{"colour": "red"}])
    assert not batch_exists(settings, "collect", "bat_1")


def test_a_batch_broken_off_leaves_nothing_behind(settings: Settings) -> None:
    with pytest.raises(KeyboardInterrupt), BatchWriter(settings, "collect", "bat_1", [], "t") as writer:
        writer.write("outcomes", [ROW])
        raise KeyboardInterrupt
    assert list_batches(settings, "collect") == []
    assert list((settings.batches_dir / "collect").iterdir()) == []


@pytest.mark.fault(2)
def test_a_finished_batch_is_never_written_again(settings: Settings) -> None:
    write(settings)
    before = table_file(settings).read_bytes(), (table_file(settings).parent / "manifest.json").read_bytes()
    with BatchWriter(settings, "collect", "bat_1", [], "t") as writer:
        assert writer.exists
        writer.write("outcomes", [ROW, ROW])
    assert (table_file(settings).read_bytes(), (table_file(settings).parent / "manifest.json").read_bytes()) == before


@pytest.mark.fault(9)
def test_a_flipped_bit_is_noticed_and_the_message_says_how_to_mend_it(settings: Settings) -> None:
    write(settings)
    damaged = bytearray(table_file(settings).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    table_file(settings).write_bytes(damaged)
    with pytest.raises(
        Permanent, match=r"does not match its manifest: restore .* from a backup; .* run `acta collect`"
    ):
        read_table(settings, read_batch(settings, "collect", "bat_1"), "outcomes")


@pytest.mark.fault(9)
def test_a_truncated_manifest_is_one_clear_line(settings: Settings) -> None:
    write(settings)
    path = table_file(settings).parent / "manifest.json"
    path.write_text(path.read_text()[:40])
    with pytest.raises(Permanent, match=r"manifest\.json is damaged .*: restore .* from a backup"):
        all_batches(settings, "collect")


@pytest.mark.fault(6)
def test_who_waits_for_a_lock_learns_who_holds_it(tmp_path: Path) -> None:
    import os

    path = tmp_path / "x.lock"
    with exclusive(path, "the build"):
        assert holder(path) == os.getpid()
        with (
            pytest.raises(Transient, match=rf"the build is busy: process {os.getpid()} "),
            exclusive(path, "the build"),
        ):
            pass
    assert holder(path) is None
