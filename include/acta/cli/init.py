"""`acta init`: a project of one's own, outside the checkout and without the sample newsroom."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from acta.config import HOME, REPO, find_project, project_folders
from acta.errors import Permanent
from acta.terminal import out

ENV = f"""\
# Settings of this project; all of them: docs/reference/settings.md of Acta. What the environment says goes before this file.
# This line makes the folder a project: `acta` finds it in the folder and below it; elsewhere, set {HOME} to its path.
{HOME}=.

# Address or URL that site owners find in the user agent. Set it before you collect from sites of others.
ACTA_CONTACT=
# Processes that extract and annotate; all cores when empty.
ACTA_WORKERS=
# How statements are found: fast (rules) or accurate (a small network, about a seventh of the speed).
ACTA_STATEMENTS=fast
# Days that a stored page is kept after it was last fetched; 0 keeps all.
ACTA_ARCHIVE_DAYS=0
# Port of Airflow's web UI on loopback (`acta up`).
ACTA_AIRFLOW_PORT=8080
"""
GITIGNORE = "data/\n.env\n"
README = """\
# {name}

A news warehouse made with Acta. `acta` takes this folder as its project wherever it is called in it or below it.

| here | is |
|---|---|
| `sources/` | outlets to collect from, one YAML file each |
| `judgements/` | what you decided about actors; keep it under version control |
| `validation/` | samples that you check by hand (`acta validate`); they quote articles |
| `.env` | settings of this machine |
| `data/` | archive, batches and tables; made by the first run |

    acta ingest FOLDER_OF_PAGES           # saved pages and texts, straight to tables
    acta sources add https://mypaper.example/
    acta run                              # collect, extract, annotate, build, publish
    acta query "from statements limit 5"
    acta show "words of a title"
    acta doctor

The warehouse is `data/publish/current/acta.duckdb`; open it read-only.
"""


@click.command()
@click.argument("folder", required=False, default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def init(folder: Path, dry_run: bool) -> None:
    """Make FOLDER (this one by default) a project of your own, empty and without the sample newsroom.

    Nothing that is there is overwritten, so it can be called again.
    """
    folder = folder.expanduser().resolve()
    if folder == REPO:
        raise Permanent(f"{folder} is Acta itself: give a folder of your own, as in `acta init ~/news`")
    around = find_project(folder.parent)
    if around:
        raise Permanent(f"{folder} lies inside the project {around}: one project does not hold another")
    wanted = project_files(folder)
    if (env := folder / ".env").exists() and not find_project(folder) == folder:
        raise Permanent(f"{env} is there already and is no project's: add the line {HOME}=. to it, then `acta init` again")
    new = {path: text for path, text in wanted.items() if not path.exists()}
    for path, text in new.items():
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        out.print(f"{'would write' if dry_run else 'wrote'} {path}", soft_wrap=True)
    if not new:
        out.print(f"{folder} is a project already, nothing was changed", soft_wrap=True)
    if not dry_run:
        _next_steps(folder)


def project_files(folder: Path) -> dict[Path, str]:
    """Every file of a new project with its text."""
    files = {".env": ENV, ".gitignore": GITIGNORE, "README.md": README.format(name=folder.name)}
    for own in project_folders(folder).values():
        explained = REPO / own.name / "README.md"
        if own.name != "data" and explained.exists():
            text = explained.read_text(encoding="utf-8")
            files[f"{own.name}/README.md"] = text.replace("How to go on:", "How to go on, in the folder of Acta:")
    return {folder / name: text for name, text in files.items()}


def _next_steps(folder: Path) -> None:
    there = os.path.relpath(folder)
    lines = [f"cd {shlex.quote(there)}"] * (there != ".") + [
        "acta ingest FOLDER_OF_PAGES       your own pages and texts, straight to tables",
        "acta sources add URL              or an outlet: finds its feeds; then `acta run`",
        'acta query "show tables"          what you got',
    ]
    out.print("\nnext:")
    for line in lines:
        out.print(f"  {line}", soft_wrap=True)
    out.print("before you collect from sites of others, set ACTA_CONTACT in .env", style="dim")


COMMANDS = [init]
