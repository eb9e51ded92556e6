"""Judging: what is asked, going back, quitting and going on, and who judges what."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from acta.errors import Permanent
from acta.validate.answers import answers_of, by_row, queue_of
from acta.validate.judge import Book, Reply, judge_items
from acta.validate.questions import Question
from acta.validate.records import JUDGEMENTS, SAMPLES, Item, append, find_sample, read_judgements

Make = Callable[..., Any]
REPLIES = {
    "a": Reply("right"),
    "x": Reply("wrong"),
    "?": Reply("unclear"),
    "u": Reply(command="undo"),
    "q": Reply(command="quit"),
}


def judge(folder: Path, items: list[Item], keys: str, coder: str = "anna") -> list[str]:
    """Answer with these keys, then quit; what was asked, as item.question."""
    asked: list[str] = []
    left: Iterator[str] = iter(keys)

    def ask(item: Item, question: Question) -> Reply:
        asked.append(f"{item.item}.{question.key}")
        return REPLIES[next(left, "q")]

    judge_items(folder, items, coder, lambda item, place, total: None, ask)
    return asked


def answers(folder: Path, items: list[Item], coder: str = "anna") -> dict[int, dict[str, Any]]:
    judged = by_row(read_judgements(folder))
    return {item.item: answers_of(item, judged).get(coder, {}) for item in items}


def test_where_there_is_no_event_nothing_is_asked_but_whether_a_person_is_accused(tmp_path: Path, item: Make) -> None:
    assert judge(tmp_path, [item(1), item(2)], "xx" + "aaa")[:5] == [
        "1.is_one",
        "1.person",
        "2.is_one",
        "2.type",
        "2.person",
    ]


def test_what_a_row_does_not_claim_is_not_asked(tmp_path: Path, item: Make) -> None:
    bare = item(1, claims={"is_one": "0-6", "type": "COERCE"})
    assert judge(tmp_path, [bare], "aa") == ["1.is_one", "1.type"]


def test_quitting_keeps_finished_rows_and_the_next_time_goes_on_there(tmp_path: Path, item: Make) -> None:
    items = [item(1), item(2)]
    judge(tmp_path, items, "aaa" + "aq")
    assert answers(tmp_path, items) == {1: {"is_one": "right", "type": "right", "person": "right"}, 2: {}}
    assert judge(tmp_path, items, "aaa")[0] == "2.is_one"
    assert judge(tmp_path, items, "") == []


def test_undo_goes_back_a_question_then_a_row_and_leaves_its_trace(tmp_path: Path, item: Make) -> None:
    items = [item(1), item(2)]
    asked = judge(tmp_path, items, "axu" + "aa" + "u" + "xa" + "aaa")
    assert asked[:4] == ["1.is_one", "1.type", "1.person", "1.type"]
    assert asked[5:8] == ["2.is_one", "1.is_one", "1.person"]
    assert answers(tmp_path, items)[1] == {"is_one": "wrong", "person": "right"}
    verbs = [json.loads(line)["verb"] for line in (tmp_path / JUDGEMENTS).read_text().splitlines()]
    assert verbs == ["answer", "undo", "answer", "answer"]


def test_undo_reaches_rows_judged_the_day_before_and_stops_at_the_first(tmp_path: Path, item: Make) -> None:
    items = [item(1), item(2)]
    judge(tmp_path, items, "aaa")
    assert judge(tmp_path, items, "uu" + "xx")[:4] == ["2.is_one", "1.is_one", "1.is_one", "1.person"]
    assert answers(tmp_path, items)[1] == {"is_one": "wrong", "person": "wrong"}


def test_an_undo_is_never_of_another_coder(tmp_path: Path, item: Make) -> None:
    items = [item(1, is_double=True)]
    judge(tmp_path, items, "aaa", "anna")
    judge(tmp_path, items, "uuq", "ben")
    assert answers(tmp_path, items, "anna")[1] != {}


def test_two_judge_what_is_drawn_for_two_and_one_the_rest(tmp_path: Path, item: Make) -> None:
    items = [item(1), item(2, is_double=True), item(3)]
    assert [one.item for one in queue_of(items, {}, "anna")] == [1, 2, 3]
    judge(tmp_path, items[:2], "aaaaaa", "anna")
    judged = by_row(read_judgements(tmp_path))
    assert [one.item for one in queue_of(items, judged, "ben")] == [2, 3]
    judge(tmp_path, items, "aaaaaa", "ben")
    assert queue_of(items, by_row(read_judgements(tmp_path)), "cleo") == []


def test_the_same_row_of_a_later_sample_is_judged_already_and_a_changed_claim_is_asked_again(
    tmp_path: Path, item: Make
) -> None:
    judge(tmp_path, [item(1)], "aaa")
    later = item(7, row_id="evm_1", sample_id="smp_2")
    assert judge(tmp_path, [later], "") == []
    changed = item(7, row_id="evm_1", claims=later.claims | {"type": "ASSAULT"})
    assert judge(tmp_path, [changed], "a") == ["7.type"]
    assert answers(tmp_path, [changed])[7] == {"is_one": "right", "type": "right", "person": "right"}


def test_a_judgement_quotes_article_version_offsets_and_text(tmp_path: Path, item: Make) -> None:
    judge(tmp_path, [item(1)], "aaa")
    row = json.loads((tmp_path / JUDGEMENTS).read_text())
    assert (row["article_id"], row["char_start"], row["char_end"], row["exact_text"]) == ("art_1", 0, 6, "struck")
    assert row["judged_by"] == "anna" and row["text_sha256"] and row["judged_at"]


def test_judgements_follow_each_other_although_a_clock_is_behind(tmp_path: Path, item: Make, judged: Make) -> None:
    ahead = judged(item(1), "ben", after=10**9, is_one="right")
    append(tmp_path, JUDGEMENTS, [ahead])
    assert Book(tmp_path, "anna").record(item(2), {"is_one": "right"}).judged_at > ahead.judged_at


def test_a_damaged_line_is_named_and_nothing_is_written(tmp_path: Path, item: Make) -> None:
    (tmp_path / JUDGEMENTS).write_text('{"verb": "answer", "judged_by": "anna"}\n')
    with pytest.raises(Permanent, match=r"judgements\.jsonl:1"):
        judge(tmp_path, [item(1)], "aaa")
    (tmp_path / SAMPLES).write_text("not json\n")
    with pytest.raises(Permanent, match=r"samples\.jsonl:1"):
        find_sample(tmp_path)


def test_a_line_that_an_editor_left_open_is_not_run_into(tmp_path: Path, item: Make) -> None:
    judge(tmp_path, [item(1)], "aaa")
    path = tmp_path / JUDGEMENTS
    path.write_text(path.read_text().rstrip("\n"))
    judge(tmp_path, [item(2)], "aaa")
    assert len(read_judgements(tmp_path)) == 2
