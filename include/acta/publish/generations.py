"""Publish: copy the marts aside, audit the copy, rename it into place, flip ``current``; keep the last few.

Readers open ``<data>/publish/current/acta.duckdb``. It is never written after it is there, so they see the old generation or
the new one and never block the writer. A ``.wal`` beside a published file would be replayed into it, so one is refused.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import Receipt, building, read_receipt
from acta.model.hashes import holds, of_earlier_formula, table_hashes
from acta.model.warehouse import connect
from acta.publish.copy_marts import copy_marts
from acta.store.failpoints import reach
from acta.store.version import DATA_VERSION

FILE_NAME = "acta.duckdb"  # the stem is the catalog name that views carry; the build file has the same


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

    @property
    def name(self) -> str:
        return f"gen-{self.number:06d}"


def generations(settings: Settings) -> list[Generation]:
    """All kept generations, oldest first."""
    return [read_generation(path) for path in sorted(settings.publish_dir.glob("gen-*/generation.json"))]


def current_generation(settings: Settings) -> Generation | None:
    """The generation that readers see, or None before the first publish."""
    path = settings.publish_dir / "current" / "generation.json"
    return read_generation(path) if path.exists() else None


def read_generation(path: Path) -> Generation:
    """What a ``generation.json`` says. Raises Permanent, saying how to mend it, when it cannot be read."""
    try:
        return Generation(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Permanent(
            f"{path} is damaged ({error}): remove {path.resolve().parent}, then run `acta publish` to make it again"
        ) from error


def refuse_wal(settings: Settings) -> None:
    """Raise Permanent when a ``.wal`` lies beside the published file: the next reader would replay it."""
    wal = settings.published_file.with_name(FILE_NAME + ".wal")
    if wal.exists():
        raise Permanent(
            f"{wal.resolve()} lies beside the published file, which is never written: remove {wal.resolve()}, then try again"
        )


def publish(settings: Settings, reason: str = "") -> tuple[Generation, bool]:
    """Publish the last good build; returns the generation readers see and whether it is new.

    A build whose tables hash as the current generation's is not published again, nor is one that was rolled back. Raises
    Permanent when there is no good build, the copy differs from it, or tests failed and no ``reason`` overrides them.
    """
    with building(settings):
        receipt = read_receipt(settings)
        if receipt is None:
            raise Permanent("there is no finished build to publish: run `acta build` first")
        if receipt.failures and not reason:
            raise Permanent(f"{len(receipt.failures)} checks failed ({receipt.failures[0]}): run `acta build` to see them all")
        refuse_wal(settings)
        reach(settings, "publish.begin")
        before = current_generation(settings)
        kept = generations(settings)
        if before is not None and settings.published_file.exists() and _was_published(settings, receipt, before, kept):
            return before, False
        created = datetime.now(UTC).isoformat(timespec="seconds")
        number = kept[-1].number + 1 if kept else 1
        generation = Generation(
            number, created, DATA_VERSION, receipt.rows, receipt.hashes, receipt.warnings, receipt.definitions,
            receipt.failures, reason,
        )  # fmt: skip
        aside = _copy_aside(settings, generation)
        reach(settings, "publish.audited")
        aside.rename(settings.publish_dir / generation.name)
        reach(settings, "publish.renamed")
        _flip(settings, generation)
        reach(settings, "publish.flipped")
        note(settings, "publish", generation, before, reason)
        _prune(settings)
    return generation, True


def rollback(settings: Settings, reason: str, number: int | None = None) -> tuple[Generation, Generation]:
    """Point readers at an earlier generation (or a named one) at once; returns where they were and where they are.

    Nothing is removed. The build that was left is not published again until its tables change. Raises Permanent when there
    is no such generation or its file is damaged.
    """
    with building(settings):
        before = current_generation(settings)
        kept = {generation.number: generation for generation in generations(settings)}
        earlier = [n for n in kept if before is not None and n < before.number]
        wanted = max(earlier, default=None) if number is None else number
        if before is None or wanted not in kept or wanted == before.number:
            listed = ", ".join(str(n) for n in kept if before is None or n != before.number) or "none"
            raise Permanent(f"no generation to go to; there are, beside the current one: {listed} (`acta generations`)")
        target = kept[wanted]
        with connect(settings.publish_dir / target.name / FILE_NAME, read_only=True) as audit:
            if not holds(audit, target.hashes):
                raise Permanent(f"{target.name} is damaged, readers stay at {before.name}: name another generation")
        note(settings, "rollback", target, before, reason)  # first: a publish must not undo what is about to happen
        _flip(settings, target)
    return before, target


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
    with history_path(settings).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(log.fileno())


def rolled_back_from(settings: Settings) -> int | None:
    """Number of the generation that the last move of readers, when it was a rollback, took them away from."""
    path = history_path(settings)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    try:
        last = json.loads(lines[-1]) if lines else {}
    except ValueError:  # cut off while it was written, so nothing was moved after it
        return None
    return last.get("left") if last.get("verb") == "rollback" else None


def _was_published(settings: Settings, receipt: Receipt, before: Generation, kept: list[Generation]) -> bool:
    """Whether readers see this build already, or a rollback took them away from it.

    Hashes of an earlier formula equal none of today's, so an upgrade publishes one more generation. It must not undo a
    rollback: the file that was left is hashed again.
    """
    left = next((one for one in kept if one.number == rolled_back_from(settings)), before)
    hashes = left.hashes
    if left is not before and of_earlier_formula(hashes):
        with connect(settings.publish_dir / left.name / FILE_NAME, read_only=True) as file:
            hashes = table_hashes(file)
    state = (receipt.hashes, receipt.definitions)
    return state in ((before.hashes, before.definitions), (hashes, left.definitions))


def _copy_aside(settings: Settings, generation: Generation) -> Path:
    """Write the copy into a hidden folder, close it and compare it with the build."""
    for leftover in settings.publish_dir.glob(".partial-*"):  # of a publish that was killed
        shutil.rmtree(leftover)
    aside = settings.publish_dir / f".partial-{generation.name}"
    aside.mkdir(parents=True)
    path = aside / FILE_NAME
    try:
        copy_marts(settings.build_file, path)
    except duckdb.Error as error:
        shutil.rmtree(aside)  # a full disk is not to stay full of it
        raise Permanent(
            f"the copy could not be made ({str(error).splitlines()[0]}), nothing was published: see to the disk and the memory, "
            "then run `acta publish` again"
        ) from error
    reach(settings, "publish.copied")
    if path.with_name(FILE_NAME + ".wal").exists():
        raise Permanent(f"{path}.wal was left behind by the copy: run `acta publish` again")
    with connect(path, read_only=True) as audit:
        if not holds(audit, generation.hashes):
            shutil.rmtree(aside)
            raise Permanent(
                "the copy differs from the build, nothing was published: run `acta build`, then `acta publish` again"
            )
    (aside / "generation.json").write_text(json.dumps(asdict(generation), indent=1) + "\n", encoding="utf-8")
    path.chmod(0o400)
    for part in (path, aside / "generation.json", aside):
        handle = os.open(part, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return aside


def _flip(settings: Settings, generation: Generation) -> None:
    """Point ``current`` at a generation; a rename replaces the old link at once."""
    link = settings.publish_dir / ".current-next"
    link.unlink(missing_ok=True)
    link.symlink_to(generation.name)
    reach(settings, "publish.linked")
    link.replace(settings.publish_dir / "current")


def _prune(settings: Settings) -> None:
    for old in generations(settings)[: -max(1, settings.keep_generations)]:
        shutil.rmtree(settings.publish_dir / old.name)
