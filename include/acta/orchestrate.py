"""Airflow from outside: its settings, one DAG run in this process tree, and the scheduler with its web UI.

Acta never imports Airflow; it starts the program of the same environment. Everything Airflow writes is below
``<data>/airflow``, its metadata database is a SQLite file there, telemetry is off and the UI listens on loopback only.
It has one user, whose password is made at the first start; without it Airflow gives no token.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import psutil
import requests

from acta.config import REPO, Settings
from acta.errors import Permanent, Transient
from acta.store.access import FILE_MODE, FOLDER_MODE

POOLS = {
    "polite_http": (
        16,
        "fetching tasks: politeness per host is kept by the collector, this bounds the machine's connections",
    ),
    "cpu": (2, "extracting and annotating tasks: each may use all cores"),
    "duckdb_writer": (1, "DuckDB has one writing process"),
}

USER = "acta"
NO_DATABASE = "airflow-db-not-allowed:"  # what Airflow gives its tasks for the address of its database

OUR_ERROR = re.compile(r"(?:AirflowFailException: acta:|acta\.errors\.\w+:)(?P<what>.+)")

# `airflow standalone` would do, but its log servers listen on all addresses; the UI reads the log files itself.
PARTS = ("scheduler --skip-serve-logs", "triggerer --skip-serve-logs", "dag-processor", "api-server")


def airflow_home(settings: Settings) -> Path:
    """Folder of Airflow's database, logs and secrets."""
    return settings.data_dir / "airflow"


def airflow_environment(settings: Settings) -> dict[str, str]:
    """The environment Airflow runs in; what the user has set himself wins."""
    home = airflow_home(settings)
    url = f"http://127.0.0.1:{settings.airflow_port}"
    ours = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPO / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(password_file(settings)),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(settings.airflow_port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": _secret(home),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
        "DO_NOT_TRACK": "1",
        "PYTHONWARNINGS": "ignore",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    theirs = {k: v for k, v in os.environ.items() if k != "PATH" and not v.startswith(NO_DATABASE)}
    return ours | theirs | {"PATH": ours["PATH"]}


def _secret(home: Path) -> str:
    """A signing key of this installation, made once and readable by its owner only."""
    path = home / "jwt_secret"
    if not path.exists():
        _write_secret(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")


def password_file(settings: Settings) -> Path:
    """Airflow's own file of passwords: a JSON object, user to password."""
    return airflow_home(settings) / "passwords.json"


def new_password(settings: Settings) -> str | None:
    """Make the one user's password, the first time; None when there is one. To change it, remove the file."""
    path = password_file(settings)
    if path.exists():
        path.chmod(FILE_MODE)
        return None
    password = secrets.token_urlsafe(18)
    _write_secret(path, json.dumps({USER: password}) + "\n")
    return password


def _write_secret(path: Path, text: str) -> None:
    """Write a new file that nobody else can read at any moment."""
    path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "w", encoding="utf-8") as file:
        file.write(text)


def airflow(settings: Settings, *arguments: str) -> str:
    """Run one Airflow command; returns what it printed. Raises Permanent with its last line when it fails."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("airflow")), *arguments],
        env=airflow_environment(settings),
        text=True,
        capture_output=True,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
        raise Permanent(f"airflow {' '.join(arguments[:2])} failed: {lines[-1]}")
    return done.stdout


def prepare(settings: Settings) -> None:
    """Create or migrate the metadata database and make the pools; nothing when that was done, by this version of Airflow."""
    home = airflow_home(settings)
    pools = {
        name: {"slots": slots, "description": why, "include_deferred": False} for name, (slots, why) in POOLS.items()
    }
    done = home / "prepared.json"
    wanted = json.dumps({"airflow": version("apache-airflow"), "pools": pools}, indent=1)
    if (home / "airflow.db").exists() and done.exists() and done.read_text(encoding="utf-8") == wanted:
        return
    done.unlink(missing_ok=True)
    airflow(settings, "db", "migrate")
    path = home / "pools.json"
    path.write_text(json.dumps(pools), encoding="utf-8")
    airflow(settings, "pools", "import", str(path))
    done.write_text(wanted, encoding="utf-8")


def run_dag(
    settings: Settings, dag_id: str, environment: dict[str, str], on_line: Callable[[str], None], conf: str = "{}"
) -> None:
    """Run one DAG from start to end in a process of its own, without a scheduler; ``conf`` is its parameters as JSON.

    Raises Permanent when a task fails; the whole output is in ``<data>/airflow/<dag_id>.log``.
    """
    log = airflow_home(settings) / f"{dag_id}.log"
    command = [str(Path(sys.executable).with_name("airflow")), "dags", "test", dag_id, "--conf", conf]
    with (
        log.open("w", encoding="utf-8") as sink,
        subprocess.Popen(
            command,
            env=airflow_environment(settings) | {"AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO"} | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        assert process.stdout is not None
        reason = ""
        for line in process.stdout:
            sink.write(line)
            found = OUR_ERROR.search(line)
            reason = found["what"].strip() if found else reason
            on_line(line.rstrip())
    if process.returncode:
        raise Permanent(f"the DAG {dag_id} failed{f' ({reason})' if reason else ''}: read {log}")


def pid_file(settings: Settings) -> Path:
    """Where the process group of a running scheduler is noted."""
    return airflow_home(settings) / "airflow.pid"


def running_group(settings: Settings) -> int | None:
    """Process group of the scheduler started by ``up``, or None when it is not running.

    The file names the leader and when it started, so another process that got its number is never taken for it.
    """
    path = pid_file(settings)
    if not path.exists():
        return None
    try:
        group, started = path.read_text(encoding="utf-8").split()
        leader = psutil.Process(int(group))
        if leader.status() != psutil.STATUS_ZOMBIE and f"{leader.create_time():.2f}" == started:
            return leader.pid
    except (ValueError, psutil.Error):
        pass
    path.unlink()
    return None


def up(settings: Settings, wait_seconds: float = 180.0) -> str:
    """Start scheduler, DAG processor, triggerer and web UI in the background; returns the UI's address when it is healthy."""
    url = f"http://127.0.0.1:{settings.airflow_port}"
    if running_group(settings) is not None:
        return url
    new_password(settings)  # or Airflow makes one and writes it into its log
    prepare(settings)
    log = airflow_home(settings) / "airflow.log"
    with log.open("a", encoding="utf-8") as sink:
        process = subprocess.Popen(
            # when one part ends, for whatever reason, the others end with it
            ["bash", "-c", "trap 'kill 0' EXIT; " + " & ".join(f"airflow {part}" for part in PARTS) + " & wait -n"],
            env=airflow_environment(settings),
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, so that `down` reaches every part
        )
    started = psutil.Process(process.pid).create_time()
    pid_file(settings).write_text(f"{process.pid} {started:.2f}", encoding="utf-8")
    deadline = time.monotonic() + wait_seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pid_file(settings).unlink(missing_ok=True)
            raise Permanent(
                f"Airflow stopped at once: read {log} (is port {settings.airflow_port} taken? set ACTA_AIRFLOW_PORT)"
            )
        if _is_healthy(url):
            return url
        time.sleep(1)
    raise Transient(f"Airflow is not healthy after {wait_seconds:.0f} s: read {log}, or wait and open {url}")


def _is_healthy(url: str) -> bool:
    try:
        found = requests.get(f"{url}/api/v2/monitor/health", timeout=5).json()
    except (requests.RequestException, ValueError):
        return False
    return all(
        found.get(part, {}).get("status") == "healthy" for part in ("metadatabase", "scheduler", "dag_processor")
    )


def down(settings: Settings, wait_seconds: float = 30.0) -> bool:
    """Stop what ``up`` started, children too; returns whether something was running."""
    group = running_group(settings)
    if group is None:
        return False
    members = [p for p in psutil.process_iter() if _group_of(p.pid) == group]
    for member in members:
        with contextlib.suppress(psutil.Error):
            member.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(members, timeout=wait_seconds)
    for member in alive:
        with contextlib.suppress(psutil.Error):
            member.kill()
    psutil.wait_procs(alive, timeout=5)
    pid_file(settings).unlink(missing_ok=True)
    return True


def _group_of(pid: int) -> int | None:
    """Process group of a process, or None when it has ended."""
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return None
