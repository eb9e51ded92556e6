"""Draws the sheets that two readers judged, or draws them again on changed code: rows that survive keep their judgements.

    .venv/bin/python tests/quality/sheets/draw.py FOLDER

Needs the gold articles of ../shared (150 of statements.train by seed, all of rows.tune), whose texts stay outside the repository.
FOLDER gets articles, annotations, a validation folder, and for each kind a sheet and a table for answers.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOLD = HERE.parents[3] / "shared" / "gold"
ACTA = str(Path(sys.executable).with_name("acta"))
COUNTS = {"statement": 60, "event": 60, "merged_event": 40, "actor": 60}
READERS = ("reader_one", "reader_two")


def articles(name: str) -> list[dict[str, object]]:
    with gzip.open(GOLD / f"{name}.articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    train = sorted(articles("statements.train"), key=lambda article: str(article["article_id"]))
    chosen = random.Random(18).sample(train, 150) + articles("rows.tune")
    texts, annotations = folder / "articles.jsonl", folder / "annotations.jsonl"
    texts.write_text("".join(json.dumps(article) + "\n" for article in chosen), encoding="utf-8")
    environment = os.environ | {"ACTA_VALIDATION_DIR": str(folder / "validation")}

    def acta(*arguments: str) -> None:
        subprocess.run([ACTA, *arguments], check=True, env=environment)

    acta("annotate", "--input", str(texts), "--output", str(annotations))
    sizes = [part for kind, count in COUNTS.items() for part in ("--n", f"{kind}={count}")]
    acta("validate", "draw", "--articles", str(texts), "--annotations", str(annotations), "--seed", "18", "--double", "1", *sizes)
    for kind in COUNTS:
        answers = folder / f"{kind}.answers.tsv"
        acta("validate", "sheet", "--kind", kind, "--output", str(folder / f"{kind}.md"), "--answers", str(answers))
        for reader in READERS:
            given = fill(answers, folder / f"{kind}.{reader}.tsv", reader)
            if given:
                acta("validate", "judge", "--coder", reader, "--answers", str(given))
    acta("validate", "report", "--format", "markdown")


def fill(template: Path, target: Path, reader: str) -> Path | None:
    """The template with what a reader answered about rows that are still there; None when that is nothing."""
    with (HERE / "answers.tsv").open(encoding="utf-8", newline="") as lines:
        known = {
            (row["row_id"], row["question"]): row[reader] for row in csv.DictReader(lines, delimiter="\t")
        }
    with template.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        row["answer"] = known.get((row["row_id"], row["question"]), "")
    if not any(row["answer"] for row in rows):
        return None
    with target.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, rows[0].keys(), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return target


if __name__ == "__main__":
    main(Path(sys.argv[1]))
