"""What this machine has seen: one SQLite file behind one small interface.

Two kinds of knowledge live here. ``urls`` and ``feeds`` are a digest of finished batches: they change only by
applying a whole batch in one transaction, so a kill in the middle leaves nothing wrong, and a lost file is made again
from the batches. ``robots`` and ``hosts`` (see there) are a cache and a rendezvous of the processes of this machine: losing them
costs a request.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from acta.collect.archive import StoredBody
from acta.collect.database import Writer
from acta.collect.hosts import Hosts
from acta.collect.rhythm import is_poll_due, next_interval
from acta.collect.schema import SCHEMA, SCHEMA_VERSION, TABLES
from acta.collect.seen import DEFERRED, INDEX, PARTIAL, SeenFeed, SeenUrl, after_attempt
from acta.collect.unapplied import Unit, unapplied
from acta.collect.urls import host_of
from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.store.batches import Manifest, read_table
from acta.store.polls import PREFIX


@dataclass(frozen=True, slots=True)
class RobotsEntry:
    """The stored robots.txt of one host; ``body`` is None where there is none and everything is allowed."""

    fetched_at: str
    body: str | None


POLLS = ("feed", "sitemap", "listing")


def _packed_id(batch_id: str) -> bytes:
    """An id in 12 bytes: a year leaves hundreds of thousands of idle runs."""
    return bytes.fromhex(batch_id.partition("_")[2])


class State:
    """Open with ``open_state``, which also applies the batches that a crash left unapplied."""

    def __init__(self, settings: Settings) -> None:
        path = settings.state_file
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=60.0, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            for pragma in ("busy_timeout=60000", "journal_mode=wal", "synchronous=normal"):
                self._db.execute(f"pragma {pragma}")
            found = int(self._db.execute("pragma user_version").fetchone()[0])
            if found > SCHEMA_VERSION:
                raise Permanent(
                    f"{path} has version {found}, not {SCHEMA_VERSION}: remove it; it is made again from the batches"
                )
            if found < SCHEMA_VERSION:  # an older digest is thrown away: the batches are applied anew
                dropped = ";".join(f"drop table if exists {table}" for table in TABLES) if found else ""
                self._db.executescript(
                    f"begin immediate; {dropped}; {SCHEMA}; pragma user_version={SCHEMA_VERSION}; commit"
                )
        except sqlite3.OperationalError as error:
            raise Transient(
                f"{path} cannot be opened now ({error}): another process holds it, or the disk is full"
            ) from error
        except sqlite3.DatabaseError as error:
            raise Permanent(f"{path} cannot be used ({error}): remove it; it is made again from the batches") from error
        self._writer = Writer(self._db, path)
        self.hosts = Hosts(self._db, self._writer, settings)
        self._poll_bounds = (settings.poll_min_seconds, settings.poll_max_seconds)

    def close(self) -> None:
        self.hosts.release()
        self._db.close()

    # -- the digest of finished batches

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
        return row is None or is_poll_due(row["polled_at"], row["interval_seconds"], now)

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
        return SeenUrl(**dict(row)) if row else None

    def open_urls(self, source_id: str, since: datetime) -> list[SeenUrl]:
        """Pages of a source first seen since then that may be due again, oldest first: neither gone nor rejected."""
        rows = self._db.execute(
            "select * from urls where source_id = ? and status in ('pending', 'fetched') and first_seen_at >= ? "
            "and url like 'http%' order by first_seen_at, url_key",
            (source_id, since.isoformat(timespec="seconds")),
        )
        return [SeenUrl(**dict(row)) for row in rows]

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


@contextmanager
def open_state(settings: Settings) -> Iterator[State]:
    """The state, up to date with the finished batches on disk."""
    state = State(settings)
    try:
        state.apply_pending(settings)
        yield state
    finally:
        state.close()
