"""Names that become part of a path: none of them may lead out of the folder it belongs to."""

from __future__ import annotations

from pathlib import Path

from acta.errors import Permanent


def inside(folder: Path, *names: str) -> Path:
    """``folder`` with these names below it. Raises Permanent when the path would leave the folder."""
    path = folder.joinpath(*names)
    parts = path.parts[len(folder.parts) :]
    if path.parts[: len(folder.parts)] != folder.parts or not parts or ".." in parts or any("\0" in part for part in parts):
        raise Permanent(f"{'/'.join(names)!r} is no name of something in {folder}: it would lead out of the folder")
    return path


def single(folder: Path, name: str) -> Path:
    """``folder`` with one name directly below it. Raises Permanent when the name is a path."""
    if "/" in name or name in ("", ".", ".."):
        raise Permanent(f"{name!r} is no name of something in {folder}: use letters, digits, - and _")
    return inside(folder, name)
