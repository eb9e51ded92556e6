"""A wall-clock deadline over a whole exchange: the look-up of the name, TLS, headers and body.

A timeout of the HTTP client starts anew at every byte, so a server that drips one byte a second holds it for ever.
Here a timer shuts the socket down when the time is over, which ends any read at once, whatever layer it waits in.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from concurrent.futures import Future
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from ssrfguard import Policy
from ssrfguard.requests import SafeAdapter

_CURRENT: ContextVar[Deadline | None] = ContextVar("acta_deadline", default=None)


class Deadline:
    """Context manager: every connection a DeadlineAdapter uses inside it is shut down after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self.expired = False

    @property
    def remaining(self) -> float:
        """Seconds left, never below a millisecond, so that it can serve as a timeout."""
        return max(0.001, self._ends - time.monotonic())

    @property
    def over(self) -> bool:
        return self.expired or time.monotonic() >= self._ends

    def watch(self, descriptor: int) -> None:
        """Shut this socket down when the time is over. A duplicate is held: TLS takes the original away."""
        with self._lock:
            twin = socket.socket(fileno=os.dup(descriptor))
            self._watched.append(twin)
            if self.expired:
                _shut(twin)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for twin in self._watched:
                _shut(twin)

    def __enter__(self) -> Deadline:
        self._token = _CURRENT.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _CURRENT.reset(self._token)
        self._timer.cancel()
        with self._lock:
            for twin in self._watched:
                twin.close()
            self._watched.clear()


def _shut(twin: socket.socket) -> None:
    with contextlib.suppress(OSError):
        twin.shutdown(socket.SHUT_RDWR)


def look_up(*question: Any) -> Any:
    """``socket.getaddrinfo``, which knows no time limit, within the current Deadline.

    The look-up itself cannot be stopped; its thread ends when the system's resolver gives up.
    """
    deadline = _CURRENT.get()
    if deadline is None:
        return socket.getaddrinfo(*question)
    answer: Future[Any] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(*question))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(deadline.remaining)
    except TimeoutError:
        raise socket.gaierror(socket.EAI_AGAIN, "the name was not resolved in time") from None


class DeadlineAdapter(SafeAdapter):
    """The guarded adapter of ssrfguard whose connections also obey the current Deadline."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy=policy, resolver=look_up, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        guarded = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {scheme: _watched_pool(pool) for scheme, pool in guarded.items()}


def _watched_pool(pool: Any) -> Any:
    class WatchedConnection(pool.ConnectionCls):  # type: ignore[misc]
        """Shows its socket to the deadline: when it is opened, and again when a kept one is used anew."""

        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            _watch(opened)
            return opened

        def getresponse(self) -> Any:
            if self.sock is not None:
                _watch(self.sock)
            return super().getresponse()

    class WatchedPool(pool):  # type: ignore[misc]
        ConnectionCls = WatchedConnection

    return WatchedPool


def _watch(opened: socket.socket) -> None:
    deadline = _CURRENT.get()
    if deadline is not None:
        deadline.watch(opened.fileno())
