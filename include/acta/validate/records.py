"""The files of validation in ACTA_VALIDATION_DIR, ``samples.jsonl`` and ``judgements.jsonl``: JSON lines, append-only.

A sample is one head row and one row for each drawn item. A judgement is taken back by a later row that names it. Texts are
quoted with article, version (``text_sha256``) and offsets, so that a row can be checked without the warehouse.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from acta.errors import Permanent
from acta.ids import make_id
from acta.store.lock import exclusive

SAMPLES, JUDGEMENTS = "samples.jsonl", "judgements.jsonl"
Kind = Literal["statement", "event", "actor", "merged_event", "article"]
KINDS: tuple[Kind, ...] = ("statement", "event", "actor", "merged_event", "article")
Verdict = Literal["right", "wrong", "unclear"]
Answer = Verdict | Annotated[int, Field(ge=0, strict=True)]  # counts are asked of whole articles only


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stratum(Row):
    """One kind and score band: ``size`` rows in the population, ``drawn`` of them in the sample."""

    kind: Kind
    band: str
    size: int
    drawn: int


class Sample(Row):
    """How a sample was drawn; ``origin`` says from which generation or files."""

    record: Literal["sample"] = "sample"
    sample_id: str
    drawn_at: AwareDatetime
    seed: int
    filters: dict[str, str]
    edges: list[float]
    double_share: float
    origin: dict[str, str]
    strata: list[Stratum]


class Span(Row):
    """A piece of one version of an article: ``text[char_start:char_end] == exact_text``."""

    row_id: str
    article_id: str
    text_sha256: str
    char_start: int
    char_end: int
    exact_text: str


class Item(Row):
    """One drawn row. ``claims`` is what it says, by question, as one comparable text; ``shown`` the same for people."""

    record: Literal["item"] = "item"
    sample_id: str
    item: int
    kind: Kind
    row_id: str
    article_id: str
    text_sha256: str
    char_start: int | None
    char_end: int | None
    exact_text: str | None
    score: float | None
    band: str
    grouping: str
    weight: float
    is_double: bool
    claims: dict[str, str]
    shown: dict[str, str]
    row: dict[str, Any]  # in the terms of docs/reference/records.md
    members: list[Span] = []


class Judged(Row):
    """A coder's answers about one row, with the claims they are about."""

    judged_at: AwareDatetime
    judged_by: str
    verb: Literal["answer"] = "answer"
    kind: Kind
    row_id: str
    article_id: str
    text_sha256: str
    char_start: int | None
    char_end: int | None
    exact_text: str | None
    claims: dict[str, str]
    answers: dict[str, Answer]
    should_be: dict[str, str] = {}
    note: str = ""
    member_articles: list[str] = []

    @property
    def judgement_id(self) -> str:
        return make_id("val", self.judged_by, self.judged_at.isoformat(), self.row_id)


class Undo(Row):
    """An earlier judgement no longer counts."""

    judged_at: AwareDatetime
    judged_by: str
    verb: Literal["undo"] = "undo"
    undoes: str


_OF_SAMPLE: Any = Annotated[Sample | Item, Field(discriminator="record")]
_OF_JUDGEMENT: Any = Annotated[Judged | Undo, Field(discriminator="verb")]
_SAMPLE_ROW: TypeAdapter[Any] = TypeAdapter(_OF_SAMPLE)
_JUDGEMENT_ROW: TypeAdapter[Any] = TypeAdapter(_OF_JUDGEMENT)


def read_samples(folder: Path) -> tuple[list[Sample], dict[str, list[Item]]]:
    """Samples, oldest first, and the items of each. Raises Permanent with file and line for a row that is none."""
    rows = _read(folder / SAMPLES, _SAMPLE_ROW)
    samples = [row for row in rows if isinstance(row, Sample)]
    items: dict[str, list[Item]] = {sample.sample_id: [] for sample in samples}
    for row in rows:
        if isinstance(row, Item):
            items.setdefault(row.sample_id, []).append(row)
    return samples, items


def read_judgements(folder: Path) -> list[Judged]:
    """Judgements that count today, oldest first: those taken back are left out. Raises Permanent with file and line."""
    rows = sorted(_read(folder / JUDGEMENTS, _JUDGEMENT_ROW), key=lambda row: row.judged_at)
    undone = {row.undoes for row in rows if isinstance(row, Undo)}
    return [row for row in rows if isinstance(row, Judged) and row.judgement_id not in undone]


def find_sample(folder: Path, wanted: str | None = None) -> tuple[Sample, list[Item]]:
    """A sample by its id or the beginning of it, the newest by default. Raises Permanent when none or several fit."""
    samples, items = read_samples(folder)
    if not samples:
        raise Permanent(f"no sample is drawn in {folder}: run `acta validate draw`")
    fitting = [one for one in samples if one.sample_id.startswith(wanted)] if wanted else samples[-1:]
    if len(fitting) != 1:
        known = ", ".join(one.sample_id for one in samples[-5:])
        raise Permanent(f"{len(fitting)} samples are called {wanted!r}; the newest are {known}")
    return fitting[0], items[fitting[0].sample_id]


def _read(path: Path, adapter: TypeAdapter[Any]) -> list[Any]:
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Permanent(f"{path}: cannot be read: {error}") from error
    return [_parse(line, f"{path}:{number}", adapter) for number, line in enumerate(lines, 1) if line.strip()]


def _parse(line: str, place: str, adapter: TypeAdapter[Any]) -> Any:
    try:
        return adapter.validate_python(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        raise Permanent(f"{place}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    except ValueError as error:
        raise Permanent(f"{place}: not a JSON object on one line ({error})") from error


def append(folder: Path, name: str, rows: Iterable[Row] | Sequence[Row]) -> Path:
    """Add rows to one of the files, all or none, also when an editor left the last line open; returns the file."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(row.model_dump_json() + "\n" for row in rows)
    with exclusive(folder / ".lock", "the validation files", wait_seconds=10), path.open("a+b") as handle:
        handle.seek(0, 2)
        if handle.tell():
            handle.seek(-1, 2)
            text = text if handle.read(1) == b"\n" else "\n" + text
        handle.write(text.encode("utf-8", "backslashreplace"))
    return path
