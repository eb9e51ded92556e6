"""Whether what was published is still there, byte for byte.

The whole file is read and compared with the SHA-256 that was noted when it was published: header, metadata, data and free
blocks alike. That takes about a second for each gigabyte. Generations of earlier versions have no such hash; of them every
cell is read and hashed by the formula of tables, which takes about forty times as long.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import ActaError, Permanent
from acta.model.hashes import holds
from acta.model.warehouse import connect
from acta.publish.record import FILE_NAME, FOLDER, folders, read_generation
from acta.store.batches import sha256_of


def refuse_wal(settings: Settings) -> None:
    """Raise Permanent when a ``.wal`` lies beside the published file: the next reader would replay it."""
    wal = settings.published_file.with_name(FILE_NAME + ".wal")
    if wal.exists():
        raise Permanent(
            f"{wal.resolve()} lies beside the published file, which is never written: remove {wal.resolve()}, then try again"
        )


def current_trouble(settings: Settings) -> str | None:
    """What is wrong with what readers see, or None when nothing is, or nothing was published yet."""
    link = settings.publish_dir / "current"
    if not link.is_symlink():
        if link.exists():
            return f"{link} is not a link to a generation"
        return f"{link} is missing" if folders(settings) else None
    target = Path(os.path.realpath(link))  # resolve() raises when links go in a circle
    if target.parent != settings.publish_dir.resolve() or not FOLDER.fullmatch(target.name):
        return f"{link} leads to {target}, which is not a generation"
    return trouble(target) if target.is_dir() else f"{link} leads to {target}, which is not there"


def trouble(folder: Path) -> str | None:
    """What is wrong with one generation, or None when it is as it was published."""
    path = folder / FILE_NAME
    if path.with_name(FILE_NAME + ".wal").exists():
        return f"{path}.wal lies beside the file, which is never written"
    try:
        generation = read_generation(folder / "generation.json")
        if not path.is_file():
            return f"{path} is missing"
        size = path.stat().st_size
        if generation.file_sha256:
            if size != generation.file_bytes:
                return f"{path} has {size:,} bytes instead of {generation.file_bytes:,}"
            return None if sha256_of(path) == generation.file_sha256 else f"{path} is not what was published"
        with connect(path, read_only=True) as connection:
            return None if holds(connection, generation.hashes) else f"{path} does not hold what was published"
    except (ActaError, duckdb.Error, OSError) as error:
        return str(error).splitlines()[0].split(": run `acta ")[0]
