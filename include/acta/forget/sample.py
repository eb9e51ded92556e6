"""Take the sample newsroom out of a data folder that is to hold one's own news: batches, archive, state, tables, generations.

Nothing is forgotten in the sense of ``acta forget``: no tombstone is set, so `acta sample` can fill the folder again. What is
the sample's is read from what is there, so a call that was cut off is finished by the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import ActaError
from acta.model.build import rebuild
from acta.model.dbt import Progress
from acta.model.warehouse import connect
from acta.newsroom.catalogue import HOST, load_outlets
from acta.publish.generations import publish
from acta.publish.record import FILE_NAME, folders
from acta.store.batches import Manifest, all_batches, batch_dir, check_batch, read_table
from acta.store.lock import alone
from acta.store.unfinished import refuse_unfinished_forgetting

HOME_PAGE = f"http://{HOST}:"  # of every sample outlet; a source of that name elsewhere is somebody's own
STAGES = ("annotate", "extract", "collect")  # in this order: what a batch was made from tells whose it is
REMOVING = ".removing"


@dataclass(frozen=True)
class Sample:
    """What of the sample is in a data folder: folders of batches, archives, folders of generations; and whether there is more.

    ``unread`` are generations that cannot be told: damaged, or of a version with other names. They stay.
    """

    batches: list[Path]
    archives: list[Path]
    generations: list[Path]
    unread: list[Path]
    has_others: bool

    def __bool__(self) -> bool:
        return bool(self.batches or self.archives or self.generations)


def find_sample(settings: Settings) -> Sample:
    """Look through batches, archive and generations. Raises DamagedBatch for a batch that cannot be read: whose is it?"""
    names = {outlet.source_id for outlet in load_outlets()}
    collected = all_batches(settings, "collect")
    ours = {manifest.batch_id for manifest in collected if _is_sample(settings, manifest, names)}
    found = [batch_dir(settings, "collect", batch_id) for batch_id in sorted(ours)]
    archives = [*_archives(settings, ours, names)]
    has_others = len(ours) < len(collected)
    for stage in ("extract", "annotate"):
        made = [manifest for manifest in all_batches(settings, stage) if ours.intersection(manifest.inputs)]
        ours |= {manifest.batch_id for manifest in made}
        found = [*(batch_dir(settings, stage, manifest.batch_id) for manifest in made), *found]
    found.sort(key=lambda path: STAGES.index(path.parent.name))
    held = {folder: _holds_sample(folder / FILE_NAME, names) for folder in folders(settings)}
    generations, unread = ([folder for folder, holds in held.items() if holds is wanted] for wanted in (True, None))
    return Sample(found, archives, generations, unread, has_others)


def remove_sample(settings: Settings, progress: Progress = lambda line: None) -> Sample:
    """Remove it and, when the folder holds more, publish the rest; returns what was found.

    Raises Transient when another process is at work there, Permanent when the rest cannot be built; DamagedBatch, before anything
    is removed, when a batch of the rest cannot be read: the build file may hold the only copy of its rows.
    """
    with alone(settings):
        refuse_unfinished_forgetting(settings)
        for left in settings.batches_dir.glob(f"*/.*{REMOVING}"):
            shutil.rmtree(left)
        sample = find_sample(settings)
        if sample:
            _check_the_rest(settings, sample)
            shutil.rmtree(settings.build_file.parent, ignore_errors=True)  # first: it must not outlive what it was made of
            for path in sample.archives:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
            for folder in sample.batches:
                aside = folder.with_name(f".{folder.name}{REMOVING}")  # a batch is whole or not there
                folder.rename(aside)
                shutil.rmtree(aside)
            for path in settings.state_file.parent.glob(settings.state_file.name + "*"):
                path.unlink()  # made again from the batches
            progress(f"{len(sample.batches)} batches and {len(sample.archives)} archives removed")
            _publish_the_rest(settings, sample)
        (settings.data_dir / "sample.done").unlink(missing_ok=True)
        shutil.rmtree(settings.data_dir / "airflow" / "no_sources", ignore_errors=True)
    return sample


def _check_the_rest(settings: Settings, sample: Sample) -> None:
    gone = set(sample.batches)
    for stage in STAGES:
        for manifest in all_batches(settings, stage):
            if batch_dir(settings, stage, manifest.batch_id) not in gone:
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


def _is_sample(settings: Settings, manifest: Manifest, names: Set[str]) -> bool:
    rows = read_table(settings, manifest, "sources")
    return bool(rows) and all(r["source_id"] in names and str(r["homepage"]).startswith(HOME_PAGE) for r in rows)


def _archives(settings: Settings, batch_ids: Set[str], names: Set[str]) -> Iterator[Path]:
    """Archives of these batches, also those that `acta forget` has rewritten (``<batch>-kept``)."""
    for source_id in sorted(names):
        for path in sorted((settings.warc_dir / source_id).glob("*.warc.gz")):
            if path.name.split(".")[0].split("-")[0] in batch_ids:
                yield path


def _holds_sample(path: Path, names: Set[str]) -> bool | None:
    """Whether a generation has an outlet of the sample; None when it cannot be told."""
    try:
        with connect(path, read_only=True) as connection:
            sql = "select 1 from marts.dim_outlets where list_contains($1, outlet_id) and starts_with(homepage_url, $2) limit 1"
            return connection.execute(sql, [sorted(names), HOME_PAGE]).fetchone() is not None
    except (duckdb.Error, OSError, ActaError):
        return None
