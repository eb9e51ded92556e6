"""From the service's answer to the facts the annotator reads: with a person in between."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.support.sparql_service import SparqlService, term

from acta.annotate import annotator_version
from acta.config import Settings
from acta.errors import Permanent
from acta.model.registry import registry_rows
from acta.refresh.accept import accept
from acta.refresh.run import Refreshed, refresh
from acta.refresh.service import Patience
from acta.registry import load_registry, rows
from acta.registry.overlay import COLUMNS, overlaid, overlay_rows

KISHIDA = "Q2600000"  # not his item: the test's own service answers
DEFENCE = ("Q111", "Minister of Defense of Nauru", "defence minister")  # Nauru has none
OFFICE = ("Q274948", "Prime Minister of Japan", "head of government")


def terms(end: str = "2024-10-01", start: str = "2021-10-04") -> list[dict[str, object]]:
    known = [
        role
        for role in load_registry().offices[("prime minister", "JPN")]
        if role.valid_from and role.valid_from >= date(2021, 1, 1)
    ]
    assert known[0].actor_id == "act_fumio_kishida"  # the registry's own facts are the ground of this test
    return [term(KISHIDA, "Fumio Kishida", *OFFICE, start, end)]


def ask(here: Settings, country: str = "JPN") -> Refreshed:
    load_registry.cache_clear()
    return refresh(here, [country], patience=Patience(attempts=2, first_wait=0.01))


def edit(done: Refreshed, keep: str) -> Path:
    """What a person does: keep the lines that hold a word."""
    path = done.folder / "changes.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(line for line in lines if keep in line)]) + "\n", encoding="utf-8")
    return path


def stored(here: Settings, table: str) -> list[dict[str, str]]:
    return overlay_rows(table, here.judgements_dir / "registry")


def test_refreshing_changes_nothing_until_a_person_accepts(here: Settings, service: SparqlService) -> None:
    service.terms["JPN"] = terms(end="2024-09-01")
    done = ask(here)
    assert done.kinds["changed"] == 1
    assert not here.judgements_dir.exists()
    load_registry.cache_clear()
    assert load_registry().holder("prime minister", "JPN", date(2024, 9, 15)) == "act_fumio_kishida"
    accept(here, edit(done, "changed"))
    assert load_registry().holder("prime minister", "JPN", date(2024, 9, 15)) is None


def test_a_confirmed_row_of_an_editor_gets_its_source_and_nothing_else_moves(
    here: Settings, service: SparqlService
) -> None:
    service.terms["JPN"] = terms()
    before = {table: registry_rows(table) for table in ("actors", "aliases", "roles")}
    counts = accept(here, edit(ask(here), "confirmed"), by="tester")
    assert counts == {"confirmed": 1}
    (role,) = stored(here, "roles")
    assert (role["source"], role["valid_to"], role["replaces"], role["accepted_by"]) == (
        f"wikidata:{KISHIDA}",
        "2024-10-01",
        "",
        "tester",
    )
    assert role["retrieved_on"] and role["accepted_on"]
    after = {table: registry_rows(table) for table in ("actors", "aliases", "roles")}
    assert len(after["roles"]) == len(before["roles"]) and after["aliases"] == before["aliases"]
    changed = set(after["roles"]) ^ set(before["roles"])
    assert f"wikidata:{KISHIDA}" in {row[-1] for row in changed} and len({row[:-1] for row in changed}) == 1
    entry = load_registry().entries["act_fumio_kishida"]
    assert (entry.name, entry.country, entry.gender) == ("Fumio Kishida", "JPN", "male")


def test_a_changed_term_takes_the_place_of_the_old_one_and_can_be_corrected_again(
    here: Settings, service: SparqlService
) -> None:
    service.terms["JPN"] = terms(start="2021-10-14")
    accept(here, edit(ask(here), "changed"))
    assert [r.valid_from for r in load_registry().roles["act_fumio_kishida"] if r.title == "prime minister"] == [
        date(2021, 10, 14)
    ]
    service.terms["JPN"] = terms(start="2021-10-24")
    accept(here, edit(ask(here), "changed"))
    assert [r.valid_from for r in load_registry().roles["act_fumio_kishida"] if r.title == "prime minister"] == [
        date(2021, 10, 24)
    ]
    (role,) = stored(here, "roles")
    assert role["replaces"] == "2021-10-04"  # the package's own row, whatever lay between


def test_a_new_holder_is_known_by_name_and_by_office(here: Settings, service: SparqlService) -> None:
    service.terms["NRU"] = [term("Q999001", "Taro Sample", *DEFENCE, "2012-01-01", "2013-01-01")]
    service.names["Q999001"] = ["Taro B. Sample", "Fumio Kishida"]
    version = annotator_version()
    counts = accept(here, ask(here, "NRU").folder / "changes.csv")
    assert counts["added"] == 1
    registry = load_registry()
    assert registry.holder("defence minister", "NRU", date(2012, 5, 1)) == "act_taro_sample"
    assert registry.by_name["taro b. sample"] == registry.by_name["taro sample"] == ["act_taro_sample"]
    assert registry.entries["act_taro_sample"].wikidata_id == "Q999001"
    assert "act_taro_sample" not in registry.by_name["fumio kishida"]
    annotator_version.cache_clear()
    assert annotator_version() != version  # every article is due again
    again = accept(here, ask(here, "NRU").folder / "changes.csv")
    assert again["confirmed"] + again["there already"] == 1 and again["added"] == 0
    assert len(stored(here, "roles")) == 1
    annotator_version.cache_clear()


def test_accepting_twice_is_accepting_once(here: Settings, service: SparqlService) -> None:
    service.terms["JPN"] = terms(end="2024-09-01")
    path = edit(ask(here), "changed")
    assert accept(here, path, by="a") == {"changed": 1}
    before = {p.name: p.read_bytes() for p in (here.judgements_dir / "registry").glob("*.csv")}
    assert accept(here, path, by="b") == {"there already": 1}
    assert {p.name: p.read_bytes() for p in (here.judgements_dir / "registry").glob("*.csv")} == before


def test_kinds_and_countries_can_be_chosen_and_contradictory_rows_stay_out(
    here: Settings, service: SparqlService
) -> None:
    service.terms["NRU"] = [
        term("Q999001", "Taro Sample", *DEFENCE, "2012", "2013-01-01"),
        term("Q999002", "Hana Sample", *DEFENCE, "2014-01-01", "2015-01-01"),
    ]
    path = ask(here, "NRU").folder / "changes.csv"
    assert accept(here, path, kinds=["ended"]) == {}
    assert accept(here, path, countries=["FRA"]) == {}
    assert accept(here, path) == {"added": 1}
    text = path.read_text(encoding="utf-8").replace("contradictory,NRU,defence minister", "added,NRU,defence minister")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Permanent, match=r"changes\.csv:\d+: valid_from '2012' is not a day"):
        accept(here, path)
    path.write_text(text.replace(",2012,2013-01-01,", ",2012-12-26,2013-01-01,"), encoding="utf-8")
    assert accept(here, path)["added"] == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("changed,JPN", "altered,JPN", "the first of them added"),
        (KISHIDA, "Kishida", "is no item"),
        ("2024-09-01", "2020-09-01", "valid_to is not after valid_from"),
        (",2021-10-04,2024-10-01,editor", ",2001-10-04,2024-10-01,editor", "run `acta actors refresh` again"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken_over(
    here: Settings, service: SparqlService, old: str, new: str, says: str
) -> None:
    service.terms["JPN"] = terms(end="2024-09-01")
    path = edit(ask(here), "changed")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Permanent, match=r"changes\.csv:2: ") as caught:
        accept(here, path)
    assert says in str(caught.value)
    assert not list((here.judgements_dir / "registry").glob("*.csv"))


def test_a_damaged_file_of_accepted_facts_is_named(here: Settings) -> None:
    folder = here.judgements_dir / "registry"
    folder.mkdir(parents=True)
    good = dict.fromkeys(COLUMNS["roles"], "") | {
        "actor_id": "act_fumio_kishida",
        "title": "prime minister",
        "source": "wikidata:Q1",
    }
    for change, says in (
        ({"source": "hearsay"}, "source"),
        ({"valid_from": "2012"}, "valid_from"),
        ({"actor_id": "x"}, "actor_id"),
    ):
        with (folder / "roles.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS["roles"])
            writer.writeheader()
            writer.writerow(good | change)
        with pytest.raises(Permanent, match=r"roles\.csv:2: ") as caught:
            load_registry.__wrapped__()
        assert says in str(caught.value)
    (folder / "roles.csv").write_text("actor_id,title\n")
    with pytest.raises(Permanent, match=r"roles\.csv:1: the columns must be"):
        load_registry.__wrapped__()


def test_without_accepted_facts_the_registry_is_the_packages() -> None:
    for table in ("actors", "aliases", "roles", "memberships"):
        known = list(rows(table))
        assert list(overlaid(table, iter(known), [])) == known
