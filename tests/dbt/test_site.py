"""The docs site is one page that opens from a disk: every mart, its columns and what leads to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dbt.builds import PROJECT, Build


@pytest.mark.slow
def test_the_site_is_one_page_with_every_mart_and_its_lineage(build: Build, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("dbt")), "-q", "docs", "generate", "--static"]
    command += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(tmp_path)]
    command += ["--log-path", str(tmp_path)]
    file = shutil.copy(build.file, tmp_path / build.file.name)  # another test may hold the build open
    environment = os.environ | {"ACTA_BUILD_FILE": str(file), "DO_NOT_TRACK": "1"}
    subprocess.run(command, env=environment, check=True)
    page = (tmp_path / "static_index.html").read_text(encoding="utf-8")
    marts = [n for n in build.manifest()["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]
    assert marts and [node["name"] for node in marts if node["unique_id"] not in page] == []
    assert '"parent_map"' in page and "Who said what to whom" in page
