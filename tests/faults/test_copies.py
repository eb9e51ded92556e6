"""A copy of the data taken in the middle of a run, and a write-ahead log that is lost, cut off or damaged."""

from __future__ import annotations

import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from tests.acta.publish.test_generations import make_build
from tests.acta.trust.test_crashes import LOAD_WORK, in_process, loaded_hashes, write_batches
from tests.faults.processes import AT_STEP, stopped

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import load
from acta.publish.generations import current_generation, publish

STEPS = ("load.batch", "load.batches", "load.clusters", "load.changes")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """Batches, and the hashes of what a load of them leaves."""
    root = tmp_path_factory.mktemp("undisturbed")
    settings = Settings(data_dir=root / "data", judgements_dir=root / "judgements")
    write_batches(settings)
    load(settings)
    return settings.batches_dir, loaded_hashes(settings)


def log_of(settings: Settings) -> Path:
    return settings.build_file.with_name(settings.build_file.name + ".wal")


@pytest.mark.fault(8)
@pytest.mark.parametrize("with_log", [True, False])
@pytest.mark.parametrize("step", [step for step in STEPS if step != "load.batch"])
def test_a_copy_taken_during_a_load_ends_in_the_same_tables(
    settings: Settings, tmp_path: Path, undisturbed: tuple[Path, dict[str, dict[str, str]]], step: str, with_log: bool
) -> None:
    shutil.copytree(undisturbed[0], settings.batches_dir)
    copy = replace(settings, data_dir=tmp_path / "copy")
    with stopped(settings, AT_STEP.format(module="model.build", step=step, work="load")):
        shutil.copytree(settings.data_dir, copy.data_dir)
    if not with_log:
        log_of(copy).unlink(missing_ok=True)
    load(copy)
    assert loaded_hashes(copy) == undisturbed[1] == loaded_hashes(settings)


@pytest.mark.fault(8)
def test_a_build_file_put_back_from_an_earlier_copy_is_not_published(settings: Settings) -> None:
    make_build(settings, 1)
    first, _ = publish(settings)
    earlier = settings.build_file.read_bytes()
    make_build(settings, 2)
    settings.build_file.write_bytes(earlier)
    with pytest.raises(Permanent, match="the copy differs from what the build noted"):
        publish(settings)
    assert current_generation(settings) == first


def spoil(path: Path, how: str) -> None:
    body = bytearray(path.read_bytes())
    if how == "cut off":
        del body[len(body) * 2 // 3 :]
    elif how == "emptied":
        body.clear()
    else:
        place = len(body) // 2
        body[place : place + 64] = bytes(byte ^ 0x5A for byte in body[place : place + 64])
    path.write_bytes(body)


@pytest.mark.fault(11)
@pytest.mark.parametrize("how", ["cut off", "emptied", "damaged"])
@pytest.mark.parametrize("step", STEPS)
def test_a_damaged_log_of_a_killed_load_is_refused_or_replayed_as_far_as_it_is_whole(
    settings: Settings, undisturbed: tuple[Path, dict[str, dict[str, str]]], step: str, how: str
) -> None:
    settings.data_dir.mkdir()
    settings.batches_dir.symlink_to(undisturbed[0])
    killed = in_process(settings, LOAD_WORK, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    spoil(log_of(settings), how)
    damaged = log_of(settings).read_bytes()
    try:
        load(settings)
    except Permanent as error:
        assert "acta rebuild" in str(error) and "\n" not in str(error)
        assert log_of(settings).read_bytes() == damaged  # nobody has removed it
        for path in settings.build_file.parent.glob(settings.build_file.name + "*"):  # what `acta rebuild` does first
            path.unlink()
        load(settings)
    assert loaded_hashes(settings) == undisturbed[1]
