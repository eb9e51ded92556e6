"""The main job on the sample newsroom: two editions through the real DAGs, then what a person wants to see."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import click
import duckdb
from rich.panel import Panel
from rich.text import Text

from acta.cli.ask import load_questions, print_answer
from acta.cli.look import table_of_rows
from acta.cli.stages import say
from acta.config import Settings, load_settings
from acta.errors import Permanent
from acta.orchestrate import airflow_home, prepare, run_dag, running_group
from acta.publish.generations import current_generation
from acta.publish.reading import open_published
from acta.store.batches import list_batches, read_table
from acta.terminal import out

# The newsroom is asked at once, also when its rhythm says that nothing is due.
CONF = {"collect_articles": '{"only_due": false}'}
DAGS = ("collect_articles", "annotate_articles", "build_marts")
NEWSROOM_PORT = 18760
SHOWN = (1, 2, 5)  # of the worked questions
# Reports that count attempts grow with every poll, also when nothing is new.
ATTEMPT_LOGS = ("rpt_pipeline_outcomes", "rpt_outlet_health", "rpt_outlet_hours")


@click.group(invoke_without_command=True)
@click.pass_context
def sample(context: click.Context) -> None:
    """Run the whole pipeline over the sample newsroom (what `make run` does); `acta sample remove` takes it out again."""
    if context.invoked_subcommand is None:
        run_sample()


@sample.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(dry_run: bool, yes: bool) -> None:
    """Take the sample newsroom's articles, archive and tables out of the data folder; what is yours stays.

    Its outlets, and every published generation that shows them, go. Judgements about its actors are your files and stay.
    """
    from acta.forget.sample import find_sample, remove_sample

    settings = load_settings()
    found = find_sample(settings)
    if not found:
        if not dry_run:
            remove_sample(settings)  # what a call that was cut off has left
        out.print(f"there is no sample in {settings.data_dir}", soft_wrap=True)
        return
    rest = "the rest is built and published again" if found.has_others else "nothing else is in it"
    out.print(
        f"{settings.data_dir}: {found.count} batches, {len(found.archives)} archives and {len(found.generations)} "
        f"published generations hold the sample; {rest}",
        soft_wrap=True,
    )
    for folder in found.unread if found.has_others else []:
        out.print(f"{folder} cannot be read by this version and stays: remove it by hand if it holds the sample", soft_wrap=True)
    if dry_run:
        return
    if not yes:
        click.confirm("Remove it?", abort=True)
    remove_sample(settings, say)
    out.print("the sample is gone" + ("" if found.has_others else "; `acta run` or `acta ingest` starts with news of your own"))


def run_sample() -> None:
    """Both editions through the DAGs the first time, the last one again after that."""
    from acta.newsroom import EDITIONS
    from acta.newsroom.server import running_newsroom

    base = load_settings()
    settings = replace(base, newsroom_port=base.newsroom_port or NEWSROOM_PORT)
    if running_group(settings) is not None:
        raise Permanent("Airflow is running on the same data: `make down` first, then `make run`")
    own_sources = (
        settings.data_dir / "airflow" / "no_sources"
    )  # the newsroom's clock must not reach anybody's real feeds
    own_sources.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    asked = requests(settings)
    before = current_generation(settings)
    second_time = before is not None and (settings.data_dir / "sample.done").exists()
    editions = [max(EDITIONS)] if second_time else sorted(EDITIONS)
    _step("Airflow's metadata database")
    prepare(settings)
    with running_newsroom(settings.newsroom_port, edition=editions[0]) as newsroom:
        for edition in editions:
            newsroom.set_edition(edition)
            _edition(settings, edition, EDITIONS[edition])
    (settings.data_dir / "sample.done").touch()
    after = current_generation(settings)
    if after is None:
        raise Permanent("the DAGs ran but nothing was published: run `acta doctor`")
    with open_published(settings) as connection:
        if second_time and before is not None:
            _nothing_new(requests(settings) - asked, settings, before.hashes, after.hashes)
        _report(settings, connection, after.rows, time.monotonic() - started)


def _step(what: str) -> None:
    out.print(f"• {what}", style="bold")


def _edition(settings: Settings, edition: int, clock: datetime) -> None:
    """Run the three DAGs in order on the newsroom's clock."""
    _step(f"edition {edition} of the newsroom, {clock:%d %B %Y %H:%M} UTC")
    environment = {"ACTA_NOW": clock.isoformat(), "ACTA_NEWSROOM_PORT": str(settings.newsroom_port)}
    environment["ACTA_SOURCES_DIR"] = str(settings.data_dir / "airflow" / "no_sources")
    for dag_id in DAGS:
        begun = time.monotonic()
        with out.status(f"  {dag_id} …") as spinner:
            run_dag(settings, dag_id, environment, partial(_show_line, spinner, dag_id), CONF.get(dag_id, "{}"))
        out.print(f"  {dag_id:<18} {time.monotonic() - begun:5.0f} s", style="dim")


TASK = re.compile(r"task_id=(?P<task>\w+)|\[DAG TEST\] starting task_id=(?P<start>\w+)")
DBT_NODE = re.compile(r"(?P<done>\d+) of (?P<all>\d+) (OK|PASS|START|ERROR|FAIL|WARN)")


def _show_line(spinner: Any, dag_id: str, line: str) -> None:
    """Keep the spinner's line at what is being done now."""
    node, task = DBT_NODE.search(line), TASK.search(line)
    if node:
        spinner.update(f"  {dag_id}: dbt {node['done']} of {node['all']}")
    elif task:
        spinner.update(f"  {dag_id}: {task['task'] or task['start']}")


def _nothing_new(met: Counter[str], settings: Settings, before: dict[str, str], after: dict[str, str]) -> None:
    """Say what a second run met. Raises Permanent when a table changed that should not have."""
    product = sorted(set(after) - set(ATTEMPT_LOGS))
    changed = [name for name in product if before.get(name) != after[name]]
    if changed:
        raise Permanent(
            f"a rerun changed {', '.join(changed)}. If nothing was collected, ingested or upgraded since the last run, "
            f"that is a bug: please report it with {airflow_home(settings)}/*.log"
        )
    out.print()
    out.print(
        f"The newsroom had nothing new: of {met.total()} requests {met['unchanged']} were answered 304 (not modified), nothing "
        f"was added, and the hashes of all {len(product)} tables are as before. Only the logs of attempts "
        f"({', '.join(ATTEMPT_LOGS)}) may grow.",
        style="bold green",
    )


def requests(settings: Settings) -> Counter[str]:
    """Outcomes of all requests in collect batches, robots.txt left out."""
    return Counter(
        row["outcome"]
        for manifest in list_batches(settings, "collect")
        for row in read_table(settings, manifest, "fetches")
        if row["kind"] != "robots"
    )


def _report(settings: Settings, connection: duckdb.DuckDBPyConnection, rows: dict[str, int], seconds: float) -> None:
    out.print()
    out.print("The tables", style="bold")
    table_of_rows(rows)
    _tests(connection)
    for question in load_questions():
        if question.number in SHOWN:
            print_answer(connection, question)
    used = sum(p.stat().st_size for p in settings.data_dir.rglob("*") if p.is_file() and not p.is_symlink())
    file = os.path.relpath(settings.published_file)
    out.print(
        Panel(
            Text(
                f"The warehouse is one DuckDB file: {file}\n"
                '  open it       .venv/bin/acta query "from statements limit 5"\n'
                "                (any DuckDB client, opened read-only)\n"
                '  read a story  .venv/bin/acta show "words of a title"\n'
                "  own feed      a YAML file in sources/, then .venv/bin/acta run\n"
                "  own texts     .venv/bin/acta ingest FILE_OR_URL\n"
                f"  every 15 min  make up (http://127.0.0.1:{settings.airflow_port}); make down\n"
                f"\n{seconds:.0f} seconds, {used / 1e6:.0f} MB in {os.path.relpath(settings.data_dir)}/"
            ),
            title="where to go from here",
            title_align="left",
            border_style="dim",
            width=min(100, out.width),
        )
    )


def _tests(connection: duckdb.DuckDBPyConnection) -> None:
    """What the data tests of the published build said: how many, and each that did not pass as the sentence it believes."""
    found = connection.execute(
        "select status, model_name, expectation, failure_count from rpt_data_tests where is_latest order by test_name"
    ).fetchall()
    counted = Counter(status for status, *_ in found)
    out.print()
    out.print(f"{len(found)} data tests: " + ", ".join(f"{n} {status}" for status, n in counted.most_common()), style="bold")
    for status, model, expectation, failures in found:
        if status != "pass":
            out.print(f"  {status}: {model}: {expectation} ({failures} rows say otherwise)", soft_wrap=True)


COMMANDS = [sample]
