"""A sample of the newsroom judged by script for two coders: the report has the figures that the formulae give by hand.

The expected figures are worked out here from the raw lines of the two files, by formulae written out in this module.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.e2e.conftest import Run

from acta.config import Settings
from acta.model.build import build
from acta.publish.generations import publish

GATES = {"statement": "is_one", "event": "is_one", "actor": "span", "merged_event": "one_act"}
Z2 = 1.959964**2


def acta(settings: Settings, *arguments: str, given: str | None = None) -> str:
    """What a command prints; it has to end well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ACTA_")} | {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_SOURCES_DIR": str(settings.sources_dir),
        "ACTA_VALIDATION_DIR": str(settings.validation_dir),
        "COLUMNS": "80",
    }
    command = [str(Path(sys.executable).with_name("acta")), *arguments]
    done = subprocess.run(command, env=environment, input=given, text=True, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def draw(settings: Settings) -> None:
    counts = {"statement": 15, "event": 15, "actor": 15, "merged_event": 10, "article": 5}
    acta(settings, "validate", "draw", "--seed", "18", *(f"--n={kind}={n}" for kind, n in counts.items()))


def typed(coder: str, row_id: str, question: str) -> str:
    """What the script answers: wrong for about one in four questions, a few that it cannot tell, small counts."""
    chance = hashlib.sha256(f"{coder}{row_id}{question}".encode()).digest()[0]
    if question.startswith(("statements_", "events_")):
        return str(chance % 3 if question.endswith("missed") else 0)
    return "x" if chance < 60 else "?" if chance < 70 else "a"


def answers_by_script(table: Path, coder: str) -> dict[str, dict[str, str]]:
    """Answers by row_id and question, as far as each question is asked after those before it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with table.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            row_id, question = row["row_id"], row["question"]
            gate = found[row_id].get(GATES.get(row["kind"], ""), "a")
            if gate == "a" or question == "person":
                found[row_id][question] = typed(coder, row_id, question)
    return found


@pytest.fixture(scope="module")
def judged(sample: Run, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """60 rows drawn, judged by anna in a pipe and by ben, those for two coders, in a table; then built again."""
    folder = tmp_path_factory.mktemp("validated")
    shutil.copytree(sample.settings.data_dir, folder / "data", symlinks=True)
    settings = replace(sample.settings, data_dir=folder / "data", validation_dir=folder / "validation")
    draw(settings)
    sheet, table = folder / "sheet.md", folder / "answers.tsv"
    acta(settings, "validate", "sheet", "--output", str(sheet), "--answers", str(table))
    anna = answers_by_script(table, "anna")
    order = [item["row_id"] for item in items_of(settings)]
    lines = [" " if answer == "?" else answer for row_id in order for answer in anna[row_id].values()]
    acta(settings, "validate", "judge", "--coder", "anna", given="\n".join(lines) + "\n")
    fill(table, answers_by_script(table, "ben"), {item["row_id"] for item in items_of(settings) if item["is_double"]})
    acta(settings, "validate", "judge", "--coder", "ben", "--answers", str(table))
    build(settings)
    publish(settings)
    return settings


def items_of(settings: Settings) -> list[dict[str, Any]]:
    lines = (settings.validation_dir / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["record"] == "item"]


def fill(table: Path, answers: dict[str, dict[str, str]], wanted: set[str]) -> None:
    with table.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    with table.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), delimiter="\t")
        writer.writeheader()
        for row in rows:
            if row["row_id"] in wanted:
                row["answer"] = answers[row["row_id"]].get(row["question"], "")
            writer.writerow(row)


def judgements_of(settings: Settings) -> dict[str, dict[str, dict[str, Any]]]:
    """row_id -> coder -> answers, from the lines of the file."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in (settings.validation_dir / "judgements.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["row_id"]][row["judged_by"]] = row["answers"]
    return found


def whole_row(answers: dict[str, Any]) -> str:
    said = [answer for question, answer in answers.items() if question != "person"]
    return "wrong" if "wrong" in said else "unclear" if "unclear" in said else "right"


def expected_shares(settings: Settings) -> Iterator[tuple[str, str, int, float, float, float]]:
    """(kind, question, rows, share, low, high) by hand: stratum weights, mean of the coders, Kish's n, Wilson's interval."""
    sizes = {}
    head = json.loads((settings.validation_dir / "samples.jsonl").read_text(encoding="utf-8").splitlines()[0])
    for stratum in head["strata"]:
        sizes[stratum["kind"], stratum["band"]] = stratum["size"]
    items, said = items_of(settings), judgements_of(settings)
    drawn = Counter((item["kind"], item["band"]) for item in items)  # anna judged them all
    for kind, gate in GATES.items():
        for question in (gate, "whole row", "type", "speaker", "sources", "actor", "accused"):
            values = []
            for item in (one for one in items if one["kind"] == kind):
                given = []
                for answers in said[item["row_id"]].values():
                    if question == "accused":
                        given.append({"wrong": 1.0, "right": 0.0}.get(answers.get("person", "right")))
                    else:
                        answer = whole_row(answers) if question == "whole row" else answers.get(question)
                        given.append({"right": 1.0, "wrong": 0.0}.get(str(answer)))
                clear = [one for one in given if one is not None]
                if clear:
                    weight = sizes[kind, item["band"]] / drawn[kind, item["band"]]
                    values.append((weight, sum(clear) / len(clear)))
            if not values or (question == "accused" and kind not in ("statement", "event")):
                continue
            total = sum(w for w, _ in values)
            share, n = sum(w * y for w, y in values) / total, total**2 / sum(w * w for w, _ in values)
            centre = (share + Z2 / (2 * n)) / (1 + Z2 / n)
            half = math.sqrt(Z2) * math.sqrt(share * (1 - share) / n + Z2 / (4 * n * n)) / (1 + Z2 / n)
            yield kind, question, len(values), share, max(0.0, centre - half), min(1.0, centre + half)


def expected_alpha(settings: Settings, kind: str, question: str) -> tuple[int, float | None]:
    """Rows that both answered, and alpha for two coders and nominal data: 1 - observed over expected disagreement."""
    pairs = []
    for item in items_of(settings):
        both = [answers.get(question) for answers in judgements_of(settings)[item["row_id"]].values()]
        clear = [one for one in both if one not in (None, "unclear")]
        if item["kind"] == kind and len(clear) == 2:
            pairs.append(clear)
    counted = Counter(one for pair in pairs for one in pair)
    n = 2 * len(pairs)
    expected = sum(a * b for x, a in counted.items() for y, b in counted.items() if x != y)
    differ = 2 * sum(a != b for a, b in pairs)
    return len(pairs), 1 - (n - 1) * differ / expected if expected else None


@pytest.fixture(scope="module")
def report(judged: Settings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(acta(judged, "validate", "report", "--format", "json"))
    return found


def test_sixty_rows_are_drawn_and_a_fifth_of_each_stratum_is_for_two_coders(judged: Settings) -> None:
    items = items_of(judged)
    assert len(items) == 60 and [item["item"] for item in items] == list(range(1, 61))
    for stratum, count in Counter((item["kind"], item["band"]) for item in items).items():
        doubles = [item for item in items if (item["kind"], item["band"]) == stratum and item["is_double"]]
        assert len(doubles) == math.ceil(count / 5 - 1e-9)


def test_the_report_is_what_the_formulae_give_by_hand(judged: Settings, report: dict[str, Any]) -> None:
    figures = {
        (kind["kind"], one["question"]): one["share"]
        for kind in report["kinds"]
        for one in kind["figures"]
        if one["part"] == "all"
    }
    compared = 0
    for kind, question, rows, share, low, high in expected_shares(judged):
        found = figures[kind, question]
        assert found["rows"] == rows, (kind, question)
        assert (found["estimate"], found["low"], found["high"]) == pytest.approx((share, low, high), abs=1e-5)
        compared += 1
    assert compared >= 14 and report["coders"] == ["anna", "ben"]


def test_agreement_is_what_the_formula_gives_by_hand(judged: Settings, report: dict[str, Any]) -> None:
    for kind in report["kinds"]:
        for question, found in kind["agreement"].items():
            if kind["kind"] != "article":
                rows, alpha = expected_alpha(judged, kind["kind"], question)
                assert found["rows"] == rows
                assert found["alpha"] == (None if alpha is None else pytest.approx(alpha)), (kind["kind"], question)


def test_recall_is_what_was_found_of_what_is_there(judged: Settings, report: dict[str, Any]) -> None:
    said = judgements_of(judged)
    (articles,) = (kind for kind in report["kinds"] if kind["kind"] == "article")
    for things in ("statements", "events"):
        listed = missed = 0.0
        for item in (one for one in items_of(judged) if one["kind"] == "article"):
            counts = [answers[f"{things}_missed"] for answers in said[item["row_id"]].values()]
            listed += len(item["row"][things])
            missed += sum(counts) / len(counts)
        (found,) = (
            one["share"] for one in articles["figures"] if one["question"] == f"{things} found" and one["part"] == "all"
        )
        assert found["estimate"] == pytest.approx(listed / (listed + missed))


def test_what_was_judged_stays_judged_after_a_build_and_the_marts_have_the_reports_figures(
    judged: Settings, report: dict[str, Any]
) -> None:
    with duckdb.connect(str(judged.published_file), read_only=True) as connection:
        connection.execute("use acta.marts")
        states = connection.execute(
            "select kind, state, question, count(*) from fct_validations group by all"
        ).fetchall()
        assert {kind for kind, *_ in states} == {*GATES, "article"}
        assert [row for row in states if row[1] != "current"] == []
        shares = connection.execute(
            "select kind, question, share from rpt_validation_precision where part = 'all' and share is not null"
        ).fetchall()
        alphas = dict(connection.execute("select kind || question, alpha_score from rpt_validation_agreement").fetchall())
    for kind in report["kinds"]:
        for one in (one for one in kind["figures"] if one["part"] == "all" and one["share"]["estimate"] is not None):
            assert (kind["kind"], one["question"], pytest.approx(one["share"]["estimate"])) in shares
        for question, found in kind["agreement"].items():
            if found["rows"]:
                assert alphas[kind["kind"] + question] == found["alpha"]


def test_the_same_draw_is_the_same_sample_and_nothing_is_left_to_judge(judged: Settings) -> None:
    before = (judged.validation_dir / "samples.jsonl").read_bytes()
    draw(judged)
    assert (judged.validation_dir / "samples.jsonl").read_bytes() == before
    lines = (judged.validation_dir / "judgements.jsonl").read_bytes()
    assert acta(judged, "validate", "judge", "--coder", "anna", given="") == ""
    assert (judged.validation_dir / "judgements.jsonl").read_bytes() == lines


def test_judged_rows_can_be_exported_with_their_licence_note(judged: Settings) -> None:
    rows = [json.loads(line) for line in acta(judged, "validate", "export").splitlines()]
    assert len(rows) == 60
    for row in rows:
        assert row["answers"]["anna"] and "publishers" in row["licence"] and row[row["kind"]]["id"]
