"""One table of a batch, written as its rows come: however many there are, only some thousand are held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from acta.store.tables import arrow_schema

Row = dict[str, Any]
GROUP_ROWS = 5_000
ARTICLE_ROWS = 1_000  # of whole texts


def as_arrow(stage: str, table: str, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table of the batch table's columns, in their fixed order; missing cells are NULL."""
    schema = arrow_schema(stage, table)
    columns = [pa.array([row.get(name) for row in rows], schema.field(name).type) for name in schema.names]
    return pa.table(columns, schema=schema)


class TableStream:
    """A Parquet file in row groups of a fixed size, so that the same rows give the same file however they came."""

    def __init__(self, folder: Path, stage: str, table: str) -> None:
        self.path, self._stage, self._table = folder / f"{table}.parquet", stage, table
        self._group = ARTICLE_ROWS if table == "articles" else GROUP_ROWS
        self._writer = pq.ParquetWriter(self.path, arrow_schema(stage, table), compression="zstd")
        self._held: list[Row] = []
        self._rows = 0

    def add(self, rows: list[Row]) -> None:
        """Take rows in; whole groups are written at once."""
        self._held += rows
        while len(self._held) >= self._group:
            self._write(self._held[: self._group])
            self._held = self._held[self._group :]

    def _write(self, rows: list[Row]) -> None:
        self._writer.write_table(as_arrow(self._stage, self._table, rows))
        self._rows += len(rows)

    def finish(self) -> int:
        """Write what is left and close the file; returns the number of rows."""
        if self._held or not self._rows:
            self._write(self._held)
        self._writer.close()
        return self._rows
