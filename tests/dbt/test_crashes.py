"""kill -9 at each step of a build, then a rerun: the marts are those of a build that nobody disturbed."""

from __future__ import annotations

import signal

import duckdb
import pytest
from tests.acta.trust.test_crashes import in_process
from tests.dbt.builds import Build
from tests.dbt.fixture import create_empty, fill

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import read_receipt
from acta.model.hashes import table_hashes
from acta.publish.generations import publish
from acta.store.failpoints import BUILD

TRANSFORM_WORK = "from acta.model.build import transform; transform(s())"
IN_EVERY_RUN = "build.model"  # the others take two builds each


@pytest.mark.fault(1)
@pytest.mark.parametrize(
    "step", [step if step == IN_EVERY_RUN else pytest.param(step, marks=pytest.mark.slow) for step in BUILD]
)
def test_a_build_killed_at_any_step_is_never_published_and_finished_by_a_rerun(
    settings: Settings, build: Build, step: str
) -> None:
    settings.build_file.parent.mkdir(parents=True)
    connection = create_empty(settings.build_file)
    fill(connection)
    connection.close()
    killed = in_process(settings, TRANSFORM_WORK, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with pytest.raises(Permanent, match="no finished build"):
        publish(settings)
    rerun = in_process(settings, TRANSFORM_WORK)
    assert rerun.returncode == 0, rerun.stderr
    receipt = read_receipt(settings)
    assert receipt is not None
    with duckdb.connect(str(build.file), read_only=True) as undisturbed:
        assert receipt.hashes == table_hashes(undisturbed)
