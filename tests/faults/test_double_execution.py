"""A worker is stopped, taken for dead and started again; then the first one goes on (SIGSTOP, SIGCONT)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acta.publish.test_generations import make_build
from tests.acta.trust.test_crashes import loaded_hashes, write_batches
from tests.faults.processes import AT_STEP, stopped
from tests.faults.site import article, collect, feed, quick, rows
from tests.support.local_site import LocalSite

from acta.annotate.run import annotate_batches
from acta.config import Settings
from acta.errors import Transient
from acta.extract.run import extract_batches
from acta.model.build import load
from acta.publish.generations import generations, publish
from acta.store.batches import list_batches, sha256_of

PAGES = [f"/a{number}" for number in range(3)]
STOP_BEFORE_THE_BATCH = """
    from acta.store.batches import BatchWriter
    finish = BatchWriter.__exit__
    def stopped(self, *arguments):
        stop()
        return finish(self, *arguments)
    BatchWriter.__exit__ = stopped
"""
COLLECT = """
    from acta.collect.run import Run, collect_source
    from acta.sources import Source
    fetch, calls = Run.fetch_one, []
    def stopped(self, *arguments):
        calls.append(1)
        if len(calls) == 2:
            stop()
        return fetch(self, *arguments)
    Run.fetch_one = stopped
    source = Source(source_id="paper", name="Paper", feeds=(f"http://127.0.0.1:{PORT}/rss",))
    collect_source(settings, source, "r1", allow=frozenset({("127.0.0.1", PORT)}))
"""
EXTRACT = STOP_BEFORE_THE_BATCH + "    from acta.extract.run import extract_batches; extract_batches(settings)\n"
ANNOTATE = STOP_BEFORE_THE_BATCH + "    from acta.annotate.run import annotate_batches; annotate_batches(settings)\n"
@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        server.pages["/rss"] = feed([(path, f"Quay {path}", None) for path in PAGES])
        server.pages |= {path: article(f"Quay {path}", "2026-03-03") for path in PAGES}
        yield server


def files(settings: Settings, stage: str) -> dict[str, str]:
    """Every file of a stage's batches, hidden ones too, with its hash."""
    root = settings.batches_dir / stage
    return {str(path.relative_to(root)): sha256_of(path) for path in root.rglob("*") if path.is_file()}


@pytest.mark.fault(2)
def test_a_second_collector_of_a_source_is_refused_and_no_page_is_stored_twice(
    settings: Settings, site: LocalSite
) -> None:
    at = quick(settings)
    with stopped(at, COLLECT, site.port) as first, pytest.raises(Transient, match=f"process {first.pid}"):
        collect(at, site, "r1")
    assert collect(at, site, "r1").pages == {"fetched": 3}
    assert site.paths == []
    stored = [row["url"] for row in rows(at) if row["kind"] == "article"]
    assert sorted(stored) == sorted(map(site.url, PAGES))


@pytest.mark.fault(2)
@pytest.mark.parametrize(("stage", "work"), [("extract", EXTRACT), ("annotate", ANNOTATE)])
def test_of_two_workers_at_one_batch_the_first_to_finish_writes_it_and_the_other_leaves_nothing(
    settings: Settings, site: LocalSite, stage: str, work: str
) -> None:
    at = quick(settings)
    collect(at, site, "r1")
    if stage == "annotate":
        extract_batches(at)
    with stopped(at, work):
        made = extract_batches(at) if stage == "extract" else annotate_batches(at)
        assert made == [manifest.batch_id for manifest in list_batches(at, stage)]
        before = {name: digest for name, digest in files(at, stage).items() if not name.startswith(".")}
    assert files(at, stage) == before
    assert (extract_batches(at) if stage == "extract" else annotate_batches(at)) == []


@pytest.mark.fault(2)
@pytest.mark.parametrize("step", ["load.begin", "load.batches", "load.clusters"])
def test_a_second_load_is_refused_and_each_batch_is_in_once(settings: Settings, step: str) -> None:
    write_batches(settings)
    work = AT_STEP.format(module="model.build", step=step, work="load")
    with stopped(settings, work) as first, pytest.raises(Transient, match=f"process {first.pid}"):
        load(settings)
    once = loaded_hashes(settings)
    assert load(settings) == 0
    assert loaded_hashes(settings) == once


@pytest.mark.fault(2)
@pytest.mark.parametrize("step", ["publish.begin", "publish.copied", "publish.renamed", "publish.linked"])
def test_a_second_publish_is_refused_and_one_generation_is_made(settings: Settings, step: str) -> None:
    make_build(settings, 1)
    work = AT_STEP.format(module="publish.generations", step=step, work="publish")
    with stopped(settings, work) as first, pytest.raises(Transient, match=f"process {first.pid}"):
        publish(settings)
    assert [generation.number for generation in generations(settings)] == [1]
    assert publish(settings) == (generations(settings)[0], False)


@pytest.mark.fault(2)
def test_a_writer_that_wakes_up_behind_its_successor_does_not_touch_the_finished_batch(settings: Settings) -> None:
    work = STOP_BEFORE_THE_BATCH + """
    with BatchWriter(settings, "collect", "bat_1", [], "first") as writer:
        writer.write("outcomes", [{"outcome_id": "out_of_the_first"}])
"""
    with stopped(settings, work):
        write_batches(settings)
        before = files(settings, "collect")
    after = files(settings, "collect")
    assert after == {name: digest for name, digest in before.items() if not Path(name).parts[0].startswith(".")}
