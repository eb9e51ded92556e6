"""The data folder carries a schema version; opening one of another version says what to do."""

from __future__ import annotations

import json

from acta.config import Settings
from acta.errors import Permanent
from acta.store.access import FOLDER_MODE
from acta.store.faults import machine_faults, write_whole

DATA_VERSION = 1


def check_data_version(settings: Settings) -> None:
    """Write the version into a new data folder; compare it in an old one.

    Raises Permanent when the folder was made by another version, naming the command that mends it.
    """
    path = settings.data_dir / "version.json"
    if not path.exists():
        with machine_faults(settings):
            settings.data_dir.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            write_whole(path, json.dumps({"data_version": DATA_VERSION}) + "\n")
        return
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["data_version"]
    except (ValueError, KeyError, TypeError) as error:
        raise Permanent(
            f'{path} is damaged: write {{"data_version": {DATA_VERSION}}} into it if you know the data is of this version'
        ) from error
    if found > DATA_VERSION:
        raise Permanent(
            f"{settings.data_dir} was written by a newer Acta (data version {found}): upgrade Acta, or set ACTA_DATA_DIR"
        )
    if found < DATA_VERSION:
        raise Permanent(
            f"{settings.data_dir} has data version {found}, this Acta wants {DATA_VERSION}: use the Acta that wrote it, or set "
            "ACTA_DATA_DIR to a new folder"
        )
