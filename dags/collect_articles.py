"""Ask every source what is new, fetch it politely, and extract the articles.

Reads       sources/*.yml, the sites they name
Writes      data/warc, data/batches/collect, data/batches/extract; updates the asset of extracted articles
Schedule    every 15 minutes, one run at a time; a source is one mapped task. A source that seldom brings something new is asked
            less often (at least every 4 hours); trigger with {"only_due": false} to ask all of them now
On failure  clear the task. A batch is named after its source and run, so a retry meets what was finished and goes on; a
            source that is down is a row in rpt_outlet_health, not a failed task. A source file that cannot be read, and a feed or
            page that fails for a reason nobody expected, fails alone: a row, its traceback in the log of the task, and the task
            check red, naming it; all else was collected and extracted. Mend the file or report the error; clear nothing.
            A task collect that is red is a fault of ours or of this machine (a full disk, a locked state): clear it
Backfill    `airflow backfill create --dag-id collect_articles --from-date … --to-date …` fetches what sitemaps and feeds date
            inside each interval and was not fetched before
"""

from __future__ import annotations

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from airflow.timetables.interval import CronDataIntervalTimetable

from common import ARTICLES, CPU, DEFAULTS, POLITE_HTTP, START, no_retry_when_permanent


@dag(
    schedule=CronDataIntervalTimetable("*/15 * * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["collect", "extract"],
    doc_md=__doc__,
    params={"only_due": True},
)
def collect_articles():
    @task
    def list_sources() -> list[str]:
        from acta.config import load_settings
        from acta.sources import read_registry

        with no_retry_when_permanent():
            sources = read_registry(load_settings()).sources
        if not sources:
            raise AirflowSkipException("acta: no source to collect from; `acta sources check` says why")
        return [source.source_id for source in sources]

    @task(pool=POLITE_HTTP, map_index_template="{{ source_id }}")
    def collect(
        source_id: str, run_id=None, dag_run=None, params=None, data_interval_start=None, data_interval_end=None
    ) -> list[str]:
        """Returns a line for each feed or page that failed for an unexpected reason."""
        from airflow.sdk import get_current_context

        from acta.collect.run import collect_source
        from acta.config import load_settings
        from acta.sources import find_source

        get_current_context()["source_id"] = source_id
        settings = load_settings()
        backfill = dag_run.run_type == "backfill"
        window = (data_interval_start, data_interval_end) if backfill else None
        only_due = params["only_due"] and not backfill
        source = find_source(settings, source_id)
        result = collect_source(settings, source, run_id, window=window, only_due=only_due)
        return result.faults

    @task(pool=CPU, outlets=[ARTICLES], trigger_rule="all_done")
    def extract() -> list[str]:
        from acta.config import load_settings
        from acta.extract.run import extract_batches

        batches = extract_batches(load_settings())
        if not batches:
            raise AirflowSkipException("acta: nothing new was collected")
        return batches

    @task
    def check(faults, run_id=None) -> None:
        """Fails with the run when a source's task or a unit of one failed; extract goes on with what the others brought."""
        from acta.collect.failed_source import note_failed_source
        from acta.config import load_settings
        from acta.sources import read_registry

        settings = load_settings()
        broken = read_registry(settings).broken
        for file in broken:
            if file.source_id:
                note_failed_source(settings, file.source_id, run_id, str(file.path), "source_file", file.says)
        lines = [file.says for file in broken] + [line for found in faults for line in found]
        if lines:
            raise AirflowFailException(f"acta: {len(lines)} units failed, all else was collected: " + "; ".join(lines))

    collected = collect.expand(source_id=list_sources())
    collected >> extract()
    check(collected)


collect_articles()
