"""What is asked of Wikidata, in SPARQL, and its answer as terms of office. Pure.

One question a country: who held the posts of head of state (P1906) and of head of government (P1313) and any post that is a
kind of foreign minister (Q7330070) or defence minister (Q2518691) of it, with the days of P580 and P582 and how precise they
are (P39's qualifiers). Deprecated statements are left out, terms that ended before FIRST_DAY too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

FIRST_DAY = "2010-01-01"
DAY_PRECISION = 11  # of wikibase:timePrecision; 10 is a month, 9 a year
GENDERS = {"Q6581097": "male", "Q6581072": "female"}
HEAD_OF_STATE, HEAD_OF_GOVERNMENT = "head of state", "head of government"
FOREIGN_MINISTER, DEFENCE_MINISTER = "foreign minister", "defence minister"

_TERMS = """
SELECT ?office ?position ?positionLabel ?person ?personLabel ?gender
  ?start ?startPrecision ?end ?endPrecision ?endStated WHERE {
  ?country wdt:P298 "%(country)s" .
  { ?country wdt:P1906 ?position . BIND("head of state" AS ?office) }
  UNION { ?country wdt:P1313 ?position . BIND("head of government" AS ?office) }
  UNION { ?position wdt:P279* wd:Q7330070 ; wdt:P1001|wdt:P17 ?country . BIND("foreign minister" AS ?office) }
  UNION { ?position wdt:P279* wd:Q2518691 ; wdt:P1001|wdt:P17 ?country . BIND("defence minister" AS ?office) }
  ?person p:P39 ?term ; wdt:P31 wd:Q5 .
  ?term ps:P39 ?position .
  MINUS { ?term wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?term pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] }
  OPTIONAL { ?term pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }
  OPTIONAL { ?term pq:P582 ?endStated }
  OPTIONAL { ?person wdt:P21 ?gender }
  OPTIONAL { ?person rdfs:label ?personLabel . FILTER(LANG(?personLabel) = "en") }
  OPTIONAL { ?position rdfs:label ?positionLabel . FILTER(LANG(?positionLabel) = "en") }
  FILTER(!BOUND(?end) || ?end >= "%(first_day)sT00:00:00Z"^^xsd:dateTime)
}
ORDER BY ?person ?position ?start ?end ?gender ?office LIMIT %(limit)d OFFSET %(offset)d
"""
_NAMES = """
SELECT ?person ?alias WHERE {
  VALUES ?person { %(people)s }
  ?person skos:altLabel ?alias . FILTER(LANG(?alias) = "en")
}
ORDER BY ?person ?alias LIMIT %(limit)d OFFSET %(offset)d
"""

Binding = dict[str, Any]


def terms_query(country: str, limit: int, offset: int) -> str:
    """Terms of office of one country (ISO 3166-1 alpha-3), one page of them."""
    return _TERMS % {"country": country, "first_day": FIRST_DAY, "limit": limit, "offset": offset}


def names_query(people: Iterable[str], limit: int, offset: int) -> str:
    """Other English names of persons, by their items."""
    listed = " ".join(f"wd:{item}" for item in sorted(people))
    return _NAMES % {"people": listed, "limit": limit, "offset": offset}


@dataclass(frozen=True, order=True)
class Day:
    """A date as precise as it is known: 2012, 2012-05 or 2012-05-06."""

    text: str

    @property
    def is_exact(self) -> bool:
        return len(self.text) == 10


@dataclass(frozen=True)
class Term:
    """Somebody held a post. ``end`` is None while in office; ``ends_unknown`` when it is over and nobody knows since when."""

    person: str
    name: str | None
    gender: str | None
    position: str
    position_name: str | None
    offices: frozenset[str]
    start: Day | None
    end: Day | None
    ends_unknown: bool = False


def read_terms(bindings: Iterable[Binding]) -> list[Term]:
    """Terms of an answer, one for each person, post and start: a post of two kinds, or two genders, come as several rows."""
    found: dict[tuple[str, str, Day | None], list[Term]] = {}
    for binding in bindings:
        term = _term(binding)
        if term:
            found.setdefault((term.person, term.position, term.start), []).append(term)
    return [
        _joined(terms) for _, terms in sorted(found.items(), key=lambda item: (item[0][0], item[0][1], str(item[0][2])))
    ]


def _joined(terms: list[Term]) -> Term:
    genders = {term.gender for term in terms}
    ends = {term.end for term in terms}
    first = terms[0]
    return Term(
        first.person,
        first.name,
        genders.pop() if len(genders) == 1 else None,
        first.position,
        first.position_name,
        frozenset().union(*(term.offices for term in terms)),
        first.start,
        first.end if len(ends) == 1 else None,
        len(ends) > 1 or any(term.ends_unknown for term in terms),
    )


def _term(binding: Binding) -> Term | None:
    person, position = _item(binding, "person"), _item(binding, "position")
    office = _value(binding, "office")
    if not person or not position or not office:
        return None
    end = _day(binding, "end")
    return Term(
        person,
        _value(binding, "personLabel"),
        GENDERS.get(_item(binding, "gender") or ""),
        position,
        _value(binding, "positionLabel"),
        frozenset({office}),
        _day(binding, "start"),
        end,
        end is None and "endStated" in binding,
    )


def read_names(bindings: Iterable[Binding]) -> Iterator[tuple[str, str]]:
    """(item, other name) of an answer."""
    for binding in bindings:
        person, alias = _item(binding, "person"), _value(binding, "alias")
        if person and alias:
            yield person, alias


def _value(binding: Binding, name: str) -> str | None:
    cell = binding.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _item(binding: Binding, name: str) -> str | None:
    match = re.search(r"/entity/(Q[1-9]\d*)$", _value(binding, name) or "")
    return match[1] if match else None


def _day(binding: Binding, name: str) -> Day | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)T", _value(binding, name) or "")
    if not match:
        return None
    precision = _value(binding, f"{name}Precision") or "0"
    if not precision.isdigit() or int(precision) < DAY_PRECISION - 2:
        return None  # a decade or less is no day at all
    return Day("-".join(match.groups()[: int(precision) - DAY_PRECISION + 3]))
