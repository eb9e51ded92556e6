"""The files of judgements: ``*.jsonl`` in ACTA_JUDGEMENTS_DIR, one JSON object a line, only ever appended to.

All files of the folder are read, so that several persons can keep one each; what was judged first counts first, whatever
file it stands in. A judgement is taken back by a later row that names it, never by deleting a line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from acta.errors import Permanent
from acta.ids import make_id
from acta.store.lock import exclusive

OWN_FILE = "actors.jsonl"  # where the command line writes; other files are read as well


def _actor_id(text: str) -> str:
    if not re.fullmatch(r"act_[a-z0-9_]+", text):
        raise ValueError(f"{text!r} is not an actor_id such as act_fumio_kishida")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return " ".join(text.split())


ActorId = Annotated[str, AfterValidator(_actor_id)]
Filled = Annotated[str, AfterValidator(_filled)]
Kind = Literal["person", "organisation", "country", "place", "group", "other"]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Sector = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Item = Annotated[str, Field(pattern=r"^Q[1-9]\d*$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    judged_at: AwareDatetime
    judged_by: Filled
    because: Filled

    @property
    def judgement_id(self) -> str:
        """Key made of all that decides; mending a typo in the reason does not move it."""
        decided = self.model_dump(mode="json", exclude={"because"}, exclude_none=True)
        return make_id("jud", json.dumps(decided, sort_keys=True, ensure_ascii=False))


class Merge(_Row):
    """``actor_id`` is the same as ``into``, everywhere."""

    verb: Literal["merge"] = "merge"
    actor_id: ActorId
    into: ActorId


class Split(_Row):
    """In one article, in one source or in a span of publication days, ``actor_id`` is really ``into``.

    ``name``, ``kind`` and ``country`` are given when ``into`` is new: it then has the id that a provisional actor of that
    kind, name and country has. Articles without a publication date are in no span of days.
    """

    verb: Literal["split"] = "split"
    actor_id: ActorId
    into: ActorId
    article_id: str | None = None
    source_id: str | None = None
    since: date | None = None  # first publication day
    until: date | None = None  # last publication day
    name: Filled | None = None
    kind: Kind | None = None
    country: Country | None = None

    @model_validator(mode="after")
    def _has_scope(self) -> Split:
        if not (self.article_id or self.source_id or self.since or self.until):
            raise ValueError("a split needs article_id, source_id, since or until; else it is a merge")
        if self.since and self.until and self.until < self.since:
            raise ValueError("until is before since")
        return self


class Alias(_Row):
    """Provisional actors of this kind and name (of one country, or of any) are ``actor_id``."""

    verb: Literal["alias"] = "alias"
    actor_id: ActorId
    alias: Filled
    kind: Kind
    country: Country | None = None


class Promote(_Row):
    """A provisional actor is worth a name of its own; what is known of it may be given."""

    verb: Literal["promote"] = "promote"
    actor_id: ActorId
    name: Filled | None = None
    country: Country | None = None
    sector: Sector | None = None
    wikidata_id: Item | None = None


class Undo(_Row):
    """An earlier judgement no longer counts."""

    verb: Literal["undo"] = "undo"
    undoes: str


Judgement = Merge | Split | Alias | Promote | Undo
_BY_VERB: Any = Annotated[Judgement, Field(discriminator="verb")]
_ADAPTER: TypeAdapter[Any] = TypeAdapter(_BY_VERB)


@dataclass(frozen=True)
class Entry:
    """A judgement and where it stands, as ``file:line``."""

    judgement: Judgement
    place: str


def read_judgements(folder: Path) -> list[Entry]:
    """All judgements, oldest first. Raises Permanent with file and line for the first that is none."""
    entries = [entry for path in sorted(folder.glob("*.jsonl")) for entry in _read(path)]
    return sorted(entries, key=lambda entry: entry.judgement.judged_at)  # stable: the order of lines within an instant


def _read(path: Path) -> list[Entry]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Permanent(f"{path}: cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                found.append(Entry(_ADAPTER.validate_python(json.loads(line)), place))
            except ValidationError as error:
                raise Permanent(f"{place}: {explain(error)}") from error
            except ValueError as error:
                raise Permanent(f"{place}: not a JSON object on one line ({error})") from error
    return found


def explain(error: ValidationError) -> str:
    """The first problem of a row in one line."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or (str(first["loc"][0]) if first["loc"] else "")
    said = first["msg"].removeprefix("Value error, ")
    return f"{name}: {said}" if name and name not in ("merge", "split", "alias", "promote", "undo") else said


def parse(values: dict[str, Any]) -> Judgement:
    """One judgement out of plain values; those that are None are left out. Raises Permanent saying what is wrong."""
    try:
        row: Judgement = _ADAPTER.validate_python({name: value for name, value in values.items() if value is not None})
        return row
    except ValidationError as error:
        raise Permanent(explain(error)) from error


def append(folder: Path, judgement: Judgement) -> Path:
    """Add one line to the folder's own file, whole; returns the file."""
    path = folder / OWN_FILE
    folder.mkdir(parents=True, exist_ok=True)
    row = judgement.model_dump(mode="json", exclude_none=True)
    first = {name: row.pop(name) for name in ("judged_at", "judged_by", "verb")}
    text = json.dumps(first | row, ensure_ascii=False) + "\n"
    with exclusive(folder / ".lock", "the file of judgements", wait_seconds=10), path.open("a+b") as handle:
        handle.seek(0, 2)
        if handle.tell():
            handle.seek(-1, 2)
            text = text if handle.read(1) == b"\n" else "\n" + text  # an editor left the last line open
        handle.write(text.encode())
    return path
