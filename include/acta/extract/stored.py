"""The pages that collecting left: what a collect batch holds for the extractor, and whether its archive is still there."""

from __future__ import annotations

from typing import Any

from acta.config import Settings
from acta.store.batches import Manifest, read_table

Record = dict[str, Any]


def stored_fetches(settings: Settings, manifest: Manifest) -> list[Record]:
    """The pages and files of a collect batch that were fetched, in its order."""
    return [
        fetch
        for fetch in read_table(settings, manifest, "fetches")
        if fetch["kind"] in ("article", "file") and fetch["outcome"] == "fetched"
    ]


def is_expired(settings: Settings, manifest: Manifest) -> bool:
    """Whether an archive that holds pages of the batch is no longer there."""
    paths = {fetch["warc_path"] for fetch in stored_fetches(settings, manifest)}
    return any(path is None or not (settings.warc_dir / path).exists() for path in paths)
