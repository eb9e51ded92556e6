"""Write an acceptance case: ``case.yml``, where spans are words of the text, becomes ``expected.json`` with offsets.

A span is written as the words themselves; ``words@2`` is their second occurrence in the text. The format of expected.json is
the one of ../shared/score/check_case.py. Gold is written before the first run and changed only where it is wrong.

    python tests/cases/make_case.py tests/cases/sea_call
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

Span = list[int]


def locate(text: str, words: str) -> Span:
    """Offsets of ``words`` or ``words@n``. Raises ValueError when they are not in the text so often."""
    words, _, number = words.partition("@")
    at = -1
    for _ in range(int(number or 1)):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{words!r} is not in the text {number or 1} times")
    return [at, at + len(words)]


def compile_case(case: dict[str, Any]) -> dict[str, Any]:
    """Spans to offsets, short forms to the full form."""
    text = "\n".join(case["paragraphs"])

    def span(words: str) -> dict[str, Any]:
        start, end = locate(text, words)
        return {"start": start, "end": end, "text": text[start:end]}

    def party(entry: list[str] | None) -> dict[str, Any] | None:
        if entry is None:
            return None
        start, end = locate(text, entry[0])
        return {"start": start, "end": end, "key": entry[1]}

    def statement(number: int, s: dict[str, Any]) -> dict[str, Any]:
        content = [locate(text, words) for words in s["content"]]
        return {
            "id": f"s{number}",
            "kind": s["kind"],
            "content": content,
            "cue": locate(text, s["cue"]) if s.get("cue") else None,
            "speaker": party(s.get("speaker")),
            "addressee": party(s.get("addressee")),
            "said_on": s["said_on"],
            "negated": s.get("negated", False),
            "required": s.get("required", True),
            "note": s.get("note"),
            "text": " … ".join(text[a:b] for a, b in content),
        }

    def event(number: int, e: dict[str, Any]) -> dict[str, Any]:
        triggers = [locate(text, words) for words in e["triggers"]]
        return {
            "id": f"e{number}",
            "types": e["types"],
            "modes": e.get("modes"),
            "triggers": triggers,
            "sources": e.get("sources", []),
            "targets": e.get("targets", []),
            "symmetric": e.get("symmetric", False),
            "status": e["status"],
            "occurred_on": e["occurred_on"],
            "place_country": e.get("place_country"),
            "required": e.get("required", True),
            "note": e.get("note"),
            "text": text[triggers[0][0] : triggers[0][1]],
        }

    return {
        "case": case["case"],
        "published_at": case["published_at"],
        "language": "en",
        "title": case["title"],
        "text": text,
        "optional_text": [case["title"]],
        "offsets": "code points into text",
        "actors": [
            {
                "key": key,
                "name": a["name"],
                "kind": a["kind"],
                "country": a["country"],
                "sector": a["sector"],
                "wikidata_id": None,
                "required": a.get("required", True),
                "mentions": [span(words) for words in a["mentions"]],
            }
            for key, a in case["actors"].items()
        ],
        "coreference": [{"key": key, **span(words), "required": True} for words, key in case["coreference"]],
        "statements": [statement(i, s) for i, s in enumerate(case["statements"], 1)],
        "events": [event(i, e) for i, e in enumerate(case["events"], 1)],
        "times": [{**span(t[0]), "type": t[1], "value": t[2], "required": True} for t in case["times"]],
        "must_not": [must_not(text, i, n) for i, n in enumerate(case["must_not"], 1)],
    }


def must_not(text: str, number: int, rule: dict[str, Any]) -> dict[str, Any]:
    """One thing that must not be there; its spans as offsets."""
    spans = {"spans": [locate(text, words) for words in rule["spans"]]} if "spans" in rule else {}
    return {"id": f"n{number}", **rule, **spans}


def main() -> None:
    """Compile the cases named as arguments, or all."""
    here = Path(__file__).parent
    for folder in [Path(a) for a in sys.argv[1:]] or sorted(p.parent for p in here.glob("*/case.yml")):
        case = yaml.safe_load((folder / "case.yml").read_text(encoding="utf-8"))
        expected = json.dumps(compile_case(case), ensure_ascii=False, indent=1) + "\n"
        (folder / "expected.json").write_text(expected, encoding="utf-8")


if __name__ == "__main__":
    main()
