"""Killed at any step of publishing, and run again: readers see the old generation or the new one, and in the end the new one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from tests.acta.publish.test_generations import make_build, numbers

from acta.config import Settings
from acta.errors import Permanent
from acta.failpoints import PUBLISH
from acta.model.build import receipt_path
from acta.publish.generations import current_generation, publish


@pytest.mark.parametrize("point", PUBLISH)
def test_a_publish_killed_here_is_mended_by_the_next_one(settings: Settings, point: str) -> None:
    make_build(settings, 1)
    publish(settings)
    make_build(settings, 2)
    killed = subprocess.run(
        [sys.executable, "-m", "acta", "publish"],
        env=os.environ | {"ACTA_DATA_DIR": str(settings.data_dir), "ACTA_FAILPOINT": point},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert numbers(settings) in ({1}, {2})
    publish(settings)
    assert numbers(settings) == {2}
    assert not list(settings.publish_dir.glob(".partial-*"))
    assert current_generation(settings).rows["dim_a"] == 2000  # type: ignore[union-attr]


def test_a_stale_wal_beside_the_published_file_is_refused_in_one_line(settings: Settings, tmp_path: Path) -> None:
    make_build(settings, 1)
    publish(settings)
    settings.published_file.with_name("acta.duckdb.wal").write_bytes(b"left by a reader that wrote")
    shown = subprocess.run(
        [sys.executable, "-m", "acta", "query", "select 1"],
        env=os.environ | {"ACTA_DATA_DIR": str(settings.data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 1 and len(shown.stderr.strip().splitlines()) == 1 and ".wal" in shown.stderr
    with duckdb.connect(str(settings.build_file)) as connection:  # the build is whole
        assert connection.execute("select count(*) from marts.dim_a").fetchone() == (2000,)


def test_truncated_receipts_and_manifests_are_one_line_that_says_how_to_mend_them(settings: Settings) -> None:
    make_build(settings, 1)
    generation, _ = publish(settings)
    whole = receipt_path(settings).read_text()
    receipt_path(settings).write_text(whole[: len(whole) // 2])
    with pytest.raises(Permanent, match="`acta build` writes it anew"):
        publish(settings)
    receipt_path(settings).write_text(whole)
    (settings.publish_dir / generation.name / "generation.json").chmod(0o644)
    (settings.publish_dir / generation.name / "generation.json").write_text("{")
    with pytest.raises(Permanent, match=r"generation\.json is damaged .* then run `acta publish`"):
        publish(settings)
    shutil.rmtree(settings.publish_dir / generation.name)
    assert publish(settings)[1] and numbers(settings) == {1}
