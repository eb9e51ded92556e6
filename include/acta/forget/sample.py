"""Take the sample newsroom out of a data folder that is to hold one's own news: batches, archive, state, tables, generations.

Nothing is forgotten in the sense of ``acta forget``: no tombstone is set, so `acta sample` can fill the folder again. What is
the sample's is read from what is there, so a call that was cut off is finished by the next.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import ActaError, Permanent
from acta.forget.rewrite import finish_cut_off, remove_folder, rewrite_pack
from acta.model.build import rebuild
from acta.model.dbt import Progress
from acta.model.warehouse import connect
from acta.newsroom.catalogue import HOST, load_outlets
from acta.publish.generations import publish
from acta.publish.record import FILE_NAME, folders
from acta.store.batches import Manifest, Row, all_batches, batch_dir, check_batch, read_table
from acta.store.lock import alone
from acta.store.packs import survey_packs
from acta.store.polls import STAGE, is_polls, poll_files, poll_id, rewrite
from acta.store.unfinished import removing_path, unfinished_forgetting

HOME_PAGE = f"http://{HOST}:"  # of every sample outlet; a source of that name elsewhere is somebody's own
STAGES = ("annotate", "extract", "collect")  # in this order: what a batch was made from tells whose it is
Ids = dict[str, set[str]]


@dataclass(frozen=True)
class Sample:
    """What of the sample is in a data folder, and whether there is more.

    ``batches`` are the ids, by stage, of those that go whole; ``polls`` the sources whose rows go, by the batch_id of a day's
    polls that holds others as well. ``unread`` are generations that cannot be told: damaged, or of a version with other names.
    They stay.
    """

    batches: Ids
    polls: Ids
    archives: list[Path]
    generations: list[Path]
    unread: list[Path]
    has_others: bool

    def __bool__(self) -> bool:
        return bool(self.count or self.archives or self.generations)

    @property
    def count(self) -> int:
        """Number of batches that hold rows of the sample."""
        return sum(len(ids) for ids in self.batches.values()) + len(self.polls)


def find_sample(settings: Settings) -> Sample:
    """Look through batches, archive and generations. Raises DamagedBatch for a batch that cannot be read: whose is it?"""
    names = {outlet.source_id for outlet in load_outlets()}
    batches: Ids = defaultdict(set)
    polls: Ids = {}
    collected = all_batches(settings, STAGE)
    others: set[str] = set()  # sources
    for manifest in collected:
        there, ours = _sources_of(settings, manifest), _sample_sources(settings, manifest, names)
        others |= there - ours
        if ours and there == ours:
            batches[STAGE].add(manifest.batch_id)
        elif ours and is_polls(manifest.batch_id):
            polls[manifest.batch_id] = ours
    archives = [*_archives(settings, batches[STAGE], names, others)]
    has_others = len(batches[STAGE]) < len(collected)
    made_from = set(batches[STAGE])
    for stage in ("extract", "annotate"):
        batches[stage] = {m.batch_id for m in all_batches(settings, stage) if made_from.intersection(m.inputs)}
        made_from |= batches[stage]
    held = {folder: _holds_sample(folder / FILE_NAME, names) for folder in folders(settings)}
    generations, unread = ([folder for folder, holds in held.items() if holds is wanted] for wanted in (True, None))
    return Sample(batches, polls, archives, generations, unread, has_others)


def remove_sample(settings: Settings, progress: Progress = lambda line: None) -> Sample:
    """Remove it and, when the folder holds more, publish the rest; returns what was found.

    Raises Transient when another process is at work there, Permanent when the rest cannot be built; DamagedBatch, before anything
    is removed, when a batch of the rest cannot be read: the build file may hold the only copy of its rows.
    """
    if line := unfinished_forgetting(settings):
        raise Permanent(line)
    with alone(settings):
        finish_cut_off(settings)
        sample = find_sample(settings)
        if sample:
            _check_the_rest(settings, sample)
            removing_path(settings).touch()
            shutil.rmtree(settings.build_file.parent, ignore_errors=True)  # first: it must not outlive what it was made of
            for path in sample.archives:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
            for stage in STAGES:
                _remove_batches(settings, stage, sample)
            for path in settings.state_file.parent.glob(settings.state_file.name + "*"):
                path.unlink()  # made again from the batches
            progress(f"{sample.count} batches and {len(sample.archives)} archives removed")
            _publish_the_rest(settings, sample)
        (settings.data_dir / "sample.done").unlink(missing_ok=True)
        shutil.rmtree(settings.data_dir / "airflow" / "no_sources", ignore_errors=True)
        removing_path(settings).unlink(missing_ok=True)
    return sample


def _remove_batches(settings: Settings, stage: str, sample: Sample) -> None:
    """Take the sample's batches of a stage out of folders, packs and the files of polls."""
    gone, polls = sample.batches[stage], sample.polls if stage == STAGE else {}

    def keep(batch_id: str, table: str, row: Row) -> Row | None:
        return None if row.get("source_id") in polls[batch_id] else row

    for pack in survey_packs(settings, stage)[0]:
        if not (gone | polls.keys()).isdisjoint(pack.ids):
            rewrite_pack(settings, pack, lambda m, _: m.batch_id in polls, lambda m, *row: keep(m.batch_id, *row), gone)
    for batch_id in sorted(gone):
        if (folder := batch_dir(settings, stage, batch_id)).exists():
            remove_folder(folder)
    for path in poll_files(settings) if stage == STAGE else []:
        if (batch_id := poll_id(path.stem)) in gone:
            path.unlink()
        elif batch_id in polls:
            rewrite(path, partial(keep, batch_id))


def _check_the_rest(settings: Settings, sample: Sample) -> None:
    for stage in STAGES:
        for manifest in all_batches(settings, stage):
            if manifest.batch_id not in sample.batches[stage]:
                check_batch(settings, manifest)


def _publish_the_rest(settings: Settings, sample: Sample) -> None:
    if not sample.has_others:
        shutil.rmtree(settings.publish_dir, ignore_errors=True)
        return
    rebuild(settings)
    now, _ = publish(settings, always=True)
    for folder in sample.generations:
        if folder.name != now.name:
            shutil.rmtree(folder)


def _sources_of(settings: Settings, manifest: Manifest) -> set[str]:
    return {str(row["source_id"]) for table in ("sources", "fetches") for row in read_table(settings, manifest, table)}


def _sample_sources(settings: Settings, manifest: Manifest, names: Set[str]) -> set[str]:
    """The sources of a batch that are outlets of the sample; one's own may have the same name elsewhere."""
    rows = read_table(settings, manifest, "sources")
    places: Iterable[tuple[str, str]] = ((str(row["source_id"]), str(row["homepage"])) for row in rows)
    if not rows:  # a source that failed as a whole
        places = ((str(row["source_id"]), str(row["url"])) for row in read_table(settings, manifest, "fetches"))
    is_ours: dict[str, bool] = defaultdict(lambda: True)
    for source_id, address in places:
        is_ours[source_id] &= source_id in names and address.startswith(HOME_PAGE)
    return {source_id for source_id, ours in is_ours.items() if ours}


def _archives(settings: Settings, batch_ids: Set[str], names: Set[str], others: Set[str]) -> Iterator[Path]:
    """The sample's archives: of its outlets, and of these batches where somebody's own source has the name of one.

    That includes those that `acta forget` has rewritten (``<batch>-kept``).
    """
    for source_id in sorted(names):
        for path in sorted((settings.warc_dir / source_id).glob("*.warc.gz")):
            if source_id not in others or path.name.split(".")[0].split("-")[0] in batch_ids:
                yield path


def _holds_sample(path: Path, names: Set[str]) -> bool | None:
    """Whether a generation has an outlet of the sample; None when it cannot be told."""
    try:
        with connect(path, read_only=True) as connection:
            sql = "select 1 from marts.dim_outlets where list_contains($1, outlet_id) and starts_with(homepage_url, $2) limit 1"
            return connection.execute(sql, [sorted(names), HOME_PAGE]).fetchone() is not None
    except (duckdb.Error, OSError, ActaError):
        return None
