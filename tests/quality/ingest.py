"""Acta's readers of robots.txt, URLs and feeds in the line format of the public ingest scorers.

    python tests/quality/ingest.py robots|urls|feeds INPUT.jsonl OUTPUT.jsonl
    python ../shared/score/score_ingest.py run feeds dev --command 'python tests/quality/ingest.py feeds {input} {output}'

Every answer comes from the function that the collector itself calls; nothing is decided here.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from acta.collect.discover import NotAFeed, read_entries
from acta.collect.robots import rule
from acta.collect.urls import absolute, url_key

Row = dict[str, Any]


def robots(case: Row) -> Row:
    """May this agent fetch this URL?"""
    ruling = rule(case["robots_txt"], case["url"], case["user_agent"])
    return {"case_id": case["case_id"], "allowed": ruling.refusal is None}


def urls(case: Row) -> Row:
    """The absolute URL of a link, or the normal form of a URL."""
    if case["op"] == "resolve":
        url = absolute(case["url"], case["base"] or "", keep_fragment=True)
    else:
        url = url_key(case["url"])
    return {"case_id": case["case_id"], "url": url}


def feeds(case: Row) -> Row:
    """How many items a feed has, and what the first one says."""
    try:
        entries = read_entries(base64.b64decode(case["bytes_b64"]), case["url"], case["content_type"]).entries
    except NotAFeed:
        entries = []
    first = entries[0] if entries else None
    return {
        "feed_id": case["feed_id"],
        "n_items": len(entries),
        "first_link": first and first.url,
        "first_title": first and first.title,
        "first_published": first and first.dated_at,
    }


ANSWERS: dict[str, Callable[[Row], Row]] = {"robots": robots, "urls": urls, "feeds": feeds}


def main() -> int:
    """One answer a line."""
    if len(sys.argv) != 4 or sys.argv[1] not in ANSWERS:
        print(f"usage: {Path(sys.argv[0]).name} {'|'.join(ANSWERS)} INPUT.jsonl OUTPUT.jsonl", file=sys.stderr)
        return 2
    answer = ANSWERS[sys.argv[1]]
    with Path(sys.argv[2]).open(encoding="utf-8") as cases, Path(sys.argv[3]).open("w", encoding="utf-8") as answers:
        for line in cases:
            answers.write(json.dumps(answer(json.loads(line)), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
