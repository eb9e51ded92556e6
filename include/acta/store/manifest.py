"""Manifests: what says that a batch is whole, what it was made from, and what each of its tables hashes to."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from acta.errors import Permanent
from acta.store.sealed import read_sealed, write_sealed
from acta.store.tables import TABLES

HASH = re.compile(r"[0-9a-f]{64}")


class DamagedBatch(Permanent):
    """A batch on disk is not what was written; the message says which, and what to do."""


@dataclass(frozen=True)
class TableFile:
    """One table of a batch: rows and the hash of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a batch holds, what it was made from and by what."""

    batch_id: str
    stage: str
    inputs: list[str]
    producer: str
    created_at: str
    tables: dict[str, TableFile]
    unread: int | None = (
        None  # units that a later attempt may read (acta.store.attempts); None: written before there were any
    )
    has_digest: bool = field(default=True, compare=False)  # manifests of earlier versions have none


@dataclass(frozen=True)
class Damaged:
    """A batch that cannot be read, and the line that says why and what to do."""

    stage: str
    batch_id: str
    line: str


def written_at() -> datetime:
    """When a batch is written: by the wall clock, also in the sample."""
    return datetime.now(UTC)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what says that a batch is whole; last of all."""
    write_sealed(folder / "manifest.json", {k: v for k, v in asdict(manifest).items() if k != "has_digest"})


def read_manifest(folder: Path) -> Manifest:
    """Manifest of a batch folder. Raises DamagedBatch when it cannot be read, or is not that of this batch."""
    path = folder / "manifest.json"
    try:
        raw, has_digest = read_sealed(path)
        tables = {name: TableFile(**entry) for name, entry in raw.pop("tables").items()}
        manifest = Manifest(tables=tables, has_digest=has_digest, **raw)
        _check(manifest, folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedBatch(f"{path} is damaged ({error}): {mend(folder)}") from error
    return manifest


def _check(manifest: Manifest, folder: Path) -> None:
    """Raise ValueError when a manifest without a digest shows that it is not what was written, or lies in another folder."""
    if (manifest.stage, manifest.batch_id) != (folder.parent.name, folder.name):
        raise ValueError(f"it is that of {manifest.stage}/{manifest.batch_id}")
    if unknown := set(manifest.tables) - set(TABLES[manifest.stage]):
        raise ValueError(f"it names a table {min(unknown)}")
    if not all(isinstance(e.rows, int) and e.rows >= 0 and HASH.fullmatch(e.sha256) for e in manifest.tables.values()):
        raise ValueError("it gives no hash or no number of rows")
    if not all(isinstance(text, str) for text in (manifest.producer, manifest.created_at, *manifest.inputs)):
        raise ValueError("it does not say what the batch was made from")


def mend(folder: Path) -> str:
    """What to do about a damaged batch. Only a collect batch cannot be made again from what lies before it."""
    if folder.parent.name == "collect":
        return (
            f"restore {folder} from a backup; without one, remove it and state/collector.sqlite, then run `acta collect` "
            "(pages that are no longer offered are lost)"
        )
    return f"remove {folder}, then run `acta {folder.parent.name}` to make it again"


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
