"""What a paper cites: which data, by which programs, with hashes that anyone can compute again.

Two data folders with the same raw archive, versions and judgements have the same ``tables``; ``inputs`` says what they were
made of.
"""

from __future__ import annotations

import hashlib
from typing import Any

from acta import __version__
from acta.config import Settings
from acta.errors import Permanent
from acta.model.warehouse import connect
from acta.publish.generations import current_generation
from acta.store.batches import list_batches
from acta.store.tables import TABLES

PROGRAMS = {
    "annotators": "select distinct annotator_name || ' ' || annotator_version from marts.fct_mentions order by 1",
    "extractors": "select distinct extractor_name || ' ' || extractor_version from marts.fct_article_versions "
    "where extractor_version is not null order by 1",
}


def data_manifest(settings: Settings) -> dict[str, Any]:
    """The manifest of the generation that readers see. Raises Permanent when nothing is published."""
    generation = current_generation(settings)
    if generation is None:
        raise Permanent("nothing is published yet: run `acta run`, or `make run` for the sample")
    with connect(settings.published_file, read_only=True) as connection:
        programs = {name: [row[0] for row in connection.execute(sql).fetchall()] for name, sql in PROGRAMS.items()}
        covered = connection.execute("select min(published_on)::varchar, max(published_on)::varchar from marts.fct_articles")
        first, last = covered.fetchone() or (None, None)
    return {
        "acta_version": __version__,
        "data_version": generation.data_version,
        "generation": generation.number,
        "published_at": generation.created_at,
        "first_published_on": first,
        "last_published_on": last,
        **programs,
        "overridden_tests": generation.failures,
        "override_reason": generation.reason,
        "tables": {
            name: {"rows": generation.rows[name], "sha256": generation.hashes[name]} for name in sorted(generation.hashes)
        },
        "inputs": {stage: _inputs(settings, stage) for stage in TABLES},
    }


def _inputs(settings: Settings, stage: str) -> dict[str, Any]:
    """How many batches a stage left, and one hash over their ids and files."""
    batches = sorted(list_batches(settings, stage), key=lambda m: m.batch_id)
    digest = hashlib.sha256()
    for manifest in batches:
        for table, file in sorted(manifest.tables.items()):
            digest.update(f"{manifest.batch_id} {table} {file.sha256}\n".encode())
    return {"batches": len(batches), "sha256": digest.hexdigest()}
