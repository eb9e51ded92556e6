"""What the DAGs share: start date, retries, pools and the assets that chain them. Defines no DAG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowFailException

START = datetime(2026, 1, 1, tzinfo=UTC)

DEFAULTS = {
    "owner": "acta",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=30),
    "execution_timeout": timedelta(hours=1),
}

# Made by acta.orchestrate.prepare, which knows their sizes.
POLITE_HTTP = "polite_http"
CPU = "cpu"
DUCKDB_WRITER = "duckdb_writer"

ARTICLES = Asset("acta://extracted/articles")
ANNOTATIONS = Asset("acta://annotated/annotations")
WAREHOUSE = Asset("acta://published/warehouse")


@contextmanager
def no_retry_when_permanent() -> Iterator[None]:
    """Trying again cannot help after a Permanent error (a typo, a failed data test): fail at once instead."""
    from acta.errors import Permanent, SourceChanged

    try:
        yield
    except (Permanent, SourceChanged) as error:
        raise AirflowFailException(f"acta: {error}") from error
