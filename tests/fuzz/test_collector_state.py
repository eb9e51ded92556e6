"""Whatever became of the state file: it opens, every row of it can be read, and a new batch can be applied."""

from __future__ import annotations

import atexit
import functools
import logging
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz

from acta.collect.http import FetchResult
from acta.collect.parts import Part
from acta.collect.plan import plan
from acta.collect.rows import Subject, article_id_of
from acta.collect.state import open_state
from acta.collect.state_file import DamagedState
from acta.config import Settings
from acta.sources import Source

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
SOURCE = Source(source_id="paper", name="Paper", feeds=("http://127.0.0.1:9/rss",))
PAGES = 60
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # SQLite syncs; what is tested is no disk


@functools.cache
def sound() -> Path:
    """A data folder with one batch and its state, closed."""
    folder = Path(tempfile.mkdtemp(prefix="acta-state-", dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = Settings(data_dir=folder, now=NOW)
    with Part(settings, SOURCE, "r1", 1, NOW) as part:
        for number in range(PAGES):
            url = f"http://127.0.0.1:9/story-{number}-of-the-harbour"
            subject = Subject(
                "article", url, url, article_id_of("paper", url), None, f"Story {number}", None, NOW.isoformat()
            )
            part.add(subject, NOW, FetchResult(url, url, "failed", "http_404", "no such page", 3))
        part.finish()
    with open_state(settings) as state:
        assert len(state.open_urls("paper", NOW - timedelta(days=1))) == PAGES
    return folder


changes = st.lists(
    st.tuples(
        st.sampled_from(("flip", "zero", "noise", "cut", "insert", "empty", "header")),
        st.integers(0, 10**6),
        st.binary(min_size=1, max_size=64),
    ),
    min_size=1,
    max_size=4,
)


def check(damage: list[tuple[str, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = Path(name) / "data"
        shutil.copytree(sound(), folder)
        settings = Settings(data_dir=folder, now=NOW)
        spoil(settings.state_file, damage)
        try:
            found = look(settings)
        except DamagedState:  # seen only by who read the row: set aside, and made again by the next opening
            found = look(settings)
        # SQLite keeps no checksums: a byte changed within a value can hide the row, or the two rows, that it lies in
        hidden = 2 * sum(kind in ("flip", "noise") for kind, _, _ in damage)
        assert PAGES - hidden <= found <= PAGES


def look(settings: Settings) -> int:
    with open_state(settings) as state:
        state.hosts.reserve("127.0.0.1:9", 0.0, 0.0)
        state.hosts.settle("127.0.0.1:9", None)
        state.is_poll_due("paper", NOW)
        plan(state, "paper", [], NOW + timedelta(days=1))
        return len({seen.url_key for seen in state.open_urls("paper", NOW - timedelta(days=999_99))})


def spoil(file: Path, damage: list[tuple[str, int, bytes]]) -> None:
    body = bytearray(file.read_bytes())
    for kind, place, token in damage:
        at = place % (len(body) or 1)
        if kind == "flip" and body:
            body[at] ^= 1 << place % 8
        elif kind == "zero":
            body[at : at + 4096] = bytes(len(body[at : at + 4096]))
        elif kind == "noise":
            body[at : at + len(token)] = token[: len(body) - at]
        elif kind == "cut":
            del body[at:]
        elif kind == "insert":
            body[at:at] = token
        elif kind == "empty":
            body.clear()
        elif body:
            at = place % min(100, len(body))
            body[at : at + 1] = token[:1]
    file.write_bytes(body)


@budgets
def test_no_damage_to_the_state_ends_in_an_exception(seconds: float) -> None:
    logging.getLogger("acta.collect.state").setLevel(logging.ERROR)
    fuzz(changes, check, seconds)
