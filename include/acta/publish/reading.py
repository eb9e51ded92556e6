"""Opening what is published, so that whoever reads a damaged, lost or old file learns which command helps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from acta.config import Settings
from acta.errors import ActaError, Permanent
from acta.model.increments import definitions_of
from acta.model.receipt import read_receipt
from acta.model.warehouse import connect, is_damage
from acta.publish.record import current_generation
from acta.publish.soundness import refuse_wal
from acta.publish.standing import is_current

REPLACE = "run `acta publish` to replace it (`acta doctor` says what else can be done)"


@contextmanager
def open_published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to what readers see; names of both schemas, ``main`` and ``marts``, need no prefix.

    Raises Permanent, also for an error that comes up inside the block, when the file is missing, damaged or of another version.
    """
    path = settings.published_file
    if not path.exists():
        if current_generation(settings) is not None:
            raise Permanent(f"{path} is missing: {REPLACE}")
        raise Permanent("nothing is published yet: run `make run` for the sample, or `acta run` with your own sources")
    refuse_wal(settings)
    try:
        with connect(path, read_only=True, helps=REPLACE) as connection:
            connection.execute("set search_path = 'main,marts'")
            yield connection
    except duckdb.Error as error:
        if is_damage(error):
            raise Permanent(f"{path} is damaged ({str(error).splitlines()[0]}): {REPLACE}") from error
        if isinstance(error, duckdb.CatalogException | duckdb.BinderException) and _is_of_another_version(settings):
            what = " ".join(str(error).split())
            raise Permanent(
                f"{what} ({path} was made by another version or with other settings: run `acta build`, then `acta publish`)"
            ) from error
        raise


def _is_of_another_version(settings: Settings) -> bool:
    """Whether the published tables were made by another dbt project than today's and a build might change them."""
    try:
        current, receipt, project = current_generation(settings), read_receipt(settings), definitions_of(settings)
    except ActaError:
        return True
    if current is None or current.project == project:
        return current is None
    return receipt is None or receipt.project != project or not is_current(receipt, current)
