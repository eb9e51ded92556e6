"""Thirty saved pages of invented towns, as a person keeps them: each with one quotation of its own."""

from __future__ import annotations

from pathlib import Path

TOWNS = ("Aldmere", "Brinnock", "Calvost", "Dunmarrow", "Eskerly", "Fennick", "Garholt", "Hastrand", "Ilverby", "Jorrund")
FIRST, LAST = ("Mara", "Tobin", "Selka", "Oren", "Ilse", "Davit"), ("Quell", "Hartun", "Voss", "Lindqvar", "Ameri")
OFFICES = ("mayor", "harbour master", "school inspector")
MATTERS = (
    (
        "the old ferry",
        "We will run the ferry again before the first frost",
        "Boats have lain idle since a winter storm broke the quay",
    ),
    (
        "the night bus",
        "Nobody should have to walk home in the dark",
        "Drivers had asked for a second vehicle and longer breaks",
    ),
    (
        "the grain store",
        "This roof has leaked for eleven years and it ends now",
        "Farmers lost a tenth of the barley to damp in spring",
    ),
    (
        "the town library",
        "A town that shuts its library has given up on reading",
        "Readers collected four hundred signatures in a week",
    ),
    (
        "the river wall",
        "The water came to this line, and it will come back",
        "Engineers measured a crack as wide as a hand below the bridge",
    ),
)


def write_pages(folder: Path) -> dict[str, tuple[str, str]]:
    """Write the pages; returns (speaker, words that are quoted) by file name."""
    folder.mkdir(parents=True)
    said = {}
    for number in range(30):
        town, office = TOWNS[number % 10], OFFICES[number // 10]
        speaker = f"{FIRST[number % 6]} {LAST[number % 5]}"
        matter, quote, background = MATTERS[(number + number // 10) % 5]
        quote = f"{quote}, as {town} has asked {number + 2} times"
        name = f"{number:02}-{town.lower()}.html"
        said[name] = (speaker, quote)
        (folder / name).write_text(_page(number, town, office, speaker, matter, quote, background), encoding="utf-8")
    return said


def _page(number: int, town: str, office: str, speaker: str, matter: str, quote: str, background: str) -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{town} decides on {matter}</title>
<meta property="article:published_time" content="2026-03-{number % 28 + 1:02}T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/towns">Towns</a></nav><article><h1>{town} decides on {matter}</h1>
<p>The council of {town} voted by {number + 12} to {number % 7 + 1} on Tuesday to pay for {matter}, after a debate of
{number % 5 + 2} hours that filled the gallery and the stairs.</p>
<p>“{quote},” {office} {speaker} said.</p>
<p>{background}. The district promised {number * 3 + 20} thousand crowns, and the rest is to come from the budget
of {town}.</p>
<p>A second vote is due in {number % 9 + 2} weeks, when members have read what the auditors of {town} wrote about costs.</p>
</article><footer>Printed in {town}.</footer></body></html>
"""
