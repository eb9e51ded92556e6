"""Judgements: what may be written, what contradicts what, and what they say together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from acta.config import Settings
from acta.errors import Permanent
from acta.judgements.judge import current_ruling, judge
from acta.judgements.records import read_judgements
from acta.judgements.replay import provisional_id

KNOWN = "act_fumio_kishida"  # of the registry
A, B, C, D = (f"act_{letter * 24}" for letter in "abcd")


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, judgements_dir=tmp_path / "judgements")


def say(here: Settings, verb: str, **values: object) -> str:
    return judge(here, verb, "a test", "tester", **values)[0].judgement_id


def refused(here: Settings, verb: str, **values: object) -> str:
    """The one line of a judgement that must not be written."""
    before = [entry.judgement for entry in read_judgements(here.judgements_dir)]
    with pytest.raises(Permanent) as caught:
        say(here, verb, **values)
    assert [entry.judgement for entry in read_judgements(here.judgements_dir)] == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_chain_of_merges_ends_at_its_last_actor(here: Settings) -> None:
    say(here, "merge", actor_id=A, into=B)
    say(here, "merge", actor_id=B, into=C)
    assert [current_ruling(here).current(x) for x in (A, B, C, D)] == [C, C, C, D]
    assert current_ruling(here).standing_for(C) == [C, A, B]


def test_cycles_and_merged_ids_are_refused_naming_the_judgement(here: Settings) -> None:
    first = say(here, "merge", actor_id=A, into=B)
    assert "itself" in refused(here, "merge", actor_id=C, into=C)
    for verb, values in {
        "merge": {"actor_id": B, "into": A},  # a cycle
        "split": {"actor_id": A, "into": C, "source_id": "x"},
        "alias": {"actor_id": A, "alias": "Ann", "kind": "person"},
        "promote": {"actor_id": A},
    }.items():
        assert first in refused(here, verb, **values), verb
    assert first in refused(here, "merge", actor_id=A, into=C)  # merged twice
    assert first in refused(here, "merge", actor_id=C, into=A)


def test_a_registered_actor_is_never_merged_into_one_the_registry_does_not_know(here: Settings) -> None:
    assert "other way round" in refused(here, "merge", actor_id=KNOWN, into=A)
    say(here, "merge", actor_id=A, into=KNOWN)


def test_undo_brings_everything_back_and_the_row_stays(here: Settings) -> None:
    first = say(here, "merge", actor_id=A, into=B)
    taken_back = say(here, "undo", undoes=first)
    assert current_ruling(here).redirects == {}
    assert len(read_judgements(here.judgements_dir)) == 2
    assert "before" in refused(here, "undo", undoes=first)
    assert "undo itself" in refused(here, "undo", undoes=taken_back)
    assert "no earlier judgement" in refused(here, "undo", undoes="jud_nobody")
    again = say(here, "merge", actor_id=A, into=B)
    assert again != first and current_ruling(here).current(A) == B


def test_a_judgement_that_others_rest_on_is_taken_back_last(here: Settings) -> None:
    first = say(here, "merge", actor_id=A, into=B)
    second = say(here, "merge", actor_id=B, into=C)
    third = say(here, "merge", actor_id=C, into=KNOWN)
    say(here, "undo", undoes=third)
    say(here, "undo", undoes=first)  # nothing rests on it
    assert current_ruling(here).current(A) == A
    assert current_ruling(here).current(B) == C
    say(here, "undo", undoes=second)
    made = say(here, "merge", actor_id=A, into=B)
    say(here, "undo", undoes=made)
    say(here, "merge", actor_id=B, into=A)  # was a cycle while `made` stood
    assert "rests on" not in str(current_ruling(here).redirects)


def test_taking_back_an_undone_step_that_a_later_row_contradicts_is_refused(here: Settings) -> None:
    first = say(here, "split", actor_id=A, into=B, source_id="herald")
    second = say(here, "split", actor_id=A, into=C, article_id="art_1")
    assert first != second  # one article goes before the source: no contradiction
    assert first in refused(here, "split", actor_id=A, into=C, source_id="herald")
    say(here, "split", actor_id=A, into=C, source_id="courier")


@pytest.mark.parametrize(
    ("scope", "contradicts"),
    [
        ({"since": "2026-01-01"}, True),
        ({"until": "2025-12-31"}, False),
        ({"source_id": "herald", "since": "2026-03-01", "until": "2026-04-01"}, True),
        ({"article_id": "art_1"}, False),
    ],
)
def test_splits_contradict_where_both_could_hold(here: Settings, scope: dict[str, str], contradicts: bool) -> None:
    say(here, "split", actor_id=A, into=B, since="2026-01-01", until="2026-03-31")
    if contradicts:
        assert "contradicts jud_" in refused(here, "split", actor_id=A, into=C, **scope)
    else:
        say(here, "split", actor_id=A, into=C, **scope)


def test_a_split_moves_all_ids_that_were_the_actor_when_it_was_judged(here: Settings) -> None:
    say(here, "merge", actor_id=A, into=B)
    say(here, "split", actor_id=B, into=C, source_id="herald")
    say(here, "merge", actor_id=D, into=B)
    assert {(move.old_id, move.new_id) for move in current_ruling(here).moves} == {(A, C), (B, C)}


def test_a_split_into_a_new_actor_has_the_id_the_annotator_would_give(here: Settings) -> None:
    new = provisional_id("person", "John Marsh", "USA")
    say(here, "split", actor_id=A, into=new, source_id="herald", name="John Marsh", kind="person", country="USA")
    assert set(current_ruling(here).made) == {new}
    wrong = {"into": B, "source_id": "courier", "name": "John Marsh", "kind": "person", "country": "USA"}
    assert new in refused(here, "split", actor_id=A, **wrong)


def test_a_name_means_one_actor_of_a_kind_and_country(here: Settings) -> None:
    first = say(here, "alias", actor_id=A, alias="The  Quay Union", kind="organisation")
    assert first in refused(here, "alias", actor_id=B, alias="the quay union", kind="organisation", country="XAA")
    say(here, "alias", actor_id=B, alias="the quay union", kind="group")
    say(here, "alias", actor_id=A, alias="Quay Union", kind="organisation", country="XAA")
    say(here, "alias", actor_id=B, alias="Quay Union", kind="organisation", country="XAB")


def test_promoting_twice_or_what_is_registered_is_refused(here: Settings) -> None:
    say(here, "promote", actor_id=A, sector="BUS", wikidata_id="Q42")
    assert "was promoted by" in refused(here, "promote", actor_id=A)
    assert "registry already" in refused(here, "promote", actor_id=KNOWN)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"verb": "merge", "actor_id": "kishida", "into": A}, "actor_id: 'kishida' is not an actor_id"),
        ({"verb": "merge", "actor_id": A}, "into: Field required"),
        ({"verb": "split", "actor_id": A, "into": B}, "needs article_id, source_id, since or until"),
        ({"verb": "split", "actor_id": A, "into": B, "since": "2026-02-30"}, "since: "),
        ({"verb": "promote", "actor_id": A, "country": "Japan"}, "country: "),
        ({"verb": "promote", "actor_id": A, "colour": "red"}, "colour: "),
        ({"verb": "melt", "actor_id": A}, "verb"),
        ({"verb": "undo", "undoes": "x", "because": "  "}, "because: must not be empty"),
    ],
)
def test_a_wrong_row_of_a_file_is_named_with_file_and_line(here: Settings, values: dict[str, str], says: str) -> None:
    say(here, "merge", actor_id=C, into=D)
    path = here.judgements_dir / "by_hand.jsonl"
    row = {"judged_at": "2026-03-01T10:00:00Z", "judged_by": "eve", "because": "x"} | values
    path.write_text(f"\n{json.dumps(row)}\n")
    with pytest.raises(Permanent) as caught:
        current_ruling(here)
    assert str(caught.value).startswith(f"{path}:2: ") and says in str(caught.value), caught.value


def test_what_is_no_json_or_has_no_time_zone_is_named_too(here: Settings) -> None:
    here.judgements_dir.mkdir()
    path = here.judgements_dir / "a.jsonl"
    for text, says in (
        ("{not json}", "not a JSON object"),
        (
            '{"judged_at": "2026-03-01T10:00:00", "judged_by": "e", "because": "x", "verb": "undo", "undoes": "j"}',
            "judged_at",
        ),
        ("[]", ""),
    ):
        path.write_text(text)
        with pytest.raises(Permanent, match=r"a\.jsonl:1: ") as caught:
            read_judgements(here.judgements_dir)
        assert says in str(caught.value)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Permanent, match="cannot be read"):
        read_judgements(here.judgements_dir)


def test_files_of_several_persons_are_read_in_the_order_of_judging(here: Settings) -> None:
    here.judgements_dir.mkdir()
    rows = {
        "zoe.jsonl": {"judged_at": "2026-03-01T10:00:00+01:00", "actor_id": A, "into": B},
        "abe.jsonl": {"judged_at": "2026-03-01T09:30:00Z", "actor_id": B, "into": C},
    }
    for name, row in rows.items():
        text = json.dumps({"judged_by": name, "because": "x", "verb": "merge"} | row)
        (here.judgements_dir / name).write_text(text)  # without a last newline
    assert [e.judgement.judged_by for e in read_judgements(here.judgements_dir)] == ["zoe.jsonl", "abe.jsonl"]
    assert current_ruling(here).current(A) == C


def test_a_line_is_added_whole_even_behind_one_left_open(here: Settings) -> None:
    say(here, "merge", actor_id=A, into=B)
    path = here.judgements_dir / "actors.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    say(here, "merge", actor_id=C, into=D)
    assert len(path.read_text().splitlines()) == 2 and len(read_judgements(here.judgements_dir)) == 2


def test_mending_the_reason_keeps_the_id_of_a_judgement(here: Settings) -> None:
    first = say(here, "merge", actor_id=A, into=B)
    path = here.judgements_dir / "actors.jsonl"
    path.write_text(path.read_text().replace("a test", "a better reason"))
    assert read_judgements(here.judgements_dir)[0].judgement.judgement_id == first
