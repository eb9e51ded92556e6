"""What the DAGs share: start date, retries, pools and the assets that chain them. Defines no DAG."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset

START = datetime(2026, 1, 1, tzinfo=UTC)

DEFAULTS = {
    "owner": "acta",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=30),
    "execution_timeout": timedelta(hours=1),
}

# Pools are made by `acta up`; their sizes are in include/acta/orchestrate.py.
POLITE_HTTP = "polite_http"
CPU = "cpu"
DUCKDB_WRITER = "duckdb_writer"

ARTICLES = Asset("acta://extracted/articles")
ANNOTATIONS = Asset("acta://annotated/annotations")
WAREHOUSE = Asset("acta://published/warehouse")
