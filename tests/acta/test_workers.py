"""Worker processes: order kept, limits held even for one task, and a task that breaks its worker takes no other along."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from acta.errors import Transient
from acta.workers import Job, map_chunks

CHUNKS = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
MB = 1_000_000


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


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


def greedy_work(tasks: list[int]) -> list[str]:
    for task in tasks:
        if task == 4:
            bytearray(600 * MB)
        while task == 7:
            pass
        if task == 2:
            raise LookupError("a bug")
    return [f"{task} done" for task in tasks]


def lost(task: int, reason: str, detail: str) -> str:
    assert detail
    return f"{task} {reason}"


def process_of(tasks: list[int]) -> list[int]:
    return [os.getpid() for _ in tasks]


def no_start() -> None:
    os._exit(3)


@pytest.mark.fault(17)
def test_a_task_that_kills_or_holds_up_its_worker_takes_no_other_along(tmp_path: Path) -> None:
    job = Job(partial(hard_work, str(tmp_path)), lost, task_seconds=1.0)

    results = list(map_chunks(job, CHUNKS, 2))

    fates = {4: "worker_died", 7: "too_slow"}  # the one that died once was done again
    assert results == [f"{task} {fates.get(task, 'done')}" for task in range(10)]


@pytest.mark.fault(17)
@pytest.mark.parametrize("chunks", [CHUNKS, [[2], [4], [7]], [[4]]], ids=["many", "single tasks", "one task"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_beyond_its_memory_or_processor_time_is_lost_alone(chunks: list[list[int]], workers: int) -> None:
    job = Job(greedy_work, lost, task_seconds=1.0, task_bytes=300 * MB)

    results = list(map_chunks(job, chunks, workers))

    fates = {2: "worker_died", 4: "out_of_memory", 7: "too_slow"}
    assert results == [f"{task} {fates.get(task, 'done')}" for chunk in chunks for task in chunk]


def test_even_one_task_is_done_in_a_process_that_limits_can_be_set_for() -> None:
    job = Job(process_of, lambda task, reason, detail: 0)
    one, several = list(map_chunks(job, [[1]], 2)), list(map_chunks(job, CHUNKS, 1))
    assert os.getpid() not in one + several
    assert (len(set(one)), len(set(several))) == (1, 1)


def test_workers_that_cannot_start_are_one_error_and_no_lost_tasks() -> None:
    with pytest.raises(Transient, match="no worker process could be started"):
        list(map_chunks(Job(process_of, lambda task, reason, detail: 0, no_start), CHUNKS, 1))


def test_a_reader_that_stops_half_way_leaves_no_process() -> None:
    results = map_chunks(Job(process_of, lambda task, reason, detail: 0), CHUNKS, 2)
    process = next(results)
    assert process != os.getpid()

    results.close()  # type: ignore[attr-defined]

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
