"""Where places are: countries, states, regions and cities with coordinates, chosen by population and context.

Cities come from GeoNames (CC BY 4.0) through ``build_gazetteer``; countries, states and regions are tables of the registry.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from acta.registry import FOLDERS, fold, load_registry, rows

IN_CONTEXT = 6.0  # a candidate in a country the article names is worth e⁶ times its people
IN_STATE = 4.0
MAIN_NAME = 3.0  # and one whose first name this is, e³
CITY_BEFORE_STATE = frozenset({"new york", "washington"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer; country is alpha-3, None for what lies in several."""

    name: str
    country: str | None
    geonames_id: int | None
    lat: float | None
    lon: float | None
    people: int = 0
    area: str | None = None  # US state code
    is_main: bool = True


@dataclass(slots=True)
class Gazetteer:
    """Spots by folded name; cities as sorted lines, looked up by bisection."""

    countries: dict[str, Spot]
    regions: dict[str, Spot]
    states: dict[str, Spot]
    lines: bytes  # sorted, in UTF-8

    def cities(self, name: str) -> Iterator[Spot]:
        """All cities of a name."""
        key = f"{fold(name)}\t".encode()
        at = self._first(key)
        while self.lines.startswith(key, at):
            end = self.lines.index(b"\n", at)
            _, printed, country, area, number, lat, lon, people, main = self.lines[at:end].decode().split("\t")
            yield Spot(
                printed,
                country,
                int(number) if number else None,
                _number(lat),
                _number(lon),
                int(people),
                area or None,
                main == "1",
            )
            at = end + 1

    def _first(self, key: bytes) -> int:
        """Where the first line stands that is not before ``key``: bisection over the bytes, nothing taken apart."""
        lines, low, high = self.lines, 0, len(self.lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if lines[start : start + len(key)] < key:
                low = lines.index(b"\n", start) + 1
            else:
                high = start
        return low

    def inside(self, text: str, city: str) -> Spot | None:
        """The US state, region or country that a printed name behind a city's is: of Georgia the one that has such a city."""
        key = fold(text)
        state = self.states.get(key)
        if state and any(spot.area == state.area and spot.country == "USA" for spot in self.cities(city)):
            return state
        country = self.by_country_name().get(key)
        return (self.countries.get(country) if country else None) or self.regions.get(key) or state

    def by_country_name(self) -> dict[str, str]:
        """Alpha-3 by folded name of a country."""
        return _country_names()

    def locate(
        self, name: str, around: Mapping[str, int], states: Mapping[str, int] | None = None, inside: Spot | None = None
    ) -> Spot | None:
        """The likeliest place of this name, given the countries (and US states) an article speaks of.

        ``inside`` is the state or country that the text names right behind it ("Portland, Maine"): nothing else will do then.
        """
        key = fold(name)
        if inside is None:
            if key in self.regions:
                return self.regions[key]
            if key in self.states and key not in CITY_BEFORE_STATE:
                return self.states[key]
        best: tuple[float, Spot] | None = None
        for spot in self.cities(name):
            if inside and (spot.country != inside.country or (inside.area and spot.area != inside.area)):
                continue
            value = math.log(spot.people + 1) + MAIN_NAME * spot.is_main
            value += IN_CONTEXT * (spot.country in around) + IN_STATE * bool(
                states and spot.area and spot.area in states
            )
            if best is None or value > best[0]:
                best = (value, spot)
        return best[1] if best else self.locate(name, around, states) if inside else self.states.get(key)


@cache
def _country_names() -> dict[str, str]:
    registry = load_registry()
    entries = ((a.text, registry.entries[a.actor_id]) for of in registry.aliases.values() for a in of if a.kind == "name")
    return {fold(text): entry.country for text, entry in entries if entry.kind == "country" and entry.country}


def _number(text: str) -> float | None:
    return float(text) if text else None


def _spots(table: str, country: str | None = None) -> Iterator[tuple[dict[str, str], Spot]]:
    for row in rows(table):
        number = int(row["geonames_id"]) if row["geonames_id"] else None
        where = country or row.get("country") or None
        yield row, Spot(row["name"], where, number, _number(row["lat"]), _number(row["lon"]), area=row.get("code"))


def _by_name(table: str, country: str | None = None) -> dict[str, Spot]:
    """Spots under their name and all their aliases."""
    return {
        fold(name): spot
        for row, spot in _spots(table, country)
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]
    }


@cache
def load_gazetteer() -> Gazetteer:
    """Read everything once a process."""
    regions = _by_name("regions")
    states = _by_name("us_states", "USA")
    lines = gzip.decompress((FOLDERS[0] / "cities.tsv.gz").read_bytes())
    return Gazetteer({row["country"]: spot for row, spot in _spots("countries")}, regions, states, lines)
