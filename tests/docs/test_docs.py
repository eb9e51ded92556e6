"""The docs are true: generated pages are fresh, links lead somewhere, the README's commands exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / name / "README.md" for name in ("sources", "judgements", "validation")]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *FOLDERS]


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, text=True, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_every_make_target_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|    )make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named and named <= targets


def test_every_acta_command_the_docs_name_exists() -> None:
    from acta.cli.commands import COMMANDS

    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:\.venv/bin/|`)acta ([a-z-]+)", text))
    assert named and named <= set(COMMANDS)


def test_the_lock_names_no_host() -> None:
    assert not re.search(
        r"(https?|file)://|index-url|find-links", (ROOT / "requirements.lock").read_text(encoding="utf-8")
    )


def test_compose_hands_the_published_folder_to_bi_read_only_and_listens_on_loopback() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert {"scheduler", "dag-processor", "api-server", "triggerer", "postgres"} <= set(services)
    assert all(
        "healthcheck" in services[name]
        for name in ("scheduler", "dag-processor", "api-server", "triggerer", "postgres")
    )
    assert services["warehouse"]["volumes"] == ["./data/publish:/opt/acta/data/publish:ro"]
    assert all(port.startswith("127.0.0.1:") for service in services.values() for port in service.get("ports", []))


def test_compose_passes_every_setting_that_is_not_a_path_or_the_samples() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = set(re.findall(r"^(ACTA_\w+)=", example, re.MULTILINE)) - {
        "ACTA_HOME",
        "ACTA_NOW",
        "ACTA_NEWSROOM_PORT",
        "ACTA_AIRFLOW_PORT",
    }
    environment = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["scheduler"][
        "environment"
    ]
    assert settings <= set(environment)


def test_compose_has_no_default_password_and_mounts_writable_only_what_must_be_written() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert not re.search(r"\$\{(?:POSTGRES_PASSWORD|AIRFLOW_JWT_SECRET)(?!:\?)", text)
    services = yaml.safe_load(text)["services"]
    writable = {
        name: {mount.split(":")[0] for mount in service.get("volumes", []) if not mount.endswith(":ro")}
        for name, service in services.items()
    }
    everything, airflow = {"./data"}, {"./data/airflow"}
    assert writable == {
        "postgres": {"airflow-metadata"},
        "init": everything,
        "scheduler": everything,
        "dag-processor": airflow,
        "triggerer": airflow,
        "api-server": airflow,
        "acta": {"./data", "./sources", "./judgements", "./validation"},
        "warehouse": set(),
    }
    ours = [service for name, service in services.items() if name != "postgres"]
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in ours)


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="Debian's package docker-compose is not installed")
def test_docker_compose_accepts_the_file() -> None:
    done = subprocess.run(
        ["docker-compose", "config", "-q"],
        cwd=ROOT,
        env=os.environ | {"AIRFLOW_JWT_SECRET": "x", "POSTGRES_PASSWORD": "y"},
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
