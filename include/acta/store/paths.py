"""Paths made of names that come from outside never leave their folder."""

from __future__ import annotations

import os
from pathlib import Path

from acta.errors import Permanent


def below(folder: Path, *names: str) -> Path:
    """The path of ``names`` below a folder. Raises Permanent when it would lie elsewhere.

    Links on the disk are not followed: a user may keep a folder of the data on another disk.
    """
    path = Path(os.path.normpath(folder.joinpath(*names)))
    root = Path(os.path.normpath(folder))
    if path == root or not path.is_relative_to(root) or "\0" in str(path):
        raise Permanent(f"{'/'.join(names)!r} lies outside {folder}: it names no file of this data folder")
    return path
