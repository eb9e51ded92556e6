"""Publish: copy the marts aside, audit the copy, rename it into place, flip ``current``; keep the last few.

Readers open ``<data>/publish/current/acta.duckdb``. It is never written after it is there, so they see the old generation or
the new one and never block the writer. A ``.wal`` beside a published file would be replayed into it, so one is refused.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import build_lock, read_receipt
from acta.model.hashes import table_hashes
from acta.model.warehouse import connect
from acta.store.failpoints import reach
from acta.store.lock import exclusive
from acta.store.version import DATA_VERSION

FILE_NAME = "acta.duckdb"  # the stem is the catalog name that views carry; the build file has the same


@dataclass(frozen=True)
class Generation:
    """One published state of the warehouse."""

    number: int
    created_at: str
    data_version: int
    rows: dict[str, int]
    hashes: dict[str, str]
    warnings: list[str]
    definitions: str = ""

    @property
    def name(self) -> str:
        return f"gen-{self.number:06d}"


def generations(settings: Settings) -> list[Generation]:
    """All kept generations, oldest first."""
    return [read_generation(path) for path in sorted(settings.publish_dir.glob("gen-*/generation.json"))]


def current_generation(settings: Settings) -> Generation | None:
    """The generation that readers see, or None before the first publish."""
    path = settings.publish_dir / "current" / "generation.json"
    return read_generation(path) if path.exists() else None


def read_generation(path: Path) -> Generation:
    """What a ``generation.json`` says. Raises Permanent, saying how to mend it, when it cannot be read."""
    try:
        return Generation(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Permanent(
            f"{path} is damaged ({error}): remove {path.resolve().parent}, then run `acta publish` to make it again"
        ) from error


def refuse_wal(settings: Settings) -> None:
    """Raise Permanent when a ``.wal`` lies beside the published file: the next reader would replay it."""
    wal = settings.published_file.with_name(FILE_NAME + ".wal")
    if wal.exists():
        raise Permanent(
            f"{wal.resolve()} lies beside the published file, which is never written: remove {wal.resolve()}, then try again"
        )


def publish(settings: Settings) -> tuple[Generation, bool]:
    """Publish the last good build; returns the generation readers see and whether it is new.

    A build whose tables hash as the current generation's is not published again. Raises Permanent when there is no good
    build or the copy differs from it.
    """
    with exclusive(build_lock(settings), "the build"):
        receipt = read_receipt(settings)
        if receipt is None:
            raise Permanent("there is no finished build to publish: run `acta build` first")
        refuse_wal(settings)
        reach(settings, "publish.begin")
        before = current_generation(settings)
        if (
            before is not None
            and (before.hashes, before.definitions) == (receipt.hashes, receipt.definitions)
            and (settings.publish_dir / "current" / FILE_NAME).exists()
        ):
            return before, False
        kept = generations(settings)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        number = kept[-1].number + 1 if kept else 1
        generation = Generation(
            number, created, DATA_VERSION, receipt.rows, receipt.hashes, receipt.warnings, receipt.definitions
        )
        aside = _copy_aside(settings, generation)
        reach(settings, "publish.audited")
        aside.rename(settings.publish_dir / generation.name)
        reach(settings, "publish.renamed")
        _flip(settings, generation)
        reach(settings, "publish.flipped")
        _prune(settings)
    return generation, True


def _copy_aside(settings: Settings, generation: Generation) -> Path:
    """Write the copy into a hidden folder, close it and compare it with the build."""
    for leftover in settings.publish_dir.glob(".partial-*"):  # of a publish that was killed
        shutil.rmtree(leftover)
    aside = settings.publish_dir / f".partial-{generation.name}"
    aside.mkdir(parents=True)
    path = aside / FILE_NAME
    copy_marts(settings.build_file, path)
    reach(settings, "publish.copied")
    if path.with_name(FILE_NAME + ".wal").exists():
        raise Permanent(f"{path}.wal was left behind by the copy: run `acta publish` again")
    with connect(path, read_only=True) as audit:
        if table_hashes(audit) != generation.hashes:
            shutil.rmtree(aside)
            raise Permanent(
                "the copy differs from the build, nothing was published: run `acta build`, then `acta publish` again"
            )
    (aside / "generation.json").write_text(json.dumps(asdict(generation), indent=1) + "\n", encoding="utf-8")
    path.chmod(0o444)
    for part in (path, aside / "generation.json", aside):
        handle = os.open(part, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return aside


def copy_marts(build_file: Path, target: Path) -> None:
    """Copy the schema ``marts`` into a new file: tables with constraints and comments, then views."""
    with connect(target, read_only=False) as connection:
        connection.execute(f"attach '{build_file}' as build (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute(
            "select table_name, sql, comment from duckdb_tables() "
            "where database_name = 'build' and schema_name = 'marts' order by 1"
        ).fetchall()
        for name, sql, comment in tables:
            connection.execute(sql.replace("build.marts.", "marts."))
            connection.execute(f"insert into marts.{name} select * from build.marts.{name}")
            _comment(connection, f"table marts.{name}", comment)
        views = connection.execute(
            "select view_name, sql, comment from duckdb_views() "
            "where database_name = 'build' and schema_name = 'marts' and not internal order by 1"
        ).fetchall()
        for name, sql, comment in views:
            connection.execute(sql.replace("build.marts.", "marts."))
            _comment(connection, f"view marts.{name}", comment)
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where database_name = 'build' and schema_name = 'marts' and comment is not null"
        ).fetchall()
        for table, column, comment in columns:
            _comment(connection, f'column marts.{table}."{column}"', comment)
        connection.execute("detach build")
        connection.execute("checkpoint")


def _comment(connection: duckdb.DuckDBPyConnection, what: str, comment: str | None) -> None:
    if comment:
        quoted = comment.replace("'", "''")
        connection.execute(f"comment on {what} is '{quoted}'")


def _flip(settings: Settings, generation: Generation) -> None:
    """Point ``current`` at a generation; a rename replaces the old link at once."""
    link = settings.publish_dir / ".current-next"
    link.unlink(missing_ok=True)
    link.symlink_to(generation.name)
    reach(settings, "publish.linked")
    link.replace(settings.publish_dir / "current")


def _prune(settings: Settings) -> None:
    for old in generations(settings)[: -max(1, settings.keep_generations)]:
        shutil.rmtree(settings.publish_dir / old.name)
