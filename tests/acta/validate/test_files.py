"""The whole way over plain files: draw, sheet, answers, report; no warehouse, no network."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from acta.cli import cli
from acta.errors import Permanent
from acta.ids import make_id, text_sha256
from acta.validate.annotation_files import FileRows
from acta.validate.records import find_sample, read_judgements

TEXT = "Orland struck the port.\x1b[31m Then “We\xa0agree”, Anna Vell told \u202eIvo Hahn. Orland attacked Velmark on Monday."


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def party(words: str, actor_id: str | None) -> dict[str, Any]:
    start, end = span(words)
    return {"start": start, "end": end, "actor_id": actor_id}


def annotation(article_id: str) -> dict[str, Any]:
    """One statement, two events of one cluster, two names; scores that a coder must not see."""

    def key(kind: str, words: str) -> str:
        return make_id(kind, article_id, words)

    by = party("Orland", "act_xab")
    event = {
        "type": "ASSAULT",
        "mode": None,
        "status": "actual",
        "place": None,
        "cluster_id": "evt_one",
        "score": 0.7777,
    }
    return {
        "article_id": article_id,
        "text_sha256": text_sha256(TEXT),
        "actors": [
            {"actor_id": "act_vell", "name": "Anna Vell", "kind": "person", "country": "XAA", "sector": "GOV", "role": None},
            {"actor_id": "act_xab", "name": "Orland", "kind": "country", "country": "XAB", "sector": "GOV", "role": None},
        ],
        "mentions": [
            {"id": key("men", name), "form": "name", "kind": "person", "score": 0.7777, **party(name, actor_id)}
            for name, actor_id in (("Anna Vell", "act_vell"), ("Ivo Hahn", None))
        ],
        "statements": [
            {
                "id": key("sta", "agree"), "kind": "direct", "content": [span("We\xa0agree")], "cue": span("told"),
                "speaker": party("Anna Vell", "act_vell"), "addressee": party("Ivo Hahn", None), "said_on": None,
                "negated": False, "score": 0.7777,
            }
        ],
        "events": [
            event
            | {"id": key("evm", words), "trigger": span(words), "sources": [by], "targets": [], "occurred_on": day}
            for words, day in (("struck", None), ("attacked", "2026-03"))
        ],
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """articles.jsonl and annotations.jsonl; settings that lead to this folder."""
    ids = [f"a{number}" for number in range(4)]
    articles = [
        {
            "article_id": one,
            "text": TEXT,
            "title": "The \x1b]0;port",
            "published_at": f"2026-03-0{n + 1}",
            "site_name": "alpha",
        }
        for n, one in enumerate(ids)
    ]
    for name, rows in (("articles", articles), ("annotations", [annotation(one) for one in ids])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setenv("ACTA_VALIDATION_DIR", str(tmp_path / "validation"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def acta(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["validate", *arguments], input=given)


def draw(*more: str) -> Result:
    counts = [f"--n={kind}=8" for kind in ("statement", "event", "actor", "merged_event", "article")]
    return acta("draw", "--articles", "articles.jsonl", "--annotations", "annotations.jsonl", *counts, *more)


def test_every_kind_is_drawn_judged_and_reported_without_a_warehouse(folder: Path) -> None:
    assert draw("--double", "1").exit_code == 0
    _, items = find_sample(folder / "validation")
    assert {item.kind: item.grouping for item in items} == {
        "statement": "direct", "event": "ASSAULT", "actor": "person", "merged_event": "ASSAULT", "article": "article",
    }  # fmt: skip
    assert acta("sheet", "--output", "sheet.md", "--answers", "answers.tsv").exit_code == 0
    for coder, answer in (("anna", "a"), ("ben", "x")):
        with Path("answers.tsv").open(newline="") as handle:
            rows = list(csv.DictReader(handle, delimiter="\t"))
        with Path("filled.tsv").open("w", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), delimiter="\t")
            writer.writeheader()
            for row in rows:
                count = "1" if row["kind"] == "article" else answer
                is_open = (
                    answer == "a"
                    or row["question"] in ("is_one", "span", "one_act", "person")
                    or row["kind"] == "article"
                )
                is_open = is_open and not (answer == "x" and row["kind"] == "statement" and row["question"] == "span")
                writer.writerow(row | {"answer": count if is_open else ""})
        done = acta("judge", "--coder", coder, "--answers", "filled.tsv")
        assert done.exit_code == 0, (done.output, done.exception)
    report = json.loads(acta("report", "--format", "json").stdout)
    shares = {kind["kind"]: kind["figures"][0]["share"]["estimate"] for kind in report["kinds"]}
    assert shares == {"statement": 0.5, "event": 0.5, "actor": 0.5, "merged_event": 0.5, "article": 0.0}
    lines = len(read_judgements(folder / "validation"))
    acta("judge", "--coder", "ben", "--answers", "filled.tsv")  # again: nothing new
    assert len(read_judgements(folder / "validation")) == lines


def test_sheet_and_screen_show_neither_scores_nor_control_characters_nor_other_coders(folder: Path) -> None:
    draw("--double", "1")
    acta("judge", "--coder", "anna", given="x\nx\n" * 200)
    acta("sheet", "--output", "sheet.md", "--answers", "answers.tsv")
    screen = acta("judge", "--coder", "ben", given="a\n" * 300).output
    for shown in (
        screen,
        Path("sheet.md").read_text(encoding="utf-8"),
        Path("answers.tsv").read_text(encoding="utf-8"),
    ):
        assert "0.7777" not in shown and "0.5–0.8" not in shown and "anna" not in shown
        assert "\x1b" not in shown and "\u202e" not in shown
        assert "wrong\n" not in shown
    assert "⟦We\xa0agree⟧" in screen and "⟨Anna Vell⟩" in screen and "‹told›" in screen
    assert max(map(len, screen.splitlines())) <= 80


def test_the_same_draw_from_changed_annotations_keeps_the_judgements_of_what_did_not_change(folder: Path) -> None:
    draw("--double", "1")
    acta("judge", "--coder", "anna", "--kind", "event", given="a\n" * 300)
    judged = len(read_judgements(folder / "validation"))
    path = folder / "annotations.jsonl"
    path.write_text(path.read_text().replace('"status": "actual"', '"status": "planned"', 1))
    draw("--double", "1")
    report = json.loads(acta("report", "--format", "json").stdout)
    (events,) = (kind for kind in report["kinds"] if kind["kind"] == "event")
    assert judged == events["judged"] == 8 and events["stale"] == 1
    acta("judge", "--coder", "anna", "--kind", "event", given="x planned\nq\n")
    assert read_judgements(folder / "validation")[-1].answers == {"status": "wrong"}


def test_single_keys_answer_on_a_terminal(folder: Path) -> None:
    draw("--where", "article_id = 'a1'")
    master, slave = pty.openpty()
    command = [str(Path(sys.executable).with_name("acta")), "validate", "judge", "--coder", "anna", "--kind", "actor"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    seen = ""
    for waits_for, key in (
        ("whole, and nothing else?", "?"),  # help, and the question again
        ("cannot tell", "a"),
        ("right actor?", "x"),
        ("what should it be", "act_other\n"),
        ("actor's country?", "u"),
        ("right actor?", "a"),
        ("actor's country?", " "),
        ("actor's sector?", "a"),
    ):
        while waits_for not in seen:
            seen += os.read(master, 10_000).decode()
        seen = ""
        while len(key) == 1 and termios.tcgetattr(master)[3] & termios.ICANON:
            time.sleep(0.01)  # what is typed before the program waits for a key is dropped
        os.write(master, key.encode())
    process.wait(60)
    os.close(master)
    (judged,) = read_judgements(folder / "validation")
    assert judged.answers == {"span": "right", "actor": "right", "country": "unclear", "sector": "right"}
    assert judged.should_be == {}


def test_a_filter_reads_rows_and_no_files(folder: Path) -> None:
    with pytest.raises(Permanent, match="filter does not fit"):
        raise draw("--where", "exists (from read_text('articles.jsonl'))").exception or AssertionError


def test_filters_choose_what_is_drawn_and_a_wrong_one_is_explained(folder: Path) -> None:
    draw(
        "--since", "2026-03-02", "--until", "2026-03-03", "--source", "alpha", "--where", "score > 0.1 or score is null"
    )
    _, items = find_sample(folder / "validation")
    assert {item.article_id for item in items} == {"a1", "a2"}
    for where, said in (("scoore > 1", "filter does not fit"), ("score > 1", "no row fits")):
        with pytest.raises(Permanent, match=said):
            raise draw("--where", where).exception or AssertionError


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("\ta\t", "\tyes\t"), "'yes' is no answer"),
        (("is_one", "is_two"), "is not asked 'is_two'"),
        (("sta_", "sta_f"), "is not that row in this sample"),
    ],
)
def test_a_wrong_line_of_answers_is_named_and_nothing_is_written(
    folder: Path, change: tuple[str, str], said: str
) -> None:
    draw()
    acta("sheet", "--output", "sheet.md", "--answers", "answers.tsv", "--kind", "statement")
    filled = Path("answers.tsv").read_text().replace("\t\t\t\n", "\ta\t\t\n").replace(*change, 1)
    Path("answers.tsv").write_text(filled)
    with pytest.raises(Permanent, match=rf"answers.tsv:2: .*{said}"):
        raise acta("judge", "--answers", "answers.tsv").exception or AssertionError
    assert read_judgements(folder / "validation") == []


def test_half_an_item_is_refused(folder: Path) -> None:
    draw()
    acta("sheet", "--output", "sheet.md", "--answers", "answers.tsv")
    text = Path("answers.tsv").read_text()
    Path("answers.tsv").write_text(text.replace("\t\t\t\n", "\ta\t\t\n", 1).replace("\t\t\n", "\t\t\n"))
    with pytest.raises(Permanent, match="has no answer to span"):
        raise acta("judge", "--answers", "answers.tsv").exception or AssertionError


def test_annotations_of_another_text_are_refused(folder: Path) -> None:
    path = folder / "articles.jsonl"
    path.write_text(path.read_text().replace("Monday", "Tuesday", 1))
    with pytest.raises(Permanent, match="annotated in another text"):
        FileRows("articles.jsonl", "annotations.jsonl")


def test_judging_a_text_that_changed_since_the_draw_says_so(folder: Path) -> None:
    draw()
    path = folder / "articles.jsonl"
    path.write_text(path.read_text().replace("Monday", "Tuesday"))
    with pytest.raises(Permanent, match="not there in the version that was drawn"):
        raise acta("judge", given="a\n").exception or AssertionError
