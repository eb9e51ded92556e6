"""Write docs/scale.md from what `make bench-scale` measured (docs/scale/results.json)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "scale.md"
HEAD = """# At scale

<!-- Made by `docs/scale/page.py` from docs/scale/results.json, which `make bench-scale` writes. -->

How the warehouse grows, on {machine}.

A generator (`tests/scale`) writes days of an invented newsroom as finished batches: 10,000 articles of some 220 words a day from
120 outlets, one in four a copy of another. What the network, the extractor and the annotator would do is not part of it. For each
size everything is built from nothing, published and asked the twelve questions; then 10,000 new articles come, with corrections
and withdrawals of the day before.
"""
TAIL = """
## What limits it

At a million articles a build with 10,000 new ones takes some 30 s to load and to join stories, events and utterances, 115 s
in dbt and 15 s to hash. The first follows what came, not what is there ([decision
19](decisions/0019-a-load-joins-what-it-changed.md)). Evidence is replaced by days, utterances and events one by one
([decision 18](decisions/0018-evidence-is-replaced-by-days.md)). What is left grows with the archive. Of the 210 s of work
that dbt's two threads do in these 115, tests take 74 s, articles and their reports 35, counts of actors, speakers and pairs
30, finding what changed 8; some 20 are dbt's own, for 470 nodes, whatever they hold. The aim of 60 s is met up to some 0.2
million articles and missed at a million; the aim of 2 s for each question is met.
"""
Figures = dict[str, Any]
ROWS: tuple[tuple[str, Callable[[Figures], Any]], ...] = (
    ("statements", lambda f: f"{f['rows']['fct_statements']:,}"),
    ("event mentions", lambda f: f"{f['rows']['fct_event_mentions']:,}"),
    ("mentions of actors and places", lambda f: f"{f['rows']['fct_mentions']:,}"),
    ("full build with all data tests, s", lambda f: f"{f['build']['seconds']:,.0f}"),
    ("… CPU seconds", lambda f: f"{f['build']['cpu_seconds']:,.0f}"),
    ("… memory, GB", lambda f: f["build"]["peak_gb"]),
    ("publish, s", lambda f: f"{f['publish']['seconds']:,.0f}"),
    ("10,000 new articles: build with tests, s", lambda f: f"{f['build_new']['seconds']:,.0f}"),
    ("… CPU seconds", lambda f: f"{f['build_new']['cpu_seconds']:,.0f}"),
    ("… memory, GB", lambda f: f["build_new"]["peak_gb"]),
    ("… days of evidence made anew", lambda f: f["days_made_anew"]),
    ("… publish, s", lambda f: f"{f['publish_new']['seconds']:,.0f}"),
    ("build file, GB", lambda f: f["build_file_gb"]),
    ("published file, GB", lambda f: f["published_file_gb"]),
    ("slowest of the twelve questions, s", lambda f: max(f["questions"].values())),
    ("their median, s", lambda f: sorted(f["questions"].values())[len(f["questions"]) // 2]),
    ("marts that a rebuild makes otherwise", lambda f: len(f["rebuild"]["tables_that_differ"]) if "rebuild" in f else "not run"),
)
CHARTS = (
    ("Seconds of a full build", lambda f: f["build"]["seconds"]),
    ("Seconds of a build with 10,000 new articles", lambda f: f["build_new"]["seconds"]),
    ("Published file, GB", lambda f: f["published_file_gb"]),
    ("Slowest question, seconds", lambda f: max(f["questions"].values())),
)


def page(results: dict[str, Figures], machine: str) -> str:
    """The page: a table, a chart for each of four figures, the questions one by one."""
    sizes = sorted(results.values(), key=lambda figures: int(figures["articles"]))
    names = [f"{figures['articles'] / 1e6:g}M" for figures in sizes]
    lines = [HEAD.format(machine=machine), _line(["articles", *names]), _line(["---"] + ["---:"] * len(sizes))]
    lines += [_line([label, *(str(figure(figures)) for figures in sizes)]) for label, figure in ROWS]
    for title, measure in CHARTS:
        lines += ["", _chart(title, names, [float(measure(figures)) for figures in sizes])]
    lines += ["", "## The twelve questions, seconds", "", _line(["question", *names]), _line(["---"] + ["---:"] * len(sizes))]
    for number in sizes[0]["questions"]:
        lines.append(_line([number, *(f"{figures['questions'][number]:.3f}" for figures in sizes)]))
    return "\n".join(lines) + "\n" + TAIL


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chart(title: str, names: list[str], values: list[float]) -> str:
    listed = ", ".join(f"{value:g}" for value in values)
    return (
        f'```mermaid\nxychart-beta\n  title "{title}"\n  x-axis "articles" [{", ".join(names)}]\n'
        f"  y-axis 0 --> {max(values) * 1.1:.{0 if max(values) > 10 else 2}f}\n  line [{listed}]\n```"
    )


if __name__ == "__main__":
    found = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    PAGE.write_text(page(found["sizes"], found["machine"]), encoding="utf-8")
