"""Write the pages of docs/reference that come from the code: data dictionary, ERD, settings, command line, licences.

``python docs/generate.py`` writes them; ``--check`` exits 1 and names the pages that are stale.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import licences

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
HEAD = "<!-- Made by `make docs`; change the source, not this page. -->\n\n"


def manifest() -> dict[str, Any]:
    """dbt's manifest of the project as it stands."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"ACTA_BUILD_FILE": f"{folder}/acta.duckdb", "DO_NOT_TRACK": "1"}
        command = [str(Path(sys.executable).with_name("dbt")), "-q", "parse", "--project-dir", "dbt_project"]
        command += ["--profiles-dir", "dbt_project", "--target-path", folder, "--log-path", folder]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        loaded: dict[str, Any] = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
    return loaded


def marts(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Published models by schema and name: the wide tables of ``main`` first."""
    models = [n for n in found["nodes"].values() if n["resource_type"] == "model" and n["schema"] in ("main", "marts")]
    return sorted(models, key=lambda n: (str(n["schema"]), str(n["name"])))


def references(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(table, column, table it refers to) of every relationships test between marts."""
    names = {n["unique_id"]: n["name"] for n in marts(found)}
    out = set()
    for node in found["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "relationships" and node.get("attached_node") in names:
            target = next(
                (names[i] for i in node["depends_on"]["nodes"] if i in names and i != node["attached_node"]), None
            )
            if target:
                out.add((names[node["attached_node"]], node["column_name"], target))
    return sorted(out)


def is_nullable(model: dict[str, Any], column: str) -> bool:
    """Whether the contract lets a column be NULL."""
    kinds = {c["type"] for c in model["columns"][column].get("constraints", [])}
    return not kinds & {"not_null", "primary_key"}


def dictionary(found: dict[str, Any]) -> str:
    """Every mart with its grain, columns, types and what may be NULL."""
    models = marts(found)
    links = {(table, column): target for table, column, target in references(found)}
    lines = ["# Data dictionary", "", HEAD.strip(), "", "| table | one row is |", "|---|---|"]
    lines += [f"| [{m['name']}](#{m['name']}) | {first_sentence(m['description'])} |" for m in models]
    for model in models:
        lines += [
            "",
            f"## {model['name']}",
            "",
            flat(model["description"]),
            "",
            "| column | type | NULL | meaning |",
            "|---|---|---|---|",
        ]
        for name, column in model["columns"].items():
            target = links.get((model["name"], name))
            meaning = flat(column["description"]) + (f" → [{target}](#{target})" if target else "")
            null = "yes" if is_nullable(model, name) else ""
            lines.append(f"| {name} | {column['data_type'] or ''} | {null} | {meaning} |")
    return "\n".join(lines) + "\n"


def diagram(found: dict[str, Any]) -> str:
    """The marts and their keys as a Mermaid entity-relationship diagram, from contracts and relationships tests."""
    by_name = {m["name"]: m for m in marts(found)}
    lines = [
        "# Data model",
        "",
        HEAD.strip(),
        "",
        "Drawn from the contracts and the relationships tests; `|o` is a key that may be NULL.",
        "",
        "```mermaid",
        "erDiagram",
    ]
    for table, column, target in references(found):
        left = "|o" if is_nullable(by_name[table], column) else "||"
        lines.append(f'    {target} {left}--o{{ {table} : "{column}"')
    return "\n".join([*lines, "```", ""])


def settings() -> str:
    """Every setting with its default and reason, from .env.example."""
    lines = ["# Settings", "", HEAD.strip(), "", "| variable | default | what it does |", "|---|---|---|"]
    why: list[str] = []
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            why.append(line.lstrip("# "))
        elif "=" in line:
            name, _, value = line.partition("=")
            lines.append(f"| `{name}` | {f'`{value}`' if value else ''} | {' '.join(why)} |")
            why = []
        else:
            why = []
    return "\n".join(lines) + "\n"


def command_line() -> str:
    """The help of every command."""
    from acta.cli import cli
    from acta.cli.commands import COMMANDS, load

    lines = ["# Command line", "", HEAD.strip()]
    for name, command in [("", cli), *((name, load(name)) for name in sorted(COMMANDS))]:
        context = click.Context(command, info_name=f"acta {name}".strip(), max_content_width=100)
        lines += ["", f"## acta {name}".rstrip(), "", "```", command.get_help(context), "```"]
    return "\n".join(lines) + "\n"


def first_sentence(text: str) -> str:
    """The grain: a description's first sentence."""
    return flat(text).split(". ")[0].rstrip(".")


def flat(text: str) -> str:
    """Text on one line, safe in a table cell."""
    return " ".join(text.split()).replace("|", "\\|")


def main() -> int:
    """Write or check all pages."""
    found = manifest()
    pages = {
        "data-dictionary.md": dictionary(found),
        "data-model.md": diagram(found),
        "settings.md": settings(),
        "command-line.md": command_line(),
        "licences.md": f"# Licences\n\n{HEAD}{licences.page(licences.locked_packages(ROOT / 'requirements.lock'))}",
    }
    stale = [
        name
        for name, text in pages.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        if stale:
            click.echo(f"stale: {', '.join(stale)}; run `make docs`", err=True)
        return bool(stale)
    for name in stale:
        (REFERENCE / name).write_text(pages[name], encoding="utf-8")
        click.echo(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
