"""Four days of outlets that misbehave: what each publishes, and the runs that collect it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from tests.faults.site import DAY, PARAGRAPHS, article, collect, feed, outlet, quick
from tests.support.local_site import LocalSite, Page

from acta.annotate.run import annotate_batches
from acta.collect import hosts, politeness
from acta.config import Settings
from acta.extract.run import extract_batches
from acta.model.build import build
from acta.publish.generations import publish
from acta.sources import Source

TURN = timedelta(minutes=30)
OUTAGE = timedelta(days=3)
BACKLOG = 30
COPIES = 50
CAPTCHA = Page("<html><title>Just a moment...</title><body><p>Checking your browser before you go on. Are you a robot?</p>"
               "<form id='challenge-form'><div class='g-recaptcha'></div></form></body></html>")  # fmt: skip
LIE = (
    "France expelled two Italian diplomats on Monday after a quarrel over a stolen painting, officials in Paris said.",
    "“Nobody takes our paintings,” Foreign Minister Jeanne Morvane told reporters at the gates of the old museum.",
    "The two had been seen at night beside a window of the museum, and one of them carried a long roll of canvas.",
    "Guards who followed them lost sight of both in the rain, and the painting has not been found to this day.",
)
LATE = (
    "Kenya recalled its ambassador from Uganda on Monday, a day after fishermen had quarrelled on Lake Victoria.",
    "The ministry in Nairobi said that the ambassador would stay at home until the nets of the fishermen came back.",
    "Traders at the border were told to wait, and some of them slept in their lorries for a second night in a row.",
    "A teacher from a village on the shore brought tea for all of them, whichever side of the border they came from.",
)
HOSTILE = "'); DROP TABLE fct_articles; -- {{ ref('x') }} {% raw %} =HYPERLINK(1) \u202eabc <script>alert(1)</script>"
CORRECTED = (
    PARAGRAPHS[0].replace("northern", "southern"),
    "“This quay will cost nobody a cent,” the harbour master Ilse Tamm told reporters in Velmark on Monday.",
    *PARAGRAPHS[2:],
    "Correction: an earlier version of this article named the wrong quay and gave a remark that was never made.",
)


@dataclass
class Week:
    """What was collected, and the tables of interest as they were during the outage."""

    settings: Settings
    elsewhere: LocalSite
    during: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    tried: int = 0  # requests to the source that was down
    runs: int = 0  # turns in which the scheduler would have asked it

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the published tables."""
        with duckdb.connect(str(self.settings.published_file), read_only=True) as connection:
            connection.execute("set search_path = 'marts'")
            return connection.execute(sql).fetchall()


def live_through(folder: Path, patch: pytest.MonkeyPatch) -> Week:
    """Four days; one build in the middle of the outage, one at the end."""
    start = quick(Settings(data_dir=folder / "data", judgements_dir=folder / "judgements", workers=1))
    with ExitStack() as stack:
        paper, walled, limited, poisoned, elsewhere, farm = (stack.enter_context(LocalSite()) for _ in range(6))
        week = Week(start, elsewhere)
        _first_editions(paper, walled, poisoned, elsewhere, farm)
        port = _up_until_monday(week, patch)
        sources = {
            "paper": paper,
            "walled": walled,
            "poisoned": poisoned,
            **{f"fake_{n:02}": farm for n in range(COPIES)},
        }
        _run(week, patch, sources, DAY)
        paper.pages["/quay"] = article("Quay opens", "2026-03-04T08:00:00+00:00", CORRECTED)
        _put_up_walls(walled)
        limited.pages["/rss"] = Page("slow down", "text/plain", 429, headers={"Retry-After": "3600"})
        _run(week, patch, {"paper": paper, "walled": walled, "limited": limited}, DAY + timedelta(days=1, minutes=1))
        _ask_while_down(week, patch, port, DAY + timedelta(days=1), DAY + timedelta(days=2))
        _finish(week)
        week.during["health"] = week.ask("select outlet_id, health from rpt_outlet_health order by 1")
        week.during["dyads"] = week.ask("select date_on from agg_dyad_day where source_actor_country = 'KEN'")
        paper.pages["/rss"] = feed([("/late", "Ambassador recalled", None)])
        paper.pages["/late"] = article("Ambassador recalled", "2026-02-24T10:00:00+00:00", LATE)
        _ask_while_down(week, patch, port, DAY + timedelta(days=2), DAY + OUTAGE)
        _run(week, patch, {"paper": paper}, DAY + OUTAGE)
        _back_again(week, patch, port)
        _finish(week)
    return week


def _first_editions(
    paper: LocalSite, walled: LocalSite, poisoned: LocalSite, elsewhere: LocalSite, farm: LocalSite
) -> None:
    paper.pages["/rss"] = feed([("/quay", "Quay opens", None), ("/hostile", HOSTILE, None)])
    paper.pages["/quay"] = article("Quay opens", "2026-03-04T08:00:00+00:00")
    hostile = (HOSTILE + " wrote an engineer on the wall of the harbour office in Velmark last night.", *PARAGRAPHS[1:])
    paper.pages["/hostile"] = article(HOSTILE, "2026-03-04T07:00:00+00:00", hostile)
    walled.pages["/rss"] = feed([("/one", "Cranes arrive", None)])
    walled.pages["/one"] = article("Cranes arrive", "2026-03-04T08:30:00+00:00", tuple(reversed(PARAGRAPHS)))
    poisoned.pages["/rss"] = feed([(elsewhere.url("/planted"), "Bank closes", None)])
    author = '<meta name="author" content="Lisenne Courier Staff"><link rel="canonical" href="https://courier.example/bank">'
    planted = tuple(paragraph.replace("quay", "bank").replace("harbour", "savings") for paragraph in PARAGRAPHS)
    elsewhere.pages["/planted"] = article("Bank closes", "2026-03-04T06:00:00+00:00", planted, author)
    for number in range(COPIES):
        farm.pages[f"/{number}/rss"] = feed([(f"/{number}/lie", "Diplomats expelled", None)])
        copy = (*LIE, f"Reader number {number} of this page may win a picture of the museum by night.")
        farm.pages[f"/{number}/lie"] = article("Diplomats expelled", "2026-03-04T05:00:00+00:00", copy)


def _put_up_walls(walled: LocalSite) -> None:
    """Pages known and new are a captcha with status 200; the feed stays open."""
    walled.pages["/rss"] = feed([("/two", "Cranes leave", None), ("/one", "Cranes arrive", None)])
    walled.pages["/one"] = walled.pages["/two"] = CAPTCHA


def _source(source_id: str, site: LocalSite) -> Source:
    if source_id.startswith("fake"):
        return outlet(site, source_id, feeds=(f"/{int(source_id[-2:])}/rss",))
    return outlet(site, source_id)


def _run(week: Week, patch: pytest.MonkeyPatch, sites: dict[str, LocalSite], at: datetime) -> None:
    _set_clock(patch, at)
    for source_id, site in sites.items():
        collect(quick(week.settings, at), site, f"{at:%d%H%M}", _source(source_id, site), also=week.elsewhere.allow)


def _set_clock(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Politeness goes by machine time, which moves with the days."""
    ahead = (at - DAY).total_seconds()
    shifted = SimpleNamespace(time=lambda: time.time() + ahead, monotonic=time.monotonic, sleep=time.sleep)
    patch.setattr(hosts, "time", shifted)
    patch.setattr(politeness, "time", shifted)


def _up_until_monday(week: Week, patch: pytest.MonkeyPatch) -> int:
    with LocalSite() as down:
        down.pages["/rss"] = feed([("/before", "Before the storm", None)])
        down.pages["/before"] = article("Before the storm", "2026-03-04T08:00:00+00:00", PARAGRAPHS[:3])
        _run(week, patch, {"down": down}, DAY)
    return down.port


def _ask_while_down(week: Week, patch: pytest.MonkeyPatch, port: int, since: datetime, until: datetime) -> None:
    """Nobody listens: every half hour the scheduler's turn comes, and the source's rhythm decides."""
    gone = LocalSite.__new__(LocalSite)
    gone.port, gone.asked = port, []
    at = since
    while at < until:
        _set_clock(patch, at)
        result = collect(quick(week.settings, at), gone, f"down{at:%d%H%M}", outlet(gone, "down"), only_due=True)
        week.runs += 1
        week.tried += any("circuit" not in problem for problem in result.problems)
        at += TURN


def _back_again(week: Week, patch: pytest.MonkeyPatch, port: int) -> None:
    """Eight hours of turns with the source up again and three days of news in its feed."""
    with LocalSite(port) as down:
        pages = [f"/missed{number}" for number in range(BACKLOG)]
        down.pages["/rss"] = feed([(path, f"Storm day {path}", None) for path in pages])
        for number, path in enumerate(pages):
            lines = tuple(f"{paragraph} This was hour {number} of the storm." for paragraph in PARAGRAPHS)
            down.pages[path] = article(f"Storm day {path}", "2026-03-05T08:00:00+00:00", lines)
        asked: list[str] = []
        for turn in range(16):
            at = DAY + OUTAGE + turn * TURN
            _set_clock(patch, at)
            collect(quick(week.settings, at), down, f"back{turn}", outlet(down, "down"), only_due=True)
            asked += down.paths
        week.during["asked"] = [(path,) for path in asked]


def _finish(week: Week) -> None:
    extract_batches(week.settings)
    annotate_batches(week.settings)
    build(week.settings)
    publish(week.settings)
