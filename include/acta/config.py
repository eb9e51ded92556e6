"""Settings: the only reader of the environment.

Every setting is an environment variable ``ACTA_<NAME>`` (see .env.example). An ``ACTA_`` variable that is not a setting is
an error that names the nearest one, so a typo never turns into a silent default.

A project is a folder with news of its own, made by ``acta init``. Its ``.env`` holds settings and marks it with ``ACTA_HOME=.``;
``ACTA_HOME`` in the environment names it from elsewhere. What the environment says goes before the file. Without a project,
the folders are those of the checkout.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values

from acta.errors import Permanent

PREFIX = "ACTA_"
CHOICES = {"statements": ("fast", "accurate")}  # settings that take one of a few words
REPO = Path(__file__).resolve().parents[2]
HOME = PREFIX + "HOME"


@dataclass(frozen=True)
class Settings:
    """One value a setting; defaults run everything on one laptop."""

    home: Path = REPO
    data_dir: Path = REPO / "data"
    sources_dir: Path = REPO / "sources"
    judgements_dir: Path = REPO / "judgements"
    validation_dir: Path = REPO / "validation"
    dbt_dir: Path = REPO / "dbt_project"
    workers: int = max(1, os.cpu_count() or 1)
    contact: str = "https://example.org/acta"
    keep_generations: int = 5
    keep_days: int = 7
    health_seconds: float = 3600.0
    memory_gb: float = 0.0
    now: datetime | None = None
    newsroom_port: int = 0
    airflow_port: int = 8080
    max_body_bytes: int = 10_000_000
    fetch_seconds: float = 30.0
    host_interval_seconds: float = 1.0
    source_seconds: float = 900.0
    host_concurrency: int = 2
    circuit_failures: int = 5
    circuit_seconds: float = 300.0
    collect_workers: int = 8
    poll_min_seconds: float = 900.0
    poll_max_seconds: float = 14_400.0
    archive_days: int = 0
    log_days: int = 30
    test_days: int = 30
    name_private_persons: bool = False
    statements: str = "fast"
    refresh_actors: bool = False
    wikidata_url: str = "https://query.wikidata.org/sparql"
    attempts: int = 8
    retry_seconds: float = 300.0
    reserve_gb: float = 0.5
    failpoint: str = ""

    @property
    def batches_dir(self) -> Path:
        return self.data_dir / "batches"

    @property
    def compacted_dir(self) -> Path:
        return self.data_dir / "compacted"

    @property
    def warc_dir(self) -> Path:
        return self.data_dir / "warc"

    @property
    def state_file(self) -> Path:
        return self.data_dir / "state" / "collector.sqlite"

    @property
    def build_file(self) -> Path:
        """The private build. Same stem as the published file: views carry the catalog name."""
        return self.data_dir / "build" / "acta.duckdb"

    @property
    def publish_dir(self) -> Path:
        return self.data_dir / "publish"

    @property
    def published_file(self) -> Path:
        return self.publish_dir / "current" / "acta.duckdb"

    @property
    def build_memory(self) -> str:
        """What DuckDB may hold in memory while it builds: the setting, or half of the machine's."""
        pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return f"{round((self.memory_gb * 1e9 or pages / 2) / 1e6)}MB"

    def clock(self) -> datetime:
        """The present in UTC: the wall clock, or ``ACTA_NOW`` (the sample newsroom's clock)."""
        return self.now or datetime.now(UTC)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from ``environ`` (default: the process environment) and the project that its ACTA_HOME names, if any.

    Raises Permanent for an unknown ACTA_ variable or a value of the wrong type, naming both, and for a project that is not there.
    """
    environ = with_project(os.environ if environ is None else environ)
    known = {field.name: field for field in fields(Settings)}
    values: dict[str, object] = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or text == "":
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else "; see .env.example"
            raise Permanent(f"{variable} is not a setting{hint}")
        if name in CHOICES and text not in CHOICES[name]:
            raise Permanent(f"{variable}={text!r} is none of {', '.join(CHOICES[name])}")
        values[name] = _parse(variable, text, str(known[name].type))
    home = values.get("home")
    folders = project_folders(home) if isinstance(home, Path) else {}
    return Settings(**{**folders, **values})  # type: ignore[arg-type]


def project_folders(home: Path) -> dict[str, Path]:
    """Settings that name a folder of a project, and where it is below ``home``. The dbt project is part of the code."""
    ours = {field.name: field.default for field in fields(Settings) if field.name != "dbt_dir"}
    return {name: home / path.name for name, path in ours.items() if isinstance(path, Path) and path.parent == REPO}


def find_project(start: Path) -> Path | None:
    """The nearest folder, from ``start`` upwards, whose ``.env`` marks it as a project."""
    return next((folder for folder in (start, *start.parents) if _dotenv(folder).get(HOME)), None)


def with_project(environ: Mapping[str, str]) -> Mapping[str, str]:
    """``environ``, and below it the ACTA_ settings of the project's ``.env``, whose relative paths start at its folder."""
    if not environ.get(HOME):
        return environ
    home = Path(environ[HOME]).expanduser().absolute()
    if not home.is_dir():
        raise Permanent(f"{HOME}={environ[HOME]!r} is no folder: `acta init {environ[HOME]}` makes a project there")
    paths = {PREFIX + field.name.upper() for field in fields(Settings) if field.type == "Path"}
    theirs = {
        name: str(home / Path(text).expanduser()) if name in paths else text
        for name, text in _dotenv(home).items()
        if text and name.startswith(PREFIX)
    }
    return {**theirs, **{name: text for name, text in environ.items() if text}, HOME: str(home)}


def _dotenv(folder: Path) -> dict[str, str | None]:
    file = folder / ".env"
    try:
        return dict(dotenv_values(file, interpolate=False)) if file.is_file() else {}
    except (OSError, UnicodeDecodeError):  # somebody else's, of whatever kind
        return {}


def _parse(variable: str, text: str, kind: str) -> object:
    try:
        if kind.startswith("datetime"):
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if kind == "Path":
            return Path(text).expanduser().absolute()
        if kind == "bool":
            return _truth(text)
        return {"int": int, "float": float}.get(kind, str)(text)
    except ValueError as error:
        raise Permanent(f"{variable}={text!r} is not a {kind.split(' |')[0]}: {error}") from error


def _truth(text: str) -> bool:
    if text.lower() in ("true", "yes", "on", "1"):
        return True
    if text.lower() in ("false", "no", "off", "0"):
        return False
    raise ValueError("write true or false")
