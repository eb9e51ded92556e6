"""Find who is named, who said what to whom, and who did what to whom, in each article that has not been read yet.

Reads       data/batches/extract
Writes      data/batches/annotate; updates the asset of annotations
Schedule    when collect_articles has extracted something; a batch is one mapped task
On failure  clear the task. A batch is named after its input and the annotator's version, so a retry goes on where it stopped;
            an article that cannot be read is a row with its reason, not a failed task
Backfill    a new annotator version makes every batch due again; the next run does them all
"""

from __future__ import annotations

from airflow.sdk import dag, task

from common import ANNOTATIONS, ARTICLES, CPU, DEFAULTS, START


@dag(
    schedule=[ARTICLES],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["annotate"],
    doc_md=__doc__,
)
def annotate_articles():
    @task
    def list_batches() -> list[list[str]]:
        from acta.annotate.run import pending_batches
        from acta.config import load_settings

        return shares(pending_batches(load_settings()), CHUNKS)

    @task(pool=CPU)
    def annotate(batch_ids: list[str]) -> int:
        from acta.annotate.run import annotate_batches
        from acta.config import load_settings

        return len(annotate_batches(load_settings(), batch_ids=batch_ids))

    @task(outlets=[ANNOTATIONS], trigger_rule="none_failed")
    def announce(counts: list[int]) -> int:
        return sum(counts or [])

    announce(annotate.expand(batch_ids=list_batches()))


# Loading the models costs a second or two a task, so a task takes a share of the batches, and there are at most this many.
CHUNKS = 8


def shares(items: list[str], most: int) -> list[list[str]]:
    """Deal items into at most ``most`` lists of about one length."""
    return [items[i::most] for i in range(min(most, len(items)))]


annotate_articles()
