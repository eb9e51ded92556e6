"""Every file that may hold something: all below the data folder, also behind links, and those that batches point to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from acta.config import Settings
from acta.store.batches import pieces_of


def files_below(folder: Path) -> Iterator[Path]:
    """Each regular file once, whether or not a manifest lists it: links are followed, to other disks as well.

    A link that leads to a folder around this one is not followed.
    """
    root = folder.resolve()
    seen: set[Path] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if _is_new(Path(place, name), root, seen))
        for name in sorted(names):
            path = Path(place, name)
            real = Path(os.path.realpath(path))
            if path.is_file() and real not in seen:
                seen.add(real)
                yield path


def _is_new(folder: Path, root: Path, seen: set[Path]) -> bool:
    real = Path(os.path.realpath(folder))
    if real in seen or root.is_relative_to(real):
        return False
    seen.add(real)
    return True


def kept_files(settings: Settings) -> list[Path]:
    """The archives that batches point to, wherever they lie."""
    pieces = pieces_of(settings, "collect", "fetches", ["warc_path"])
    names = {name for piece in pieces for name in piece["warc_path"].unique().to_pylist() if name}
    return sorted(path for name in names if (path := settings.warc_dir / name).is_file())
