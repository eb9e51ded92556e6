"""Bad input at the command line: one clear line, a sensible exit status, nothing lost, and the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ACTA = str(Path(sys.executable).with_name("acta"))
STORY = (
    "TORVIK, 12 March – The harbour authority of Torvik reopened the northern quay on Thursday, the port master said, "
    "three weeks after a storm had torn two cranes from their rails.\n\n"
    "“The quay is safe, and ships may berth again from tonight,” port master Hanne Ostby said. She told reporters that "
    "the repairs had cost less than feared.\n\n"
    "Fishermen had asked for the quay to be opened earlier, but the authority refused, citing cracks in the foundation. "
    "Two boats collided in the narrow southern basin last month and a deckhand was slightly hurt.\n\n"
    "The authority will meet the fishermen's union on Monday to talk about moorings for the summer.\n"
)


def acta(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ACTA_")}
    environment |= {
        "ACTA_DATA_DIR": str(folder / "data"),
        "ACTA_SOURCES_DIR": str(folder / "sources"),
        "ACTA_JUDGEMENTS_DIR": str(folder / "judgements"),
        "COLUMNS": "80",
    } | more
    return subprocess.run([ACTA, *arguments], env=environment, text=True, capture_output=True, timeout=300)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The error of a command that failed as it should: one line and no traceback."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("acta: "), done.stderr
    return lines[0]


def test_a_config_with_a_typo_names_file_line_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "my_paper.yml").write_text("name: My Paper\nfeedz: [http://127.0.0.1:9/rss.xml]\n")
    line = one_line(acta(tmp_path, "sources", "check"))
    assert "my_paper.yml:2" in line and "feeds" in line


def test_a_setting_with_a_typo_is_named(tmp_path: Path) -> None:
    assert "did you mean ACTA_WORKERS" in one_line(acta(tmp_path, "status", ACTA_WORKRES="3"))


def test_asking_before_anything_is_published_says_what_to_run(tmp_path: Path) -> None:
    assert "make run" in one_line(acta(tmp_path, "query", "select 1"))
    assert "acta build" in one_line(acta(tmp_path, "publish"))


def test_a_judgement_that_cannot_stand_is_one_line_and_writes_nothing(tmp_path: Path) -> None:
    why = ("--because", "a test")
    assert "no actor is called 'Nobody'" in one_line(acta(tmp_path, "actors", "merge", "Nobody", "act_jpn", *why))
    assert "itself" in one_line(acta(tmp_path, "actors", "merge", "act_jpn", "Japan", *why))
    assert "needs article_id" in one_line(acta(tmp_path, "actors", "split", "act_jpn", "--into", "act_usa", *why))
    assert "0 judgements are called" in one_line(acta(tmp_path, "actors", "undo", "jud_12345", *why))
    assert "make run" in one_line(acta(tmp_path, "actors", "review"))
    assert not (tmp_path / "judgements").exists()
    assert acta(tmp_path, "actors", "merge", "act_usa", "act_jpn", "--because", "").returncode == 1
    assert acta(tmp_path, "actors", "merge", "act_usa", "act_jpn").returncode == 2
    (tmp_path / "judgements").mkdir()
    (tmp_path / "judgements" / "mine.jsonl").write_text('{"verb": "melt"}\n')
    assert "mine.jsonl:1: " in one_line(acta(tmp_path, "actors", "judgements"))
    assert "mine.jsonl:1: " in acta(tmp_path, "doctor").stdout


def test_collecting_without_sources_says_where_to_put_them(tmp_path: Path) -> None:
    assert "put a YAML file" in one_line(acta(tmp_path, "collect"))


def test_a_broken_line_of_a_record_file_is_named(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    pages.write_text('{"page_id": "a", "html": "<p>x</p>"}\n{"page_id": "b", \n')
    done = acta(tmp_path, "extract", "--input", str(pages), "--output", str(tmp_path / "out.jsonl"))
    assert done.returncode == 1 and "pages.jsonl:2: " in done.stderr and "Traceback" not in done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"article_id": "a", "text": "x"}\n{"article_id": "b"}\n')
    line = one_line(acta(tmp_path, "annotate", "--input", str(articles), "--output", str(tmp_path / "out2.jsonl")))
    assert "articles.jsonl:2" in line and "text" in line


def test_a_wrong_date_says_how_to_write_it(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(STORY)
    assert "write 2026-11-23" in one_line(acta(tmp_path, "ingest", str(text), "--published-at", "yesterday"))


def test_ingest_takes_what_is_good_and_keeps_a_row_for_what_is_not(tmp_path: Path) -> None:
    files = tmp_path / "in"
    files.mkdir()
    (files / "good.txt").write_text(STORY)
    (files / "empty.txt").write_text("")
    (files / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (files / "links.html").write_text(
        "<html><title>Sections</title><body><ul>" + "<li><a href=/x>More here</a>" * 40 + "</ul></body></html>"
    )
    (files / "latin.html").write_bytes(
        "<html><head><meta charset=x-unknown-7><title>Caf\xe9</title></head><body><p>{}</p></body></html>".format(
            STORY.replace("\n\n", "</p><p>")
        ).encode("cp1252")
    )
    done = acta(tmp_path, "ingest", str(files), "--published-at", "2026-03-12")
    assert done.returncode == 3, done.stderr
    assert "2 taken in, 3 were refused (named above)" in done.stderr.splitlines()[-1]
    rows = acta(
        tmp_path, "query", "select final_outcome, reason from rpt_pipeline_outcomes order by all", "--format", "json"
    )
    outcomes = [json.loads(line) for line in rows.stdout.splitlines()]
    assert len(outcomes) == 5
    # latin.html says the same as good.txt: a duplicate, and both its encoding and its link to the original are kept
    assert sorted(o["final_outcome"] for o in outcomes) == ["duplicate", "rejected", "rejected", "rejected", "stored"]
    assert all(o["reason"] for o in outcomes if o["final_outcome"] == "rejected")
    found = acta(
        tmp_path, "query", "select speaker_text, said_from from fct_statements where exact_text like '%quay is safe%'"
    )
    assert "Hanne Ostby" in found.stdout
    shown = acta(tmp_path, "show", "https://no.such/article")
    assert "no article is or is titled" in shown.stderr
    again = acta(tmp_path, "ingest", str(files), "--published-at", "2026-03-12")
    assert again.returncode == 2, again.stderr  # nothing new beside what is refused again
    counted = acta(tmp_path, "query", "select count(*) as n from fct_articles", "--format", "csv")
    assert counted.stdout.split() == ["n", "1"]


def test_input_that_is_all_refused_is_named_and_builds_nothing(tmp_path: Path) -> None:
    files = {"empty.txt": b"", "binary.txt": bytes(range(256)) * 8, "short.html": b"<html><p>Page not found.</p></html>"}
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    for refused in (list(files), ["empty.txt", "binary.txt"]):  # the page without an article is stored: unchanged
        done = acta(tmp_path, "ingest", *(str(tmp_path / name) for name in files))
        assert done.returncode == 2, done.stderr
        assert all(sum(name in line for line in done.stderr.splitlines()) == 1 for name in refused), done.stderr
        assert f"{len(refused)} were refused" in done.stderr.splitlines()[-1]
        assert not (tmp_path / "data" / "build").exists() and not (tmp_path / "data" / "publish").exists()


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    files, sources = tmp_path / "in", tmp_path / "sources"
    files.mkdir()
    sources.mkdir()
    (files / "good.txt").write_text(STORY)
    (files / "empty.txt").write_text("")
    (sources / "mine.yml").write_text("name: Mine\nfeeds: ['http://127.0.0.1:9/rss.xml?token=hush']\n")
    (tmp_path / "list.txt").write_text("http://127.0.0.1:9/a\nhttp://127.0.0.1:9/b\n")
    calls = {
        ("ingest", str(files), "http://127.0.0.1:9/c"): ("good.txt", "would refuse: 1", "empty.txt is empty", "127.0.0.1:9/c"),
        ("run",): ("mine: would ask http://127.0.0.1:9/rss.xml",),
        ("collect", "--source", "mine"): ("mine: would ask",),
        ("collect", "--from-list", str(tmp_path / "list.txt")): ("127.0.0.1:9/b",),
        ("sources", "enable", "bbc_world"): ("would write", "bbc_world.yml"),
        ("forget", "--url", "http://127.0.0.1:9/a"): ("no collected article",),
        ("sample", "remove"): ("there is no sample",),
    }
    for call, parts in calls.items():
        done = acta(tmp_path, *call, "--dry-run")
        assert done.returncode == 0, (call, done.stderr)
        assert all(part in done.stdout for part in parts), (call, done.stdout)
        assert "hush" not in done.stdout
    assert [path.name for path in sources.iterdir()] == ["mine.yml"]
    data = tmp_path / "data"
    assert not (data / "batches").exists() and not (data / "warc").exists() and not (data / "state" / "collector.sqlite").exists()


def test_a_day_of_publication_in_the_future_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(STORY)
    line = one_line(acta(tmp_path, "ingest", str(text), "--published-at", "2099-01-01"))
    assert "--published-at '2099-01-01' cannot be" in line
    assert "cannot be" in one_line(acta(tmp_path, "ingest", str(text), "--published-at", "1970-01-01T00:00:00Z"))
    assert not (tmp_path / "data" / "batches").exists()


def test_a_query_cannot_write_or_read_other_files(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(STORY)
    assert acta(tmp_path, "ingest", str(text)).returncode == 0
    for sql, why in {
        "delete from fct_articles": "read-only",
        "select * from read_text('/etc/hostname')": "file system operations are disabled",
        "select no_such_column from fct_articles": "no_such_column",
    }.items():
        done = acta(tmp_path, "query", sql)
        assert done.returncode == 1 and done.stderr.startswith("acta: ") and why in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("moment", [0.8, 2.5])
def test_ctrl_c_leaves_nothing_half_done_and_the_next_run_goes_on(tmp_path: Path, moment: float) -> None:
    source, target = tmp_path / "articles.jsonl", tmp_path / "annotations.jsonl"
    source.write_text("".join(json.dumps({"article_id": f"a{i}", "text": STORY}) + "\n" for i in range(2000)))
    process = subprocess.Popen(
        [ACTA, "annotate", "--input", str(source), "--output", str(target)], stderr=subprocess.PIPE, text=True
    )
    time.sleep(moment)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert errors.strip().splitlines()[-1].startswith("acta: stopped")
    assert not target.exists()
