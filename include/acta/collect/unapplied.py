"""Finished batches, packs and polls on disk that the state has not taken over yet, in the order in which they were made."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from acta.collect.rows import LAST, part_id
from acta.config import Settings
from acta.store.batches import Manifest, read_manifest, read_table
from acta.store.packs import Pack, pack_folders, pieces, read_pack
from acta.store.polls import STAGE, is_polls, poll_files, poll_id, runs_in

if TYPE_CHECKING:
    from acta.collect.state import State

Row = dict[str, Any]
COLUMNS = [
    "source_id", "run_key", "kind", "url", "final_url", "url_key", "article_id", "seen_in", "requested_at", "outcome", "reason",
    "etag", "last_modified", "body_sha256", "warc_path", "warc_offset", "hint_title", "hint_published_at", "first_seen_at",
]  # fmt: skip
EMPTY: Row = dict.fromkeys(COLUMNS)


@dataclass(frozen=True)
class Unit:
    """One batch, or one run of a day's polls (``polls``: the batch_id of the day)."""

    batch_id: str
    created_at: str
    rows: list[Row]
    polls: str | None = None


@dataclass
class Portion:
    """What is applied in one transaction, and the files that are done with it."""

    units: list[Unit]
    files: dict[str, str] = field(default_factory=dict)

    def note(self, db: sqlite3.Connection) -> None:
        """Write down how far the files were applied."""
        db.executemany("insert or replace into applied_files values (?, ?)", self.files.items())


def unapplied(settings: Settings, state: State) -> Iterator[Portion]:
    """Packs day by day, then the batches and polls of days that are not packed yet, a day at a time."""
    files = state.applied_files()
    for folder in pack_folders(settings, STAGE):
        name, mark = f"compacted/{folder.name}", str((folder / "manifest.json").stat().st_mtime_ns)
        if files.get(name) != mark:
            yield Portion(_in_order(list(_of_pack(read_pack(folder), state))), {name: mark})
    days: defaultdict[str, Portion] = defaultdict(lambda: Portion([]))
    for manifest in _unpacked(settings, state):
        rows = read_table(settings, manifest, "fetches")
        days[manifest.created_at[:10]].units.append(Unit(manifest.batch_id, manifest.created_at, rows))
    for path in poll_files(settings):
        name, size = f"polls/{path.name}", path.stat().st_size
        start = int(files.get(name, 0))
        runs, end = runs_in(path, start if start <= size else 0)
        day = days[path.stem[:10]]
        for run in runs:
            day.units.append(
                _idle(run.batch_id, poll_id(path.stem), [{**EMPTY, **row} for row in run.tables["fetches"]])
            )
        day.files[name] = str(end)
    for _, portion in sorted(days.items()):
        yield Portion(_in_order(portion.units), portion.files)


def _unpacked(settings: Settings, state: State) -> list[Manifest]:
    root = settings.batches_dir / STAGE
    folders = [folder for folder in root.iterdir() if not folder.name.startswith(".")] if root.exists() else []
    return [read_manifest(folder) for folder in folders if not state.knows(folder.name)]


def _of_pack(pack: Pack, state: State) -> Iterator[Unit]:
    """Batches of a pack that were not applied, and all its idle runs."""
    created = {
        m.batch_id: m.created_at for m in pack.manifests() if is_polls(m.batch_id) or not state.knows(m.batch_id)
    }
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    wanted = pa.array(list(created), pa.string())
    for piece in pieces(pack, "fetches", ["batch_id", *COLUMNS]):
        for row in piece.filter(pc.is_in(piece["batch_id"], wanted)).to_pylist():
            run_id = part_id(row["source_id"], row["run_key"], LAST) if is_polls(row["batch_id"]) else ""
            found[row["batch_id"], run_id].append(row)
    for (batch_id, run_id), rows in found.items():
        yield _idle(run_id, batch_id, rows) if run_id else Unit(batch_id, created[batch_id], rows)
    for batch_id in created.keys() - {batch_id for batch_id, _ in found}:  # without a row
        if not is_polls(batch_id):
            yield Unit(batch_id, created[batch_id], [])


def _idle(batch_id: str, polls: str, rows: list[Row]) -> Unit:
    """A run as a unit; its last request is when it was made."""
    return Unit(batch_id, max((str(row["requested_at"]) for row in rows), default=""), rows, polls)


def _in_order(units: list[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.created_at, unit.batch_id))
