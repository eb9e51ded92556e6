"""An analyst's first five minutes with each client, while the warehouse is published every few seconds.

    .venv/bin/python -m tests.connect.first_five_minutes PYTHON DATA [SECONDS]

PYTHON is that of an environment with tests/connect/requirements.txt, DATA a data folder with a finished build; it is copied.
A round marks three tables of the copy's build and publishes it for real, which prunes old generations under their readers; or,
four times of five because that costs less, takes readers to another kept generation by `rollback`. Exit status 1 when a client
met an error or rows of two generations in one visit.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.connect.player import CLIENTS

from acta.config import Settings
from acta.model.build import read_receipt
from acta.model.hashes import table_hashes
from acta.model.receipt import write_receipt
from acta.model.warehouse import open_build
from acta.publish.generations import current_generation, generations, publish, rollback

PLAYER = Path(__file__).with_name("player.py")
MARKED = {"fct_statements": "cue_lemma", "fct_articles": "site_name", "fct_event_mentions": "annotator_name"}


@dataclass(frozen=True)
class Played:
    """What each client met, and how often was published meanwhile."""

    clients: list[dict[str, Any]]
    published: int
    moved: int  # by publish or rollback


def play_all(python: Path, data: Path, seconds: float, pause: float = 3.0, clients: tuple[str, ...] = tuple(CLIENTS)) -> Played:
    """Run all clients beside each other against a copy of ``data``, publishing every ``pause`` seconds until they are done."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        copy.mkdir()
        shutil.copytree(data / "build", copy / "build")
        settings = Settings(data_dir=copy, keep_generations=2, keep_days=0)
        published, moved = 2, 0
        for number in range(published):
            publish_marked(settings, number)
        players = [
            subprocess.Popen(
                [str(python), str(PLAYER), client, str(settings.published_file), str(seconds)], stdout=subprocess.PIPE, text=True
            )
            for client in clients
        ]
        while any(player.poll() is None for player in players):
            time.sleep(pause)
            moved += 1
            if moved % 5 == 0:
                publish_marked(settings, published)
                published += 1
            else:
                take_elsewhere(settings)
        return Played([json.loads(player.communicate()[0] or "{}") for player in players], published, moved)


def publish_marked(settings: Settings, number: int) -> None:
    """Publish a generation that can be told from every other by three of its tables."""
    receipt = read_receipt(settings)
    assert receipt is not None, "the data folder has no finished build"
    with open_build(settings) as connection:
        for table, column in MARKED.items():
            connection.execute(f"update marts.{table} set {column} = $1", [f"round {number}"])
        hashes = table_hashes(connection)
    write_receipt(settings, replace(receipt, hashes=hashes))
    publish(settings, always=True)


def take_elsewhere(settings: Settings) -> None:
    """Point readers at a kept generation that is not the current one."""
    now = current_generation(settings)
    rollback(settings, "a test", next(one.number for one in generations(settings) if now is None or one.number != now.number))


def main() -> int:
    played = play_all(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 300.0)
    print(f"{played.published} generations were published, and readers moved {played.moved} times")
    for one in played.clients:
        counts = "{client:<14} {visits:>5} visits  {queries:>6} queries  {generations:>3} generations".format(**one)
        print(f"{counts}  {len(one['errors'])} errors")
        for error in one["errors"][:5]:
            print(f"  {error}")
    return int(any(one["errors"] for one in played.clients))


if __name__ == "__main__":
    sys.exit(main())
