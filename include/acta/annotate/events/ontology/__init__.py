"""PLOVER and CAMEO as data: types, modes, contexts and codes, read once from the CSV files beside this module.

The same files are the warehouse's seeds. Where the published tables contradict each other the files hold what was
settled: ACCUSE scores -3, as all its modes are negative; modes and contexts of the 2021 crosswalk that PLOVER's own lists
do not know are mapped to those they mean (ban → restrict, democracy → pro_democracy); all of
root 19 is ASSAULT, blockades (191) too.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER event type."""

    type: str
    quad: int  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    plover_score: float
    recipient_required: bool


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code with what PLOVER makes of it."""

    code: str
    name: str
    goldstein: float
    quad_class: int
    plover_type: str | None
    plover_mode: str | None
    contexts: tuple[str, ...]


def read_csv(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of one of the files."""
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def event_types() -> dict[str, EventType]:
    """PLOVER's sixteen types by name."""
    return {
        row["type"]: EventType(
            row["type"], int(row["quad"]), float(row["plover_score"]), row["recipient_required"] == "true"
        )
        for row in read_csv("plover_types.csv")
    }


@cache
def modes() -> frozenset[tuple[str, str]]:
    """The pairs of type and mode that PLOVER knows."""
    return frozenset((row["type"], row["mode"]) for row in read_csv("plover_modes.csv"))


@cache
def contexts() -> frozenset[str]:
    """PLOVER's contexts."""
    return frozenset(row["context"] for row in read_csv("plover_contexts.csv"))


@cache
def cameo_codes() -> dict[str, CameoCode]:
    """CAMEO codes by code, leading zero kept."""
    return {
        row["code"]: CameoCode(
            row["code"],
            row["name"],
            float(row["goldstein"]),
            int(row["quad_class"]),
            row["plover_type"] or None,
            row["plover_mode"] or None,
            tuple(part for part in row["contexts"].split("|") if part),
        )
        for row in read_csv("cameo_codes.csv")
    }
