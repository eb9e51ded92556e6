"""Load new batches, build and test the marts privately, publish what passed.

Reads       data/batches of all stages
Writes      data/build (private), data/publish; updates the asset of the published warehouse
Schedule    after each run of annotate_articles. Without new batches nothing is built; when no article came, the health
            tables are refreshed once in ACTA_HEALTH_SECONDS. A generation is made only when the hash of a table changed
On failure  read the last line of the task's log: it names the failed checks or the command that helps. Readers keep the last
            good generation. A damaged batch is left out; the last task fails and names it. See docs/how-to/recover.md
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
            settings = load_settings()
            return (build.standing_receipt(settings) or build.transform(settings, print)).rows

    @task(pool=DUCKDB_WRITER, outlets=[WAREHOUSE])
    def publish() -> str:
        from acta.config import load_settings
        from acta.publish.generations import publish as publish_build

        with no_retry_when_permanent():
            return publish_build(load_settings())[0].name

    @task(pool=DUCKDB_WRITER)
    def report() -> None:
        from acta.config import load_settings
        from acta.errors import Permanent
        from acta.model.build import read_receipt

        with no_retry_when_permanent():
            receipt = read_receipt(load_settings())
            if receipt is not None and receipt.damaged:
                raise Permanent(f"all else was published, but {len(receipt.damaged)} batches were left out: {receipt.damaged[0]}")

    load() >> transform() >> publish() >> report()


build_marts()
