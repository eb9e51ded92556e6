"""Work through worker processes: order kept, streaming, memory bounded, and no task takes more than its share.

A worker is a fresh interpreter (``python -m acta.workers``): it does not import the caller's main program again (Airflow's
costs seconds) and may be started from a daemonic process. Tasks and results travel as pickles between our own processes.
Every task is done in a worker, even a single one: only a process of its own can be held to limits of time and memory. The
caller should import what the work needs in ``prepare`` only, so that one process pays for it.
A worker that takes too long, too much memory or dies takes one task down at most: its chunk is done again task by task.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

from acta.errors import Transient

PACKAGE_ROOT = str(Path(__file__).resolve().parents[1])
AHEAD = 2  # chunks in flight a worker: enough to keep it busy, few enough to stream
START_SECONDS = 300.0  # to import what the work needs, on a machine that is busy with other things
START_ATTEMPTS = 2
WALL_FACTOR = 6  # a task may take that many times its seconds of processor time before its worker is ended
OUT_OF_MEMORY = 77  # exit status of a worker whose task needed more memory than it may have

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Job(Generic[T, R]):
    """What workers do. All three functions are a module's functions, or partials of one.

    ``work`` gives one result a task, in order, whatever the tasks; ``lost`` makes the result of a task that a worker did
    not survive, of a short code and one line for a person; ``prepare`` runs once in each worker before its first chunk.
    """

    work: Callable[[list[T]], list[R]]
    lost: Callable[[T, str, str], R]
    prepare: Callable[[], object] | None = None
    task_seconds: float | None = None  # processor time of a chunk; one that takes more is done again task by task
    task_bytes: int | None = None  # memory that a worker may take beyond what it holds once it is prepared


def map_chunks(job: Job[T, R], chunks: Iterable[list[T]], workers: int) -> Iterator[R]:
    """Results of all tasks, in order, by at most that many processes. Raises Transient when none can be started."""
    with _Pool(job, max(1, workers)) as pool:
        yield from pool.map(chunks)


class _Pool(Generic[T, R]):
    """Workers, started when first needed; leaving the context ends them, even in the middle of a task."""

    def __init__(self, job: Job[T, R], workers: int) -> None:
        self.job, self.workers = job, workers
        self.threads = ThreadPoolExecutor(workers)
        self.closed = False
        self.idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        self.started: list[_Worker] = []
        for _ in range(workers):
            self.idle.put(None)

    def __enter__(self) -> _Pool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        for worker in self.started:
            worker.process.kill()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.started:
            worker.close()

    def map(self, chunks: Iterable[list[T]]) -> Iterator[R]:
        waiting: deque[Future[list[R]]] = deque()
        for chunk in chunks:
            waiting.append(self.threads.submit(self._do, chunk))
            if len(waiting) >= AHEAD * self.workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _do(self, chunk: list[T]) -> list[R]:
        worker = self.idle.get()
        is_fresh = worker is None or worker.process.poll() is not None
        try:
            worker = self._started() if worker is None or is_fresh else worker
            if self.closed:
                raise _WorkerDied("worker_died", "stopped")
            return worker.ask(chunk, self.job.task_seconds)
        except _WorkerDied as died:
            is_final = is_fresh or died.reason != "out_of_memory"  # what earlier tasks left behind counts against no other
            if self.closed or (len(chunk) == 1 and is_final):
                return [self.job.lost(task, died.reason, died.detail) for task in chunk]
        finally:
            self.idle.put(worker)
        return [result for task in chunk for result in self._do([task])]

    def _started(self) -> _Worker:
        for attempt in range(START_ATTEMPTS):
            worker = _Worker()
            self.started.append(worker)
            try:
                worker.start(self.job)
                break
            except _WorkerDied as died:
                if attempt == START_ATTEMPTS - 1 and not self.closed:
                    raise Transient(f"no worker process could be started ({died.detail}); run the command again") from died
        return worker


class _WorkerDied(Exception):
    """The process ended before it answered."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class _Worker:
    """One process; one thread at a time may ask it."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (PACKAGE_ROOT, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acta.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )

    def start(self, job: Job[T, R]) -> None:
        """Give it its work; answered once its modules are there, so that no task's time is spent on that."""
        self._exchange((job.work, job.prepare, job.task_bytes), START_SECONDS)

    def ask(self, chunk: list[T], cpu_seconds: float | None) -> list[R]:
        """Results of a chunk. Raises _WorkerDied when the worker ends before it gives them or takes too long."""
        results: list[R] = self._exchange((chunk, cpu_seconds), cpu_seconds and WALL_FACTOR * cpu_seconds)
        return results

    def _exchange(self, message: object, seconds: float | None) -> list[R]:
        assert self.process.stdin is not None and self.process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        clock = threading.Timer(seconds or threading.TIMEOUT_MAX, stop)
        clock.daemon = True
        clock.start()
        try:
            _send(self.process.stdin, message)
            results: list[R] = _receive(self.process.stdout)
            return results
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            status = self.process.wait()
            if late.is_set():
                raise _WorkerDied("too_slow", f"not read within {seconds:.0f} seconds") from error
            if status == -signal.SIGXCPU:
                raise _WorkerDied("too_slow", "not read within its seconds of processor time") from error
            if status == OUT_OF_MEMORY:
                raise _WorkerDied("out_of_memory", "reading it takes more memory than one task may have") from error
            raise _WorkerDied("worker_died", f"the process that read it ended with status {status}") from error
        finally:
            clock.cancel()

    def close(self) -> None:
        """Wait for the ended process, so that its CPU time counts as ours and no zombie stays."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _send(pipe: IO[bytes], message: object) -> None:
    pickle.dump(message, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> list[R]:
    message: list[R] = pickle.load(pipe)
    return message


def serve() -> None:
    """The worker's side: what to do, then one chunk a pickle on standard input; results as one pickle on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    work, prepare, task_bytes = pickle.load(sys.stdin.buffer)
    _limit(resource.RLIMIT_CORE, 0)
    if prepare:
        prepare()
    gc.collect()
    gc.freeze()  # modules and models live as long as the process: walking them again and again finds nothing
    if task_bytes:
        _limit(resource.RLIMIT_DATA, _data_bytes() + task_bytes)
    _send(answers, [])
    with contextlib.suppress(EOFError):  # the parent is gone or done
        while True:
            try:
                chunk, cpu_seconds = pickle.load(sys.stdin.buffer)
                if cpu_seconds:
                    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu_seconds))
                _send(answers, work(chunk))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)


def _limit(kind: int, value: int) -> None:
    """Set a soft limit; a lower hard limit, set from outside, stays."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _data_bytes() -> int:
    """Memory of this process that RLIMIT_DATA counts; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


if __name__ == "__main__":
    serve()
