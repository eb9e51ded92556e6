"""The table of commands says what the modules say, and help is given without importing them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest

from acta import cli
from acta.cli import commands
from acta.cli.commands import COMMANDS, load

FOLDER = Path(cli.__file__).parent
LOADED = "import sys; sys.argv[1:] = ['--help']\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_a_command_is_the_first_sentence_of_its_help(name: str) -> None:
    command = load(name)

    assert command.name == name
    assert COMMANDS[name][1] == " ".join((command.help or "").split("\n\n")[0].split())


def test_every_command_of_every_module_is_in_the_table_or_in_a_group() -> None:
    groups = [command for name in COMMANDS if isinstance(command := load(name), click.Group)]
    members = {command for group in groups for command in group.commands.values()}
    modules = [importlib.import_module(f"acta.cli.{path.stem}") for path in FOLDER.glob("[a-z]*.py")]
    offered = {command for module in modules if module is not commands for command in getattr(module, "COMMANDS", ())}

    assert offered - members == {load(name) for name in COMMANDS}


def test_help_imports_no_module_of_a_command() -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"from acta.cli import main\n{LOADED}"], capture_output=True, text=True, check=True
    )
    loaded = set(run.stderr.split())

    assert all(name in run.stdout for name in COMMANDS)
    assert not loaded & {f"acta.cli.{module}" for module, _ in COMMANDS.values()}
    assert not loaded & {"duckdb", "pyarrow", "numpy", "pydantic", "yaml", "requests", "lxml", "spacy"}
