"""Killed at any step of load and build, and run again: the same tables as an undisturbed run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.e2e.conftest import Run

from acta.failpoints import BUILD, LOAD
from acta.model.build import read_receipt


@pytest.mark.slow
@pytest.mark.parametrize("point", [*LOAD, *BUILD])
def test_a_build_killed_here_ends_in_the_same_tables_when_run_again(sample: Run, tmp_path: Path, point: str) -> None:
    settings = replace(sample.settings, data_dir=tmp_path / "data")
    shutil.copytree(sample.settings.batches_dir, settings.batches_dir)
    environment = os.environ | {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_SOURCES_DIR": str(settings.sources_dir),
        "ACTA_FAILPOINT": point,
    }
    command = [sys.executable, "-m", "acta", "build"]
    killed = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    assert read_receipt(settings) is None  # nothing that could be published
    subprocess.run(command, env=environment | {"ACTA_FAILPOINT": ""}, capture_output=True, check=True)
    receipt = read_receipt(settings)
    assert receipt is not None and receipt.hashes == sample.receipts[-1].hashes
