"""What the processes of this machine agree on about a host: next slot, requests under way, and its circuit breaker.

All of it lives in three tables of the state file, so it holds across processes and outlives a crash. Times are machine
time, not the settings' clock: the host's server lives in real time. A machine's clock may be set back, so its latest time is
kept too, and everything noted by the wrong clock moves with it.

A slot is taken when it is there, never ahead: who wakes up late takes a late slot, and the next one moves with it. The
interval counts from the answer, because only then is it certain that the host has seen the request; while an answer is
out, the next request waits for two intervals.

The circuit opens after ``circuit_failures`` failures in a row. While it is open no request is made. When its pause is
over one probe goes out alone: an answer closes the circuit, a failure opens it again for twice as long.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from acta.collect.database import Writer
from acta.config import Settings

MAX_PAUSE_SECONDS = 4 * 3600.0
SET_BACK_SECONDS = 60.0  # less is a correction by NTP, or another process that was a little faster
LEASE_SLACK_SECONDS = 10.0  # over the deadline of one exchange: a lease of a process that hangs ends by itself


@dataclass(frozen=True, slots=True)
class Admission:
    """Go, when there is no ``refusal``; else why not (see ``Hosts.reserve``) and for how many seconds, where known."""

    seconds: float
    refusal: str | None = None


class Hosts:
    """The view of one worker, which has one request under way at most."""

    def __init__(self, db: sqlite3.Connection, writer: Writer, settings: Settings) -> None:
        self._db, self._writer, self._settings = db, writer, settings
        self._owner = f"{_process()}:{uuid.uuid4().hex[:12]}"

    def reserve(self, host: str, interval: float, patience: float) -> Admission:
        """Take the host's slot, if it is there, and a place among the requests under way; or learn why not.

        ``patience`` is how many seconds the caller would wait: a slot that is nearer is early. One further away is
        retry_after when the host asked to be left alone, and queue when others, or its crawl delay, come first. busy:
        all places are taken; circuit_open: it failed too often.
        """
        with self._writer.transaction():
            return self._reserve(host, interval, patience, time.time())

    def _reserve(self, host: str, interval: float, patience: float, now: float) -> Admission:
        self._follow_clock(now)
        self._db.execute("delete from leases where owner = ? or expires < ?", (self._owner, now))
        row = self._db.execute(
            "select next_slot, not_before, failures, open_until from hosts where host = ?", (host,)
        ).fetchone()
        next_slot, not_before, failures, open_until = row or (0.0, 0.0, 0, 0.0)
        if open_until > now:
            return Admission(open_until - now, "circuit_open")
        ahead = max(next_slot, not_before) - now
        if ahead > 0:
            far = "retry_after" if not_before > now + patience else "queue"
            return Admission(ahead, far if ahead > patience else "early")
        under_way = [
            owner
            for (owner,) in self._db.execute("select owner from leases where host = ?", (host,)).fetchall()
            if not self._is_dead(owner)
        ]
        if failures >= self._settings.circuit_failures and under_way:
            return Admission(0.0, "circuit_open")  # the probe is under way
        if len(under_way) >= max(1, self._settings.host_concurrency):
            return Admission(0.0, "busy")
        self._db.execute(
            "insert into hosts (host, next_slot) values (?, ?) "
            "on conflict (host) do update set next_slot = excluded.next_slot",
            (host, now + 2 * interval),
        )
        expires = now + self._settings.fetch_seconds + LEASE_SLACK_SECONDS
        self._db.execute("insert or replace into leases values (?, ?, ?)", (self._owner, host, expires))
        self._db.execute("insert or replace into clock values (1, ?)", (now,))
        return Admission(0.0)

    def _follow_clock(self, now: float) -> None:
        """When the clock was set back, move what it noted: no host is owed the difference."""
        row = self._db.execute("select latest from clock").fetchone()
        back = row[0] - now if row else 0.0
        if back > SET_BACK_SECONDS:
            self._db.execute(
                "update hosts set next_slot = next_slot - ?, not_before = not_before - ?, open_until = open_until - ?",
                (back, back, back),
            )
            self._db.execute("update leases set expires = expires - ?", (back,))
            self._db.execute("update clock set latest = ?", (now,))

    def settle(self, host: str, failed: bool | None, next_at: float = 0.0) -> None:
        """The request is over. ``failed`` says how the host did, None that the request tells nothing about it.

        ``next_at`` is the earliest time of the next one; other requests under way may put it off further.
        """
        with self._writer.transaction():
            self._db.execute("delete from leases where owner = ?", (self._owner,))
            self._db.execute(
                "update hosts set next_slot = case when exists (select 1 from leases where leases.host = hosts.host) "
                "then max(next_slot, ?) else ? end where host = ?",
                (next_at, next_at, host),
            )
            row = self._db.execute("select failures, openings from hosts where host = ?", (host,)).fetchone()
            failures, openings = row or (0, 0)
            if failed:
                self._count(host, failures + 1, openings)
            elif failed is False and failures:
                self._db.execute("update hosts set failures = 0, openings = 0, open_until = 0 where host = ?", (host,))

    def _count(self, host: str, failures: int, openings: int) -> None:
        open_until = 0.0
        if failures >= self._settings.circuit_failures:
            open_until = time.time() + min(MAX_PAUSE_SECONDS, self._settings.circuit_seconds * 2.0 ** min(openings, 16))
            openings += 1
        self._db.execute(
            "update hosts set failures = ?, openings = ?, open_until = ? where host = ?",
            (failures, openings, open_until, host),
        )

    def hold_off(self, host: str, seconds: float) -> None:
        """The host asked to be left alone: no process of this machine asks it before."""
        with self._writer.transaction():
            self._db.execute(
                "insert into hosts (host, not_before) values (?, ?) "
                "on conflict (host) do update set not_before = max(not_before, excluded.not_before)",
                (host, time.time() + seconds),
            )

    def release(self) -> None:
        """Give back what this worker holds."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("delete from leases where owner = ?", (self._owner,))

    def _is_dead(self, owner: str) -> bool:
        """Whether the lease's process was killed, as far as this one can see it: only in the same process namespace."""
        space, _, rest = owner.partition(":")
        if space != _namespace():
            return False
        try:
            os.kill(int(rest.partition(":")[0]), 0)
        except ProcessLookupError:
            self._db.execute("delete from leases where owner = ?", (owner,))
            return True
        except (OSError, ValueError):
            return False
        return False


def _namespace() -> str:
    """Name of the process namespace: containers that share the data folder do not share process ids."""
    try:
        return str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]") or "machine"
    except OSError:
        return "machine"


def _process() -> str:
    return f"{_namespace()}:{os.getpid()}"
