"""`acta sample remove`: the sample goes out of a data folder, and what is somebody's own stays as it was."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.acta.trust.test_crashes import in_process
from tests.e2e.conftest import Run, finish
from tests.support.days import set_clock, write_poll

from acta.cli.checkup import check_data
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Permanent
from acta.forget import sample as sample_of
from acta.forget.sample import find_sample, remove_sample
from acta.model.build import build
from acta.publish.record import current_generation, folders
from acta.store.batches import all_batches, read_table
from acta.store.compact import compact
from acta.store.packs import pack_folders
from acta.store.polls import is_polls, poll_files
from acta.store.tombstones import tombstones_path

STORY = (
    "TORVIK, 12 March – The harbour authority of Torvik reopened the northern quay on Thursday, three weeks after a storm had "
    "torn two cranes from their rails.\n\n“The quay is safe, and ships may berth again from tonight,” port master Hanne Ostby "
    "said. She told reporters that the repairs had cost less than feared.\n\nFishermen had asked for the quay to be opened "
    "earlier, but the authority refused, citing cracks in the foundation of the outer wall.\n"
)


@pytest.fixture
def folder(sample: Run, tmp_path: Path) -> Settings:
    """A copy of the sample's data that a test may change, its newsroom switched off."""
    shutil.copytree(sample.settings.data_dir, tmp_path / "data", symlinks=True)
    return replace(sample.settings, data_dir=tmp_path / "data", newsroom_port=0, now=None)


def ids(settings: Settings) -> set[str]:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        return {row[0] for row in connection.execute("select article_id from articles").fetchall()}


def test_ones_own_articles_stay_and_the_sample_goes_even_when_it_was_cut_off(
    folder: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quay.txt").write_text(STORY, encoding="utf-8")
    collect_files(folder, [tmp_path / "quay.txt"], published_at="2026-03-12")
    finish(folder)
    before = ids(folder)
    own = next(iter(before - ids_of_sample(folder)))
    own_files = {p: p.read_bytes() for p in (folder.warc_dir / "files").rglob("*") if p.is_file()}
    found = find_sample(folder)
    assert found.batches and found.archives and found.generations and found.has_others and not found.unread

    with monkeypatch.context() as patch:  # killed before anything is built again
        patch.setattr(sample_of, "rebuild", lambda settings: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            remove_sample(folder)
    assert ids(folder) == before  # readers still have what they had
    remove_sample(folder)

    assert ids(folder) == {own}
    assert {p: p.read_bytes() for p in own_files} == own_files
    assert [p.name for p in folder.warc_dir.iterdir()] == ["files"]
    assert {len(all_batches(folder, stage)) for stage in ("collect", "extract", "annotate")} == {1}
    current = current_generation(folder)
    assert current is not None and [p.name for p in folders(folder)] == [current.name]
    assert not tombstones_path(folder).exists()
    assert not find_sample(folder)
    remove_sample(folder)
    assert current_generation(folder) == current


def ids_of_sample(settings: Settings) -> set[str]:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        found = connection.execute("select article_id from articles where outlet_id <> 'files'").fetchall()
    return {row[0] for row in found}


def test_a_folder_with_nothing_but_the_sample_is_as_if_nothing_had_been_run(folder: Settings) -> None:
    remove_sample(folder)
    assert not any(all_batches(folder, stage) for stage in ("collect", "extract", "annotate"))
    assert current_generation(folder) is None
    assert not any(folder.warc_dir.rglob("*.warc.gz"))
    assert not folder.build_file.exists() and not folder.state_file.exists()


def test_a_source_of_ones_own_that_is_called_like_an_outlet_of_the_sample_is_not_the_sample(
    folder: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_of, "HOME_PAGE", "http://127.0.0.2:")  # as if the outlets were somewhere else
    assert not find_sample(folder)


def test_the_sample_goes_out_of_packed_days_and_of_polls_that_it_shares_also_when_killed_in_between(
    folder: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quay.txt").write_text(STORY, encoding="utf-8")
    collect_files(folder, [tmp_path / "quay.txt"], published_at="2026-03-12")
    write_poll(folder, "mine", "my_paper")
    finish(folder)
    own = next(iter(ids(folder) - ids_of_sample(folder)))
    set_clock(monkeypatch, datetime.now(UTC) + timedelta(days=1))
    compact(folder)
    assert len(pack_folders(folder, "collect")) == 1 and not poll_files(folder)
    write_poll(folder, "next day", "my_paper")
    write_poll(folder, "next day", "velmor_herald")  # called like an outlet of the sample, and is not

    killed = in_process(folder, "from acta.forget.sample import remove_sample; remove_sample(s())", "forget.batch")
    assert killed.returncode == -9, killed.stderr
    with pytest.raises(Permanent, match=r"removing the sample was cut off.*acta sample remove"):
        build(folder)
    assert [f.what for f in check_data(folder) if f.what == "sample"] and own in ids(folder)
    remove_sample(folder)

    assert ids(folder) == {own}
    assert [len(all_batches(folder, stage)) for stage in ("collect", "extract", "annotate")] == [3, 1, 1]
    packed, open_day = (m for m in all_batches(folder, "collect") if is_polls(m.batch_id))
    assert {row["source_id"] for row in read_table(folder, packed, "fetches")} == {"my_paper"}
    assert {row["source_id"] for row in read_table(folder, open_day, "fetches")} == {"my_paper", "velmor_herald"}
    assert [p.name for p in folder.warc_dir.iterdir()] == ["files"]
    assert not find_sample(folder) and not [f for f in check_data(folder) if f.mend]


def test_packed_days_of_nothing_but_the_sample_go_whole(folder: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime.now(UTC) + timedelta(days=1))
    compact(folder)
    remove_sample(folder)
    assert not any(all_batches(folder, stage) for stage in ("collect", "extract", "annotate"))
    assert not [*folder.compacted_dir.glob("*/*")] and current_generation(folder) is None
