"""Run the public scorers of ../shared, where that folder exists, and print what Acta reaches.

``make quality`` runs every suite; names as arguments run some: ``python tests/quality/score.py statements kishida``.
Nothing is asserted here: figures go into the README by hand, with the commit they belong to.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
ACTA = Path(sys.executable).with_name("acta")
INGEST = ("robots", "urls", "feeds")
ANNOTATE = ("statements", "events", "times", "actors", "places", "links", "clusters")


def run(*arguments: object, cwd: Path = SHARED / "score") -> str:
    """One command's standard output; its errors stay visible."""
    return subprocess.run([str(a) for a in arguments], cwd=cwd, text=True, stdout=subprocess.PIPE, check=True).stdout


def kishida() -> None:
    """The acceptance page: from text to annotation, point by point."""
    case = SHARED / "gold" / "kishida"
    with tempfile.TemporaryDirectory() as folder:
        page, article, annotations = (Path(folder, f"{name}.jsonl") for name in ("page", "article", "annotations"))
        record = {
            "page_id": "kishida",
            "html": (case / "page.txt").read_text(encoding="utf-8"),
            "content_type": "text/plain",
            "published_at": "2022-02-17",
        }
        page.write_text(json.dumps(record) + "\n", encoding="utf-8")
        run(ACTA, "extract", "--input", page, "--output", article)
        run(ACTA, "annotate", "--input", article, "--output", annotations)
        lines = run(sys.executable, "check_case.py", article, annotations).splitlines()
    print("\n".join(line for line in lines if line.startswith(("  ", "total"))))


def suite(name: str) -> None:
    """One suite of score.py on its dev split."""
    command = f"{ACTA} annotate --input {{input}} --output {{output}}"
    print(run(sys.executable, "score.py", "run", name, "dev", "--command", command))


def ingest(name: str) -> None:
    """One suite of score_ingest.py on its dev split, answered by the collector's own functions."""
    command = f"{sys.executable} {Path(__file__).with_name('ingest.py')} {name} {{input}} {{output}}"
    print(run(sys.executable, "score_ingest.py", "run", name, "dev", "--command", command))


def main() -> int:
    """Run the named suites, or all."""
    if not SHARED.exists():
        print("there is no ../shared folder with gold sets here: nothing to score")
        return 0
    for name in sys.argv[1:] or ["kishida", *ANNOTATE, *INGEST]:
        print(f"== {name}", flush=True)
        kishida() if name == "kishida" else ingest(name) if name in INGEST else suite(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
