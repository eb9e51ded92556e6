"""Bare phrases as event coders meet them: ``phrases.csv`` says which country and PLOVER sector each must get.

Several codes are parted by ``|`` and any is right; ``-`` is right if no actor has one.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ABOVE_STATES = {"IGO", "UNO", "EUR"}
KNOWN_FAILURES = {
    "ethnic Russians in Latvia": "a demonym is its country even where people of that origin elsewhere are meant",
    "bandits in Zamfara": "the gazetteer has no states of Nigeria",
    "Nigeria Labour Congress": "an untagged name is cut into the shorter names that the registry knows",
    "Kurdish Peshmerga fighters": "the tagger's longer name hides the registry's",
}


def cases() -> list[object]:
    with Path(__file__).with_name("phrases.csv").open(encoding="utf-8", newline="") as handle:
        return [
            pytest.param(
                row["phrase"],
                row["day"] or None,
                row["country"].split("|"),
                row["sector"].split("|"),
                id=f"{row['phrase']} {row['day']}".strip(),
                marks=[pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[row["phrase"]])]
                if row["phrase"] in KNOWN_FAILURES
                else [],
            )
            for row in csv.DictReader(handle)
        ]


@pytest.mark.parametrize(("phrase", "day", "countries", "sectors"), cases())
def test_a_bare_phrase_has_its_country_and_sector(
    read, phrase: str, day: str | None, countries: list[str], sectors: list[str]
) -> None:
    reading = read(phrase, day).reading
    actors = [reading.actors[m.actor_id] for m in reading.mentions if m.actor_id]
    got_countries, got_sectors = {a.country for a in actors}, {a.sector for a in actors}
    wanted = set(countries) | (ABOVE_STATES if "IGO" in countries else set())
    above = set(countries) & (ABOVE_STATES | {"NGO", "IMG"}) and any(
        a.sector in wanted or (a.country is None and a.kind == "organisation") for a in actors
    )
    assert got_countries & wanted or above or ("-" in countries and got_countries <= {None})
    assert got_sectors & set(sectors) or ("-" in sectors and got_sectors <= {None})
