"""docs/how-to/connect: every block runs against the published sample, with the versions that the page names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connect.first_five_minutes import play_all
from tests.e2e.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "connect" / "README.md"
PINS = ROOT / "tests" / "connect" / "requirements.txt"
CLIENTS = ("DuckDB on the command line", "Python", "See a new generation", "pandas", "polars", "ibis", "SQLAlchemy", "marimo")


def sections() -> dict[str, str]:
    parts = re.split(r"^##+ (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run_section(sample: Run, name: str, python: Path, folder: Path) -> None:
    """Run a section's blocks in a folder that holds ``data``."""
    (folder / "data").symlink_to(sample.settings.data_dir)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ACTA_")}
    environment |= {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    commands = [["bash", "-euo", "pipefail", "-c", text] for text in blocks(sections()[name], "sh run")]
    for number, text in enumerate(blocks(sections()[name], "python")):
        (folder / f"block{number}.py").write_text(text, encoding="utf-8")
        commands.append([str(python), f"block{number}.py"])
    assert commands
    for command in commands:
        done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() or name == "marimo"


@pytest.mark.parametrize("name", ["Python", "See a new generation"])
def test_the_recipes_for_plain_python_run(sample: Run, tmp_path: Path, name: str) -> None:
    run_section(sample, name, Path(sys.executable), tmp_path)


def test_the_page_pins_what_the_tests_install_and_has_a_section_for_each_client() -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", PINS.read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"([a-z-]+)(?:\[[a-z]+\])?==([0-9.]+)", PAGE.read_text(encoding="utf-8"))
    assert {(name, pins.get(name)) for name, _ in named} == set(named)
    assert set(CLIENTS) <= set(sections())


def test_the_pins_have_hashes_and_name_no_host() -> None:
    text = PINS.read_text(encoding="utf-8")
    assert not re.search(r"(https?|file)://|index-url|find-links", text)
    assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)) > 30


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Python of an environment of its own: some clients want other versions than Acta's lock."""
    folder = tmp_path_factory.mktemp("clients") / "venv"
    uv = str(Path(sys.executable).with_name("uv"))
    python = folder / "bin" / "python"
    install = ["pip", "install", "-q", "--python", str(python), "--no-deps", "--require-hashes", "-r", str(PINS)]
    for command in (["venv", "-q", "-p", sys.executable, str(folder)], install):
        done = subprocess.run([uv, *command], text=True, capture_output=True, timeout=500)
        assert done.returncode == 0, done.stderr
    yield python


@pytest.mark.slow
@pytest.mark.parametrize("name", CLIENTS)
def test_the_recipe_runs(sample: Run, clients: Path, tmp_path: Path, name: str) -> None:
    run_section(sample, name, clients, tmp_path)


@pytest.mark.slow
def test_no_client_meets_an_error_or_half_a_generation_while_the_warehouse_is_published(sample: Run, clients: Path) -> None:
    played = play_all(clients, sample.settings.data_dir, seconds=30, pause=1.0)
    assert played.published >= 2 and played.moved >= 1
    assert [one["errors"] for one in played.clients] == [[]] * 7
    assert all(one["queries"] > 0 for one in played.clients)
