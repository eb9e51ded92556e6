"""The file a person reads before anything is accepted: one row a term of office and what Wikidata says about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from acta.errors import Permanent

KINDS = ("added", "confirmed", "changed", "ended", "contradictory")
ACCEPTABLE = KINDS[:-1]


@dataclass(frozen=True)
class Change:
    """One term: what Wikidata says, and what the registry said (``was_…``; a ``was_from`` of "unknown" is an empty cell)."""

    kind: str
    country: str
    title: str
    organisation_id: str
    actor_id: str
    name: str
    wikidata_id: str
    gender: str = ""
    aliases: str = ""  # parted by "; "
    valid_from: str = ""
    valid_to: str = ""
    was_from: str = ""
    was_to: str = ""
    was_source: str = ""
    position: str = ""  # item of the post
    retrieved_on: str = ""
    reason: str = ""

    @property
    def office(self) -> tuple[str, str, str]:
        return (self.country, self.title, self.organisation_id)

    def order(self) -> tuple[object, ...]:
        return (
            KINDS.index(self.kind),
            self.country,
            self.title,
            self.valid_from or self.was_from,
            self.actor_id,
            self.position,
        )


COLUMNS = [field.name for field in fields(Change)]


def write_changes(path: Path, changes: Iterable[Change]) -> None:
    """Write the file, whole."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(change) for change in sorted(changes, key=Change.order))
    partial = path.with_suffix(".partial")
    partial.write_text(text.getvalue(), encoding="utf-8")
    partial.rename(path)


def read_changes(path: Path) -> list[tuple[int, Change]]:
    """(line, change) of a file that a person may have edited. Raises Permanent with file and line."""
    try:
        lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        if next(lines, None) != COLUMNS:
            raise Permanent(f"{path}:1: the columns must be {','.join(COLUMNS)}")
        found = []
        for line in lines:
            if not line:
                continue
            if len(line) != len(COLUMNS) or line[0] not in KINDS:
                raise Permanent(
                    f"{path}:{lines.line_num}: {len(COLUMNS)} cells are wanted, the first of them {', '.join(KINDS)}"
                )
            found.append((lines.line_num, Change(*line)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Permanent(f"{path}: cannot be read: {error}") from error
    return found
