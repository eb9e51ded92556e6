"""What is forgotten is nowhere, does not come back, and nothing else goes with it."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import duckdb
import pytest
from tests.acta.trust.test_crashes import in_process

from acta.annotate.run import annotate_batches
from acta.collect.archive import read_body
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Permanent
from acta.extract.run import extract_batches
from acta.forget.purge import purge_archives, purge_batches, remove_archives
from acta.forget.run import forget
from acta.forget.scan import scan
from acta.forget.targets import find_targets
from acta.model.build import build
from acta.model.load import load_pending
from acta.model.warehouse import open_build
from acta.publish.generations import generations, publish
from acta.store.batches import list_batches, read_table
from acta.store.failpoints import FORGET

SECRET = "Port master Hanne Ostby said on Monday that the northern quay of Velmark was safe again after the storm."
TEXTS = {
    "quay": f"{SECRET} The harbour office published its figures in the morning, and traders had waited for them for weeks.",
    "talks": "France met Germany in Paris on Tuesday to discuss the price of grain. Ministers said that the talks would go "
    "on in the autumn, and nobody at the table expected them to end before the winter came to the northern ports.",
}


def collect(settings: Settings, folder: Path) -> None:
    """Both texts in one archive, so that forgetting one has to leave the other readable."""
    folder.mkdir(exist_ok=True)
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    collect_files(settings, [folder], source_id="herald", published_at="2026-03-02", run_key="first")
    extract_batches(settings)
    annotate_batches(settings)


def titles(settings: Settings) -> list[str]:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        return [row[0][:20] for row in connection.execute("select text from marts.fct_article_texts order by 1").fetchall()]


def url_of(settings: Settings, name: str) -> str:
    fetches = [row for manifest in list_batches(settings, "collect") for row in read_table(settings, manifest, "fetches")]
    return next(str(row["url"]) for row in fetches if name in row["url"])


def test_a_forgotten_article_is_nowhere_and_never_comes_back(settings: Settings, tmp_path: Path) -> None:
    collect(settings, tmp_path / "texts")
    build(settings)
    publish(settings)
    backup = tmp_path / "backup"
    shutil.copytree(settings.batches_dir, backup)
    assert scan(settings.data_dir, [SECRET])[1]
    done = forget(settings, "asked by the person", urls={url_of(settings, "quay")})
    assert (done.articles, scan(settings.data_dir, [SECRET, "quay.txt"])[1]) == (1, [])
    assert titles(settings) == ["France met Germany i"] and len(generations(settings)) == 1
    assert bodies(settings) == [TEXTS["talks"].encode()]
    # offered again, and restored from a backup: neither brings it back
    collect_files(settings, [tmp_path / "texts"], source_id="herald", published_at="2026-03-02", run_key="again")
    assert scan(settings.data_dir, [SECRET])[1] == []
    shutil.rmtree(settings.batches_dir)
    shutil.copytree(backup, settings.batches_dir)
    shutil.rmtree(settings.build_file.parent)
    with open_build(settings) as connection:
        load_pending(settings, connection)
        assert connection.execute("select count(distinct article_id) from extracted.articles").fetchone() == (1,)


def bodies(settings: Settings) -> list[bytes]:
    """Every body that a row says is stored, checked against its hash."""
    fetches = [row for manifest in list_batches(settings, "collect") for row in read_table(settings, manifest, "fetches")]
    return [
        read_body(settings, row["warc_path"], row["warc_offset"], row["body_sha256"])[0]
        for row in fetches
        if row["warc_path"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("step", FORGET)
def test_forgetting_killed_at_any_step_is_finished_by_the_same_call(
    settings: Settings, tmp_path: Path, step: str
) -> None:
    collect(settings, tmp_path / "texts")
    work = f"from acta.forget.run import forget; forget(s(), 'asked', urls={{{url_of(settings, 'quay')!r}}})"
    killed = in_process(settings, work, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    rerun = in_process(settings, work)
    assert rerun.returncode == 0, rerun.stderr
    assert scan(settings.data_dir, [SECRET, "quay.txt"])[1] == []
    assert bodies(settings) == [TEXTS["talks"].encode()] and titles(settings) == ["France met Germany i"]


def test_a_source_means_all_its_articles_and_an_actor_those_that_mention_it(settings: Settings, tmp_path: Path) -> None:
    collect(settings, tmp_path / "texts")
    actors = [row for manifest in list_batches(settings, "annotate") for row in read_table(settings, manifest, "actors")]
    france = next(row for row in actors if row["name"] == "France")
    assert len(find_targets(settings, set(), {"herald"}, set()).article_ids) == 2
    assert find_targets(settings, set(), set(), {france["actor_id"]}).article_ids == {france["article_id"]}
    targets = find_targets(settings, set(), {"herald"}, set())
    moved = purge_archives(settings, targets)
    purge_batches(settings, targets, moved)
    remove_archives(settings, moved)
    for folder in (settings.warc_dir, settings.batches_dir):
        assert scan(folder, [SECRET, TEXTS["talks"], "herald"])[1] == []


def test_what_was_never_collected_cannot_be_forgotten(settings: Settings) -> None:
    with pytest.raises(Permanent, match="no collected article"):
        forget(settings, "asked", urls={"https://herald.example/nothing"})
