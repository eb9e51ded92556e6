"""Worker processes: order kept, and a task that kills or holds up its worker takes no other along."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from acta.workers import Job, map_chunks

CHUNKS = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]


def hard_work(folder: str, tasks: list[int]) -> list[str]:
    for task in tasks:
        if task == 4:
            os._exit(9)
        if task == 7:
            time.sleep(60)
        if task == 1 and not (once := Path(folder, "once")).exists():
            once.touch()
            os._exit(1)
    return [f"{task} done" for task in tasks]


def lost(task: int, reason: str, detail: str) -> str:
    assert detail
    return f"{task} {reason}"


def process_of(tasks: list[int]) -> list[int]:
    return [os.getpid() for _ in tasks]


def test_a_task_that_kills_or_holds_up_its_worker_takes_no_other_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    job = Job(partial(hard_work, str(tmp_path)), lost, task_seconds=1.0)

    results = list(map_chunks(job, CHUNKS, 2))

    fates = {4: "worker_died", 7: "too_slow"}  # the one that died once was done again
    assert results == [f"{task} {fates.get(task, 'done')}" for task in range(10)]


def test_one_chunk_or_one_worker_starts_no_process() -> None:
    job = Job(process_of, lambda task, reason, detail: 0)
    assert set(map_chunks(job, CHUNKS, 1)) | set(map_chunks(job, CHUNKS[:1], 2)) == {os.getpid()}


def test_a_reader_that_stops_half_way_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    results = map_chunks(Job(process_of, lambda task, reason, detail: 0), CHUNKS, 2)
    process = next(results)
    assert process != os.getpid()

    results.close()  # type: ignore[attr-defined]

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
