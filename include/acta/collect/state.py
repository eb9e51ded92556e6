"""What this machine has seen: one SQLite file behind one small interface.

Two kinds of knowledge live here. ``urls`` and ``feeds`` are a digest of finished batches: they change only by
applying a whole batch in one transaction, so a kill in the middle leaves nothing wrong, and a lost file is made again
from the batches. ``robots`` and ``hosts`` (see there) are a cache and a rendezvous of the processes of this machine: losing them
costs a request.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from acta.collect.archive import StoredBody
from acta.collect.database import Writer
from acta.collect.hosts import Hosts
from acta.collect.rhythm import is_poll_due, next_interval
from acta.collect.schema import SCHEMA, SCHEMA_VERSION, TABLES
from acta.collect.seen import DEFERRED, INDEX, PARTIAL, SeenFeed, SeenUrl, after_attempt, as_stored
from acta.collect.state_file import BUSY_SECONDS, DamagedState, explain, inode_of, is_damage, opening, set_aside
from acta.collect.unapplied import Unit, unapplied
from acta.collect.urls import host_of
from acta.config import Settings
from acta.store.batches import Manifest, read_table
from acta.store.polls import PREFIX

log = logging.getLogger(__name__)
_set_aside: dict[Path, str] = {}  # by this process, and why: the next opening says so
_BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)  # the second: a message that quotes what is broken
_CHECKED: set[tuple[int, Path, int]] = set()  # process, state file, inode: looked at once by every process


@dataclass(frozen=True, slots=True)
class RobotsEntry:
    """The stored robots.txt of one host; ``body`` is None where there is none and everything is allowed."""

    fetched_at: str
    body: str | None


POLLS = ("feed", "sitemap", "listing")


def _packed_id(batch_id: str) -> bytes:
    """An id in 12 bytes: a year leaves hundreds of thousands of idle runs."""
    try:
        return bytes.fromhex(batch_id.partition("_")[2])
    except ValueError:  # no id of ours
        return batch_id.encode()


class State:
    """Open with ``open_state``, which also applies the batches that a crash left unapplied.

    Raises sqlite3.Error as it comes; ``open_state`` makes sense of it.
    """

    def __init__(self, settings: Settings) -> None:
        path = settings.state_file
        with opening(path):
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._db.row_factory = sqlite3.Row
                for pragma in (f"busy_timeout={int(BUSY_SECONDS * 1000)}", "journal_mode=wal", "synchronous=normal"):
                    self._db.execute(f"pragma {pragma}")
                self._make_tables()
            except BaseException:
                self._db.close()
                raise
        self._writer = Writer(self._db, path)
        self.hosts = Hosts(self._db, self._writer, settings)
        self._poll_bounds = (settings.poll_min_seconds, settings.poll_max_seconds)

    def _make_tables(self) -> None:
        if self._version() == SCHEMA_VERSION:
            return
        self._db.execute("begin immediate")
        try:
            found = self._version()  # another one may have made the tables meanwhile, and use them already
            if found > SCHEMA_VERSION:
                raise sqlite3.DatabaseError(f"it has version {found}, this Acta writes {SCHEMA_VERSION}")
            if found < SCHEMA_VERSION:  # an older digest is thrown away: the batches are applied again
                for table in TABLES:
                    self._db.execute(f"drop table if exists {table}")
                for statement in filter(str.strip, SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"pragma user_version={SCHEMA_VERSION}")
            self._db.execute("commit")
        except BaseException:
            self._db.execute("rollback")
            raise

    def _version(self) -> int:
        return int(self._db.execute("pragma user_version").fetchone()[0])

    def check(self) -> None:
        """Read the whole file once.

        Raises sqlite3.DatabaseError when SQLite, or a rule of a table, finds it damaged, or when the tables are not ours.
        """
        found = self._db.execute("pragma quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(" ".join(str(found).split()))  # it comes in two lines
        if _definitions(self._db) != _expected_definitions():  # one changed byte is still valid SQL
            raise sqlite3.DatabaseError("the definition of a table was changed")

    def close(self) -> None:
        self.hosts.release()
        with contextlib.suppress(sqlite3.Error):  # the last one to close writes the journal into the file
            self._db.close()

    # -- the digest of finished batches

    @property
    def applied_count(self) -> int:
        """How many batches it is a digest of."""
        return int(self._db.execute("select count(*) from applied_batches").fetchone()[0])

    def apply_pending(self, settings: Settings) -> int:
        """Apply what was finished and is not applied yet, in the order in which it was fetched; returns how many batches."""
        count = 0
        for part in unapplied(settings, self):
            with self._writer.transaction():
                for unit in part.units:
                    count += self._apply_unit(unit)
                part.note(self._db)
        return count

    def apply_batch(self, settings: Settings, manifest: Manifest) -> None:
        """Take over one finished batch, whole and once."""
        rows = read_table(settings, manifest, "fetches")
        with self._writer.transaction():
            self._apply_unit(Unit(manifest.batch_id, manifest.created_at, rows))

    def apply_idle(self, polls: str, batch_id: str, rows: list[dict[str, Any]]) -> None:
        """Take over a run that went to a day's polls, whole and once."""
        with self._writer.transaction():
            self._apply_unit(Unit(batch_id, "", rows, polls))

    def _apply_unit(self, unit: Unit) -> bool:
        """Apply one batch or idle run; False when it was applied before."""
        if unit.polls is None:
            new = self._db.execute(
                "insert or ignore into applied_batches values (?, ?)", (unit.batch_id, unit.created_at)
            )
        else:
            ids = (_packed_id(unit.batch_id), _packed_id(unit.polls))
            new = self._db.execute("insert or ignore into idle_runs values (?, ?)", ids)
        if new.rowcount == 0:
            return False
        rows = sorted(unit.rows, key=lambda row: str(row["requested_at"]))
        for row in rows:
            if row.get("warc_path"):
                self._apply_body(row)
            if row["kind"] in ("article", "file"):
                self._apply_page(row)
            elif row["kind"] in POLLS:
                self._apply_poll(row)
        self._apply_rhythm([row for row in rows if row["kind"] in POLLS and row.get("reason") not in DEFERRED])
        return True

    def knows(self, batch_id: str) -> bool:
        """Whether a part of a run was finished, as a batch of its own or in a day's polls."""
        found = self._db.execute("select 1 from applied_batches where batch_id = ?", (batch_id,)).fetchone()
        return found is not None or self.polls_of(batch_id) is not None

    def polls_of(self, batch_id: str) -> str | None:
        """batch_id of the day's polls that an idle run went to."""
        row = self._db.execute("select polls from idle_runs where batch_id = ?", (_packed_id(batch_id),)).fetchone()
        return None if row is None else f"{PREFIX}{row[0].hex()}"

    def applied_files(self) -> dict[str, str]:
        """Packs and files of polls that were applied, by path below the data folder, and how far."""
        return {row[0]: row[1] for row in self._db.execute("select path, mark from applied_files")}

    def _apply_page(self, row: dict[str, Any]) -> None:
        seen = after_attempt(self.url(row["source_id"], row["url_key"]), row)
        if seen is not None:
            values = asdict(seen)
            holes = ", ".join("?" for _ in values)
            self._db.execute(
                f"insert or replace into urls ({', '.join(values)}) values ({holes})", list(values.values())
            )

    def _apply_poll(self, row: dict[str, Any]) -> None:
        if row["outcome"] == "fetched" and row["reason"] not in (PARTIAL, INDEX):
            self._db.execute(
                "insert or replace into feeds values (?, ?, ?, ?, ?)",
                (row["source_id"], row["url_key"], row["etag"], row["last_modified"], row["body_sha256"]),
            )

    def _apply_rhythm(self, polls: list[dict[str, Any]]) -> None:
        """A run polled its source: lively is what brought a page never seen before."""
        if not polls or polls[0]["reason"] == PARTIAL:
            return
        source_id, polled_at = polls[0]["source_id"], polls[0]["requested_at"]
        is_lively = self._db.execute(
            "select 1 from urls where source_id = ? and first_seen_at >= ? limit 1", (source_id, polled_at)
        ).fetchone()
        known = self._db.execute("select interval_seconds from polls where source_id = ?", (source_id,)).fetchone()
        seconds = next_interval(known[0] if known else None, is_lively is not None, *self._poll_bounds)
        self._db.execute("insert or replace into polls values (?, ?, ?)", (source_id, polled_at, seconds))

    def is_poll_due(self, source_id: str, now: datetime) -> bool:
        """Whether the source is to be asked for news, by how often it had some."""
        row = self._db.execute(
            "select polled_at, interval_seconds from polls where source_id = ?", (source_id,)
        ).fetchone()
        try:
            return row is None or is_poll_due(row["polled_at"], row["interval_seconds"], now)
        except (TypeError, ValueError):  # damage that SQLite does not see: asking once too often costs a request
            return True

    def _apply_body(self, row: dict[str, Any]) -> None:
        """Where a body is stored: the first record of it stands for all, as long as its archive is there."""
        if row["body_sha256"]:
            self._db.execute(
                "insert into bodies values (?, ?, ?, ?, ?, ?) on conflict (source_id, sha256) do update set "
                "url = excluded.url, fetched_at = excluded.fetched_at, warc_path = excluded.warc_path, "
                "warc_offset = excluded.warc_offset where warc_path <> excluded.warc_path",
                (
                    row["source_id"],
                    row["body_sha256"],
                    row["final_url"] or row["url"],
                    row["requested_at"],
                    row["warc_path"],
                    row["warc_offset"],
                ),
            )
        self._db.execute(
            "insert into archives values (?, ?, ?) on conflict (warc_path) "
            "do update set last_used_at = max(last_used_at, excluded.last_used_at)",
            (row["warc_path"], row["source_id"], row["requested_at"]),
        )

    def body(self, source_id: str, sha256: str) -> StoredBody | None:
        """The record that holds these bytes of this source, if there is one."""
        row = self._db.execute(
            "select url, fetched_at, warc_path, warc_offset from bodies where source_id = ? and sha256 = ?",
            (source_id, sha256),
        ).fetchone()
        return StoredBody(*row) if row else None

    def archives_unused_since(self, source_id: str, before: str) -> list[str]:
        """Archives of a source that no fetch since ``before`` refers to, oldest first."""
        rows = self._db.execute(
            "select warc_path from archives where source_id = ? and last_used_at < ? order by last_used_at, warc_path",
            (source_id, before),
        )
        return [row[0] for row in rows]

    def forget_archive(self, warc_path: str) -> None:
        """Its file was removed: nothing may refer to it any more."""
        with self._writer.transaction() as db:
            db.execute("delete from bodies where warc_path = ?", (warc_path,))
            db.execute("delete from archives where warc_path = ?", (warc_path,))

    def url(self, source_id: str, url_key: str | None) -> SeenUrl | None:
        row = self._db.execute(
            "select * from urls where source_id = ? and url_key = ?", (source_id, url_key)
        ).fetchone()
        return _stored(row) if row else None

    def open_urls(self, source_id: str, since: datetime) -> list[SeenUrl]:
        """Pages of a source first seen since then that may be due again, oldest first: neither gone nor rejected."""
        rows = self._db.execute(
            "select * from urls where source_id = ? and status in ('pending', 'fetched') and first_seen_at >= ? "
            "and url like 'http%' order by first_seen_at, url_key",
            (source_id, since.isoformat(timespec="seconds")),
        )
        return [_stored(row) for row in rows]

    def feed(self, source_id: str, url_key: str) -> SeenFeed | None:
        row = self._db.execute(
            "select etag, last_modified, body_sha256 from feeds where source_id = ? and url_key = ?",
            (source_id, url_key),
        ).fetchone()
        return SeenFeed(*row) if row else None

    # -- cache and rendezvous

    def robots(self, origin: str) -> RobotsEntry | None:
        row = self._db.execute("select fetched_at, body from robots where origin = ?", (origin,)).fetchone()
        return RobotsEntry(*row) if row else None

    def store_robots(self, origin: str, entry: RobotsEntry) -> None:
        self._db.execute("insert or replace into robots values (?, ?, ?)", (origin, entry.fetched_at, entry.body))

    def hold_off(self, url: str, seconds: float) -> None:
        """The host asked to be left alone (Retry-After): no process of this machine asks it before."""
        self.hosts.hold_off(host_of(url), seconds)


def _definitions(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The SQL of tables and indexes, by name."""
    rows = db.execute("select name, sql from sqlite_master where sql is not null order by name")
    return [(name, sql) for name, sql in rows]


@functools.cache
def _expected_definitions() -> list[tuple[str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        return _definitions(db)


def _stored(row: sqlite3.Row) -> SeenUrl:
    try:
        return as_stored(dict(row))
    except ValueError as error:  # SQLite keeps no checksums: a changed value is seen by who reads it
        raise sqlite3.DatabaseError(str(error)) from error


@contextmanager
def open_state(settings: Settings) -> Iterator[State]:
    """The state, up to date with the finished batches on disk; a damaged file is set aside and made again, which is logged.

    Raises Transient when the file is locked or the disk is full, also for what the block meets; DamagedState, which is
    one, when the damage shows only there.
    """
    path = settings.state_file
    seen, is_new = inode_of(path), not path.exists() or (path.is_file() and not path.stat().st_size)
    try:
        state = _opened(settings)
    except _BROKEN as error:
        if not is_damage(error, path):
            raise explain(error, path) from error
        state = _made_again(settings, seen, error)
    if is_new and state.applied_count:
        what = _set_aside.pop(path, "was not there")
        log.warning("%s %s: made again from %d batches", path, what, state.applied_count)
    try:
        seen = inode_of(path)
        yield state
    except sqlite3.DatabaseError as error:
        if not is_damage(error, path):
            raise explain(error, path) from error
        if aside := set_aside(path, seen):
            _set_aside[path] = f"was damaged ({error}), set aside as {aside.name}"
        raise DamagedState(f"{path} is damaged ({error}): run again, it is made again from the batches") from error
    finally:
        state.close()


def _opened(settings: Settings) -> State:
    state = State(settings)
    try:
        mark = (os.getpid(), settings.state_file, inode_of(settings.state_file) or 0)
        if mark not in _CHECKED:
            state.check()
            _CHECKED.add(mark)
        state.apply_pending(settings)
    except BaseException:
        state.close()
        raise
    return state


def _made_again(settings: Settings, seen: int | None, error: Exception) -> State:
    path = settings.state_file
    aside = set_aside(path, seen)
    try:
        state = _opened(settings)
    except _BROKEN as again:
        raise explain(again, path) from again
    if aside:
        count = state.applied_count
        log.warning("%s was damaged (%s): set aside as %s, made again from %d batches", path, error, aside.name, count)
    return state
