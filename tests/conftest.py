"""Shared by all tests: a data folder of their own, no sockets beyond loopback, no settings of the person who runs them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from acta.config import Settings

for variable in [name for name in os.environ if name.startswith("ACTA_")]:
    del os.environ[variable]
os.environ["DO_NOT_TRACK"] = "1"
os.environ["ACTA_JUDGEMENTS_DIR"] = str(Path(__file__).parent / "no_judgements")  # not those of who runs the tests
os.environ["ACTA_VALIDATION_DIR"] = str(Path(__file__).parent / "no_validation")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty installation in a temporary folder."""
    names = ("data_dir", "sources_dir", "judgements_dir", "validation_dir")
    folders = {name: tmp_path / name.removesuffix("_dir") for name in names}
    return Settings(**folders, workers=1)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host != "unix" and not str(host).startswith("127.") and host not in ("::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield
