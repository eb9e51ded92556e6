"""Pages through worker processes: order kept, memory bounded, and no page takes more than its share of time or memory.

A worker is a fresh interpreter (``python -m acta.extract.processes``): it does not import the caller's main program again
(Airflow's costs seconds) and may be started from a daemonic process. Tasks and results travel as pickles between our own
processes. A worker that takes too long or dies takes one page down at most: its chunk is done again page by page.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import IO, Generic, TypeVar

from acta.extract.types import Rejected

PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
CHUNK = 8  # pages a message: small enough that one slow page holds up little
AHEAD = 2  # chunks in flight a worker
SMALL_INPUT = 24  # fewer pages than this are done before an interpreter has started
PAGE_SECONDS = 30.0  # a thousand times what a page takes
START_SECONDS = 120.0
WORKER_BYTES = 4_000_000_000  # of address space

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], R]  # a module's function, or a partial of one; it returns, whatever the task


def map_in_order(
    work: Work[T, R],
    tasks: Iterable[T],
    workers: int,
    on_death: Callable[[T, Rejected], R],
    seconds: float = PAGE_SECONDS,
) -> Iterator[R]:
    """``work`` of each task, in order. ``on_death`` makes the result of a task that a worker did not survive."""
    source = iter(tasks)
    first = list(islice(source, SMALL_INPUT))
    rest = chain(first, source)
    if workers <= 1 or len(first) < SMALL_INPUT:
        yield from map(work, rest)
        return
    with _Pool(work, workers, on_death, seconds) as pool:
        yield from pool.map(rest)


class _Pool(Generic[T, R]):
    """Workers, started when first needed; leaving the context ends them, even in the middle of a page."""

    def __init__(self, work: Work[T, R], workers: int, on_death: Callable[[T, Rejected], R], seconds: float) -> None:
        self.work, self.on_death, self.seconds, self.workers = work, on_death, seconds, workers
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

    def map(self, tasks: Iterator[T]) -> Iterator[R]:
        waiting: deque[Future[list[R]]] = deque()
        while chunk := list(islice(tasks, CHUNK)):
            waiting.append(self.threads.submit(self._do, chunk))
            if len(waiting) >= AHEAD * self.workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _do(self, chunk: list[T]) -> list[R]:
        worker = self.idle.get()
        try:
            if worker is None or worker.process.poll() is not None:
                worker = _Worker(self.work)
                self.started.append(worker)
            answer: list[R] = worker.ask(chunk, self.seconds * len(chunk))
            return answer
        except _WorkerDied as died:
            if len(chunk) == 1 or self.closed:
                return [self.on_death(task, died.refusal) for task in chunk]
        finally:
            self.idle.put(worker)
        return [result for task in chunk for result in self._do([task])]


class _WorkerDied(Exception):
    """The process ended before it answered."""

    def __init__(self, refusal: Rejected) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


class _Worker:
    """One process; one thread at a time may ask it."""

    def __init__(self, work: Callable[..., object]) -> None:
        path = os.pathsep.join(filter(None, (PACKAGE_ROOT, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acta.extract.processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        self.ask(work, START_SECONDS)  # answered once its modules are there, so that no page's time is spent on that

    def ask(self, message: object, seconds: float) -> list[R]:
        """Send a chunk and wait for its results. Raises _WorkerDied when none come in time."""
        assert self.process.stdin is not None and self.process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            _send(self.process.stdin, message)
            results: list[R] = _receive(self.process.stdout)
            return results
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            status = self.process.wait()
            if late.is_set():
                raise _WorkerDied(Rejected("too_slow", f"not read within {seconds:.0f} seconds")) from error
            raise _WorkerDied(
                Rejected("worker_died", f"the process that read it ended with status {status}")
            ) from error
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
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    work = pickle.load(sys.stdin.buffer)
    _send(answers, [])
    with contextlib.suppress(EOFError):  # the parent is gone or done
        while True:
            _send(answers, [work(task) for task in pickle.load(sys.stdin.buffer)])


if __name__ == "__main__":
    serve()
