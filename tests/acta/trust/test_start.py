"""A command starts without what it does not use."""

from __future__ import annotations

import subprocess
import sys

LOADED = "import sys, acta.cli; print(*{name.partition('.')[0] for name in sys.modules})"


def test_a_command_that_parses_no_text_starts_without_the_parser() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout.split()

    assert "acta" in found
    assert not {"spacy", "thinc", "airflow", "dbt"} & set(found)
