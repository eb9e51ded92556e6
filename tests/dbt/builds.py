"""Runs `dbt build` on a warehouse of a test's own, in a process of its own as `acta build` does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from tests.dbt.fixture import create_empty

REPO = Path(__file__).resolve().parents[2]
PROJECT = REPO / "dbt_project"


@dataclass(frozen=True)
class Build:
    """A finished `dbt build`: its file, its target folder and what it printed."""

    file: Path
    target: Path
    exit_status: int
    output: str

    def manifest(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.target / "manifest.json").read_text(encoding="utf-8"))
        return loaded

    def results(self) -> dict[str, str]:
        """Status of each node by its name."""
        listed = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))["results"]
        return {entry["unique_id"].split(".")[2]: entry["status"] for entry in listed}


def dbt_build(folder: Path, prepare: Callable[[duckdb.DuckDBPyConnection], None], *options: str) -> Build:
    """Make a build file in ``folder``, let ``prepare`` fill it, run dbt on it in a process of its own."""
    file = folder / "acta.duckdb"
    connection = create_empty(file)
    prepare(connection)
    connection.close()
    return run_dbt(file, *options)


def run_dbt(file: Path, *options: str) -> Build:
    target = file.with_name("target")
    command = [
        str(Path(sys.executable).with_name("dbt")), "build", *options,
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(target), "--log-path", str(target),
    ]  # fmt: skip
    done = subprocess.run(
        command, env=os.environ | {"ACTA_BUILD_FILE": str(file)}, capture_output=True, text=True, check=False
    )
    return Build(file, target, done.returncode, done.stdout + done.stderr)


def parse_project(folder: Path) -> dict[str, Any]:
    """The project's manifest, without building anything."""
    command = [str(Path(sys.executable).with_name("dbt")), "-q", "parse", "--project-dir", str(PROJECT)]
    command += ["--profiles-dir", str(PROJECT), "--target-path", str(folder), "--log-path", str(folder)]
    subprocess.run(command, env=os.environ | {"ACTA_BUILD_FILE": str(folder / "acta.duckdb")}, check=True)
    parsed: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return parsed
