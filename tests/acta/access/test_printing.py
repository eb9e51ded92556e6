"""No command prints a character that drives a terminal, whatever titles, names, files and arguments hold."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import click
import pytest
from tests.acta.access.conftest import EVIL, Place

from acta import cli
from acta.printable import UNSAFE, json_line, visible

NOT_RUN = {
    "sample": "prints the invented newsroom, and runs Airflow for minutes",
    "up": "prints settings and a password of its own, and starts Airflow",
}
# {article} is an id, {actor} too; {folder} holds a file of each kind, whose names and contents are hostile
CALLS: dict[str, list[list[str]]] = {
    "init": [["{folder}/new" + EVIL], ["{folder}/new" + EVIL, "--dry-run"]],
    "collect": [
        ["--source", "evil"], ["--source", "evil", "--dry-run"], ["--source", EVIL],
        ["--from-list", "{folder}/list.txt", "--source", "evil"], ["--from-list", "{folder}/list.txt", "--dry-run"],
    ],
    "extract": [[], ["--input", "{folder}/pages.jsonl", "--output", "-"], ["--input", "{folder}/none" + EVIL, "--output", "-"]],
    "annotate": [
        [], ["--input", "{folder}/articles.jsonl", "--output", "-"], ["--input", "{folder}/broken.jsonl", "--output", "-"],
    ],
    "duplicates": [["--input", "{folder}/articles.jsonl", "--output", "-"]],
    "build": [[]],
    "rebuild": [[]],
    "publish": [[], ["--despite-failures", "--reason", EVIL]],
    "run": [["--source", "evil"]],
    "ingest": [["{folder}/text.txt"], ["{folder}/none" + EVIL], ["{folder}/text.txt", "--published-at", EVIL],
               ["{folder}", "http://127.0.0.1:9/" + EVIL, "--dry-run"]],
    "reextract": [[], ["--source", EVIL]],
    "sources list": [[], ["--catalogue"]],
    "sources check": [[]],
    "sources enable": [[EVIL]],
    "sources add": [["http://127.0.0.1:9/" + EVIL]],
    "sources health": [[], [EVIL]],
    "actors merge": [[EVIL, "{actor}", "--because", EVIL]],
    "actors split": [["{actor}", "--name", EVIL, "--because", EVIL]],
    "actors alias": [[EVIL, "act_jpn", "--because", EVIL, "--by", EVIL]],
    "actors promote": [["{actor}", "--name", EVIL, "--because", EVIL]],
    "actors undo": [[EVIL, "--because", EVIL]],
    "actors judgements": [[]],
    "actors review": [[], ["--limit", "1"]],
    "actors refresh": [["--country", EVIL]],
    "actors accept": [["{folder}/changes" + EVIL + ".csv"]],
    "show": [["Evil"], ["{article}", "--removed"], [EVIL + "none"], ["{article}", "--page"],
             ["{article}", "--page", "--output", "{folder}/page" + EVIL]],
    "status": [[]],
    "query": [
        *(["from fct_articles left join fct_article_texts using (version_id) left join dim_outlets using (outlet_id)", *form]
          for form in ([], ["--format", "csv"], ["--format", "json"])),
        [f"select '{EVIL}' as \"{EVIL}\", 1 as n", "--format", "csv"],
        [f"select '{EVIL}' as \"{EVIL}\", 1 as n"],
        [f"select error('{EVIL}')"],
        [f"selec {EVIL}"],
    ],
    "ask": [[], *([str(number)] for number in range(1, 13))],
    "validate draw": [["--n", "statement=5", "--n", "article=2"], ["--where", EVIL], ["--n", EVIL], ["--articles", EVIL]],
    "validate judge": [["--coder", EVIL, "--answers", "{folder}/none" + EVIL], ["--sample", EVIL]],
    "validate sheet": [["--output", "/dev/stdout", "--answers", "{folder}/answers" + EVIL]],
    "validate report": [[], ["--format", "markdown"], ["--format", "json"], ["--sample", EVIL]],
    "validate export": [[], ["--sample", EVIL]],
    "generations": [[]],
    "rollback": [["1", "--reason", EVIL]],
    "lock-data": [["--output", "{folder}/lock" + EVIL]],
    "forget": [["--url", EVIL, "--reason", EVIL, "--yes"], ["--source", "evil", "--dry-run"]],
    "sample remove": [["--dry-run"], ["--yes"]],
    "retry": [[]],
    "compact": [[]],
    "clean": [[]],
    "doctor": [[]],
    "down": [[]],
}  # fmt: skip


def commands(group: click.Group, before: str = "") -> set[str]:
    found = set()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
        if not isinstance(command, click.Group) or command.invoke_without_command:
            found.add(before + name)
    return found


def test_every_command_is_called_below() -> None:
    assert set(CALLS) | set(NOT_RUN) == commands(cli.cli)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Input of the user's own, as hostile as the rest."""
    folder = tmp_path_factory.mktemp("files")
    article = {"article_id": EVIL, "title": EVIL, "url": EVIL, "text": f"“We agree,” {EVIL} said in Japan. " * 5}
    (folder / "articles.jsonl").write_text(json.dumps(article) + "\n")
    (folder / "broken.jsonl").write_text(f'{{"article_id": "{EVIL}\n')
    page = {"page_id": EVIL, "url": EVIL, "html": f"<html><title>{EVIL}</title><p>{EVIL} text of a page. " * 20}
    (folder / "pages.jsonl").write_text(json.dumps(page) + "\n")
    (folder / "list.txt").write_text(f"http://127.0.0.1:9/{EVIL}\n{EVIL}\n")
    (folder / "text.txt").write_text(EVIL)
    (folder / f"changes{EVIL}.csv").write_text(f"kind,{EVIL}\nadded,{EVIL}\n")
    (folder / "plain.txt").write_text("")
    return folder


@pytest.mark.fault(18)
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("place", ["published", "hostile"])
def test_no_command_prints_what_drives_a_terminal(
    name: str,
    place: str,
    files: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    if place == "published" and name in ("build", "rebuild", "run", "ingest"):
        return  # half a minute each; once is enough
    where: Place = request.getfixturevalue(place)
    for variable, value in where.environment().items():
        monkeypatch.setenv(variable, value)
    # what needs a build ends at its first step: a build takes half a minute, and prints what dbt says of our own models
    monkeypatch.setenv("ACTA_DBT_DIR", str(where.folder / f"none{EVIL}"))
    article, actor = ids_of(where)
    for call in CALLS[name]:
        arguments = [
            word.replace("{folder}", str(files)).replace("{article}", article).replace("{actor}", actor)
            for word in call
        ]
        code = main([*name.split(), *arguments], monkeypatch)
        printed = capfdbinary.readouterr()
        for stream in printed:
            text = stream.decode("utf-8")
            assert not UNSAFE.search(text), (code, UNSAFE.search(text), text[:3000])
        assert b"Traceback" not in printed.err, printed.err.decode()[-2000:]
        assert code in (0, 1, 2) and (printed.out or printed.err or name in ("collect", "extract", "annotate"))


def _filled(word: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        word = word.replace(name, value)
    return word


def ids_of(place: Place) -> tuple[str, str]:
    import duckdb

    with duckdb.connect(str(place.data / "publish" / "current" / "acta.duckdb"), read_only=True) as connection:
        article = connection.execute("select min(article_id) from marts.fct_articles").fetchone()
        actor = connection.execute("select min(actor_id) from marts.rpt_actor_candidates").fetchone()
    assert article and actor
    return str(article[0]), str(actor[0])


def main(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The program as a person starts it; its exit status."""
    monkeypatch.setattr(sys, "argv", ["acta", *arguments])
    before = os.umask(0o022)
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        os.umask(before)
    return 0


def test_colours_pass_and_nothing_else_where_there_is_a_terminal(published: Place) -> None:
    done = published.run("show", ids_of(published)[0], FORCE_COLOR="1", TERM="xterm-256color")
    assert done.returncode == 0 and b"\x1b[1m" in done.stdout, done.stderr
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode())
    assert not UNSAFE.search(text) and b"38;5;123" not in re.findall(rb"\x1b\[([0-9;]*)m", done.stdout)


def test_json_gives_back_what_the_table_holds(hostile: Place) -> None:
    done = hostile.run("query", "select name from dim_outlets limit 1", "--format", "json")
    assert json.loads(done.stdout)["name"].endswith(EVIL)


@pytest.mark.parametrize("code", [*range(32), *range(127, 160), 0x2028, 0x202E, 0x2066, 0xFFF9, 0xD800])
def test_each_unsafe_character_has_a_stand_in_and_an_escape(code: int) -> None:
    text = f"a{chr(code)}b"
    assert len(visible(text)) == 3 and (visible(text) == text) == (code in (9, 10))
    assert json.loads(json_line({"x": text})) == {"x": text} and not UNSAFE.search(json_line({"x": text}))


def test_words_of_any_script_stay_as_they_are() -> None:
    for text in (
        "Ostby’s “quay” – café",
        "порт",
        "港口",
        "ميناء\u200f",
        "👩\u200d🚀",
        "می\u200cخواهم",
        "soft\u00adhyphen",
    ):
        assert visible(text) == text
