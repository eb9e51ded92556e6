"""A pack holds what the folders held, whatever is read from it and wherever making it was cut off."""

from __future__ import annotations

import dataclasses
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.acta.trust.test_crashes import LOAD_WORK, in_process, loaded_hashes
from tests.support.days import set_clock, write_page, write_poll

from acta.cli.checkup import check_data
from acta.config import Settings
from acta.forget.scan import scan
from acta.model.load import load_pending
from acta.model.warehouse import open_build
from acta.publish.data_lock import collect_batch_hashes
from acta.store.batches import DamagedBatch, all_batches, list_batches, read_batch, read_table
from acta.store.compact import compact
from acta.store.failpoints import COMPACT
from acta.store.packs import forget_index, pack_folders
from acta.store.polls import poll_files
from acta.store.tables import TABLES

FIRST, SECOND, THIRD = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 3, 4))
COMPACT_WORK = "from acta.store.compact import compact; compact(s())"


@pytest.fixture
def two_days(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two days that are over, each with two articles and three polls that brought nothing."""
    for day, names in ((FIRST, "ab"), (SECOND, "cd")):
        set_clock(monkeypatch, day)
        for name in names:
            write_page(settings, name)
        for number in range(3):
            write_poll(settings, f"{day.day}{number}")
    set_clock(monkeypatch, THIRD)
    return settings


def content(settings: Settings) -> dict[str, Any]:
    """All that readers get: manifests, and the rows of each table of each batch."""
    return {
        f"{stage} {manifest.batch_id}": (
            manifest,
            {table: read_table(settings, manifest, table) for table in manifest.tables},
        )
        for stage in TABLES
        for manifest in all_batches(settings, stage)
    }


def test_packed_batches_have_the_same_manifests_and_rows_and_few_files(two_days: Settings) -> None:
    before, hashes = content(two_days), collect_batch_hashes(two_days)
    assert compact(two_days) == 14
    assert content(two_days) == before and collect_batch_hashes(two_days) == hashes
    assert read_batch(two_days, "extract", "ext_a") == before["extract ext_a"][0]
    assert [len(pack_folders(two_days, stage)) for stage in TABLES] == [2, 2, 2]
    assert not list(two_days.batches_dir.glob("*/*")) and not poll_files(two_days)
    assert len([path for path in two_days.compacted_dir.rglob("*") if path.is_file()]) == 2 * (5 + 4 + 4)
    assert compact(two_days) == 0


def test_the_day_that_is_not_over_is_left(two_days: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(two_days, "today")
    write_poll(two_days, "today")
    compact(two_days)
    assert [path.name for path in two_days.batches_dir.glob("*/*")] == ["bat_today", "ext_today", "ann_today"] or len(
        list(two_days.batches_dir.glob("*/*"))
    ) == 3
    assert [path.stem for path in poll_files(two_days)] == ["2026-03-04"]


def test_a_day_that_comes_back_after_it_was_packed_gets_a_pack_of_its_own(
    two_days: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compact(two_days)
    set_clock(monkeypatch, FIRST)  # the clock was set back
    write_page(two_days, "late")
    polls = write_poll(two_days, "late")
    set_clock(monkeypatch, THIRD)
    before = content(two_days)
    assert compact(two_days) == 4 and content(two_days) == before
    assert f"collect {polls}" in before
    assert [folder.name for folder in pack_folders(two_days, "collect", "2026-03-02")] == ["2026-03-02", "2026-03-02-2"]


def test_tables_are_the_same_packed_or_not(two_days: Settings) -> None:
    assert in_process(two_days, LOAD_WORK).returncode == 0
    before = loaded_hashes(two_days)
    compact(two_days)
    assert in_process(two_days, LOAD_WORK).returncode == 0
    assert loaded_hashes(two_days) == before  # nothing is loaded again
    shutil.rmtree(two_days.build_file.parent)
    assert in_process(two_days, LOAD_WORK).returncode == 0
    assert loaded_hashes(two_days) == before


@pytest.mark.parametrize("step", COMPACT)
def test_killed_at_any_step_nothing_is_lost_or_doubled(two_days: Settings, step: str) -> None:
    before = content(two_days)
    killed = in_process(two_days, COMPACT_WORK, step)
    assert killed.returncode == -9, killed.stderr
    assert content(two_days) == before
    assert in_process(two_days, COMPACT_WORK).returncode == 0
    assert content(two_days) == before
    assert not list(two_days.batches_dir.glob("*/*")) and not list(two_days.compacted_dir.glob("*/.*"))


def test_a_folder_half_removed_is_passed_over(two_days: Settings, tmp_path: Path) -> None:
    before, folder = content(two_days), two_days.batches_dir / "annotate" / "ann_a"
    shutil.copytree(folder, tmp_path / "kept")
    compact(two_days)
    (tmp_path / "kept" / "manifest.json").unlink()
    shutil.copytree(tmp_path / "kept", folder)
    assert content(two_days) == before
    compact(two_days)
    assert not folder.exists()


def test_polls_are_loaded_as_the_day_grows_and_each_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> tuple[int, int]:
        with open_build(settings) as connection:
            new = load_pending(settings, connection).rows.get("raw.fetches", 0)
            ((count,),) = connection.execute(
                "select count(distinct fetch_id) from raw.fetches having count(*) = count(distinct fetch_id)"
            ).fetchall()
        return new, count

    set_clock(monkeypatch, FIRST)
    write_poll(settings, "one")
    assert load() == (1, 1)
    write_poll(settings, "two")
    assert load() == (1, 2)
    write_poll(settings, "three")
    set_clock(monkeypatch, SECOND)
    compact(settings)
    assert load() == (1, 3)
    assert load() == (0, 3)


def test_a_line_that_a_crash_cut_off_is_dropped_and_any_other_damage_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, FIRST)
    write_poll(settings, "one")
    (path,) = poll_files(settings)
    path.write_bytes(path.read_bytes() + b'{"batch_id": "bat_')
    write_poll(settings, "two")
    (manifest,) = all_batches(settings, "collect")
    assert [row["run_key"] for row in read_table(settings, manifest, "fetches")] == ["one", "two"]
    path.write_bytes(path.read_bytes().replace(b"unchanged", b"unchangeb", 1))
    with pytest.raises(DamagedBatch, match="damaged in line 1"):
        all_batches(settings, "collect")


@pytest.mark.parametrize("name", ["articles.parquet", "batches.parquet", "manifest.json"])
def test_a_flipped_bit_in_a_pack_is_found_and_the_other_packs_are_read(two_days: Settings, name: str) -> None:
    compact(two_days)
    path = two_days.compacted_dir / "extract" / "2026-03-02" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedBatch, match="2026-03-02"):
        content(two_days)
    assert {"ext_c", "ext_d"} <= {manifest.batch_id for manifest in list_batches(two_days, "extract")}


FORGET_WORK = """
from acta.forget.purge import purge_batches
from acta.forget.targets import find_targets
purge_batches(s(), find_targets(s(), {"https://alpha.example/news/a"}, {"beta"}, frozenset()), {})
"""


@pytest.mark.parametrize("step", ["", "forget.batch"])
def test_forgetting_leaves_the_same_packed_or_not_also_when_it_is_killed(
    two_days: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str
) -> None:
    set_clock(monkeypatch, SECOND)
    write_page(two_days, "e", "beta")
    write_poll(two_days, "of_beta", "beta")
    set_clock(monkeypatch, THIRD)
    loose = dataclasses.replace(two_days, data_dir=tmp_path / "loose")
    shutil.copytree(two_days.data_dir, loose.data_dir)
    compact(two_days)
    assert scan(two_days.data_dir, ["art_a", "art_e", "beta"])[1]
    assert in_process(loose, FORGET_WORK).returncode == 0
    assert in_process(two_days, FORGET_WORK, step).returncode == (-9 if step else 0)
    assert in_process(two_days, FORGET_WORK).returncode == 0
    assert content(two_days) == content(loose)
    assert scan(two_days.data_dir, ["art_a", "art_e", "beta"])[1] == []
    assert scan(two_days.data_dir, ["art_b"])[1]


@pytest.mark.fault(9)
def test_manifests_of_an_earlier_version_are_checked_once_they_are_packed(two_days: Settings) -> None:
    for path in two_days.batches_dir.glob("*/*/manifest.json"):
        manifest = json.loads(path.read_text())
        del manifest["digest"]
        path.write_text(json.dumps(manifest, indent=1) + "\n")
    before = content(two_days)
    assert [f.value.split()[0] for f in check_data(two_days) if "before manifests had a digest" in f.value] == ["12"]
    compact(two_days)
    assert content(two_days) == before
    assert not [f for f in check_data(two_days) if "digest" in f.value]
    ledger = pack_folders(two_days, "collect")[0] / "batches.parquet"
    data = bytearray(ledger.read_bytes())
    data[len(data) // 2] ^= 1
    ledger.write_bytes(bytes(data))
    forget_index()
    assert [f for f in check_data(two_days) if f.what == "batch" and "does not match" in f.value]
