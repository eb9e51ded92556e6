"""Damaged files are refused with one line that says what to do, and doing that mends them."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from tests.acta.publish.test_generations import make_build
from tests.acta.trust.test_crashes import loaded_hashes, write_batches

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import load, receipt_path
from acta.publish.generations import publish
from acta.publish.reading import open_published


def refused(work: object, *arguments: object) -> str:
    """The one line that a piece of work is refused with."""
    with pytest.raises(Permanent) as caught:
        work(*arguments)  # type: ignore[operator]
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.fault(9)
def test_a_flipped_bit_in_a_staged_table_is_found_and_the_batch_made_again(settings: Settings) -> None:
    write_batches(settings)
    load(settings)
    before = loaded_hashes(settings)
    settings.build_file.unlink()
    folder = settings.batches_dir / "extract" / "ext_1"
    path = folder / "articles.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    line = refused(load, settings)
    assert f"remove {folder}, then run `acta extract`" in line
    shutil.rmtree(folder)
    write_batches(settings)
    load(settings)
    after = loaded_hashes(settings)
    del after["raw"], before["raw"]  # the ledger says when a batch was made
    assert after == before


@pytest.mark.fault(9)
def test_a_truncated_manifest_is_found_and_the_batch_made_again(settings: Settings) -> None:
    write_batches(settings)
    folder = settings.batches_dir / "extract" / "ext_1"
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:-40])
    assert f"remove {folder}, then run `acta extract`" in refused(load, settings)
    shutil.rmtree(folder)
    write_batches(settings)
    load(settings)
    assert loaded_hashes(settings)["extracted"]


def read(settings: Settings) -> None:
    with open_published(settings) as connection:
        connection.execute("select max(number) from dim_a").fetchall()


def stale_wal(folder: Path) -> bytes:
    """The .wal of another database, that nobody checkpointed."""
    path = folder / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("create table strange as select 42 as number")
    return path.with_suffix(".duckdb.wal").read_bytes()


@pytest.mark.fault(11)
def test_a_wal_of_another_file_is_never_replayed_into_the_build(settings: Settings, tmp_path: Path) -> None:
    write_batches(settings)
    load(settings)
    before = loaded_hashes(settings)
    wal = settings.build_file.with_suffix(".duckdb.wal")
    wal.write_bytes(stale_wal(tmp_path))
    assert "run `acta rebuild`" in refused(load, settings)
    for path in (settings.build_file, wal):  # what `acta rebuild` does first
        path.unlink()
    load(settings)
    assert loaded_hashes(settings) == before


@pytest.mark.fault(8, 11)
def test_a_wal_beside_the_published_file_is_refused_by_readers_and_by_publish(
    settings: Settings, tmp_path: Path
) -> None:
    make_build(settings, 1)
    publish(settings)
    wal = settings.published_file.with_suffix(".duckdb.wal")
    wal.write_bytes(stale_wal(tmp_path))
    assert f"remove {wal.resolve()}" in refused(read, settings)
    assert f"remove {wal.resolve()}" in refused(publish, settings)
    wal.unlink()
    with open_published(settings) as connection:
        assert connection.execute("select max(number) from dim_a").fetchone() == (1,)


def test_a_truncated_receipt_is_refused_and_written_again_by_a_build(settings: Settings) -> None:
    make_build(settings, 1)
    receipt_path(settings).write_text(receipt_path(settings).read_text()[:30])
    assert "run `acta build`" in refused(publish, settings)
    make_build(settings, 1)
    assert publish(settings)[1]
