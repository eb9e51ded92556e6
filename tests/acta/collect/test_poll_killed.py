"""A poll without a page that is killed once its rows are on disk is counted once, whatever the state had heard of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.acta.trust.test_random_kills import Installation
from tests.support.local_site import LocalSite

from acta.collect.state import open_state
from acta.store.batches import list_batches, read_table
from acta.store.failpoints import COLLECT
from acta.store.polls import poll_files, runs_in


@pytest.mark.fault(1)
@pytest.mark.parametrize("step", COLLECT)
def test_a_poll_killed_after_its_rows_were_written_is_there_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with LocalSite() as site:
        site.publish([])
        calm, killed = Installation(tmp_path / "calm", site), Installation(tmp_path / "killed", site)
        calm.do("collect")
        with monkeypatch.context() as patch:
            patch.setenv("ACTA_FAILPOINT", step)
            process = killed.start("collect")
            process.communicate()
            assert process.returncode == -9
        assert len(runs_in(poll_files(killed.settings)[0])[0]) == 1
        killed.do("collect")
        killed.do("collect")

    def rows(there: Installation) -> list[tuple[object, ...]]:
        (manifest,) = list_batches(there.settings, "collect")
        return sorted((row["kind"], row["url"], row["outcome"]) for row in read_table(there.settings, manifest, "fetches"))

    assert rows(killed) == rows(calm) and rows(calm)
    (run,) = runs_in(poll_files(killed.settings)[0])[0]
    with open_state(killed.settings) as state:
        assert state.polls_of(run.batch_id)
