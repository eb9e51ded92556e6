"""CPU seconds and peak memory of the worst pages and articles we know, each read alone by the command line.

    python tests/quality/bench_worst.py [--only NAME] [--seconds 90] [--workers 1] [--markdown]

Every input is made here. A row gives CPU seconds and the peak resident memory of the largest process, and what became of
the input. A run over ``--seconds`` of wall time or 6 GB of address space is ended and shown as such. ACTA_STATEMENTS is
passed on, so both grades can be tried.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000
ADDRESS_SPACE = 12_000 * MB
PROSE = "The council of Marveil said on Monday that it would repair the old bridge before winter. "
BODY = f"<p>{PROSE * 8}</p>"


def page(inner: str, head: str = "") -> str:
    """A page that shows ten paragraphs of prose before whatever is wrong with it."""
    body = f"<article>{BODY * 10}{inner}</article>"
    return f"<!doctype html><html><head><title>Bridge</title>{head}</head><body>{body}</body></html>"


def json_ld(value: str) -> str:
    """A page with this JSON-LD."""
    return page("", f'<script type="application/ld+json">{value}</script>')


def pages() -> dict[str, str]:
    """Pages by name."""
    fonts = "".join(f"<p><font size={n}>word {n}" for n in range(60_000))
    return {
        "nested div": page("<div>" * 400_000),
        "nested span": page("<span>x" * 250_000),
        "nested table": page("<table><tr><td>" * 100_000),
        "nested blockquote": page("<blockquote>" * 150_000),
        "nested list": page("<ul><li>" * 200_000),
        "nested svg": page("<svg><g>" * 200_000),
        "crossed tags": page("<span><div></span></div>" * 80_000),
        "unclosed b": page("<b>x" * 400_000),
        "unclosed fonts": page(fonts),
        "adoption agency": page("<a><b><i><p>x</a></b>" * 90_000),
        "siblings": page("<p>x</p>" * 250_000),
        "line breaks": page("x<br>" * 400_000),
        "attributes": page("<p " + " ".join(f"a{n}=1" for n in range(220_000)) + ">x</p>"),
        "long attribute": page(f'<p title="{"a b " * 250_000}">x</p>'),
        "comments": page("<!-- x -->" * 200_000),
        "comment starts": page("<!--" * 500_000),
        "tag starts": page("<" * 2_000_000),
        "open quotes": page('<a "' * 500_000),
        "entities": page("&amp;&#65;" * 200_000),
        "closing tags": page("</div></b></p>" * 140_000),
        "deep JSON-LD": json_ld('{"@type":"NewsArticle","author":' + "[" * 900 + "]" * 900 + "}"),
        "JSON-LD names": json_ld('{"@type":"NewsArticle","author":[' + ",".join('{"name":"A B"}' for _ in range(120_000)) + "]}"),
        "script": page(f"<script>{'var a = 1; ' * 180_000}</script>"),
        "one word": page("<p>" + "x" * 2_000_000),
        "spaces": page("<p>" + " " * 2_000_000 + "x"),
        "short lines": page("<pre>" + "word\n" * 400_000 + "</pre>"),
        "links": page('<a href="/a">read this story now</a> ' * 50_000),
    }  # fmt: skip


def articles() -> dict[str, str]:
    """Texts by name."""
    names = " ".join(f"Ada{chr(97 + n % 26)} Bere{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}sen," for n in range(20_000))
    return {
        "sentence of 1 MB": "the old bridge over the river and " * 30_000,
        "words without an end": "bridge " * 140_000,
        "one word of 1 MB": "a" * 1_000_000,
        "straight quotes": '"' * 80_000,
        "ending in quotes": "word " * 6_000 + '"' * 3_000,
        "quoted words": '"a" ' * 100_000,
        "single quotes": "'a " * 150_000,
        "said": "said " * 100_000,
        "he said": "He said that " * 60_000,
        "names": names,
        "dates": "On 3 May 2026 and 4 June 2025, " * 15_000,
        "numbers": "1,234.5 " * 100_000,
        "commas": "," * 300_000,
        "dots": "." * 300_000,
        "spaces": " " * 900_000 + "x",
        "brackets": "(" * 100_000 + ")" * 100_000,
        "capitals": "A" * 300_000 + " " + "A B C " * 50_000,
        "hyphens": "a-" * 200_000,
        "and": "Anna and " * 60_000,
        "lines": "word\n" * 200_000,
        "sentences": PROSE * 11_000,
        "quotes with speakers": "“We will repair it,” said Anna Berg. " * 25_000,
        "combining marks": "e" + "\u0301" * 300_000,
        "emoji": "\U0001f600" * 200_000,
        "right to left": "\u202e\u05d0\u200b " * 150_000,
        "attacks": "Rebels attacked the town of Osterby and killed 12 people on Monday. " * 14_000,
        "relative clauses": "the man who saw " * 50_000,
        "the minister of": "the minister of " * 60_000,
    }  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """What one input cost and what became of it."""

    kind: str
    name: str
    cpu_seconds: float
    peak_mb: int
    fate: str


def measure(kind: str, name: str, content: str, seconds: float, workers: str) -> Measure:
    """Run one input through ``acta extract`` or ``acta annotate``, alone."""
    verb = "extract" if kind == "page" else "annotate"
    record = (
        {"page_id": "p", "url": "https://worst.example/a", "html": content}
        if kind == "page"
        else {"article_id": "a", "text": content, "title": "Bridge", "language": "en", "published_at": "2026-05-04"}
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text(json.dumps(record) + "\n")
        command = [sys.executable, "-m", "acta", verb, "--input", str(source), "--output", str(target), "--workers", workers]
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=_limited
        )
        clock = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
        clock.start()
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        clock.cancel()
        fate = _fate(target) if status == 0 else f"ended after {seconds:.0f} s" if status == 9 else _last(said)
    return Measure(kind, name, round(used.ru_utime + used.ru_stime, 1), used.ru_maxrss // 1000, fate)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def _fate(target: Path) -> str:
    record = json.loads(target.read_text())
    found = [str(record.get(name)) for name in ("outcome", "reason", "quality_doubts") if record.get(name)]
    if "statements" in record:
        found.append(f"{len(record['statements'])} statements, {len(record['events'])} events")
    else:
        found.append(f"{len(record.get('text') or '')} characters")
    return ", ".join(found)


def _last(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:100] if lines else "no message"


def inputs() -> Iterator[tuple[str, str, str]]:
    """Kind, name and content of every input."""
    yield from (("page", name, content) for name, content in pages().items())
    yield from (("article", name, content) for name, content in articles().items())


def main() -> None:
    """Measure and print a row an input, as it comes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="inputs whose kind and name hold this")
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--workers", default="1")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    for kind, name, content in inputs():
        if options.only in f"{kind} {name}":
            found = measure(kind, name, content, options.seconds, options.workers)
            cells = (found.kind, found.name, f"{found.cpu_seconds:.1f}", str(found.peak_mb), found.fate)
            print("| " + " | ".join(cells) + " |" if options.markdown else "\t".join(cells), flush=True)


if __name__ == "__main__":
    main()
