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

from acta.collect.hosts import Hosts
from acta.collect.schema import SCHEMA, SCHEMA_VERSION, TABLES
from acta.collect.seen import INDEX, PARTIAL, SeenFeed, SeenUrl, after_attempt
from acta.collect.urls import host_of
from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.store.batches import Manifest, read_batch, read_table


@dataclass(frozen=True, slots=True)
class RobotsEntry:
    """The stored robots.txt of one host; ``body`` is None where there is none and everything is allowed."""

    fetched_at: str
    body: str | None


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
        self.hosts = Hosts(self._db, settings)

    def close(self) -> None:
        self.hosts.release()
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("begin immediate")
        try:
            yield self._db
            self._db.execute("commit")
        except BaseException:
            self._db.execute("rollback")
            raise

    # -- the digest of finished batches

    def apply_pending(self, settings: Settings) -> int:
        """Apply every finished collect batch that was not applied yet; returns how many."""
        root = settings.batches_dir / "collect"
        on_disk = (
            {folder.name for folder in root.iterdir() if not folder.name.startswith(".")} if root.exists() else set()
        )
        applied = {row[0] for row in self._db.execute("select batch_id from applied_batches")}
        manifests = [read_batch(settings, "collect", batch_id) for batch_id in on_disk - applied]
        for manifest in sorted(manifests, key=lambda entry: (entry.created_at, entry.batch_id)):
            self.apply_batch(settings, manifest)
        return len(manifests)

    def apply_batch(self, settings: Settings, manifest: Manifest) -> None:
        """Take over one finished batch, whole and once."""
        rows = sorted(read_table(settings, manifest, "fetches"), key=lambda row: str(row["requested_at"]))
        with self._transaction() as db:
            new = db.execute(
                "insert or ignore into applied_batches values (?, ?)", (manifest.batch_id, manifest.created_at)
            )
            if new.rowcount == 0:
                return
            for row in rows:
                if row["kind"] in ("article", "file"):
                    self._apply_page(row)
                elif row["kind"] in ("feed", "sitemap", "listing"):
                    self._apply_poll(row)

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
