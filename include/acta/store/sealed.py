"""JSON files that carry a digest of their own content, so that no byte of them can change unnoticed.

The file is an object with one more key, ``digest``: the SHA-256 over the other keys as JSON, sorted and without spaces. On
reading, the digest is checked and the bytes are compared with those that would be written: that covers spaces as well.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

KEY = "digest"


def sealed(content: dict[str, Any]) -> str:
    """The text of a file with this content."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return json.dumps({**content, KEY: hashlib.sha256(canonical.encode()).hexdigest()}, indent=1) + "\n"


def write_sealed(path: Path, content: dict[str, Any]) -> None:
    """Write a file with its digest, durably; it is whole or not there at all."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(sealed(content))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:  # such as a full disk
        partial.unlink(missing_ok=True)
        raise


def read_sealed(path: Path) -> tuple[dict[str, Any], bool]:
    """The content of a file, and whether it had a digest: files of earlier versions have none.

    Raises OSError when the file cannot be read and ValueError when it is not what was written.
    """
    data = path.read_bytes()
    try:
        content = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(content, dict):
        raise ValueError("it is not a JSON object")
    if content.pop(KEY, None) is None:
        return content, False
    if sealed(content).encode() != data:
        raise ValueError("its digest does not fit its content")
    return content, True
