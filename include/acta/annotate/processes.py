"""Articles to results on all cores, in order, streaming.

Each worker is a fresh interpreter (``python -m acta.annotate.processes``) that reads chunks as JSON lines and answers
with results. Fresh interpreters, not multiprocessing: they neither import the caller's main program again (Airflow's
costs seconds) nor mind being started from a daemonic process. A worker that dies takes down one article at most: its
chunk is done again one by one.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path

from acta.annotate.chunk import Result, annotate_chunk, chunks, failed
from acta.annotate.parse import load_model
from acta.records import Article

PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
AHEAD = 2  # chunks in flight a worker: enough to keep it busy, few enough to stream


def annotate_all(articles: Iterable[Article], workers: int) -> Iterator[Result]:
    """Yield one result an article, in order. With one chunk or one worker no process is started."""
    chunked = chunks(articles)
    first = list(islice(chunked, 2)) if workers > 1 else []
    rest = chain(first, chunked)
    if len(first) < 2:
        for chunk in rest:
            yield from annotate_chunk(chunk)
        return
    with Pool(workers) as pool:
        yield from pool.map(rest)


class Pool:
    """Worker processes, started when first needed; leaving the context ends them, even in the middle of a chunk."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.threads = ThreadPoolExecutor(workers)
        self.closed = False
        self.idle: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()
        self.started: list[Worker] = []
        for _ in range(workers):
            self.idle.put(None)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        for worker in self.started:
            worker.kill()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.started:
            worker.close()

    def map(self, chunked: Iterable[list[Article]]) -> Iterator[Result]:
        """Results of all chunks in order, reading only a few chunks ahead."""
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in chunked:
            waiting.append(self.threads.submit(self._do, chunk))
            if len(waiting) >= self.workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _do(self, chunk: list[Article]) -> list[Result]:
        worker = self.idle.get()
        try:
            if worker is None or not worker.is_alive():
                worker = self._start()
            if self.closed:
                raise WorkerDied("stopped")
            return worker.ask(chunk)
        except WorkerDied as died:
            if len(chunk) == 1 or self.closed:
                return [failed(chunk[0], "worker_died", str(died))]
        finally:
            self.idle.put(worker)
        return [result for article in chunk for result in self._do([article])]

    def _start(self) -> Worker:
        worker = Worker()
        self.started.append(worker)
        return worker


class WorkerDied(Exception):
    """The process ended before it answered: killed for memory, or a crash in native code."""


class Worker:
    """One process; ``ask`` may be called by one thread at a time."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (PACKAGE_ROOT, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acta.annotate.processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )

    def ask(self, chunk: list[Article]) -> list[Result]:
        """Send a chunk and wait for its results. Raises WorkerDied when none come."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(chunk).encode() + b"\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except (OSError, ValueError):  # its end of the pipe is gone, or ours was closed by stop()
            answer = b""
        if not answer.endswith(b"\n"):
            raise WorkerDied(f"the worker process ended with status {self.process.wait()} before it answered")
        results: list[Result] = json.loads(answer)
        return results

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """End the process at once; a thread that waits for its answer is told so."""
        if self.is_alive():
            self.process.kill()

    def close(self) -> None:
        """Wait for the ended process, so that its CPU time counts as ours and no zombie stays."""
        self.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def serve() -> None:
    """The worker's side: one chunk a line on standard input, its results as one line on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    load_model()
    gc.freeze()  # the models live as long as the process: walking them again and again finds nothing
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    for line in sys.stdin.buffer:
        answers.write(json.dumps(annotate_chunk(json.loads(line))).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve()
