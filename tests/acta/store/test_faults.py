"""A machine that fails the work ends it with one line, leaves nothing half-written, and the next run goes on."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from tests.acta.publish.test_generations import make_build

from acta.annotate.run import annotate_batches
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import ActaError, Permanent, Transient
from acta.extract.run import extract_batches
from acta.forget.run import forget
from acta.model.build import load
from acta.publish.generations import publish
from acta.store.batches import list_batches
from acta.store.faults import check_space, machine_faults, passing_reason

TEXT = "The harbour office of Velmark said on Monday that traders had waited for them for weeks. Report {}."
SIZE = 24_000_000


@pytest.fixture
def small_disk(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A data folder on a disk of its own of 24 MB, without a reserve, so that the disk itself has to say no."""
    settings.data_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(settings.data_dir)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small file system")
    settings.sources_dir.mkdir()
    for number in range(3):
        (settings.sources_dir / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    yield dataclasses.replace(settings, reserve_gb=0.0)
    subprocess.run(["umount", "-l", str(settings.data_dir)], check=True)


def fill(settings: Settings, leave: int) -> Path:
    """Fill the disk but for some bytes."""
    path = settings.data_dir / "ballast"
    free = shutil.disk_usage(settings.data_dir).free
    with path.open("wb") as file:
        file.write(b"\0" * max(0, free - leave))
    return path


def partials(settings: Settings) -> list[str]:
    return [str(p) for p in settings.data_dir.rglob("*") if "partial" in p.name and "warc" not in str(p)]


def refused(work: Callable[[Settings], object], settings: Settings) -> str:
    with pytest.raises(Transient) as caught:
        work(settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def collect(settings: Settings) -> object:
    return collect_files(settings, [settings.sources_dir], "herald", run_key="first")


def forget_one(settings: Settings) -> object:
    return forget(settings, "asked", source_ids={"herald"})


BEFORE: dict[str, list[Callable[[Settings], object]]] = {
    "collect": [],
    "extract": [collect],
    "annotate": [collect, extract_batches],
    "load": [collect, extract_batches, annotate_batches],
    "publish": [lambda settings: make_build(settings, 1)],
    "forget": [collect, extract_batches],
}
STAGES: dict[str, Callable[[Settings], object]] = {
    "collect": collect, "extract": extract_batches, "annotate": annotate_batches, "load": load, "publish": publish,
    "forget": forget_one,
}  # fmt: skip


class Reached(Exception):
    """The batches hold nothing that is to be forgotten any more; only the build is left to do."""


def reached(settings: Settings, **options: bool) -> None:
    assert list_batches(settings, "extract")[0].tables["articles"].rows == 0
    raise Reached


@pytest.mark.fault(3)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("leave", [0, 6_000, 40_000])
def test_a_full_disk_is_one_line_in_every_stage_and_the_next_run_goes_on(
    small_disk: Settings, stage: str, leave: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for work in BEFORE[stage]:
        work(small_disk)
    if stage == "forget":  # it ends with a build, which takes minutes and more than this disk
        monkeypatch.setattr("acta.forget.run.rebuild", reached)
    ballast = fill(small_disk, leave)
    try:
        line = refused(STAGES[stage], small_disk)
    except (pytest.fail.Exception, Reached):
        if leave == 0:
            raise
        return  # that was room enough
    assert "free some" in line
    assert partials(small_disk) == []
    ballast.unlink()
    with contextlib.suppress(Reached):
        STAGES[stage](small_disk)
    if stage in ("collect", "extract", "annotate"):
        assert list_batches(small_disk, stage)


@pytest.mark.fault(3)
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "publish"])
def test_no_stage_begins_without_the_reserve(small_disk: Settings, stage: str) -> None:
    for work in BEFORE[stage]:
        work(small_disk)
    before = sorted(small_disk.data_dir.rglob("*.parquet"))
    line = refused(STAGES[stage], dataclasses.replace(small_disk, reserve_gb=1.0))
    assert "ACTA_RESERVE_GB" in line
    assert sorted(small_disk.data_dir.rglob("*.parquet")) == before


def test_the_space_that_a_stage_needs_counts_beside_the_reserve(settings: Settings) -> None:
    check_space(dataclasses.replace(settings, reserve_gb=0.0))
    with pytest.raises(Transient, match="free some space"):
        check_space(dataclasses.replace(settings, reserve_gb=0.0), need=1e18)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk_full"),
        (OSError(errno.EMFILE, "Too many open files"), "too_many_files"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "out_of_memory"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "out_of_memory"),
        (MemoryError(), "out_of_memory"),
        (PermissionError(errno.EACCES, "Permission denied"), "no_permission"),
        (OSError(errno.EROFS, "Read-only file system"), "no_permission"),
        (OSError(errno.EIO, "Input/output error"), "io_error"),
        (OSError(errno.ESTALE, "Stale file handle"), "io_error"),
        (sqlite3.OperationalError("database is locked"), "database_locked"),
        (sqlite3.OperationalError("database or disk is full"), "disk_full"),
        (sqlite3.OperationalError("disk I/O error"), "io_error"),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), "disk_full"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block"), "out_of_memory"),
        (sqlite3.OperationalError("no such table: urls"), None),
        (duckdb.ParserException("Parser Error: syntax error"), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("a bug"), None),
    ],
)
def test_faults_of_the_machine_are_told_from_ours(settings: Settings, error: Exception, reason: str | None) -> None:
    assert passing_reason(error) == reason
    with pytest.raises(Transient if reason else type(error)) as caught, machine_faults(settings):
        raise error
    assert not isinstance(caught.value, ActaError) or "run the same again" in str(caught.value)


def test_a_fault_is_known_behind_the_error_that_it_led_to(settings: Settings) -> None:
    with pytest.raises(Transient, match="free some space"), machine_faults(settings):
        try:
            raise sqlite3.OperationalError("database or disk is full")
        finally:
            raise sqlite3.OperationalError("cannot rollback - no transaction is active")
    with pytest.raises(Permanent, match="restore it"), machine_faults(settings):
        raise Permanent("x.warc.gz is not there: restore it from a backup")


def test_too_few_open_files_are_one_line(settings: Settings) -> None:
    ready = dataclasses.replace(settings, reserve_gb=0.0)
    ready.sources_dir.mkdir()
    (ready.sources_dir / "1.txt").write_text(TEXT, encoding="utf-8")
    collect(ready)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.ExitStack() as held:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        try:
            with contextlib.suppress(OSError):
                while True:
                    held.enter_context(Path(os.devnull).open("rb"))
            line = refused(extract_batches, ready)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert "ulimit -n" in line
    assert len(extract_batches(ready)) == 1
