"""Streams and batches: order kept, bad lines named, one bad article harms no other, what is done is not done again."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from acta.annotate import annotator_version, chunk
from acta.annotate.chunk import MAX_TEXT_CHARS
from acta.annotate.many import CHUNK_ARTICLES
from acta.annotate.run import annotate_batches, annotate_stream, pending_batches
from acta.config import Settings
from acta.errors import Permanent
from acta.ids import make_id, text_sha256, version_id
from acta.store.batches import BatchWriter, iter_table, read_batch, read_table
from acta.store.tables import TABLES
from acta.workers import AHEAD, PACKAGE_ROOT

TEXT = "Foreign Minister Mara Velden told reporters on Thursday that talks with Ostrava failed.\n“We will try again,” she said."
FRENCH = (
    "Le ministre des Affaires étrangères a déclaré jeudi que les négociations avec le gouvernement voisin avaient échoué. "
    * 3
)


def article(number: int, text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"article_id": f"a{number}", "text": text, "published_at": "2026-03-05", "language": "en"} | more


def write(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def annotate(tmp_path: Path, records: list[dict[str, Any]], workers: int = 1) -> list[dict[str, Any]]:
    source, target = write(tmp_path / "in.jsonl", records), tmp_path / "out.jsonl"
    annotate_stream(source, str(target), workers)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def extract_batch(settings: Settings, name: str, texts: list[str], language: str | None = "en") -> str:
    batch_id = make_id("bat", "extract", name)
    rows = []
    for text in texts:
        article_id = make_id("art", name, text)
        key = {"article_id": article_id, "version_id": version_id(article_id, text_sha256(text))}
        about = {"source_id": "src", "language": language, "published_at": "2026-03-05T10:00:00+02:00"}
        rows.append(key | about | {"text": text, "text_sha256": text_sha256(text)})
    with BatchWriter(settings, "extract", batch_id, ["bat_x"], "test") as writer:
        writer.write("articles", rows)
    return batch_id


# --- streams


def test_a_record_carries_the_texts_hash_and_every_offset_points_at_the_text(tmp_path: Path) -> None:
    (record,) = annotate(tmp_path, [article(1)])
    assert record["text_sha256"] == text_sha256(TEXT)
    assert record["annotator"] == {"name": "acta", "version": annotator_version()}
    assert [TEXT[start:end] for start, end in record["sentences"]] == TEXT.split("\n")
    assert [(TEXT[t["start"] : t["end"]], t["value"]) for t in record["times"]] == [("Thursday", "2026-03-05")]


def test_every_actor_id_in_a_record_is_one_of_its_actors_and_every_actor_is_used(tmp_path: Path) -> None:
    (record,) = annotate(tmp_path, [article(1)])
    parties = [s[role] for s in record["statements"] for role in ("speaker", "addressee")]
    parties += [p for e in record["events"] for p in (*e["sources"], *e["targets"])]
    used = {item["actor_id"] for item in [*record["mentions"], *filter(None, parties)]} - {None}
    assert used == {actor["actor_id"] for actor in record["actors"]} != set()


def test_ids_are_given_once_and_again_the_same(tmp_path: Path) -> None:
    first, second = (annotate(tmp_path, [article(1)])[0] for _ in range(2))
    ids = [item["id"] for part in ("mentions", "statements", "events") for item in first[part]]
    assert first == second
    assert len(ids) == len(set(ids)) > 0


def test_two_processes_give_the_records_that_one_gives_in_the_same_order(tmp_path: Path) -> None:
    records = [article(n, f"{TEXT}\nParagraph {n} ends here.") for n in range(2 * CHUNK_ARTICLES + 5)]
    alone, together = annotate(tmp_path, records, workers=1), annotate(tmp_path, records, workers=2)
    for record in (*alone, *together):
        del record["annotator"]  # a version of the code on disk, which may be edited while this runs
    assert together == alone


def test_a_gzipped_input_and_blank_lines_are_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl.gz"
    source.write_bytes(gzip.compress(f"{json.dumps(article(1))}\n\n{json.dumps(article(2))}\n".encode()))
    assert annotate_stream(str(source), str(tmp_path / "out.jsonl"), 1) == 2


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON"),
        ("[]", "expected an object"),
        ('{"text": "x"}', "article_id is missing"),
        ('{"article_id": "a"}', "text is missing"),
        ('{"article_id": "a", "text": "x", "published_at": 7}', "published_at is neither"),
    ],
)
def test_a_broken_line_is_named_with_file_and_number_and_no_half_output_stays(
    tmp_path: Path, line: str, complaint: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(article(1)) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(Permanent, match=complaint) as caught:
        annotate_stream(str(source), str(tmp_path / "out.jsonl"), 1)
    assert f"{source}:2:" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"absent\.jsonl: No such file"):
        annotate_stream(str(tmp_path / "absent.jsonl"), str(tmp_path / "out.jsonl"), 1)


def test_another_language_known_or_seen_gives_an_empty_record_that_says_so(tmp_path: Path) -> None:
    known, seen, english = annotate(
        tmp_path, [article(1, language="fr-FR"), article(2, FRENCH, language=None), article(3, language=None)]
    )
    assert (known["outcome"], known["reason"], known["sentences"]) == ("unsupported_language", "fr", [])
    assert (seen["outcome"], seen["reason"], seen["mentions"]) == ("unsupported_language", "fr", [])
    assert "outcome" not in english and english["sentences"]


def test_an_empty_text_and_one_of_odd_characters_are_annotated(tmp_path: Path) -> None:
    odd = "Police \ud800 said\x00 on Thursday {{ x }} '); DROP TABLE -- ‮ no."
    empty, kept = annotate(tmp_path, [article(1, ""), article(2, odd)])
    assert empty["sentences"] == [] and "outcome" not in empty
    assert [odd[t["start"] : t["end"]] for t in kept["times"]] == ["Thursday"]


@pytest.mark.fault(17)
def test_a_text_beyond_the_limit_is_cut_with_a_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_TEXT_CHARS == 300_000
    monkeypatch.setattr(chunk, "MAX_TEXT_CHARS", 60)
    (result,) = chunk.annotate_chunk([article(1)])
    assert result["reason"] == "text_cut"
    assert max(end for _, end in result["record"]["sentences"]) <= 60
    assert result["record"]["text_sha256"] == text_sha256(TEXT)


@pytest.mark.fault(17)
def test_an_article_that_a_finder_stumbles_over_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = chunk.read_article

    def stumbling(one: Any, parsed: Any, grade: str) -> Any:
        return 1 / 0 if one["article_id"] == "a2" else whole(one, parsed, grade)

    monkeypatch.setattr(chunk, "read_article", stumbling)
    first, second, third = chunk.annotate_chunk([article(1), article(2), article(3)])
    assert (second["outcome"], second["reason"], second["record"]["sentences"]) == ("failed", "ZeroDivisionError", [])
    assert first["record"]["sentences"] and third["record"]["sentences"]


def test_a_text_that_stands_twice_in_a_batch_is_annotated_once(settings: Settings) -> None:
    extract_batch(settings, "one", [TEXT, TEXT])
    (batch_id,) = annotate_batches(settings, 1)
    manifest = read_batch(settings, "annotate", batch_id)
    assert [manifest.tables[table].rows for table in ("annotations", "outcomes")] == [1, 1]


def test_articles_of_a_batch_are_read_a_little_ahead_of_what_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_batch(settings, "many", [f"{n} people met." for n in range(400)])
    read, lead = 0, []

    def counted(*given: Any) -> Iterator[dict[str, Any]]:
        nonlocal read
        read = 0  # the table is read once for its size, then for its articles
        for row in iter_table(*given):
            read += 1
            yield row

    monkeypatch.setattr("acta.annotate.run.iter_table", counted)
    annotate_batches(settings, 1, progress=lambda done: lead.append(read - done))
    assert len(lead) == 400
    assert max(lead) <= (AHEAD + 1) * CHUNK_ARTICLES


def test_a_day_at_the_end_of_the_calendar_is_no_day_of_publication(tmp_path: Path) -> None:
    text = f"{TEXT} He spoke last year, and will speak again next week."
    dates = ("0001-01-01", "9999-12-31T23:59:59Z")
    first, last = annotate(tmp_path, [article(n, text, published_at=published) for n, published in enumerate(dates)])
    assert "outcome" not in first and "outcome" not in last
    assert {t["value"][:4] for record in (first, last) for t in record["times"]}.isdisjoint({"0000", "0001", "9999"})


def test_ctrl_c_ends_the_workers_and_leaves_no_half_output(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [article(n, f"{TEXT}\n" * 20) for n in range(400)])
    code = "import sys; from acta.annotate.run import annotate_stream; annotate_stream(sys.argv[1], sys.argv[2], 2)"
    command = [sys.executable, "-c", code, source, str(tmp_path / "out.jsonl")]
    process = subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": PACKAGE_ROOT}, stderr=subprocess.DEVNULL, start_new_session=True
    )
    parent = psutil.Process(process.pid)
    while len(workers := parent.children()) < 2 and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
    process.wait(60)
    gone, alive = psutil.wait_procs(workers, timeout=30)
    assert len(gone) == 2 and not alive
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


# --- batches


def test_a_batch_is_annotated_once_and_all_its_rows_refer_to_its_articles(settings: Settings) -> None:
    extracted = extract_batch(settings, "one", [TEXT, TEXT + " More followed."])
    (batch_id,) = annotate_batches(settings)
    assert batch_id == make_id("bat", "annotate", extracted, annotator_version())
    assert pending_batches(settings) == [] == annotate_batches(settings)
    manifest = read_batch(settings, "annotate", batch_id)
    tables = {name: read_table(settings, manifest, name) for name in TABLES["annotate"]}
    versions = {row["version_id"] for row in tables["annotations"]}
    assert len(versions) == 2
    assert all({row["version_id"] for row in rows} <= versions for name, rows in tables.items() if name != "outcomes")
    keys = {"mentions": "mention_id", "statements": "statement_id", "events": "event_mention_id", "times": "time_id"}
    for name, key in keys.items():
        values = [row[key] for row in tables[name]]
        assert len(values) == len(set(values))
    assert {row["outcome"] for row in tables["outcomes"]} == {"annotated"}


def test_the_characters_at_every_offset_of_every_table_are_those_of_the_text(settings: Settings) -> None:
    extract_batch(settings, "one", [TEXT])
    manifest = read_batch(settings, "annotate", annotate_batches(settings)[0])
    spans = [
        row for name in TABLES["annotate"] for row in read_table(settings, manifest, name) if row.get("exact_text")
    ]
    assert spans
    assert all(TEXT[row["char_start"] : row["char_end"]] == row["exact_text"] for row in spans)


def test_batches_without_articles_between_others_mix_nothing_up(settings: Settings) -> None:
    names = {extract_batch(settings, name, texts): len(texts) for name, texts in BATCHES.items()}
    for batch_id in annotate_batches(settings):
        manifest = read_batch(settings, "annotate", batch_id)
        outcomes = read_table(settings, manifest, "outcomes")
        expected = {make_id("art", name, text) for name, texts in BATCHES.items() for text in texts}
        assert {row["article_id"] for row in outcomes} <= expected
        assert len(outcomes) == names.pop(manifest.inputs[0])
    assert set(names.values()) == {0}  # a batch without an article leaves none


BATCHES = {"empty": [], "two": [TEXT, TEXT + " A."], "none": [], "one": [TEXT + " B."], "last": []}


def test_only_the_batches_that_are_asked_for_are_annotated(settings: Settings) -> None:
    first, second = extract_batch(settings, "one", [TEXT]), extract_batch(settings, "two", [TEXT])
    assert len(annotate_batches(settings, batch_ids=[second])) == 1
    assert pending_batches(settings) == [first]


def test_an_article_in_another_language_is_an_outcome_row_and_no_annotation(settings: Settings) -> None:
    extract_batch(settings, "fr", [FRENCH], language="fr")
    manifest = read_batch(settings, "annotate", annotate_batches(settings)[0])
    (outcome,) = read_table(settings, manifest, "outcomes")
    assert (outcome["outcome"], outcome["reason"], outcome["stage"]) == ("unsupported_language", "fr", "annotate")
    assert read_table(settings, manifest, "annotations") == []


def test_the_grade_is_part_of_the_version_so_that_changing_it_makes_every_batch_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast = annotator_version()
    annotator_version.cache_clear()
    monkeypatch.setenv("ACTA_STATEMENTS", "accurate")
    try:
        assert annotator_version() != fast and annotator_version().endswith(".accurate")
    finally:
        annotator_version.cache_clear()
