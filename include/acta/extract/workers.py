"""Many pages through worker processes: order kept, memory bounded, the same results as one process."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

CHUNK = 8  # pages a message: small enough that one slow page holds up little
WINDOW = 3  # chunks a worker that may wait: bounds what lies in memory
SMALL_INPUT = 24  # fewer pages than this are done before a pool has started

T = TypeVar("T")
R = TypeVar("R")


def map_in_order(work: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[R]:
    """``work`` applied to each item, results in input order. ``work`` must be a module's function and must not raise."""
    source = iter(items)
    first = list(islice(source, SMALL_INPUT))
    if workers <= 1 or len(first) < SMALL_INPUT:
        yield from map(work, chain(first, source))
        return
    chunks = _chunked(chain(first, source))
    # fork would copy whatever locks the caller's threads hold
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver")) as pool:
        waiting: deque[Future[list[R]]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_work_on, work, chunk))
                if len(waiting) >= WINDOW * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _work_on(work: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [work(item) for item in chunk]


def _chunked(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
