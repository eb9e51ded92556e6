"""What is cited is the same wherever the same archive is built."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from acta import __version__
from acta.annotate.run import annotate_batches
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Permanent
from acta.extract.run import extract_batches
from acta.model.build import build
from acta.publish.data_lock import lock_data
from acta.publish.generations import publish

TEXTS = {
    "quay": "“The quay is safe again,” port master Hanne Ostby said on Monday in Velmark. Germany welcomed the decision. "
    "The harbour office published the figures in the morning, and traders had waited for them since the storm.",
    "talks": "France met Germany in Paris on Tuesday to discuss the price of grain. Ministers said that the talks would go "
    "on in the autumn, and nobody at the table expected them to end before the winter came to the northern ports.",
}


def make(settings: Settings) -> None:
    extract_batches(settings)
    annotate_batches(settings)
    build(settings)
    publish(settings)


@pytest.mark.slow
def test_a_second_folder_made_from_the_same_archive_has_the_same_lock(settings: Settings, tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        collect_files(settings, [path], source_id="herald", published_at="2026-03-02", run_key=name)
    make(settings)
    there = replace(settings, data_dir=tmp_path / "another machine")
    for part in ("warc", "batches/collect"):  # the raw archive and what says how it was fetched; all else is made anew
        shutil.copytree(settings.data_dir / part, there.data_dir / part)
    make(there)
    here, second = lock_data(settings), lock_data(there)
    assert here == second
    assert here.rows["fct_articles"] == 2 and len(here.collect_batches) == 2 and here.annotators


def test_nothing_is_locked_before_something_is_published(settings: Settings) -> None:
    with pytest.raises(Permanent, match="run `acta build`"):
        lock_data(settings)


def test_the_citation_file_names_the_version_of_the_package() -> None:
    root = Path(__file__).resolve().parents[3]
    assert yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__
