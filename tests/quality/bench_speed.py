"""What a constant costs, in CPU-seconds and as ratios within one run: one table of all of it.

    python tests/quality/bench_speed.py [--articles ARTICLES.jsonl] [--pages PAGES.jsonl.gz] [--limit N] [--data FOLDER]

Without files the sample newsroom is read. ``--data`` names a folder in which ``make run`` has run, best a copy: then one page
is ingested there and ``make run`` is repeated, in processes of their own (`ACTA_NEWSROOM_PORT` and `ACTA_AIRFLOW_PORT` count).
CPU time is that of all processes together; wall time says little on a machine that does other things as well.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ACTA = [sys.executable, "-m", "acta"]
PAGE = """<html><head><title>Harbour council agrees to widen the quay at Port Elsin</title>
<meta property="article:published_time" content="2026-06-30T09:00:00Z"></head><body><article>
<h1>Harbour council agrees to widen the quay at Port Elsin</h1>
<p>The harbour council of Port Elsin agreed on Monday to widen the northern quay, a project that shipping companies have asked
for since the storms of last winter (run {run}).</p>
<p>“We cannot wait another year,” said Marta Hollen, who chairs the council. She told reporters that work would begin in
September and that two firms had been invited to bid.</p></article></body></html>"""


def annotate(path: str | None, limit: int | None) -> str:
    """Speed of annotating beside spaCy alone, best of three rounds each."""
    import bench_annotate as bench

    articles = bench.articles_of(path)[:limit]
    bench.acta_whole(articles[:5])
    bench.gc.freeze()
    rounds = [
        (bench.cpu_seconds(bench.spacy_alone, articles), bench.cpu_seconds(bench.acta_whole, articles)) for _ in range(3)
    ]
    return f"{min(r[0] for r in rounds) / min(r[1] for r in rounds):.2f}"


def extract(path: Path | None, limit: int | None) -> str:
    """Speed of extracting beside trafilatura with metadata."""
    import bench_extract as bench

    pages = list(bench.file_pages(path, None) if path else bench.newsroom_pages())[:limit]
    readers = (bench.acta, bench.trafilatura_default)
    rounds = [[bench.measure(read, pages)["pages_per_cpu_second"] or 0 for read in readers] for _ in range(2)]
    ours, theirs = (max(speeds) for speeds in zip(*rounds, strict=True))  # in turn: a busy machine slows neither
    return f"{ours / theirs:.2f}"


def command(*arguments: str, data: Path | None = None) -> str:
    """CPU and wall seconds of one call of ``acta``."""
    environment = os.environ | ({"ACTA_DATA_DIR": str(data)} if data else {})
    before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([*ACTA, *arguments], env=environment, capture_output=True, text=True)
    wall, after = time.monotonic() - since, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return f"failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}"
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{cpu:.2f} CPU-s, {wall:.1f} s"


def rows(args: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    yield "annotate beside spaCy alone", annotate(args.articles, args.limit), "1.05"
    yield "extract beside trafilatura with metadata", extract(args.pages, args.limit), "1.3"
    yield "acta --help", command("--help"), ".3 CPU-s"
    if not args.data:
        return
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(PAGE.format(run=time.time_ns()), encoding="utf-8")  # never the same text twice
        yield "acta ingest of one page", command("ingest", str(page), data=args.data), "11 CPU-s, 12 s"
    yield "second `make run`", command("sample", data=args.data), "40 CPU-s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--data", type=Path)
    print(f"{'':44}{'here':>24}{'wanted':>18}")
    for what, found, wanted in rows(parser.parse_args()):
        print(f"{what:44}{found:>24}{wanted:>18}", flush=True)


if __name__ == "__main__":
    main()
