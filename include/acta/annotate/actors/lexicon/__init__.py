"""Words for actors: agent nouns with their PLOVER sector, words of names, first names, pronouns.

The long lists are CSV files beside this one. An agent noun describes someone without a name ("soldiers", "a diplomat"); the
titles of offices ("foreign minister") belong to the registry (``acta.registry.titles``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from acta.registry.titles import TITLES


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class People:
    """An ethnic group or a community of faith."""

    name: str
    sector: str
    country: str | None


def _lines(name: str) -> Iterator[list[str]]:
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        next(lines)
        yield from lines


def _table(name: str) -> dict[str, str]:
    return {line[0]: line[1] for line in _lines(name)}


def _peoples() -> dict[str, People]:
    return {
        form.casefold(): People(name, sector, country or None)
        for name, sector, forms, country in _lines("peoples")
        for form in [name, *filter(None, forms.split(";"))]
    }


def long_titles(table: dict[str, str]) -> dict[str, list[list[str]]]:
    """Keys of several words whose head stands first ("chief of staff"), longest first, by that head."""
    found: dict[str, list[list[str]]] = {}
    for key in table:
        parts = key.split()
        if {"of", "in"} & set(parts[1:2]):
            found.setdefault(parts[0], []).append(parts)
    return {head: sorted(keys, key=len, reverse=True) for head, keys in found.items()}


AGENTS = _table("agents")
NAME_SECTORS = _table("name_words")  # last resort for an organisation's sector: a word of its name
OF_SOMETHING = long_titles(TITLES | AGENTS)
PEOPLES = _peoples()  # by every form, in lower case
FIRST_NAMES = _table("first_names")  # name -> gender, for pronouns only

HONORIFICS = {
    "mr": "male",
    "mrs": "female",
    "ms": "female",
    "miss": "female",
    "sir": "male",
    "lord": "male",
    "lady": "female",
    "dame": "female",
}
# stand before names and are no part of them; abbreviated ranks and honorifics of several languages
RANKS = words(
    """
    sgt det const pc insp supt cpl pte capt cmdr col gen maj lt brig adm ens sgt-maj maj-gen major-gen lt-gen brig-gen
    lt-col major lieutenant colonel sergeant captain admiral brigadier corporal constable detective inspector
    superintendent dr prof rev fr hon justice datuk seri dato tan sri haji hajji sheikh shaikh mullah ustaz
    """
)
COMPANY_FORMS = words("ag inc ltd plc llc corp gmbh nv oyj asa spa llp lp pty bhd co")
# a title's or noun's own gender
GENDERED = {
    "king": "male",
    "queen": "female",
    "prince": "male",
    "princess": "female",
    "chairman": "male",
    "chairwoman": "female",
    "spokesman": "male",
    "spokeswoman": "female",
    "congressman": "male",
    "congresswoman": "female",
    "businessman": "male",
    "businesswoman": "female",
    "pope": "male",
    "bishop": "male",
    "imam": "male",
    "emperor": "male",
    "mother": "female",
    "father": "male",
    "actress": "female",
    "man": "male",
    "woman": "female",
    "boy": "male",
    "girl": "female",
}
ORGANISATION_NOUNS = words(
    """
    administration agencies agency airline alliance army assembly authority bank bloc broadcaster business
    cabinet carmaker cartel channel charity church coalition commission committee company congress consulate
    corporation council court department embassy faction firm force forces gang gendarmerie government group
    guard hospital house insurgency judiciary junta leadership legislature mafia manufacturer media military
    militia ministry mosque navy newspaper ngo office opposition organisation organization outlet parliament
    party police press regime regulator retailer school senate service services station tank television treasury
    tribunal union university watchdog
    """
)
# "the army", a minister without more: those of the country that an article is about
AT_HOME = frozenset({"GOV", "MIL", "COP", "LEG", "JUD"})
PERSON_NOUNS = words(
    """
    boy child father girl man mother teenager woman
    """
)
KIN = words(
    """
    mother father son daughter brother sister wife husband widow widower cousin uncle aunt nephew niece grandmother
    grandfather grandson granddaughter stepfather stepmother partner fiance fiancee boyfriend girlfriend friend
    neighbour neighbor colleague rival successor predecessor
    """
)
GENERIC_PLURALS = words(
    """
    children community families family local men people population public women
    """
)
BODY_HEADS = words(
    """
    allies ally ambassador ambassadors bloc chiefs countries country diplomat diplomats economies economy envoy
    envoys government governments group lawmakers leader leaders member members minister ministers nation
    nations official officials partner partners power powers state states
    """
)
# "the bloc": organisations a noun can take up again, and their sector where it must be one
BODY_NOUNS = {
    "bloc": "IGO",
    "alliance": "IGO",
    "union": "IGO",
    "grouping": "IGO",
    "body": "IGO",
    "organisation": "",
    "organization": "",
    "group": "",
    "agency": "",
    "institution": "",
    "party": "PTY",
    "company": "BUS",
    "firm": "BUS",
    "bank": "BUS",
    "carmaker": "BUS",
    "airline": "BUS",
    "corporation": "BUS",
    "newspaper": "JRN",
    "broadcaster": "JRN",
    "ministry": "GOV",
    "court": "JUD",
    "movement": "",
    "militia": "",
    "commission": "",
    "council": "",
    "university": "EDU",
    "retailer": "BUS",
    "maker": "BUS",
    "department": "GOV",
    "watchdog": "",
    "charity": "NGO",
    "regulator": "GOV",
    "force": "",
    "association": "",
    "committee": "",
}
# describe only what was named before: "the bureau"; alone they are no actors
DESCRIBING = words(
    """
    bureau paper daily tabloid magazine panel subcommittee institute carrier club startup giant publication weekly
    """
)
COUNTRY_NOUNS = words(
    """
    country emirate island kingdom nation republic state sultanate
    """
)


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """Singular of an agent noun; the word itself where it is none."""
    irregular = {
        "men": "man",
        "women": "woman",
        "gunmen": "gunman",
        "spokesmen": "spokesman",
        "policemen": "policeman",
        "wives": "wife",
    }
    if word in irregular:
        return irregular[word]
    if word.endswith("men") and (single := f"{word[:-3]}man") in AGENTS | TITLES:
        return single
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
