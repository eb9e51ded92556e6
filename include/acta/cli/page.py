"""The saved page behind a row: from the archive, as it was fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from acta.collect.archive import read_body
from acta.config import Settings
from acta.errors import Permanent
from acta.extract.decode import decode
from acta.terminal import err


def show_page(settings: Settings, row: dict[str, Any], target: Path | None) -> None:
    """Print the page that the version was read from, or write its bytes as stored to ``target``.

    Raises Permanent when the archive does not hold it any more, and when it is no text and would go to a terminal.
    """
    body, content_type = _stored(settings, row)
    if target is not None:
        target.write_bytes(body)
        err.print(f"{len(body)} bytes ({content_type or 'of unknown type'}) written to {target}", style="dim", soft_wrap=True)
        return
    text = decode(body, content_type)
    if text is None:
        raise Permanent(f"the page is no text ({content_type or 'of unknown type'}): `--output FILE` writes it as it is")
    click.echo(text, nl=not text.endswith("\n"))  # standard output shows control characters as stand-ins


def _stored(settings: Settings, row: dict[str, Any]) -> tuple[bytes, str | None]:
    where = row["url"] or "where it came from"
    instead = f"its text is in `acta show {row['shown_version_id']}`, and the page may still be at {where}"
    path, offset = row["archive_path"], row["archive_offset"]
    if path is None or offset is None:
        raise Permanent(f"no saved page is known for this version: {instead}")
    if not (settings.warc_dir / path).exists():
        raise Permanent(
            f"{settings.warc_dir / path} is not there, so the page cannot be shown (ACTA_ARCHIVE_DAYS removes old ones; "
            f"a backup may have it): {instead}"
        )
    body, content_type, _ = read_body(settings, path, offset)
    return body, content_type
