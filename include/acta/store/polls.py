"""Polls that brought no page: the rows of a whole day in one file, instead of a batch of four files for each.

``<data>/polls/<day>.jsonl`` has one line a run, appended durably by one process at a time. A line that a crash cut off is
dropped by the next writer: its run was not finished. To readers a day is one collect batch that grows until the day is over;
then ``acta compact`` puts it into the day's pack, under the same id.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from acta.config import Settings
from acta.ids import make_id
from acta.store.failpoints import reach
from acta.store.manifest import DamagedBatch, Manifest, TableFile, sync, written_at
from acta.store.packs import pack_folders, read_pack
from acta.store.tables import TABLES
from acta.store.tombstones import read_tombstones

Row = dict[str, Any]
Tables = dict[str, list[Row]]
STAGE = "collect"
PREFIX = "pol_"


@dataclass(frozen=True)
class Run:
    """One line: the batch id that the run's last part would have had, and its rows by table."""

    batch_id: str
    producer: str
    tables: Tables


def poll_id(name: str) -> str:
    """Batch id of a day's polls; ``name`` is that of its file: the day, with a number when that was packed before."""
    return make_id("pol", name)


def is_polls(batch_id: str) -> bool:
    """Whether a batch is a day's polls, so that it may have grown since it was read."""
    return batch_id.startswith(PREFIX)


def polls_dir(settings: Settings) -> Path:
    """Where the files of the days are that are not packed yet."""
    return settings.data_dir / "polls"


def poll_files(settings: Settings) -> list[Path]:
    """Files of days, in order."""
    return sorted(polls_dir(settings).glob("*.jsonl"))


def append_polls(settings: Settings, batch_id: str, producer: str, tables: Tables) -> str:
    """Add one run to the polls of this day, durably, without rows that were forgotten; returns their batch_id."""
    forgotten = read_tombstones(settings)
    kept = {
        table: [row for row in rows if not forgotten.cover(row.get("article_id"), row.get("source_id"))]
        for table, rows in tables.items()
    }
    name = _open_day(settings)
    append_run(settings, name, Run(batch_id, producer, kept))
    return poll_id(name)


def _open_day(settings: Settings) -> str:
    """Name of the file to write to: the day; when that was packed already (the clock was set back), with a number."""
    day = written_at().date().isoformat()
    number, name = 1, day
    gone = {batch_id for folder in pack_folders(settings, STAGE, day) for batch_id in read_pack(folder).ids}
    while poll_id(name) in gone:
        number, name = number + 1, f"{day}-{number + 1}"
    return name


def append_run(settings: Settings, name: str, run: Run) -> None:
    """Add one run to a day's file, durably."""
    path = polls_dir(settings) / f"{name}.jsonl"
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file, _alone(file):
        _drop_cut_off(file)
        end = file.seek(0, os.SEEK_END)
        try:
            file.write(as_line(run))
            file.flush()
            os.fsync(file.fileno())
        except BaseException:  # such as a full disk
            os.ftruncate(file.fileno(), end)
            raise
    if is_new:
        sync(path.parent)
    reach(settings, "polls.appended")


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _drop_cut_off(file: IO[bytes]) -> None:
    """Remove what follows the last line end."""
    size = file.seek(0, os.SEEK_END)
    at = size
    while at:
        start = max(0, at - 65_536)
        file.seek(start)
        found = file.read(at - start).rfind(b"\n")
        if found >= 0:
            at = start + found + 1
            break
        at = start
    if at < size:
        os.ftruncate(file.fileno(), at)


def as_line(run: Run) -> bytes:
    """A run as a line with a digest of its own; cells that are NULL are left out."""
    tables = {
        table: [{k: v for k, v in row.items() if v is not None} for row in rows] for table, rows in run.tables.items()
    }
    content = {"batch_id": run.batch_id, "producer": run.producer, "tables": tables}
    return _canonical({**content, "digest": _digest(content)}) + b"\n"


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _digest(content: object) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def runs_in(path: Path, offset: int = 0) -> tuple[list[Run], int]:
    """The runs behind an offset in bytes, and where the last whole line ends. Raises DamagedBatch naming the line."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read()
    except OSError as error:
        raise DamagedBatch(f"{path} cannot be read ({error.strerror}): {_mend(path)}") from error
    whole = data[: data.rfind(b"\n") + 1]
    return [_run_of(line, path, number) for number, line in enumerate(whole.splitlines(), 1)], offset + len(whole)


def _run_of(line: bytes, path: Path, number: int) -> Run:
    try:
        content = json.loads(line)
        digest = content.pop("digest")
        if _digest(content) != digest:
            raise ValueError("its digest does not fit its content")
        tables = {table: content["tables"].get(table, []) for table in TABLES[STAGE]}
        return Run(content["batch_id"], content["producer"], tables)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedBatch(f"{path} is damaged in line {number} ({error}): {_mend(path)}") from error


def _mend(path: Path) -> str:
    return f"restore {path} from a backup; without one, remove the line: it says what was tried and holds no article"


def poll_manifest(path: Path) -> Manifest:
    """What a day's file is as a batch now. Raises DamagedBatch."""
    return _read(path, *_stamp(path))[0]


def poll_tables(path: Path) -> Tables:
    """Rows of a day's file by table, in the order in which runs were finished. Raises DamagedBatch."""
    return _read(path, *_stamp(path))[1]


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError as error:
        raise DamagedBatch(f"{path} cannot be read ({error.strerror}): {_mend(path)}") from error
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _read(path: Path, *stamp: int) -> tuple[Manifest, Tables]:
    runs, _ = runs_in(path)
    tables: Tables = {table: [row for run in runs for row in run.tables[table]] for table in TABLES[STAGE]}
    files = {table: TableFile(len(rows), rows_sha256(rows)) for table, rows in tables.items()}
    producer = runs[0].producer if runs else ""
    return Manifest(poll_id(path.stem), STAGE, [], producer, f"{path.stem[:10]}T00:00:00+00:00", files, 0), tables


def rows_sha256(rows: list[Row]) -> str:
    """SHA-256 over rows one after the other: what a manifest says of a table of polls."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(_canonical({k: v for k, v in row.items() if v is not None}) + b"\n")
    return digest.hexdigest()


def rewrite(path: Path, keep: Callable[[str, Row], Row | None]) -> int:
    """Replace each row of a day's file by what ``keep`` makes of it (None: nothing); returns rows taken out."""
    runs, _ = runs_in(path)
    taken, lines = 0, []
    for run in runs:
        tables = {table: [kept for row in rows if (kept := keep(table, row))] for table, rows in run.tables.items()}
        taken += sum(len(rows) - len(tables[table]) for table, rows in run.tables.items())
        lines.append(as_line(Run(run.batch_id, run.producer, tables)))
    aside = path.with_name(f".{path.name}.forgetting")
    with aside.open("wb") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)
    return taken
