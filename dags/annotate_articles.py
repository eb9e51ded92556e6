"""Find who is named, who said what to whom, and who did what to whom, in each article that has not been read yet.

Reads       data/batches/extract
Writes      data/batches/annotate; updates the asset of annotations
Schedule    after each run of collect_articles; batches of about 500 articles are one mapped task
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
        from acta.store.batches import read_batch

        settings = load_settings()
        sizes = {
            batch_id: read_batch(settings, "extract", batch_id).tables["articles"].rows
            for batch_id in pending_batches(settings)
        }
        return shares(sizes, ARTICLES_PER_TASK)

    @task(pool=CPU)
    def annotate(batch_ids: list[str]) -> int:
        from acta.annotate.run import annotate_batches
        from acta.config import load_settings

        return len(annotate_batches(load_settings(), batch_ids=batch_ids))

    @task(outlets=[ANNOTATIONS], trigger_rule="none_failed")
    def announce(counts: list[int]) -> int:
        return sum(counts or [])

    announce(annotate.expand(batch_ids=list_batches()))


# A task loads the models (some seconds) and then uses all cores itself: many small tasks would be slower than few.
ARTICLES_PER_TASK = 500


def shares(sizes: dict[str, int], most: int) -> list[list[str]]:
    """Fill lists of batch ids in order, each with about ``most`` articles."""
    filled: list[list[str]] = []
    room = 0
    for batch_id, size in sizes.items():
        if room <= 0:
            filled.append([])
            room = most
        filled[-1].append(batch_id)
        room -= size
    return filled


annotate_articles()
