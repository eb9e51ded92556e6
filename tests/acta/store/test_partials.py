"""What a killed process had begun to write is removed by the next run of its stage; what a living one writes stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acta.trust.test_crashes import in_process

from acta.annotate.run import annotate_batches
from acta.cli.checkup import check_data
from acta.collect.files import collect_files
from acta.config import Settings
from acta.extract.reextract import reextract
from acta.extract.run import extract_batches
from acta.store.batches import BatchWriter, list_batches
from acta.store.partials import abandoned

BEGIN = """
import os, sys
from acta.store.batches import BatchWriter
with BatchWriter(s(), {stage!r}, "bat_x", [], "test") as writer:
    writer.write("outcomes", [{{"outcome": "failed"}}])
    {then}
"""
KILL = "os.kill(os.getpid(), 9)"
WAIT = "print('there', flush=True); sys.stdin.read()"


def collect(settings: Settings) -> object:
    (settings.sources_dir).mkdir(exist_ok=True)
    (settings.sources_dir / "one.txt").write_text("The council of Velmark met on Monday and agreed to reopen the harbour.")
    return collect_files(settings, [settings.sources_dir], "herald")


STAGES: dict[str, tuple[str, Callable[[Settings], object]]] = {
    "collect": ("collect", collect),
    "extract": ("extract", extract_batches),
    "reextract": ("extract", reextract),
    "annotate": ("annotate", annotate_batches),
}


def left(settings: Settings) -> list[Path]:
    return list(settings.batches_dir.glob("*/.*.partial"))


@pytest.mark.fault(1)
@pytest.mark.parametrize("name", STAGES)
def test_the_next_run_of_a_stage_removes_what_a_killed_one_left(settings: Settings, name: str) -> None:
    stage, work = STAGES[name]
    assert in_process(settings, BEGIN.format(stage=stage, then=KILL)).returncode == -9
    assert len(left(settings)) == 1
    assert ["killed process" in f.value and f.mend is None for f in check_data(settings) if "partial" in f.value] == [True]
    work(settings)
    assert left(settings) == []


@pytest.mark.fault(2)
@pytest.mark.parametrize("name", STAGES)
def test_what_another_process_writes_meanwhile_stays_and_is_finished(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stage, work = STAGES[name]
    monkeypatch.setenv("ACTA_DATA_DIR", str(settings.data_dir))
    script = "from acta.config import load_settings as s\n" + BEGIN.format(stage=stage, then=WAIT)
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "there\n"
        work(settings)
        assert len(left(settings)) == 1 and list(abandoned(settings.batches_dir / stage)) == []
        writer.communicate()
    assert writer.returncode == 0 and left(settings) == []
    assert "bat_x" in {manifest.batch_id for manifest in list_batches(settings, stage)}


def test_a_folder_that_is_swept_while_it_is_made_is_made_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    opened, swept = os.open, []

    def sweep_first(path: object, *rest: int, **more: int) -> int:
        if str(path).endswith(".partial") and not swept:
            swept.append(path)
            Path(str(path)).rmdir()
        return opened(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("acta.store.partials.os.open", sweep_first)
    with BatchWriter(settings, "extract", "bat_x", [], "test"):
        pass
    assert swept and list_batches(settings, "extract")[0].batch_id == "bat_x"
