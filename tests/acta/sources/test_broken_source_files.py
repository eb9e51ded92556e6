"""A broken source file is one named line; the other sources stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from acta.cli import cli
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Permanent
from acta.sources import Source, find_source, read_registry
from acta.sources.catalogue import write_source

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BROKEN = {
    "bomb": (BOMB, ":2: *a is an alias"),
    "recursive": ("name: &n [*n]\n", ":1: *n is an alias"),
    "nul": ("name: x\0y\n", ":1: not valid YAML: the character U+0000"),
    "deep": ("name: " + "[" * 3000, ":1: lists within lists"),
    "twice": ("name: a\nname: b\n", ":2: key 'name' is there twice"),
    "types": ("name: [1]\nfeeds: {a: 1}\n", ":1: name: "),
    "not_utf8": (b"name: caf\xe9\n", ":1: cannot be read: not UTF-8"),
    "huge": ("name: x\nfeeds:\n" + "- https://x.example/a\n" * 9000, "more than 100000 bytes"),
    "half_a_character": ('name: "half \\ud83d"\nfeeds: [https://x.example/]\n', ":1: the character U+D83D"),
    "escape": ('name: "\\e[31mred"\nfeeds: [https://x.example/]\n', ":1: the character U+001B"),
    "no_port": ("name: x\nfeeds: [https://x.example:99999/]\n", ":2: feeds.0: "),
    "nan": (
        "name: x\nfeeds: [https://x.example/]\nexpect: {articles_per_day: {min: nan}}\n",
        ":3: expect.articles_per_day.min",
    ),
    "list_as_key": ("? [a, b]\n: c\n", ":1: a key is one word"),
}


def put_good(settings: Settings) -> Path:
    settings.sources_dir.mkdir(parents=True)
    (settings.sources_dir / "good.yml").write_text("name: Good\nfeeds: [https://good.example/rss]\n")
    return settings.sources_dir / "bad.yml"


def says(settings: Settings) -> str:
    registry = read_registry(settings)
    assert [source.source_id for source in registry.sources] == ["good"]
    (file,) = registry.broken
    assert "\n" not in file.says
    return file.says


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_one_line_and_the_other_source_stays(settings: Settings, kind: str) -> None:
    text, line = BROKEN[kind]
    path = put_good(settings)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert f"sources/bad.yml{line}" in says(settings) or line in says(settings)
    with pytest.raises(Permanent, match=r"bad\.yml"):
        find_source(settings, "bad")


def test_what_is_no_file_is_one_line(settings: Settings) -> None:
    path = put_good(settings)
    os.mkfifo(path)
    assert "bad.yml: cannot be read: not a file" in says(settings)
    path.unlink()
    path.mkdir()
    assert "bad.yml: cannot be read: not a file" in says(settings)
    path.rmdir()
    path.symlink_to(path)
    assert "bad.yml: cannot be read: Too many levels of symbolic links" in says(settings)
    path.unlink()
    path.symlink_to(settings.sources_dir / "nowhere.yml")
    assert "bad.yml: cannot be read: No such file" in says(settings)


def test_two_files_of_one_id_are_both_left_out_and_an_editors_own_are_none(settings: Settings) -> None:
    path = put_good(settings)
    for ending in (".yml", ".yaml"):
        path.with_suffix(ending).write_text("name: Bad\nfeeds: [https://bad.example/rss]\n")
    path.with_name(".#good.yml").symlink_to("somebody@host.123")
    assert "two sources are called 'bad'" in says(settings)


def run(settings: Settings, *arguments: str) -> tuple[int, str, str]:
    environ = {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_SOURCES_DIR": str(settings.sources_dir),
        "ACTA_JUDGEMENTS_DIR": str(settings.judgements_dir),
    }
    done = CliRunner().invoke(cli, arguments, env=environ)
    return done.exit_code, done.output, str(done.exception)


def test_the_list_shows_the_others_and_ends_with_the_status_of_a_part_that_failed(settings: Settings) -> None:
    put_good(settings).write_text(BOMB)
    code, output, _ = run(settings, "sources", "list")
    assert code == 3 and "good" in output


def test_a_run_without_sources_says_so_and_builds_nothing(settings: Settings) -> None:
    code, _, error = run(settings, "run")
    assert code == 1 and "no sources: put a YAML file" in error
    assert not settings.build_file.parent.exists() and not settings.publish_dir.exists()


@pytest.mark.parametrize("source_id", ["../../../x", "/etc", "a/b", ".", "A", "x" * 101, "a\n", "ä", "a b", "a\0"])
def test_what_can_be_no_source_is_refused_by_every_way_in(settings: Settings, tmp_path: Path, source_id: str) -> None:
    text = tmp_path / "a.txt"
    text.write_text("The harbour was reopened.")
    for command in (
        ("ingest", str(text), "--source"),
        ("collect", "--source"),
        ("run", "--source"),
        ("collect", "--from-list", str(text), "--source"),
        ("reextract", "--source"),
        ("sources", "health"),
        ("sources", "add", "https://x.example/", "--id"),
        ("forget", "--yes", "--reason", "x", "--source"),
    ):
        code, output, _ = run(settings, *command, source_id)
        assert code == 2 and "cannot be the id of a source" in output, command
    with pytest.raises(Permanent, match="cannot be the id of a source"):
        collect_files(settings, [text], source_id=source_id)
    with pytest.raises(Permanent, match="cannot be the id of a source"):
        write_source(settings, source_id, "name: x\nfeeds: [https://x.example/]\n")
    with pytest.raises(ValueError, match="cannot be the id of a source"):
        Source(source_id=source_id, name="x", kind="files")
    assert not settings.data_dir.exists()
