"""Takes rows out of batches and records out of archives, so that being cut off anywhere and called again ends the same.

A rewritten archive has a name of its own, and the old one goes last: a row points to one or to the other, never to a wrong
place. A rewritten batch is made aside, whole, and takes the old one's place by renaming.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from warcio.archiveiterator import ArchiveIterator

from acta.config import Settings
from acta.forget.rewrite import aside_of, finish_cut_off, replace_by, rewrite_pack
from acta.forget.targets import Targets
from acta.forget.traces import Traces
from acta.store.batches import (
    DamagedBatch,
    Manifest,
    Row,
    all_batches,
    batch_dir,
    read_table,
    table_path,
    write_manifest,
    write_table,
)
from acta.store.packs import Pack, packed, pieces, survey_packs
from acta.store.polls import is_polls, poll_files, poll_tables, rewrite
from acta.store.tables import TABLES

Place = tuple[str, int]  # archive below the WARC folder, offset in bytes
Moved = dict[Place, Place | None]  # where a record is now; None where it is gone
ENDING = ".warc.gz"


def purge_archives(settings: Settings, targets: Targets) -> Moved:
    """Write every archive anew that holds a page of the targets, or a page or feed that links to one.

    Returns where the records are now. The old archives stay until ``remove_archives``.
    """
    moved: Moved = {}
    traces = Traces.of(targets.needles)
    for path in sorted(settings.warc_dir.rglob(f"*{ENDING}")):
        name = path.relative_to(settings.warc_dir).as_posix()
        moved |= _purge_archive(path, name, traces, whole=name.split("/")[0] in targets.source_ids)
    return moved


def _purge_archive(path: Path, name: str, traces: Traces, whole: bool) -> Moved:
    spans: list[tuple[int, int, bool]] = []
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            headers = f"{record.rec_headers}{record.http_headers}".encode("utf-8", "replace")
            content = headers + record.content_stream().read()
            is_theirs = whole or traces.in_text(content)
            spans.append((records.get_record_offset(), records.get_record_length(), is_theirs))
    if not any(is_theirs for *_, is_theirs in spans):
        return {}
    moved: Moved = {}
    new_name = f"{name.removesuffix(ENDING)}-kept{ENDING}"
    aside = path.with_name(f".{path.name}.forgetting")
    with path.open("rb") as old, aside.open("wb") as new:
        for offset, length, is_theirs in spans:
            moved[name, offset] = None if is_theirs else (new_name, new.tell())
            if not is_theirs:
                old.seek(offset)
                new.write(old.read(length))
        new.flush()
        os.fsync(new.fileno())
    if any(moved.values()):
        aside.replace(path.with_name(Path(new_name).name))
    else:
        aside.unlink()
    return moved


def remove_archives(settings: Settings, moved: Moved) -> None:
    """Remove the archives that were written anew."""
    for name in {name for name, _ in moved}:
        (settings.warc_dir / name).unlink(missing_ok=True)


def purge_batches(settings: Settings, targets: Targets, moved: Moved) -> int:
    """Rewrite every batch that holds a row of the targets or points into an old archive; returns rows taken out."""
    finish_cut_off(settings)
    rows = 0
    for stage in TABLES:
        packs, damaged = survey_packs(settings, stage)
        if damaged:
            raise DamagedBatch(damaged[0].line)
        rows += sum(_purge_pack(settings, pack, targets, moved) for pack in packs)
        loose = [manifest for manifest in all_batches(settings, stage) if manifest.batch_id not in packed(settings, stage)]
        rows += sum(_purge_batch(settings, m, targets, moved) for m in loose if not is_polls(m.batch_id))
    return rows + sum(_purge_polls(path, targets, moved) for path in poll_files(settings))


def _purge_polls(path: Path, targets: Targets, moved: Moved) -> int:
    tables = poll_tables(path).values()
    if not any(targets.hold(row) or _moved(row, moved) for rows in tables for row in rows):
        return 0
    return rewrite(path, lambda table, row: None if targets.hold(row) else row | _moved(row, moved))


def _purge_pack(settings: Settings, pack: Pack, targets: Targets, moved: Moved) -> int:
    """Make a pack anew without the targets; a day that has none of them is only looked through, column by column."""
    tables = {table for table in TABLES[pack.stage] if _concerns(pack, table, targets, moved)}
    if not tables:
        return 0

    def keep(manifest: Manifest, table: str, row: Row) -> Row | None:
        return None if targets.hold(row) else row | _moved(row, moved)

    return rewrite_pack(settings, pack, lambda manifest, table: table in tables, keep)


def _concerns(pack: Pack, table: str, targets: Targets, moved: Moved) -> bool:
    """Whether a table of a pack has a row of the targets, or one whose archive was written anew."""
    wanted = {
        "article_id": targets.article_ids,
        "source_id": targets.source_ids,
        "url": targets.urls,
        "warc_path": {name for name, _ in moved},
    }
    there = TABLES[pack.stage][table]
    columns = {name: pa.array(sorted(values), pa.string()) for name, values in wanted.items() if name in there}
    return any(
        pc.any(pc.is_in(piece[name], values)).as_py()
        for piece in pieces(pack, table, list(columns))
        for name, values in columns.items()
    )


def _purge_batch(settings: Settings, manifest: Manifest, targets: Targets, moved: Moved) -> int:
    before = {table: read_table(settings, manifest, table) for table in manifest.tables}
    after = {table: [row | _moved(row, moved) for row in rows if not targets.hold(row)] for table, rows in before.items()}
    if after == before:
        return 0
    folder = batch_dir(settings, manifest.stage, manifest.batch_id)
    aside = aside_of(folder)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    tables = dict(manifest.tables)
    for table, rows in after.items():
        if rows == before[table]:
            shutil.copyfile(table_path(settings, manifest, table), aside / f"{table}.parquet")
        else:
            tables[table] = write_table(aside, manifest.stage, table, rows)
    write_manifest(aside, replace(manifest, tables=tables))
    replace_by(settings, folder, aside)
    return sum(len(before[table]) - len(after[table]) for table in before)


def _moved(row: dict[str, object], moved: Moved) -> dict[str, object]:
    """The cells of a row that say where its body is, when that changed."""
    place = (str(row.get("warc_path")), row.get("warc_offset"))
    if place not in moved:
        return {}
    path, offset = moved[place] or (None, None)  # type: ignore[index]
    return {"warc_path": path, "warc_offset": offset}
