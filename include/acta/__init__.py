"""Acta: a news warehouse with the evidence behind every row.

Data flows one way, and each stage is a package of the same name::

    collect   sources -> raw pages (WARC) and fetch outcomes
    extract   raw pages -> articles: text, title, author, times, language
    annotate  articles -> mentions, actors, statements, events, places, times
    model     batch files -> DuckDB (load), same-story and same-event ids (clusters), dbt marts
    publish   marts -> a read-only generation of the warehouse file

Shared by all: ``ids`` (stable keys), ``config`` (settings), ``errors``, ``store`` (immutable batch files).
Nothing here imports airflow: orchestration lives in dags/.
"""

__version__ = "0.1.0"
