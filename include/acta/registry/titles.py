"""Offices by their title, with the PLOVER sector of who holds one: ``titles.csv``, in the spelling of ``plain``."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=20_000)
def plain(title: str) -> str:
    """A title in lower case and one spelling: "Defense Secretary" and "defence secretary" are the same office."""
    text = title.lower().replace("-", " ").replace(".", "")
    return (
        text.replace("defense", "defence")
        .replace("labor", "labour")
        .replace("advisor", "adviser")
        .replace("organization", "organisation")
    )


def _titles() -> dict[str, str]:
    with Path(__file__).with_name("titles.csv").open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        next(lines)
        return {line[0]: line[1] for line in lines}


TITLES = _titles()


def title_sector(title: str) -> str | None:
    """PLOVER sector of an office: that of its longest ending that is known."""
    words = plain(title).split()
    return next((TITLES[key] for i in range(len(words)) if (key := " ".join(words[i:])) in TITLES), None)
