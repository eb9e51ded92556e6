"""The invented world of the scale run: words, outlets, actors, places and the acts of each day, all from fixed seeds.

Sizes follow a newsroom of 10,000 articles a day: few outlets print most, few actors are quoted most, one actor in five is never
named again. Countries are the registry's, because acts between countries are what analysts count; nobody else here is real.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from acta.ids import make_id
from acta.model.registry import COLUMNS, registry_rows

OUTLETS, PERSONS, WORDS, FORMULAS, PLACES, COUNTRIES = 120, 20_000, 6_000, 200, 400, 40
ACTS_A_DAY = 120
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeio"]
SECTORS = ("GOV", "LEG", "MIL", "OPP", "BUS", "MED", "JUD", None)
ROLES = ("minister", "spokesman", "spokeswoman", "mayor", "general", "deputy", "analyst", None)
# type, mode, CAMEO code, quad class, Goldstein and the verbs that tell of it, the commonest first
ACTS = (
    ("ASSAULT", None, "190", 4, -10.0, "attacked struck shelled bombed raided hit ambushed stormed bombarded"),
    ("CONSULT", "visit", "042", 1, 1.9, "visited met hosted received toured welcomed joined called"),
    ("SUPPORT", None, "057", 1, 8.0, "backed supported praised endorsed courted hailed defended"),
    ("COOPERATE", None, "060", 2, 6.0, "supplied assisted trained equipped joined armed"),
    ("AID", None, "070", 2, 7.0, "helped aided funded fed sheltered rescued financed"),
    ("ACCUSE", "disapprove", "112", 3, -2.0, "accused criticised blamed condemned denounced rebuked slammed faulted chided"),
    ("THREATEN", None, "130", 3, -4.4, "threatened warned menaced intimidated cautioned pressed"),
    ("PROTEST", "demo", "141", 4, -6.5, "defied picketed marched rallied boycotted blocked"),
    ("COERCE", "arrest", "173", 4, -5.0, "detained arrested seized jailed expelled held captured"),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is named."""

    actor_id: str
    name: str
    kind: str
    country: str
    sector: str | None = None
    role: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A town on the map."""

    name: str
    country: str
    geonames_id: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Act:
    """What really happened on a day, reported by many."""

    kind: tuple[str, str | None, str, int, float, str]  # a row of ACTS
    source: Actor
    target: Actor
    place: Place


@cache
def words() -> tuple[list[str], list[float]]:
    """Words and their summed weights (Zipf)."""
    rng = Random(1)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3))))] = None
    return list(found), _zipf(WORDS, 0.9)


@cache
def formulas() -> list[str]:
    """Sentences that stand in thousands of articles."""
    rng = Random(2)
    return [sentence_words(rng, 14).capitalize() + "." for _ in range(FORMULAS)]


@cache
def outlets() -> tuple[list[str], list[float]]:
    """Source ids and their summed weights."""
    return [f"outlet_{number:03d}" for number in range(OUTLETS)], _zipf(OUTLETS, 0.6)


@cache
def countries() -> list[Actor]:
    """The registry's first countries."""
    place = {name: number for number, name in enumerate(COLUMNS["actors"])}
    rows = [row for row in registry_rows("actors") if row[place["kind"]] == "country"][:COUNTRIES]
    return [
        Actor(str(row[place["actor_id"]]), str(row[place["name"]]), "country", str(row[place["country"]])) for row in rows
    ]


@cache
def persons() -> tuple[list[Actor], list[float]]:
    """Persons and the summed weights by which they are quoted."""
    rng = Random(3)
    return [person(rng) for _ in range(PERSONS)], _zipf(PERSONS, 0.8)


def person(rng: Random) -> Actor:
    """Somebody new."""
    name = f"{_name(rng)} {_name(rng)}"
    country = rng.choice(countries()).country
    return Actor(
        make_id("act", "person", name.casefold(), country), name, "person", country,
        rng.choice(SECTORS), rng.choice(ROLES), rng.choice(("female", "male", None)),
    )  # fmt: skip


@cache
def places() -> list[Place]:
    """Towns."""
    rng = Random(4)
    return [
        Place(
            _name(rng), rng.choice(countries()).country, 90_000_000 + number,
            round(rng.uniform(-60, 60), 2), round(rng.uniform(-170, 170), 2),
        )
        for number in range(PLACES)
    ]  # fmt: skip


@cache
def acts(day: int) -> list[Act]:
    """What happened on a day."""
    rng = Random(5_000_000 + day)
    return [act(rng) for _ in range(ACTS_A_DAY)]


def act(rng: Random) -> Act:
    """Something that happened: mostly between countries."""
    source, target = rng.sample(countries(), 2)
    if rng.random() < 0.3:
        source = rng.choices(persons()[0], cum_weights=persons()[1])[0]
    return Act(rng.choice(ACTS), source, target, rng.choice(places()))


def verb(rng: Random, act: Act) -> str:
    """The word that one report has for it."""
    verbs = act.kind[-1].split()
    return rng.choices(verbs, cum_weights=_zipf(len(verbs), 1.0))[0]


def sentence_words(rng: Random, count: int) -> str:
    """So many words in a row."""
    listed, weights = words()
    return " ".join(rng.choices(listed, cum_weights=weights, k=count))


def _name(rng: Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))).capitalize()


def _zipf(count: int, exponent: float) -> list[float]:
    return list(accumulate(1 / (rank + 3) ** exponent for rank in range(count)))
