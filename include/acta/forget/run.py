"""Forget articles: a note first, then tombstones, archive, batches, state, build and generations; then the scan that proves it.

Every step may be cut off and is done again by the next call, which goes on with what an earlier one had noted. Until then
building and publishing are refused, and ``acta status`` and ``acta doctor`` name the command that finishes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Set
from dataclasses import dataclass

from acta.config import Settings
from acta.errors import Permanent
from acta.forget.purge import purge_archives, purge_batches, remove_archives
from acta.forget.rewrite import finish_cut_off
from acta.forget.scan import scan
from acta.forget.targets import Targets, find_targets, note_path, noted_targets, remember
from acta.forget.walk import files_below, kept_files
from acta.model.build import rebuild
from acta.model.dbt import Progress
from acta.publish.generations import current_generation, publish
from acta.publish.record import folders
from acta.store.failpoints import reach
from acta.store.faults import check_space
from acta.store.lock import alone
from acta.store.tombstones import add_tombstones
from acta.store.unfinished import FINISH
from acta.validate.purge import purge_validation


@dataclass(frozen=True)
class Forgotten:
    """What was taken out, what the scan read, and which lines of judgements (``file:line``) still name it."""

    articles: int
    rows: int
    files_scanned: int
    judgements: list[str]


def forget(
    settings: Settings,
    reason: str,
    urls: Set[str] = frozenset(),
    source_ids: Set[str] = frozenset(),
    actor_ids: Set[str] = frozenset(),
    progress: Progress = lambda line: None,
) -> Forgotten:
    """Take the articles of these URLs and sources, and those that mention these actors, out of everything.

    Raises Permanent when there are none, when a collect run was cut off, or when the scan still finds a trace (naming files);
    Transient, naming it, when another process is at work in the data folder.
    """
    check_space(settings)
    with alone(settings):
        finish_cut_off(settings)
        targets = find_targets(settings, urls, source_ids, actor_ids)
        if not targets.article_ids and not source_ids and not note_path(settings).exists():
            raise Permanent("no collected article is meant by that: look for it with `acta query`, in fct_articles or dim_actors")
        return _forget(settings, targets, reason, actor_ids, progress)


def finish_forgetting(settings: Settings, progress: Progress = lambda line: None) -> Forgotten:
    """Go on with what an earlier call had noted before it was cut off. Raises Permanent when there is nothing to finish."""
    with alone(settings):
        targets, reason, _ = noted_targets(settings)
        if not note_path(settings).exists():
            raise Permanent("no forgetting was cut off: there is nothing to finish")
        finish_cut_off(settings)
        return _forget(settings, targets, reason, frozenset(), progress)


def _forget(settings: Settings, targets: Targets, reason: str, actor_ids: Set[str], progress: Progress) -> Forgotten:
    cut_off = list(settings.warc_dir.rglob(".*.partial")) + list(settings.warc_dir.rglob(".*.rows.jsonl"))
    if cut_off:
        raise Permanent(f"a collect run was cut off ({cut_off[0]}): run `acta collect`, then forget again")
    targets, reason = remember(settings, targets, reason)
    reach(settings, "forget.noted")
    # before the tombstones: no build file ever holds a row of what has one, so a load need not look for any
    if settings.build_file.parent.exists():
        shutil.rmtree(settings.build_file.parent)
    at = settings.clock().isoformat(timespec="seconds")
    add_tombstones(settings, targets.article_ids, "article", at, reason)
    add_tombstones(settings, targets.source_ids, "source", at, reason)
    reach(settings, "forget.begin")
    moved = purge_archives(settings, targets)
    reach(settings, "forget.archives")
    rows = purge_batches(settings, targets, moved)
    reach(settings, "forget.batches")
    remove_archives(settings, moved)
    progress(f"{sum(new is None for new in moved.values())} stored pages and feeds taken out of archives")
    progress(f"{rows} rows taken out of batches")
    judged = purge_validation(settings.validation_dir, targets.article_ids, targets.source_ids)
    progress(f"{judged} rows taken out of the validation files")
    for path in settings.state_file.parent.glob(settings.state_file.name + "*"):
        path.unlink()  # made again from the batches
    _publish_without(settings, reason)
    reach(settings, "forget.built")
    progress("warehouse built and published again, older generations removed")
    more = [*kept_files(settings), *files_below(settings.validation_dir)]  # what lies outside of the data folder
    read, found = scan(settings.data_dir, targets.needles, but=note_path(settings), more=more)
    if found:
        listed = ", ".join(found[:5])
        raise Permanent(
            f"{len(found)} of {read} files still hold a trace or cannot be read ({listed}): remove them, then run {FINISH}"
        )
    note_path(settings).unlink()
    named = lines_that_name(settings, targets.article_ids | targets.source_ids | actor_ids)
    return Forgotten(len(targets.article_ids), rows, read, named)


def _publish_without(settings: Settings, reason: str) -> None:
    """Make a generation without what is forgotten the only one.

    Neither a rollback nor a failing data test may keep the forgotten text before readers; such a test is named in the generation.
    """
    built = rebuild(settings, despite_failures=True)
    link = settings.publish_dir / "current"
    if link.is_symlink() and not link.exists():
        link.unlink()
    now, _ = publish(settings, f"forgetting: {reason}" if built.failures else "", always=True)
    current = current_generation(settings)
    for folder in [*folders(settings), *settings.publish_dir.glob(".partial-*")]:
        if current is None or folder.name != current.name:
            shutil.rmtree(folder)
    assert current is not None and current.number == now.number


def lines_that_name(settings: Settings, ids: Set[str]) -> list[str]:
    """``file:line`` of the judgements that name one of these ids: a person's files, which only a person changes."""
    return [
        f"{path}:{number}"
        for path in sorted(settings.judgements_dir.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(f'"{one}"' in line for one in ids)
    ]
