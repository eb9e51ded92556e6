"""Ask Wikidata once a week who holds which office; what differs from the registry waits for a person.

Reads       the Wikidata query service (ACTA_WIKIDATA_URL), the actor registry
Writes      data/refresh/<instant>/changes.csv and outcomes.csv; nothing else, and nothing that a table shows
Schedule    Mondays 03:00 UTC, only with ACTA_REFRESH_ACTORS=true; else the run is skipped. About 200 questions, one at a time
On failure  clear the task. A country that is not answered is a row of outcomes.csv, not a failed task; the task fails when none
            is: the service is down, or asks to be left alone. ACTA_CONTACT must be set: the service wants to know who asks
Backfill    nothing to do: every run asks for all terms since 2010. Read changes.csv, then `acta actors accept` it
            (docs/how-to/review-actors.md); the next run of annotate_articles reads all articles again with the new facts
"""

from __future__ import annotations

from airflow.sdk import dag, task
from airflow.timetables.trigger import CronTriggerTimetable

from common import DEFAULTS, POLITE_HTTP, START, no_retry_when_permanent


@dag(
    schedule=CronTriggerTimetable("0 3 * * 1", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["collect"],
    doc_md=__doc__,
)
def refresh_actors():
    @task.short_circuit
    def is_enabled() -> bool:
        from acta.config import load_settings

        with no_retry_when_permanent():
            return load_settings().refresh_actors

    @task(pool=POLITE_HTTP)
    def refresh() -> dict[str, int]:
        from acta.config import load_settings
        from acta.refresh.run import refresh as ask

        with no_retry_when_permanent():
            return dict(ask(load_settings(), progress=print).kinds)

    is_enabled() >> refresh()


refresh_actors()
