"""Settings: the only reader of the environment.

Every setting is an environment variable ``ACTA_<NAME>`` (see .env.example). An ``ACTA_`` variable that is not a setting is
an error that names the nearest one, so a typo never turns into a silent default.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from acta.errors import Permanent

PREFIX = "ACTA_"
CHOICES = {"statements": ("fast", "accurate")}  # settings that take one of a few words
REPO = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """One value a setting; defaults run everything on one laptop."""

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
    """Read settings from ``environ`` (default: the process environment).

    Raises Permanent for an unknown ACTA_ variable or a value of the wrong type, naming both.
    """
    environ = os.environ if environ is None else environ
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
    return Settings(**values)  # type: ignore[arg-type]


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
