"""Where: places with country and coordinates, or None where the gazetteer does not know."""

from __future__ import annotations

import pytest

from acta.annotate.actors.find import find_actors
from acta.annotate.actors.gazetteer import load_gazetteer
from acta.annotate.parse import parse
from acta.annotate.places import find_places
from acta.annotate.reading import Reading
from acta.annotate.types import Place


def places_in(text: str) -> dict[str, Place]:
    """The places of a text by the words they stand on."""
    reading = Reading(next(iter(parse([text]))))
    reading.actors, reading.mentions = find_actors(reading)
    return {text[place.start : place.end]: place for place in find_places(reading)}


def test_a_country_and_its_adjective_lie_in_the_same_place() -> None:
    it = places_in("Turkish officials said the ship had left Turkey on Monday.")
    assert (it["Turkish"].country, it["Turkey"].country) == ("TUR", "TUR")
    assert it["Turkey"].geonames_id == 298795
    assert it["Turkish"].lat == it["Turkey"].lat == pytest.approx(39.0)


def test_a_capital_that_speaks_is_still_a_city_on_the_map() -> None:
    place = places_in("Moscow rejected the proposal on Monday.")["Moscow"]
    assert (place.country, round(place.lat), round(place.lon)) == ("RUS", 56, 38)


def test_the_state_behind_a_city_decides_which_one_it_is() -> None:
    east = places_in("The plant in Portland, Maine, was closed.")["Portland"]
    west = places_in("The plant in Portland, Oregon, was closed.")["Portland"]
    assert (round(east.lat), round(west.lat)) == (44, 46)


def test_countries_of_the_article_decide_between_cities_of_one_name() -> None:
    it = places_in("Police in Birmingham, Alabama, said the driver had come from Florida.")
    assert it["Birmingham"].country == "USA"
    assert places_in("Police in Birmingham said the British driver had fled.")["Birmingham"].country == "GBR"


def test_georgia_is_the_state_beside_atlanta() -> None:
    assert places_in("Voters in Atlanta and the rest of Georgia went to the polls.")["Georgia"].country == "USA"
    assert places_in("Voters in Tbilisi and the rest of Georgia went to the polls.")["Georgia"].country == "GEO"


def test_a_dateline_in_capitals_is_a_place() -> None:
    assert places_in("ANKARA (Meridian Wire) - The court adjourned on Monday.")["ANKARA"].country == "TUR"


def test_an_unknown_place_has_no_coordinates() -> None:
    it = places_in("The village of Quembrough lies in northern Kenya.")
    place = it.get("Quembrough")
    assert place is None or (place.lat, place.lon, place.geonames_id) == (None, None, None)


def test_cities_are_found_by_bisection_from_the_first_line_to_the_last() -> None:
    gazetteer = load_gazetteer()
    lines = gazetteer.lines.decode().splitlines()
    for line in [lines[0], lines[-1], *lines[:: len(lines) // 200]]:
        key, name = line.split("\t")[:2]
        assert name in {spot.name for spot in gazetteer.cities(key)}
    assert list(gazetteer.cities("zzzzzz")) == list(gazetteer.cities("")) == []
