"""kill -9 at each step of load and publish, then a rerun: the tables are those of a run that nobody disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from tests.acta.publish.test_generations import make_build

from acta.config import Settings
from acta.model.hashes import table_hashes
from acta.publish.generations import generations
from acta.store.batches import BatchWriter
from acta.store.failpoints import LOAD, PUBLISH

LOADED = ("raw", "extracted", "annotated", "clusters", "registry", "judgements")
ARTICLES = {
    "ver_1": "The council of Velmark agreed on Monday to reopen the old harbour after long talks with the dockers.",
    "ver_2": "The council of Velmark agreed on Monday to reopen the old harbour after long talks with the dockers. More soon.",
}


def in_process(settings: Settings, work: str, failpoint: str = "") -> subprocess.CompletedProcess[str]:
    """Do one stage's work in a process of its own, that may be told to die."""
    environment = os.environ | {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_JUDGEMENTS_DIR": str(settings.judgements_dir),
        "ACTA_FAILPOINT": failpoint,
    }
    script = f"from acta.config import load_settings as s\n{work}"
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=300
    )


LOAD_WORK = "from acta.model.build import load; load(s())"
PUBLISH_WORK = "from acta.publish.generations import publish; publish(s())"


def write_batches(settings: Settings) -> None:
    """Two batches: enough to die between them, with two articles that are one story."""
    with BatchWriter(settings, "collect", "bat_1", [], "test") as writer:
        writer.write("outcomes", [{"outcome_id": f"out_{i}", "outcome": "fetched"} for i in range(3)])
    with BatchWriter(settings, "extract", "ext_1", ["bat_1"], "test") as writer:
        rows = [
            {"article_id": f"art_{key}", "version_id": key, "source_id": "alpha", "fetch_id": f"fet_{key}", "text": text}
            for key, text in ARTICLES.items()
        ]
        writer.write("articles", rows)
        writer.write("outcomes", [{"outcome_id": f"o_{r['fetch_id']}", "subject_id": r["fetch_id"]} for r in rows])


def loaded_hashes(settings: Settings) -> dict[str, dict[str, str]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        return {schema: table_hashes(connection, schema) for schema in LOADED}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """Batches, and the hashes of what a load of them leaves."""
    root = tmp_path_factory.mktemp("undisturbed")
    settings = Settings(data_dir=root / "data", judgements_dir=root / "judgements")
    write_batches(settings)
    assert in_process(settings, LOAD_WORK).returncode == 0
    return settings.batches_dir, loaded_hashes(settings)


@pytest.mark.fault(1)
@pytest.mark.parametrize("step", LOAD)
def test_a_load_killed_at_any_step_is_finished_by_a_rerun(
    settings: Settings, undisturbed: tuple[Path, dict[str, dict[str, str]]], step: str
) -> None:
    settings.data_dir.mkdir()
    settings.batches_dir.symlink_to(undisturbed[0])
    killed = in_process(settings, LOAD_WORK, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    rerun = in_process(settings, LOAD_WORK)
    assert rerun.returncode == 0, rerun.stderr
    assert loaded_hashes(settings) == undisturbed[1]


@pytest.mark.fault(1)
@pytest.mark.parametrize("step", PUBLISH)
def test_a_publish_killed_at_any_step_leaves_one_whole_generation_and_a_rerun_publishes_the_new_one(
    settings: Settings, step: str
) -> None:
    make_build(settings, 1)
    assert in_process(settings, PUBLISH_WORK).returncode == 0
    make_build(settings, 2)
    killed = in_process(settings, PUBLISH_WORK, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert published_numbers(settings) in ({1}, {2})
    rerun = in_process(settings, PUBLISH_WORK)
    assert rerun.returncode == 0, rerun.stderr
    assert published_numbers(settings) == {2}
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        assert table_hashes(connection) == generations(settings)[-1].hashes
    assert not list(settings.publish_dir.glob(".partial-*"))


def published_numbers(settings: Settings) -> set[int]:
    """The build numbers that readers see: one, or the generation is a mix."""
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        found = connection.execute(
            "select number from marts.dim_a union select number from marts.fct_b union select number from marts.fct_c"
        )
        return {number for (number,) in found.fetchall()}
