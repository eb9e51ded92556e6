"""No byte of a file with a digest changes unnoticed; files of earlier versions without one are still read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acta.config import Settings
from acta.errors import Permanent
from acta.store.batches import BatchWriter, DamagedBatch, batch_dir, read_batch
from acta.store.paths import inside, single
from acta.store.sealed import read_sealed, sealed, write_sealed


def manifest_of(settings: Settings) -> Path:
    with BatchWriter(settings, "collect", "bat_1", ["bat_0"], "collector 1") as writer:
        writer.write("outcomes", [{"outcome_id": "out_1", "stage": "collect", "outcome": "fetched"}])
    return batch_dir(settings, "collect", "bat_1") / "manifest.json"


@pytest.mark.fault(9)
def test_every_flipped_bit_of_every_byte_of_a_manifest_is_noticed(settings: Settings) -> None:
    path = manifest_of(settings)
    data = path.read_bytes()
    for place in range(len(data)):
        for bit in range(8):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])
            with pytest.raises(DamagedBatch, match=r"restore .* from a backup"):
                read_batch(settings, "collect", "bat_1")
    path.write_bytes(data)
    assert read_batch(settings, "collect", "bat_1").has_digest


def test_bytes_left_out_put_in_or_doubled_are_noticed(settings: Settings) -> None:
    path = manifest_of(settings)
    data = path.read_bytes()
    for place in range(len(data)):
        for changed in (data[:place], data[:place] + data[place + 1 :], data[:place] + data[place : place + 1] + data[place:]):
            path.write_bytes(changed)
            with pytest.raises(DamagedBatch):
                read_batch(settings, "collect", "bat_1")


NO_MANIFESTS = [b"", b"[]", b"null", b"[" * 100_000, b'"x"', b"{}", b"\xff\xfe", b'{"tables": []}', b'{"tables": {"x": 3}}']


@pytest.mark.parametrize("content", NO_MANIFESTS)
def test_whatever_stands_in_a_manifest_is_one_line(settings: Settings, content: bytes) -> None:
    path = manifest_of(settings)
    path.write_bytes(content)
    with pytest.raises(DamagedBatch) as caught:
        read_batch(settings, "collect", "bat_1")
    assert "\n" not in str(caught.value)


def test_a_manifest_of_an_earlier_version_is_read_and_known_to_have_no_digest(settings: Settings) -> None:
    path = manifest_of(settings)
    raw = json.loads(path.read_text())
    del raw["digest"]
    path.write_text(json.dumps(raw, indent=1))
    found = read_batch(settings, "collect", "bat_1")
    assert not found.has_digest and found.inputs == ["bat_0"]
    # what can be told of it without a digest is told
    strange_table = {"nothing": {"rows": 1, "sha256": "0" * 64}}
    for change in ({"batch_id": "bat_2"}, {"stage": "extract"}, {"tables": strange_table}, {"more": 1}):
        path.write_text(json.dumps(raw | change))
        with pytest.raises(DamagedBatch):
            read_batch(settings, "collect", "bat_1")


def test_a_manifest_in_the_folder_of_another_batch_is_not_its_manifest(settings: Settings) -> None:
    folder = manifest_of(settings).parent
    folder.rename(folder.with_name("bat_2"))
    with pytest.raises(DamagedBatch, match="it is that of collect/bat_1"):
        read_batch(settings, "collect", "bat_2")


def test_a_folder_without_a_manifest_is_named_when_its_batch_is_written_again(settings: Settings) -> None:
    path = manifest_of(settings)
    path.unlink()
    with pytest.raises(DamagedBatch, match=r"has no manifest\.json"):
        manifest_of(settings)


def test_what_is_written_is_read_back_and_line_ends_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    write_sealed(path, {"a": 1, "b": [2, "ü"]})
    assert read_sealed(path) == ({"a": 1, "b": [2, "ü"]}, True)
    path.write_bytes(sealed({"a": 1}).replace("\n", "\r\n").encode())
    with pytest.raises(ValueError, match="digest"):
        read_sealed(path)


@pytest.mark.parametrize("name", ["../x", "/etc", "..", ".", "", "a/b", "a\0b", "a/../../b"])
def test_no_name_leads_out_of_its_folder(settings: Settings, name: str) -> None:
    with pytest.raises(Permanent):
        single(settings.batches_dir, name)
    with pytest.raises(Permanent):
        batch_dir(settings, "collect", name)
    assert inside(settings.warc_dir, "herald/bat_1.warc.gz") == settings.warc_dir / "herald" / "bat_1.warc.gz"
