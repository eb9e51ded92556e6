"""Builds that keep what they can end in the tables of one that makes everything."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest
from tests.acta.trust.test_crashes import in_process
from tests.scale.batches import write_day

from acta.config import Settings
from acta.judgements.judge import judge
from acta.model.build import build, load, read_receipt, rebuild
from acta.model.hashes import table_hashes
from acta.model.warehouse import open_build

SIZE = 60  # articles a day
TRANSFORM_WORK = "from acta.model.build import transform; transform(s())"
ON_THE_LAST_DAY_ALONE = """
    select actor_id from annotated.actors join extracted.articles using (version_id)
    where kind = 'person' group by 1 having min(first_seen_at) >= '2026-01-04' order by 1 limit 2
"""


def made_anew(settings: Settings) -> list[str]:
    with open_build(settings, read_only=True) as connection:
        found = connection.execute("select seen_on from intermediate.int_days__stale order by 1").fetchall()
    return [str(day) for (day,) in found]


@pytest.mark.fault(5, 24)
def test_days_are_replaced_one_by_one_late_ones_and_judgements_too(tmp_path: Path) -> None:
    settings = replace(Settings(), data_dir=tmp_path / "data", judgements_dir=tmp_path / "judgements")
    for day in (0, 1):
        write_day(settings, day, SIZE)
    build(settings)
    assert made_anew(settings) == ["2026-01-01", "2026-01-02"]

    write_day(settings, 3, SIZE)
    build(settings)
    assert made_anew(settings) == ["2026-01-04"]
    with open_build(settings, read_only=True) as connection:
        ((one,), (other,)) = connection.execute(ON_THE_LAST_DAY_ALONE).fetchall()

    first = read_receipt(settings)
    assert build(settings) == first  # nothing is new: the last build stands
    build(settings, with_dbt=True)
    assert made_anew(settings) == []

    write_day(settings, 2, SIZE)  # late; it corrects articles of the second day and comes before corrections of the fourth
    judge(settings, "merge", "one person under two names", "a test", actor_id=one, into=other)
    build(settings)
    assert made_anew(settings) == ["2026-01-02", "2026-01-03", "2026-01-04"]

    kept = read_receipt(settings)
    with open_build(settings, read_only=True) as connection:
        assert kept is not None and table_hashes(connection) == kept.hashes  # also where sums of days were kept
    rebuild(settings, with_dbt=True)
    made = read_receipt(settings)
    assert made is not None
    assert {name: made.hashes[name] for name in made.hashes if made.hashes[name] != kept.hashes[name]} == {}
    assert kept.rows["fct_mentions"] > 2_000


@pytest.mark.fault(1)
@pytest.mark.slow  # three builds each
@pytest.mark.parametrize("step", ["build.model", "build.tested", "build.hashed"])
def test_a_partial_build_that_is_killed_is_finished_by_the_next(settings: Settings, step: str) -> None:
    write_day(settings, 0, SIZE)
    build(settings)
    write_day(settings, 1, SIZE)
    load(settings)
    killed = in_process(settings, TRANSFORM_WORK, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    rerun = in_process(settings, TRANSFORM_WORK)
    assert rerun.returncode == 0, rerun.stderr
    kept = read_receipt(settings)
    rebuild(settings)

    made = read_receipt(settings)
    assert kept is not None and made is not None and made.hashes == kept.hashes
