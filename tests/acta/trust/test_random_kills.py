"""kill -9 at random moments, of a stage with all its processes or of a worker alone: the tables end as if nothing had been.

Each loop has a seed. ``python -m pytest -m slow tests/acta/trust/test_random_kills.py`` runs the long one.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import psutil
import pytest
from tests.support.local_site import LocalSite, Page

from acta.annotate.run import count_pending as pending_articles
from acta.config import Settings, load_settings
from acta.extract.run import count_pending as pending_pages
from acta.model.hashes import table_hashes
from acta.store.batches import list_batches, read_table

REPO = Path(__file__).resolve().parents[3]
CHEAP = ("collect", "extract", "annotate", "load")
ALL = (*CHEAP, *CHEAP, "dbt", "publish")
WITH_WORKERS = ("extract", "annotate")
PENDING = {"extract": pending_pages, "annotate": pending_articles}
WORK = {"annotated_at", "occurred_at", "attempt", "outcome_id"}  # how work went, not what it found
EVIDENCE = {
    "extract": ("articles", "article_parts", "removed_lines"),
    "annotate": ("annotations", "sentences", "mentions", "statements", "events", "event_parties", "places", "times"),
}
VERSIONS = "select * exclude (archive_offset, loaded_at) from marts.fct_article_versions order by version_id"
PEOPLE = ("Anna Vell", "Boris Tamm", "Clara Osei", "Daniel Ruz", "Elena Marku")
STORY = """<html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2026-03-0{day}T08:00:00Z"></head><body><article><h1>{title}</h1>
<p>{person}, the minister of transport of Velmark, said on Tuesday that ferry line {n} would reopen before the summer.
“We kept our word about line {n},” {person} told reporters at the harbour.</p>
<p>Police arrested {n} people near pier {n} after protesters blocked the road to the terminal. The union of dockers denied that
its members had attacked anyone and demanded talks with the government about berth {n}.</p>
<p>Traders had waited for {n} weeks. The harbour office of Velmark will publish the timetable of line {n} next week, and the mayor
welcomed the agreement about pier {n}.</p></article></body></html>"""


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        for n in range(2, 14):
            title = f"Ferry line {n} to reopen, minister says"
            page = STORY.format(n=n, title=title, person=PEOPLE[n % 5], day=1 + n % 3)
            server.pages[f"/news/{n}"] = Page(page)
        server.publish(list(server.pages))
        yield server


@dataclass
class Installation:
    """A data folder and the stages that work in it, each in processes of their own."""

    folder: Path
    site: LocalSite
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        folders = {f"ACTA_{name.upper()}_DIR": str(self.folder / name) for name in ("data", "sources", "judgements")}
        return folders | {
            "ACTA_NOW": "2026-03-04T09:00:00+00:00", "ACTA_WORKERS": "2", "ACTA_HOST_INTERVAL_SECONDS": "0",
            "ACTA_ATTEMPTS": "1000", "ACTA_RETRY_SECONDS": "0", "ACTA_RESERVE_GB": "0",
        }  # fmt: skip

    @property
    def settings(self) -> Settings:
        return load_settings(self.variables)

    def start(self, stage: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.support.one_stage", stage, str(self.site.port)],
            cwd=REPO, env=os.environ | self.variables, text=True, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def do(self, *stages: str) -> None:
        for stage in stages:
            begun = time.monotonic()
            process = self.start(stage)
            _, said = process.communicate()
            assert process.returncode == 0, f"{stage}: {said[-2000:]}"
            self.seconds[stage] = time.monotonic() - begun

    def finish(self, *stages: str) -> None:
        """Run the stages, those with attempts until nothing is pending."""
        for stage in stages:
            self.do(stage)
            while stage in PENDING and PENDING[stage](self.settings):
                self.do(stage)

    def evidence(self) -> set[str]:
        """Rows of what was found, without how the work went."""
        return {
            json.dumps([table, {name: cell for name, cell in row.items() if name not in WORK}], sort_keys=True)
            for stage, tables in EVIDENCE.items()
            for manifest in list_batches(self.settings, stage)
            for table in tables
            for row in read_table(self.settings, manifest, table)
        }

    def hashes(self) -> dict[str, str]:
        """Hashes of the marts; of article versions without the offset, since two archives of one page differ by a few bytes."""
        with duckdb.connect(str(self.settings.published_file), read_only=True) as connection:
            rows = connection.execute(VERSIONS).fetchall()
            return table_hashes(connection) | {"fct_article_versions": hashlib.sha256(repr(rows).encode()).hexdigest()}


def kill(there: Installation, stage: str, delay: float, worker: bool) -> bool:
    """Start a stage and kill it, or one of its workers, after a while; whether there was anything left to kill."""
    process = there.start(stage)
    try:
        process.wait(delay)
        killed = False
    except subprocess.TimeoutExpired:
        killed = _kill_worker(process.pid) if worker else True
        if not worker:
            os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    assert "Traceback" not in said, f"{stage}: {said[-2000:]}"
    return killed


def _kill_worker(pid: int) -> bool:
    try:
        children = psutil.Process(pid).children()
        workers = [child for child in children if "acta.workers" in child.cmdline()]
        for one in workers[:1]:
            one.kill()
        return bool(workers)
    except psutil.Error:  # it ended meanwhile
        return False


def kills(there: Installation, stages: tuple[str, ...], times: int, seconds: dict[str, float], chance: random.Random) -> None:
    """So many kills, of random stages after random times; a stage that ended before it could be killed is known as shorter."""
    expected, done = dict(seconds), 0
    while done < times:
        stage = chance.choice(stages)
        worker = stage in WITH_WORKERS and chance.random() < 0.5
        begun = time.monotonic()
        landed = kill(there, stage, chance.uniform(0.1, 0.9) * expected[stage], worker)
        done += landed
        if not landed:
            expected[stage] = min(expected[stage], time.monotonic() - begun)


@pytest.mark.fault(1)
def test_what_was_found_is_the_same_after_some_random_kills(tmp_path: Path, site: LocalSite) -> None:
    calm, shaken = Installation(tmp_path / "calm", site), Installation(tmp_path / "shaken", site)
    calm.finish("collect", "extract", "annotate")
    chance = random.Random(15)
    for stage in ("collect", "extract", "annotate"):
        kills(shaken, (stage,), 2, calm.seconds, chance)
        shaken.finish(stage)
    assert calm.evidence() == shaken.evidence()
    assert len(list_batches(calm.settings, "annotate")) and "statements" in str(calm.evidence())


@pytest.mark.fault(1)
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_the_marts_are_the_same_after_sixty_random_kills(tmp_path: Path, site: LocalSite, seed: int) -> None:
    chance = random.Random(seed)
    calm, shaken = Installation(tmp_path / "calm", site), Installation(tmp_path / "shaken", site)
    stages = ("collect", "extract", "annotate", "load", "dbt", "publish")
    calm.finish(*stages)
    first = calm.hashes()
    calm.do("forget")
    second = calm.hashes()
    for place in range(len(stages)):
        kills(shaken, stages[: place + 1], 5, calm.seconds, chance)
        shaken.finish(*stages[: place + 1])  # a load or dbt that was killed leaves no build to publish
    assert differing(shaken.hashes(), first) == []
    kills(shaken, ("forget",), 10, calm.seconds, chance)
    kills(shaken, (*ALL, "forget"), 20, calm.seconds, chance)
    shaken.finish("collect", "extract", "annotate", "forget")
    assert differing(shaken.hashes(), second) == []


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
