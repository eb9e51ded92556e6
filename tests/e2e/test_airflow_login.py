"""Airflow's web UI lets in one user with a password and nobody else. It starts the real server, so it is marked slow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from acta import orchestrate
from acta.config import Settings

PORT = 28461
URL = f"http://127.0.0.1:{PORT}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("login") / "data", airflow_port=PORT)
    orchestrate.new_password(settings)
    orchestrate.airflow(settings, "db", "migrate")
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("airflow")), "api-server"],
        env=orchestrate.airflow_environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(300):
        try:
            if requests.get(f"{URL}/api/v2/monitor/health", timeout=5).ok:
                break
        except requests.RequestException:
            time.sleep(1)
    yield settings
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(60)


@pytest.mark.slow
@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", "evil.example", "localhost"])
def test_no_token_is_given_without_the_password_whatever_the_host_header_says(settings: Settings, host: str) -> None:
    headers = {"Host": host}
    assert requests.get(f"{URL}/auth/token", headers=headers, timeout=30).status_code == 403
    assert requests.get(f"{URL}/auth/token/login", headers=headers, timeout=30, allow_redirects=False).status_code == 403
    for name, password in (("acta", ""), ("acta", "acta"), ("admin", "admin"), ("", "")):
        body = {"username": name, "password": password}
        for path in ("token", "token/cli"):
            done = requests.post(f"{URL}/auth/{path}", json=body, headers=headers, timeout=30)
            assert done.status_code in (400, 401, 422)
    for path in ("dags", "connections", "variables", "config", "pools"):
        assert requests.get(f"{URL}/api/v2/{path}", headers=headers, timeout=30).status_code == 401


@pytest.mark.slow
def test_the_password_of_the_file_lets_the_user_in(settings: Settings) -> None:
    password = json.loads(orchestrate.password_file(settings).read_text())[orchestrate.USER]
    body = {"username": orchestrate.USER, "password": password}
    token = requests.post(f"{URL}/auth/token", json=body, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{URL}/api/v2/pools", headers=headers, timeout=30).status_code == 200
