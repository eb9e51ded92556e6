"""Publish: copy the marts aside, audit the copy, rename it into place, flip ``current``; keep the last few.

Readers open ``<data>/publish/current/acta.duckdb``. It is never written after it is there, so they see the old generation or
the new one and never block the writer. What is there is read whole before it is left as it is: damage is replaced.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import Receipt, building, read_receipt
from acta.model.hashes import hashed_columns, holds
from acta.model.sums import are_comparable, table_sums
from acta.model.warehouse import connect, is_damage
from acta.publish.copy_marts import copy_marts
from acta.publish.keeping import kept_numbers
from acta.publish.record import (
    FILE_NAME,
    Generation,
    current_generation,
    folders,
    generations,
    history_path,
    note,
    read_generation,
)
from acta.publish.soundness import current_trouble, refuse_wal, trouble
from acta.publish.standing import held_back_as, is_current, waits_until
from acta.store.batches import sha256_of
from acta.store.failpoints import reach
from acta.store.faults import check_space, size_of
from acta.store.sealed import write_sealed
from acta.store.version import DATA_VERSION

__all__ = [
    "FILE_NAME", "Generation", "current_generation", "generations", "history_path", "note", "publish", "read_generation",
    "refuse_wal", "rollback",
]  # fmt: skip


def publish(settings: Settings, reason: str = "", always: bool = False) -> tuple[Generation, bool]:
    """Publish the last good build; returns the generation readers see and whether it is new.

    What readers have is read whole first, and replaced when it is damaged. A build whose tables hash as the current generation's
    is not published again, nor is one that was rolled back, and one in which only health tables changed waits until the
    current generation is ``health_seconds`` old; ``always`` publishes it all the same. Raises Permanent when there is no good
    build, the copy differs from it, tests failed and no ``reason`` overrides them, or what is damaged cannot be replaced.
    """
    with building(settings):
        receipt = read_receipt(settings)
        if receipt is None:
            raise Permanent("there is no finished build to publish: run `acta build` first")
        if receipt.failures and not reason:
            raise Permanent(f"{len(receipt.failures)} checks failed ({receipt.failures[0]}): run `acta build` to see them all")
        refuse_wal(settings)
        check_space(settings, size_of(settings.build_file) / 2)  # the marts are about half of it
        reach(settings, "publish.begin")
        wrong = current_trouble(settings)
        before = None if wrong else current_generation(settings)
        if before is not None and not always and _stays(settings, receipt, before):
            return before, False
        damaged = _damaged_folder(settings, receipt, wrong, always) if wrong else None
        generation = _kept_whole(settings, receipt) if wrong else None
        if generation is None:
            generation = _make(settings, receipt, reason)
        _flip(settings, generation)
        reach(settings, "publish.flipped")
        note(settings, "repair" if wrong else "publish", generation, before, wrong or reason)
        if damaged is not None and damaged.name != generation.name:
            shutil.rmtree(damaged)
        _prune(settings, generation)
    return generation, True


def _stays(settings: Settings, receipt: Receipt, before: Generation) -> bool:
    """Whether readers are to see what they see already."""
    return (
        is_current(receipt, before)
        or waits_until(settings, receipt, before) is not None
        or held_back_as(settings, receipt, before, generations(settings)) is not None
    )


def _damaged_folder(settings: Settings, receipt: Receipt, wrong: str, always: bool) -> Path | None:
    """The damaged generation that readers are pointed at. Raises Permanent when the build must not take its place."""
    link = settings.publish_dir / "current"
    if link.exists() and not link.is_symlink():
        raise Permanent(f"{wrong}: move {link} away, then run `acta publish` again")
    folder = Path(os.path.realpath(link))
    is_ours = link.is_symlink() and folder in [path.resolve() for path in folders(settings)]
    number = int(folder.name.removeprefix("gen-")) if is_ours else None
    current = Generation(number, "", 0, {}, {}, []) if number is not None else None
    held = None if always else held_back_as(settings, receipt, current, generations(settings))
    if held:
        whole = [str(one.number) for one in generations(settings) if not trouble(settings.publish_dir / one.name)]
        raise Permanent(
            f"{wrong}, and the build is held back since a rollback from {held.name}: run `acta rollback N --reason …`, "
            f"where N is one of {', '.join(whole) or 'none'}"
        )
    return folder if is_ours else None


def _kept_whole(settings: Settings, receipt: Receipt) -> Generation | None:
    """A kept generation that holds what the build holds and is sound: only the link to it was lost."""
    for one in reversed(generations(settings)):
        if is_current(receipt, one) and trouble(settings.publish_dir / one.name) is None:
            return one
    return None


def _make(settings: Settings, receipt: Receipt, reason: str) -> Generation:
    """Copy, audit and rename a new generation into place."""
    taken = [int(path.name.removeprefix("gen-")) for path in folders(settings)]
    generation = Generation(
        max(taken, default=0) + 1, datetime.now(UTC).isoformat(timespec="seconds"), DATA_VERSION, receipt.rows, receipt.hashes,
        receipt.warnings, receipt.definitions, receipt.failures, reason, project=receipt.project,
    )  # fmt: skip
    try:
        aside, generation = _copy_aside(settings, generation, receipt.sums)
    except BaseException:  # a full disk is not to stay full of it
        shutil.rmtree(settings.publish_dir / f".partial-{generation.name}", ignore_errors=True)
        raise
    reach(settings, "publish.audited")
    aside.rename(settings.publish_dir / generation.name)
    reach(settings, "publish.renamed")
    return generation


def rollback(settings: Settings, reason: str, number: int | None = None) -> tuple[Generation | None, Generation]:
    """Point readers at an earlier generation (or a named one) at once; returns where they were and where they are.

    Where they were is None when its record cannot be read. Nothing is removed. The build that was left is not published again
    until its data changes. Raises Permanent when there is no such generation or its file is damaged.
    """
    with building(settings):
        wrong = current_trouble(settings)
        try:
            before = current_generation(settings)
        except Permanent:
            before = None
        kept = {generation.number: generation for generation in generations(settings)}
        now = before.number if before else max(kept, default=0) + 1
        wanted = max((n for n in kept if n < now), default=None) if number is None else number
        if not (before or wrong) or wanted not in kept or wanted == now:
            listed = ", ".join(str(n) for n in kept if n != now) or "none"
            raise Permanent(f"no generation to go to; there are, beside the current one: {listed} (`acta generations`)")
        target = kept[wanted]
        if found := trouble(settings.publish_dir / target.name):
            stay = before.name if before else "where they are"
            raise Permanent(f"{target.name} is damaged ({found}), readers stay at {stay}: name another generation")
        note(settings, "rollback", target, before, reason)  # first: a publish must not undo what is about to happen
        _flip(settings, target)
    return before, target


def _copy_aside(settings: Settings, generation: Generation, sums: dict[str, str]) -> tuple[Path, Generation]:
    """Write the copy into a hidden folder, close it and compare it with the build; returns the record with the file's hash.

    The quick sums of the build's receipt are compared, or the hashes when another version of DuckDB made those sums.
    """
    for leftover in settings.publish_dir.glob(".partial-*"):  # of a publish that was killed
        shutil.rmtree(leftover)
    aside = settings.publish_dir / f".partial-{generation.name}"
    aside.mkdir(parents=True)
    path = aside / FILE_NAME
    try:
        copy_marts(settings.build_file, path)
    except duckdb.Error as error:
        shutil.rmtree(aside)  # a full disk is not to stay full of it
        if is_damage(error):
            raise Permanent(
                f"{settings.build_file} is damaged ({str(error).splitlines()[0]}), nothing was published: "
                "run `acta rebuild`, then `acta publish`"
            ) from error
        raise Permanent(
            f"the copy could not be made ({str(error).splitlines()[0]}), nothing was published: see to the disk and the memory, "
            "then run `acta publish` again"
        ) from error
    reach(settings, "publish.copied")
    if path.with_name(FILE_NAME + ".wal").exists():
        raise Permanent(f"{path}.wal was left behind by the copy: run `acta publish` again")
    with connect(path, read_only=True) as audit:
        is_same = (
            table_sums(audit, hashed_columns(audit)) == sums if are_comparable(sums) else holds(audit, generation.hashes)
        )
        if not is_same:
            shutil.rmtree(aside)
            raise Permanent(
                "the copy differs from what the build noted, nothing was published: run `acta rebuild`, then `acta publish`"
            )
    generation = replace(generation, file_bytes=path.stat().st_size, file_sha256=sha256_of(path))
    write_sealed(aside / "generation.json", asdict(generation))
    path.chmod(0o400)
    for part in (path, aside / "generation.json", aside):
        handle = os.open(part, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return aside, generation


def _flip(settings: Settings, generation: Generation) -> None:
    """Point ``current`` at a generation; a rename replaces the old link at once."""
    link = settings.publish_dir / ".current-next"
    link.unlink(missing_ok=True)
    link.symlink_to(generation.name)
    reach(settings, "publish.linked")
    link.replace(settings.publish_dir / "current")


def _prune(settings: Settings, current: Generation) -> None:
    found = generations(settings)
    kept = kept_numbers(found, current.number, settings.keep_generations, settings.keep_days)
    for old in found:
        if old.number not in kept:
            shutil.rmtree(settings.publish_dir / old.name)
