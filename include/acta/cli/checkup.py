"""What the doctor looks at in the data folder: every batch, the build and all generations are read whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import ActaError, Permanent, Transient


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at."""

    what: str
    value: str
    mend: str | None = None


def check_data(settings: Settings) -> Iterator[Finding]:
    """All that is wrong in the data folder, each with the command that helps."""
    from acta.model.build import build_lock
    from acta.store.lock import holder
    from acta.store.tombstones import read_tombstones
    from acta.store.unfinished import FINISH, FINISH_REMOVING, unfinished_forgetting, unfinished_removing
    from acta.store.version import DATA_VERSION, check_data_version

    try:
        check_data_version(settings)
        yield Finding("data version", str(DATA_VERSION))
    except ActaError as error:
        yield Finding("data version", "does not fit", str(error))
    pid = holder(build_lock(settings))
    yield Finding("build lock", f"held by process {pid}" if pid else "free")
    if line := unfinished_forgetting(settings):
        yield Finding("forgetting", line.rsplit(": run", 1)[0], f"run {FINISH}")
    if line := unfinished_removing(settings):
        yield Finding("sample", line.rsplit(": run", 1)[0], f"run {FINISH_REMOVING}")
    try:
        read_tombstones(settings)
    except ActaError as error:
        yield Finding("tombstones", "damaged", str(error))
    yield from check_state(settings)
    yield from check_batches(settings)
    yield from check_build(settings)
    yield from check_published(settings)


def check_state(settings: Settings) -> Iterator[Finding]:
    """Whether the collector's state can be read."""
    path = settings.state_file
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            said = database.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if "locked" in said:
        yield Finding("collector state", "in use, not read")
    else:
        helps = f"remove {path}: the next `acta collect` makes it again from the batches"
        yield Finding("collector state", said, None if said == "ok" else helps)


def check_batches(settings: Settings) -> Iterator[Finding]:
    """Every table of every batch against its hash, and what killed processes left behind."""
    from acta.store.batches import DamagedBatch, check_batch, survey
    from acta.store.faults import size_of
    from acta.store.packs import packed
    from acta.store.partials import abandoned
    from acta.store.polls import polls_dir
    from acta.store.tables import TABLES

    counts, without_digest = [], 0
    for stage in TABLES:
        sound, damaged = survey(settings, stage)
        lines = [one.line for one in damaged]
        for manifest in sound:
            without_digest += not manifest.has_digest and manifest.batch_id not in packed(settings, stage)
            try:
                check_batch(settings, manifest)
            except DamagedBatch as error:
                lines.append(str(error))
        for line in lines:
            what, _, helps = line.partition(": ")
            yield Finding("batch", what, helps)
        counts.append(f"{len(sound)} {stage}")
    size = size_of(settings.batches_dir, settings.compacted_dir, polls_dir(settings))
    yield Finding("batches", f"{', '.join(counts)}; {size / 1e9:.2f} GB read")
    if without_digest:
        remark = (
            "written before manifests had a digest: their tables are checked, the other fields of the manifest are not until "
            "`acta compact` has packed their days"
        )
        yield Finding("batches", f"{without_digest} {remark}")
    for partial in (path for stage in TABLES for path in abandoned(settings.batches_dir / stage)):
        remark = "was left by a killed process; the next run of its stage removes it and does its work again"
        yield Finding("batches", f"{partial} {remark}")


def check_build(settings: Settings) -> Iterator[Finding]:
    """Every block of the build file, and the receipt beside it."""
    from acta.model.receipt import read_receipt

    if not settings.build_file.exists():
        yield Finding("build", "none yet")
        return
    rebuild = "run `acta rebuild`, then `acta publish`"
    wal = settings.build_file.with_name(settings.build_file.name + ".wal")
    if wal.exists() and not wal.with_suffix(".unfinished").exists():
        yield Finding("build", f"{wal} was not left by an interrupted build", rebuild)
        return
    try:
        size = read_blocks(settings.build_file)
    except Transient as error:
        yield Finding("build", f"in use, not read ({error})")
        return
    except (Permanent, duckdb.Error) as error:
        yield Finding("build", f"{settings.build_file} is damaged ({str(error).splitlines()[0]})", rebuild)
        return
    try:
        receipt = read_receipt(settings)
        said = f"built {receipt.built_at}" if receipt else "not finished: `acta build` goes on"
        yield Finding("build", f"{said}; {size / 1e9:.2f} GB read")
    except Permanent as error:
        what, _, helps = str(error).rpartition(": ")
        yield Finding("build", what, helps)


def read_blocks(path: Path) -> int:
    """Read each column of each table of a DuckDB file, whose blocks have checksums; returns the size of the file in bytes.

    Raises Permanent or duckdb.Error when a block is damaged, Transient when another process has the file.
    """
    from acta.model.warehouse import connect

    with connect(path, read_only=True) as connection:
        connection.execute("set memory_limit = '1GB'")
        for schema, table in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            connection.execute(f'select bit_xor(hash(whole)) from "{schema}"."{table}" as whole').fetchall()
    return path.stat().st_size


def check_published(settings: Settings) -> Iterator[Finding]:
    """What readers see and each generation they could be taken back to, byte for byte; and what is built beside it."""
    from acta.publish.record import FILE_NAME, current_generation, folders
    from acta.publish.soundness import current_trouble, trouble
    from acta.publish.standing import standing

    wrong = current_trouble(settings)
    current = Path(os.path.realpath(settings.publish_dir / "current"))
    size = 0
    for folder in folders(settings):
        if folder.resolve() == current:
            continue
        if found := trouble(folder):
            yield Finding("generation", found, f"remove {folder}, nobody reads it; readers cannot be taken back to it")
        else:
            size += (folder / FILE_NAME).stat().st_size
    if wrong:
        yield Finding("published", wrong, _way_back(settings, wrong))
        return
    try:
        now = current_generation(settings)
        size += settings.published_file.stat().st_size if now else 0
        yield Finding("published", f"{now.name} of {now.created_at}; {size / 1e9:.2f} GB read" if now else "nothing yet")
        yield Finding("standing", standing(settings))
    except Permanent as error:
        what, _, helps = str(error).rpartition(": ")
        yield Finding("standing", what, helps)


def _way_back(settings: Settings, wrong: str) -> str:
    """The command that gives readers something whole again."""
    from acta.model.receipt import read_receipt
    from acta.publish.record import generations
    from acta.publish.soundness import trouble
    from acta.publish.standing import held_back_as

    whole = [one.number for one in generations(settings) if not trouble(settings.publish_dir / one.name)]
    back = f"; or `acta rollback {whole[-1]} --reason …` for what was published before" if whole else ""
    if ".wal lies" in wrong:
        return "someone opened it for writing: remove the .wal, then run `acta publish`" + back
    try:
        receipt = read_receipt(settings)
    except Permanent:
        receipt = None
    if receipt is None or receipt.failures:
        return "run `acta build`, then `acta publish` to replace it" + back
    link = settings.publish_dir / "current"
    if link.exists() and not link.is_symlink():
        return f"move {link} away, then run `acta publish`"
    if whole and held_back_as(settings, receipt, None, generations(settings)):
        return f"run `acta rollback {whole[-1]} --reason …`: the build is held back since a rollback"
    return "run `acta publish` to replace it" + back
