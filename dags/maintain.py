"""Pack the batches of days that are over, and remove logs and history that are past their time.

Reads       data/batches, data/polls
Writes      data/compacted; removes what it packed. Removes logs and rows of Airflow (ACTA_LOG_DAYS) and results of data tests
            (ACTA_TEST_DAYS); no evidence
Schedule    01:40 UTC each day. Packing needs the data folder for itself, seconds for each day and stage: while another task is
            at work it is tried again
On failure  clear the task. Killed at any step, packing leaves the batches or a whole pack; the next run goes on
Backfill    nothing to do: every run packs all days that are over
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from airflow.timetables.trigger import CronTriggerTimetable

from common import DEFAULTS, DUCKDB_WRITER, START, no_retry_when_permanent


@dag(
    schedule=CronTriggerTimetable("40 1 * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["collect", "extract", "annotate"],
    doc_md=__doc__,
)
def maintain():
    @task(pool=DUCKDB_WRITER, retries=20, retry_delay=timedelta(minutes=1), retry_exponential_backoff=False)
    def compact() -> int:
        from acta.config import load_settings
        from acta.store.compact import compact as pack

        with no_retry_when_permanent():
            return pack(load_settings(), print)

    @task
    def clean() -> list[str]:
        from acta.config import load_settings
        from acta.retention import clean as remove_old

        with no_retry_when_permanent():
            return list(remove_old(load_settings()))

    compact()
    clean()


maintain()
