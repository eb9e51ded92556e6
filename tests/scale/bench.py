"""Measure the warehouse at scale: ``make bench-scale``, or ``python -m tests.scale.bench 100000 300000 1000000``.

For each size: write that many articles as batches, build everything, publish, ask the worked questions, then load 10,000 new
articles (with corrections and withdrawals of the day before), build and publish again, and rebuild from nothing to compare the
hashes. Each step is a process of its own, timed from outside; memory is the largest of its processes. Results go to docs/scale/.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from tests.scale.articles import A_DAY
from tests.scale.batches import write_day

from acta.cli.ask import load_questions
from acta.config import REPO, Settings
from acta.ids import make_id

RESULTS = REPO / "docs" / "scale" / "results.json"
ROUNDS = 3  # each question; the middle one counts
Figures = dict[str, Any]

# The questions name actors and days of the sample newsroom; here the busiest of their kind take their place.
BUSIEST = {
    "speaker": "select name from marts.dim_actors join (select speaker_actor_id as actor_id, sum(utterance_count) as n "
    "from marts.agg_speaker_day group by 1) using (actor_id) order by n desc, name limit 1",
    "country": "select name from marts.dim_actors where kind = 'country' order by mention_count desc, name limit 1",
    "pair": "select source_actor_country, target_actor_country, date_on from marts.agg_dyad_day "
    "order by conflict_count desc, date_on, 1 limit 1",
}


def run(settings: Settings, *arguments: str) -> Figures:
    """One command as a user runs it: seconds by the clock and by the processors, GB of memory."""
    environment = os.environ | {"ACTA_DATA_DIR": str(settings.data_dir)}
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    log = settings.data_dir / "bench.log"
    with log.open("ab") as sink:
        process = os.posix_spawn(
            command[0], command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, sink.fileno(), fd) for fd in (1, 2)]
        )
        _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed: see {log}")
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_gb": round(used.ru_maxrss / 1e6, 2),
    }


def acta(settings: Settings, verb: str) -> Figures:
    return run(settings, "-m", "acta", verb)


def measure(settings: Settings, days: int, rebuild: bool, say: Callable[[str], None]) -> Figures:
    """All figures of one size."""
    found: Figures = {"articles": days * A_DAY}
    say(f"{days * A_DAY:,} articles: writing batches")
    with ProcessPoolExecutor() as pool:
        list(pool.map(write_day, [settings] * (days + 1), range(days + 1)))
    aside = set_aside(settings, days)
    for name, verb in (("build", "build"), ("publish", "publish")):
        found[name] = acta(settings, verb)
        say(f"{name}: {found[name]}")
    found["rows"] = json.loads((settings.build_file.with_name("receipt.json")).read_text())["rows"]
    found["build_file_gb"] = round(settings.build_file.stat().st_size / 1e9, 2)
    found["published_file_gb"] = round(settings.published_file.stat().st_size / 1e9, 2)
    found["questions"] = ask(settings)
    say(f"questions, seconds: {found['questions']}")
    for stage, folder in aside.items():
        shutil.move(folder, settings.batches_dir / stage / folder.name)
    for name, verb in (("build_new", "build"), ("publish_new", "publish")):
        found[name] = acta(settings, verb)
        say(f"{name}: {found[name]}")
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        found["days_made_anew"] = connection.execute("select count(*) from intermediate.int_days__stale").fetchall()[0][0]
    if rebuild:
        found["rebuild"] = rebuilt(settings)
        say(f"rebuild: {found['rebuild']}")
    return found


def set_aside(settings: Settings, day: int) -> dict[str, Path]:
    """Take the batches of a day out of sight."""
    aside = {}
    for stage in ("collect", "extract", "annotate"):
        name = make_id("bat", "scale", stage, day)
        aside[stage] = settings.data_dir / "aside" / stage / name
        aside[stage].parent.mkdir(parents=True, exist_ok=True)
        shutil.move(settings.batches_dir / stage / name, aside[stage])
    return aside


def ask(settings: Settings) -> dict[int, float]:
    """Seconds of each question on the published file, the middle of some rounds."""
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        changes = names(connection)
        taken: dict[int, float] = {}
        for question in load_questions():
            for old, new in changes.items():
                question = replace(question, sql=question.sql.replace(old, new))
            times = []
            for _ in range(ROUNDS):
                started = time.perf_counter()
                _, rows = question.answer(connection)
                times.append(time.perf_counter() - started)
            if not rows:
                print(f"question {question.number} finds nothing: {question.sql}", file=sys.stderr)
            taken[question.number] = round(sorted(times)[ROUNDS // 2], 3)
    return taken


def names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What stands in the questions, and what is asked instead."""
    found = {name: connection.execute(sql).fetchall()[0] for name, sql in BUSIEST.items()}
    day = found["pair"][2]
    changes = {"XAA": found["pair"][0], "XAB": found["pair"][1], "Kestria": found["country"][0]}
    changes |= dict.fromkeys(("Irena Solvek", "Sofia Kellan"), found["speaker"][0])
    changes |= dict.fromkeys(("2026-05-17", "2026-05-13", "2026-05-11", "2026-03-31"), str(day))
    return changes | {"2026-03-01": str(day.replace(day=1))}


def rebuilt(settings: Settings) -> Figures:
    """Make everything again from the batches; the hashes have to be those of the builds that kept what they could."""
    receipt = settings.build_file.with_name("receipt.json")
    kept = json.loads(receipt.read_text())["hashes"]
    figures = acta(settings, "rebuild")
    made = json.loads(receipt.read_text())["hashes"]
    differ = [name for name in made if made[name] != kept[name]]
    return figures | {"tables": len(made), "tables_that_differ": differ}


def machine() -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores and {memory:.0f} GB, shared with other work"


def main() -> None:
    """Measure the sizes that are named and add them to the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, 300_000, 1_000_000], help="articles")
    parser.add_argument("--folder", type=Path, help="where the data goes (default: a temporary folder)")
    parser.add_argument("--no-rebuild", action="store_true", help="leave out the comparison with a rebuild")
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text())["sizes"] if RESULTS.exists() else {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            settings = replace(Settings(), data_dir=Path(folder), keep_generations=1)
            started = time.time()
            results[str(size)] = measure(
                settings,
                size // A_DAY,
                not options.no_rebuild,
                lambda line, started=started: print(f"{time.time() - started:6.0f} s  {line}", flush=True),
            )
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        listed = dict(sorted(results.items(), key=lambda item: int(item[0])))
        RESULTS.write_text(json.dumps({"machine": machine(), "sizes": listed}, indent=1) + "\n")
    print(f"{RESULTS}: `python docs/scale/page.py` makes page and chart of it")


if __name__ == "__main__":
    main()
