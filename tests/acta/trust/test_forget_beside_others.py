"""Forgetting and the stages keep out of each other's way; the stages work side by side. All with processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from acta.annotate.run import annotate_batches
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Transient
from acta.extract.reextract import reextract
from acta.extract.run import extract_batches
from acta.forget.run import forget
from acta.forget.targets import rows_of
from acta.model.build import load, transform
from acta.publish.generations import publish, rollback
from acta.store.lock import holder

TEXT = "The harbour office of Velmark published its figures in the morning, and traders had waited for them for weeks."
STAGES: dict[str, Callable[[Settings], object]] = {
    "collect": lambda settings: collect_files(settings, [settings.sources_dir / "quay.txt"], "herald", run_key="second"),
    "extract": extract_batches,
    "extract again": reextract,
    "annotate": annotate_batches,
    "load": load,
    "transform": transform,
    "publish": publish,
    "rollback": lambda settings: rollback(settings, "a bad one"),
}


@pytest.fixture
def collected(settings: Settings) -> Settings:
    """One article, collected and extracted."""
    settings.sources_dir.mkdir()
    path = settings.sources_dir / "quay.txt"
    path.write_text(TEXT, encoding="utf-8")
    collect_files(settings, [path], "herald", run_key="first")
    extract_batches(settings)
    return settings


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Start work in a process of its own that can be spoken to; what still runs at the end is ended."""
    running: list[subprocess.Popen[str]] = []
    environment = os.environ | {"ACTA_DATA_DIR": str(settings.data_dir), "ACTA_JUDGEMENTS_DIR": str(settings.judgements_dir)}

    def started(work: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", f"from acta.config import load_settings as s\n{work}"]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


def wait_for(what: Callable[[], bool]) -> None:
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("waited a minute in vain")


def asked_url(settings: Settings) -> str:
    return next(str(row["url"]) for row in rows_of(settings, "collect", "fetches"))


def test_collectors_work_side_by_side_and_forgetting_is_refused_meanwhile(
    collected: Settings, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    work = "from acta.collect.files import collect_files; collect_files(s(), ['-'], '{}')"  # reads until its input ends
    collectors = {name: start(work.format(name)) for name in ("alpha", "beta", "gamma")}
    locks = collected.state_file.parent / "locks"
    wait_for(lambda: all(holder(locks / f"{name}.lock") == process.pid for name, process in collectors.items()))
    extract_batches(collected)  # nor do they keep out another stage
    with pytest.raises(Transient) as refused:
        forget(collected, "asked", urls={asked_url(collected)})
    says = r"the data folder is busy: process (\d+) \(python\S* -c .*\) holds \S+; wait for it, or stop it$"
    named = re.match(says, str(refused.value))
    assert named and int(named[1]) in {process.pid for process in collectors.values()}
    assert not (collected.data_dir / "tombstones.jsonl").exists()
    for name, process in collectors.items():
        process.communicate(f"{TEXT} It said so to {name}.")
        assert process.returncode == 0
    assert {row["source_id"] for row in rows_of(collected, "collect", "fetches")} == {"herald", *collectors}


def test_stages_are_refused_while_something_is_forgotten_and_go_on_when_the_process_is_gone(
    collected: Settings, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    forgetting = start(
        "from acta.forget.run import forget\n"
        f"forget(s(), 'asked', urls={{{asked_url(collected)!r}}}, progress=lambda line: input(print(line, flush=True)))"
    )
    assert forgetting.stdout is not None
    assert "taken out of archives" in forgetting.stdout.readline()  # it waits here for an answer
    for name, work in STAGES.items():
        with pytest.raises(Transient, match=rf"the data folder is busy: process {forgetting.pid} \(") as refused:
            work(collected)
        assert "\n" not in str(refused.value), name
    forgetting.kill()
    forgetting.wait()
    assert STAGES["extract"](collected) == []
    collect = STAGES["collect"](collected)
    assert (collect.counts, list(rows_of(collected, "extract", "articles"))) == ({}, [])  # the tombstone is there
