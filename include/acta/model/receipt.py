"""What the last good build holds: ``receipt.json`` beside the build file, which publishing needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.store.sealed import read_sealed, write_sealed


@dataclass(frozen=True)
class Receipt:
    """What a build made: rows and hash of every mart, and the tests that warned."""

    rows: dict[str, int]
    hashes: dict[str, str]
    warnings: list[str]
    definitions: str = ""  # hash of views and comments
    failures: list[str] = field(default_factory=list)  # tests that failed; only in a build made despite them
    tests: dict[str, int] = field(default_factory=dict)  # how many data tests ended how
    damaged: list[str] = field(default_factory=list)  # batches that could not be read, a line each
    build_id: str = ""  # stands in the build file as well
    built_at: str = ""
    inputs: str = ""  # hash of all that decides on the tables beside the batches
    project: str = ""  # hash of the dbt project
    sums: dict[str, str] = field(default_factory=dict)  # quick sums of the marts, which their copy is held against


def receipt_path(settings: Settings) -> Path:
    """Where the last good build says what it holds."""
    return settings.build_file.with_name("receipt.json")


def read_receipt(settings: Settings) -> Receipt | None:
    """The last good build, or None when there is none. Raises Permanent when its file is damaged."""
    path = receipt_path(settings)
    try:
        return Receipt(**read_sealed(path)[0]) if path.exists() else None
    except (OSError, ValueError, TypeError) as error:
        raise Permanent(f"{path} is damaged ({error}): run `acta build` to write it again") from error


def write_receipt(settings: Settings, receipt: Receipt) -> None:
    """Note what was built; last of all."""
    write_sealed(receipt_path(settings), asdict(receipt))
