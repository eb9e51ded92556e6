"""The manifest a paper can cite: which data, made by which versions, in how many rows and with which hashes.

It names nothing that differs between two machines that hold the same archive: no paths, no times of work, no number of a
generation. Two folders with equal manifests hold the same tables.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

import duckdb

from acta import __version__
from acta.config import Settings
from acta.errors import Permanent
from acta.model.hashes import LEFT_OUT_TABLES, holds, table_hashes
from acta.publish.reading import REPLACE, open_published
from acta.publish.record import current_generation
from acta.store.batches import all_batches

# Where marts say what made their rows.
MADE_BY = {"extractor": ("fct_article_versions",), "annotator": ("fct_mentions", "fct_statements", "fct_event_mentions")}


@dataclass(frozen=True)
class DataLock:
    """What is cited. ``digest`` is the SHA-256 over all the rest: the one figure to print."""

    acta_version: str
    data_version: int
    extractors: list[str]  # name and version of all that made a row
    annotators: list[str]
    rows: dict[str, int]
    table_hashes: dict[str, str]
    definitions: str
    collect_batches: dict[str, str]  # batch_id → SHA-256 over its tables; all else is made from these and their archive
    digest: str = ""


def lock_data(settings: Settings) -> DataLock:
    """Describe what readers see now. Raises Permanent when nothing is published, or the file is not what its record says."""
    generation = current_generation(settings)
    if generation is None:
        raise Permanent("nothing is published yet: run `acta build`, then `acta publish`")
    with open_published(settings) as connection:
        found = table_hashes(connection)  # by today's formula, also where the generation has them by an earlier one
        intact = found == generation.hashes or holds(connection, generation.hashes)
        versions = {maker: made_by(connection, maker) for maker in MADE_BY}
    if not intact:
        raise Permanent(f"{settings.published_file} is not what was published: {REPLACE}")
    unsigned = DataLock(
        __version__,
        generation.data_version,
        versions["extractor"],
        versions["annotator"],
        {name: count for name, count in generation.rows.items() if name not in LEFT_OUT_TABLES},
        found,
        generation.definitions,
        collect_batch_hashes(settings),
    )
    digest = hashlib.sha256(json.dumps(asdict(unsigned), sort_keys=True).encode()).hexdigest()
    return DataLock(**{**asdict(unsigned), "digest": digest})


def made_by(connection: duckdb.DuckDBPyConnection, maker: str) -> list[str]:
    """Names and versions of the extractors or annotators that made a row, in order."""
    found = " union ".join(f"select {maker}_name, {maker}_version from marts.{table}" for table in MADE_BY[maker])
    rows = connection.execute(f"select * from ({found}) where {maker}_name is not null order by all").fetchall()
    return [f"{name} {version}" for name, version in rows]


def collect_batch_hashes(settings: Settings) -> dict[str, str]:
    """One hash a collect batch, over the hashes of its tables as their manifest gives them."""
    return {
        manifest.batch_id: hashlib.sha256(
            json.dumps({name: entry.sha256 for name, entry in manifest.tables.items()}, sort_keys=True).encode()
        ).hexdigest()
        for manifest in sorted(all_batches(settings, "collect"), key=lambda manifest: manifest.batch_id)
    }
