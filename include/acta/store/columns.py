"""Whether a table of a batch has the columns that this version of Acta reads.

A batch may come from another version. Columns that were added since are NULL, columns that nobody knows yet are passed over
with a warning; but a column of another type, or one unknown where another is missing, would be lost without a word.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from acta.store.batches import DamagedBatch, mend
from acta.store.tables import arrow_schema

log = logging.getLogger(__name__)


def check_columns(path: Path, stage: str, table: str, folder: Path) -> set[str]:
    """Names of the columns of a file. Raises DamagedBatch, naming the batch's folder, when they are not the table's."""
    found, expected = pq.read_schema(path), arrow_schema(stage, table)
    unknown = sorted(set(found.names) - set(expected.names))
    missing = sorted(set(expected.names) - set(found.names))
    for name in set(found.names) & set(expected.names):
        kind = found.field(name).type
        if kind not in (expected.field(name).type, pa.null()):
            raise DamagedBatch(f"{path} has {name} as {kind}, not {expected.field(name).type}: {mend(folder)}")
    if unknown and missing:
        raise DamagedBatch(f"{path} has a column {unknown[0]}, which nobody knows, and lacks {missing[0]}: {mend(folder)}")
    if unknown:
        log.warning("%s has columns that this version does not know and does not load: %s", path, ", ".join(unknown))
    return set(found.names)
