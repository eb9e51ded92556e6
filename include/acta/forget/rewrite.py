"""Puts rewritten batches, packs and polls in the place of the old ones, so that being cut off anywhere loses nothing.

What is rewritten is made aside, whole, and takes the old one's place by renaming; ``finish_cut_off`` ends what a kill left.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Set
from dataclasses import replace
from pathlib import Path

from acta.config import Settings
from acta.store.batches import Manifest, Row, TableFile, write_table
from acta.store.compact import PackWriter, remove_packed
from acta.store.failpoints import reach
from acta.store.packs import Pack, forget_index
from acta.store.partials import ENDING
from acta.store.polls import is_polls, polls_dir, rows_sha256
from acta.store.table_stream import as_arrow

REMOVING = ".removing"
Concerned = Callable[[Manifest, str], bool]
Keep = Callable[[Manifest, str, Row], Row | None]  # batch, table, row → the row to keep


def finish_cut_off(settings: Settings) -> None:
    """Put the new batch in the place that its old one has left already, and drop what a killed stage has begun to write.

    The caller is alone in the data folder.
    """
    for left in (*settings.batches_dir.glob(f"*/.*{ENDING}"), *_hidden(settings, REMOVING)):
        shutil.rmtree(left)
    for old in _hidden(settings, ".old"):
        folder = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
        if not folder.exists():
            aside_of(folder).rename(folder)
        shutil.rmtree(old)
    for aside in (*settings.compacted_dir.glob("*/.*.forgetting"), *polls_dir(settings).glob(".*.forgetting")):
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    forget_index()
    remove_packed(settings)


def _hidden(settings: Settings, ending: str) -> list[Path]:
    return [p for root in (settings.batches_dir, settings.compacted_dir) for p in root.glob(f"*/.*{ending}")]


def aside_of(folder: Path) -> Path:
    """Where a folder is made anew."""
    return folder.with_name(f".{folder.name}.forgetting")


def replace_by(settings: Settings, folder: Path, aside: Path) -> None:
    """Put a folder that was made aside in the place of another one."""
    old = folder.with_name(f".{folder.name}.old")
    folder.rename(old)
    reach(settings, "forget.batch")
    aside.rename(folder)
    shutil.rmtree(old)


def remove_folder(folder: Path) -> None:
    """Remove the folder of a batch or pack, which is whole or not there."""
    aside = folder.with_name(f".{folder.name}{REMOVING}")
    folder.rename(aside)
    shutil.rmtree(aside)


def rewrite_pack(settings: Settings, pack: Pack, concerned: Concerned, keep: Keep, without: Set[str] = frozenset()) -> int:
    """Make a pack anew: without these batches, and with what ``keep`` makes of each row of the tables that are concerned.

    Returns rows taken out of the batches that stay. A pack that loses its last batch goes.
    """
    aside, taken = aside_of(pack.folder), 0
    writer = PackWriter(aside, pack.stage, pack.folder.name)
    for place, manifest in enumerate(pack.manifests()):
        if manifest.batch_id in without:
            continue
        tables, files = {}, dict(manifest.tables)
        for table in manifest.tables:
            tables[table] = pack.rows(place, table)
            if not concerned(manifest, table):
                continue
            before = tables[table].to_pylist()
            after = [kept for row in before if (kept := keep(manifest, table, row)) is not None]
            if after != before:
                tables[table] = as_arrow(pack.stage, table, after)
                files[table] = _file_of(manifest, table, after)
                taken += len(before) - len(after)
        writer.add(replace(manifest, tables=files), tables)
    if without >= set(pack.ids):
        shutil.rmtree(aside)
        remove_folder(pack.folder)
    else:
        writer.finish()
        replace_by(settings, pack.folder, aside)
    forget_index()
    return taken


def _file_of(manifest: Manifest, table: str, rows: list[Row]) -> TableFile:
    """What the manifest says of a table that was written anew: the same as if the batch were not packed."""
    if is_polls(manifest.batch_id):
        return TableFile(len(rows), rows_sha256(rows))
    with tempfile.TemporaryDirectory() as folder:
        return write_table(Path(folder), manifest.stage, table, rows)
