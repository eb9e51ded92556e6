"""A disk that fills up inside a build, whoever executes it: one line, readers keep what they had, and the next build goes on."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from acta.annotate.run import annotate_batches
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Transient
from acta.extract.run import extract_batches
from acta.model.build import Receipt, build, load, transform
from acta.model.hashes import table_hashes
from acta.publish.generations import current_generation, publish
from acta.publish.reading import open_published

SIZE = 160_000_000
TEXT = (
    "The harbour office of Velmark said on Monday that traders had waited for pier {n} for weeks. Police arrested {n} men near "
    "the terminal after a protest. “We will talk about line {n},” Anna Vell, the minister of transport, told reporters.\n"
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A published warehouse on a small disk of its own, and three articles more that it does not hold yet."""
    root = tmp_path_factory.mktemp("small")
    settings = Settings(
        data_dir=root / "data", sources_dir=root / "sources", judgements_dir=root / "judgements", workers=1,
        validation_dir=root / "validation", reserve_gb=0.0, health_seconds=0,
    )  # fmt: skip
    settings.data_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(settings.data_dir)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small file system")
    add(settings, root, range(3))
    build(settings)
    publish(settings)
    add(settings, root, range(3, 6))
    yield settings
    subprocess.run(["umount", "-l", str(settings.data_dir)], check=True)


def add(settings: Settings, root: Path, numbers: range) -> None:
    """Take in some articles and annotate them."""
    folder = root / f"from {numbers.start}"
    folder.mkdir()
    for n in numbers:
        (folder / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    collect_files(settings, [folder], "herald", run_key=folder.name)
    extract_batches(settings)
    annotate_batches(settings)


def filling(settings: Settings, leave: int, after: int = 0) -> Callable[[str], None]:
    """Something to tell progress to, that fills the disk but for some bytes after so many lines."""
    told = []

    def progress(line: str) -> None:
        told.append(line)
        if len(told) > after and not (settings.data_dir / "ballast").exists():
            free = shutil.disk_usage(settings.data_dir).free
            (settings.data_dir / "ballast").write_bytes(b"\0" * max(0, free - leave))

    return progress


def hashes(settings: Settings) -> dict[str, str]:
    with open_published(settings) as connection:
        return table_hashes(connection)


def check_refused(settings: Settings, work: Callable[[], object]) -> None:
    before = current_generation(settings)
    with pytest.raises(Transient) as caught:
        work()
    assert "disk full" in str(caught.value) and "\n" not in str(caught.value)
    (settings.data_dir / "ballast").unlink()
    assert current_generation(settings) == before and before and hashes(settings) == before.hashes
    assert [p for p in settings.data_dir.rglob("*") if p.name.endswith(".partial") or p.name.startswith(".partial-")] == []
    assert not settings.build_file.with_name("receipt.json").exists()


@pytest.mark.slow
@pytest.mark.fault(3)
def test_a_disk_that_fills_up_anywhere_in_a_build_ends_in_the_tables_of_an_undisturbed_one(
    disk: Settings, tmp_path: Path
) -> None:
    calm = dataclasses.replace(disk, data_dir=tmp_path / "calm")
    shutil.copytree(disk.data_dir, calm.data_dir, symlinks=True)
    build(calm)
    publish(calm)

    filling(disk, 0)("now")
    check_refused(disk, lambda: load(disk))
    load(disk)
    for leave, after in ((0, 0), (0, 20), (500_000, 0)):
        check_refused(disk, lambda leave=leave, after=after: transform(disk, filling(disk, leave, after)))  # type: ignore[misc]
    check_refused(disk, lambda: transform(disk, filling(disk, 0, 12), with_dbt=True))

    receipt: Receipt = build(disk)
    publish(disk)
    assert receipt.rows["fct_articles"] == 6
    assert hashes(disk) == hashes(calm)
