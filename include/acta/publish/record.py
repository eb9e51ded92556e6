"""What is kept of each published state: ``generation.json`` beside its file, and the log of what readers were pointed at."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.store.sealed import read_sealed

FILE_NAME = "acta.duckdb"  # the stem is the catalog name that views carry; the build file has the same
FOLDER = re.compile(r"gen-\d{6,}")
# What they say changes with each poll, also when no article came.
HEALTH_TABLES = {"rpt_pipeline_outcomes", "rpt_outlet_health", "rpt_outlet_hours"}


@dataclass(frozen=True)
class Generation:
    """One published state of the warehouse."""

    number: int
    created_at: str
    data_version: int
    rows: dict[str, int]
    hashes: dict[str, str]
    warnings: list[str]
    definitions: str = ""
    failures: list[str] = field(default_factory=list)  # tests that failed and were overridden
    reason: str = ""  # why it was published all the same
    file_bytes: int = 0
    file_sha256: str = ""  # of the whole file; generations of earlier versions have none
    project: str = ""  # hash of the dbt project that made it

    @property
    def name(self) -> str:
        return f"gen-{self.number:06d}"

    @property
    def state(self) -> tuple[dict[str, str], str]:
        """What tells whether two generations are the same for readers."""
        return self.hashes, self.definitions

    @property
    def data(self) -> tuple[dict[str, str], str]:
        """The same without the health tables."""
        return data_hashes(self.hashes), self.definitions


def data_hashes(hashes: dict[str, str]) -> dict[str, str]:
    """Hashes of all tables but the health tables."""
    return {name: one for name, one in hashes.items() if name not in HEALTH_TABLES}


def folders(settings: Settings) -> list[Path]:
    """Folders of all generations, readable or not, oldest first."""
    return sorted(
        (path for path in settings.publish_dir.glob("gen-*") if FOLDER.fullmatch(path.name) and path.is_dir()),
        key=lambda path: int(path.name.removeprefix("gen-")),
    )


def generations(settings: Settings) -> list[Generation]:
    """All kept generations whose record can be read, oldest first; `acta doctor` names the others."""
    found = []
    for folder in folders(settings):
        try:
            found.append(read_generation(folder / "generation.json"))
        except Permanent:
            continue
    return found


def current_generation(settings: Settings) -> Generation | None:
    """The generation that readers see, or None before the first publish.

    Raises Permanent when something was published and readers cannot get at it, naming the command that helps.
    """
    path = settings.publish_dir / "current" / "generation.json"
    if path.exists():
        return read_generation(path)
    if path.parent.is_symlink() or path.parent.exists() or folders(settings):
        raise Permanent(f"{path} is missing, so readers have nothing whole: run `acta publish` to replace it")
    return None


def read_generation(path: Path) -> Generation:
    """What a ``generation.json`` says. Raises Permanent, naming the command that helps, when it cannot be read."""
    try:
        raw, _ = read_sealed(path)
        generation = Generation(**raw)
        if generation.name != path.resolve().parent.name:
            raise ValueError(f"it is that of {generation.name}")
    except (OSError, ValueError, TypeError) as error:
        raise Permanent(f"{path.resolve()} is damaged ({error}): run `acta publish` to replace it") from error
    return generation


def history_path(settings: Settings) -> Path:
    """The log of what readers were pointed at, one JSON object a line, oldest first."""
    return settings.publish_dir / "history.jsonl"


def note(settings: Settings, verb: str, to: Generation, left: Generation | None, reason: str) -> None:
    """Add a line to the log."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "verb": verb,
        "generation": to.number,
        "left": left.number if left else None,
        "reason": reason,
    }
    with history_path(settings).open("a+b") as log:
        is_cut_off = log.tell() > 0 and (log.seek(-1, os.SEEK_END), log.read(1))[1] != b"\n"
        log.write(b"\n" * is_cut_off + json.dumps(line, ensure_ascii=False).encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())


def rolled_back_from(settings: Settings, current: Generation | None) -> int | None:
    """Number of the generation that a rollback took readers away from, when they are still where it took them to."""
    path = history_path(settings)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    for line in reversed(lines):
        try:
            last = json.loads(line)
            is_rollback = last["verb"] == "rollback" and (current is None or last["generation"] == current.number)
            return last["left"] if is_rollback else None
        except (ValueError, TypeError, KeyError):  # cut off while it was written, so nothing was moved after it
            continue
    return None
