"""What a build would find new: nothing, outcomes alone, or more. A poll that brought no article is no reason to build at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import ActaError
from acta.model.increments import definitions_of
from acta.model.load import is_new
from acta.model.receipt import Receipt
from acta.model.warehouse import connect
from acta.store.batches import Manifest, survey
from acta.store.tables import TABLES

PACKAGE = Path(__file__).resolve().parents[1]
CODE = ("model", "judgements", "validate", "store/tables.py", "registry")  # decide on the tables too
ABOUT_NO_TEXT = {"outcomes", "removed_lines"}  # what an attempt leaves that brought no article


def inputs_hash(settings: Settings) -> str:
    """SHA-256 over what decides on the tables beside the batches: dbt project, judgements, validations, registry and code."""
    digest = hashlib.sha256(f"{definitions_of(settings)}{_code_hash()}".encode())
    for folder in (settings.judgements_dir, settings.validation_dir):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def _code_hash() -> str:
    digest = hashlib.sha256()
    for root in (PACKAGE / part for part in CODE):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def nothing_to_load(settings: Settings, receipt: Receipt | None) -> str | None:
    """One line why the last build stands as it is, or None when there is something to do."""
    if receipt is None or receipt.failures or receipt.inputs != inputs_hash(settings):
        return None
    known = _ledger(settings, receipt)
    if known is None:
        return None
    surveys = [survey(settings, stage) for stage in TABLES]
    pending = [m for sound, _ in surveys for m in sound if is_new(m, known)]
    if sorted(one.line for _, damaged in surveys for one in damaged) != sorted(receipt.damaged):
        return None
    if not pending:
        return "no new batches since the last build: nothing to build"
    due = datetime.fromisoformat(receipt.built_at) + timedelta(seconds=settings.health_seconds)
    if due > datetime.now(UTC) and brings_no_text(pending):
        return f"{len(pending)} new batches brought no article: the health tables are refreshed after {due:%H:%M} UTC"
    return None


def brings_no_text(pending: Iterable[Manifest]) -> bool:
    """Whether these batches are attempts of which no article came, so that only health tables can change.

    A page that is read again may withdraw an article, so an extraction counts only when its fetches are new as well.
    """
    listed = list(pending)
    fetched = {m.batch_id for m in listed if m.stage == "collect"}
    return all(
        m.stage == "collect"
        or (
            not any(entry.rows for table, entry in m.tables.items() if table not in ABOUT_NO_TEXT)
            and (m.stage != "extract" or set(m.inputs) <= fetched)
        )
        for m in listed
    )


def _ledger(settings: Settings, receipt: Receipt) -> dict[str, int] | None:
    """Batches that are loaded and their rows; None when the build file is not the one that the receipt is of."""
    path = settings.build_file
    if not path.exists() or any(path.with_name(path.name + end).exists() for end in (".wal", ".unfinished")):
        return None
    try:
        with connect(path, read_only=True) as connection:
            if connection.execute("from audit.build_ids").fetchall() != [(receipt.build_id,)]:
                return None
            return dict(connection.execute("select batch_id, row_count from raw.batches").fetchall())
    except (ActaError, duckdb.Error):
        return None  # what opens it to write says what is wrong
