"""Load new batches, build and test the marts privately, publish what passed.

Reads       data/batches of all stages
Writes      data/build (private), data/publish; updates the asset of the published warehouse
Schedule    after each run of annotate_articles, also without new articles: the reports of attempts grow with every poll
On failure  read the last line of the task's log: it names the failed checks. Readers keep the last good generation. Mend the
            cause and clear the task; batches are loaded exactly once. `acta rebuild` makes the build file again from nothing
Backfill    nothing to do: articles may come in any order, the tables end the same
"""

from __future__ import annotations

from airflow.sdk import dag, task

from common import ANNOTATIONS, DEFAULTS, DUCKDB_WRITER, START, WAREHOUSE, no_retry_when_permanent


@dag(
    schedule=[ANNOTATIONS],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["model", "publish"],
    doc_md=__doc__,
)
def build_marts():
    @task(pool=DUCKDB_WRITER)
    def load() -> int:
        from acta.config import load_settings
        from acta.model import build

        with no_retry_when_permanent():
            return build.load(load_settings(), print)

    @task(pool=DUCKDB_WRITER)
    def transform() -> dict[str, int]:
        from acta.config import load_settings
        from acta.model import build

        with no_retry_when_permanent():
            return build.transform(load_settings(), print).rows

    @task(pool=DUCKDB_WRITER, outlets=[WAREHOUSE])
    def publish() -> str:
        from acta.config import load_settings
        from acta.publish.generations import publish as publish_build

        with no_retry_when_permanent():
            return publish_build(load_settings())[0].name

    load() >> transform() >> publish()


build_marts()
