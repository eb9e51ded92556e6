"""One refresh: a question a country, the answers held against the registry, two files for a person.

``<data>/refresh/<instant>/changes.csv`` is what to read and accept, ``outcomes.csv`` beside it has a row for every country,
answered or not. A country without an answer has no changes, so a failure never looks like the end of a term.
"""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path

from acta.collect.guard import NOTHING, Allowance
from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.refresh.changes import Change, write_changes
from acta.refresh.compare import Comparison
from acta.refresh.query import names_query, read_names, read_terms, terms_query
from acta.refresh.service import PAGE_ROWS, NoAnswer, Patience, Service, own_copy
from acta.registry import known_rows, load_registry, rows
from acta.registry.titles import plain

PEOPLE_A_QUESTION = 100
NOBODY = Settings().contact  # the default: an address where nobody reads


@dataclass(frozen=True)
class Outcome:
    """What became of one country: answered, failed or deferred (not asked, because the service was to be left alone)."""

    country: str
    outcome: str
    reason: str = ""
    detail: str = ""
    terms: int = 0
    changes: int = 0
    requests: int = 0
    elapsed_ms: int = 0


@dataclass(frozen=True)
class Refreshed:
    """Where the files lie, and what is in them."""

    folder: Path
    outcomes: list[Outcome]
    kinds: Counter[str]

    @property
    def answered(self) -> int:
        return sum(outcome.outcome == "answered" for outcome in self.outcomes)


def countries() -> list[str]:
    """All countries of the real world in the registry."""
    return sorted(row["country"] for row in rows("countries") if not re.fullmatch(r"XA[A-Z]", row["country"]))


def refresh(
    settings: Settings,
    wanted: Collection[str] = (),
    allow: Allowance = NOTHING,
    patience: Patience | None = None,
    page_rows: int = PAGE_ROWS,
    progress: Callable[[str], None] = lambda line: None,
) -> Refreshed:
    """Ask for some or all countries and write the files. Raises Transient, leaving only the outcomes, when none answered."""
    unknown = set(wanted) - set(countries())
    if unknown:
        raise Permanent(
            f"{', '.join(sorted(unknown))}: not a country of the registry (ISO 3166-1 alpha-3, such as JPN)"
        )
    if settings.contact == NOBODY and not own_copy(settings.wikidata_url):
        raise Permanent("Wikidata wants to know whom to write to: set ACTA_CONTACT to your address or page first")
    now = settings.clock()
    sources = {(row["actor_id"], plain(row["title"]), row["valid_from"]): row["source"] for row in known_rows("roles")}
    compare = partial(Comparison, load_registry(), sources, now.date().isoformat())
    outcomes: list[Outcome] = []
    changes: list[Change] = []
    with Service(settings, allow, patience) as service:
        failures, final = 0, False
        for country in sorted(wanted) or countries():
            if final or failures >= settings.circuit_failures:
                outcomes.append(Outcome(country, "deferred", "left_alone", "the service is to be left alone for now"))
                continue
            outcome, found, final = _ask(service, compare, country, page_rows)
            failures = 0 if outcome.outcome == "answered" else failures + 1
            outcomes.append(outcome)
            changes += found
            progress(f"{country}: {outcome.outcome} {outcome.reason or f'{outcome.changes} terms'}")
    folder = settings.data_dir / "refresh" / now.strftime("%Y-%m-%dT%H%M%SZ")
    folder.mkdir(parents=True, exist_ok=True)
    _write_outcomes(folder / "outcomes.csv", outcomes)
    result = Refreshed(folder, outcomes, Counter(change.kind for change in changes))
    if not result.answered:
        raise Transient(
            f"no country was answered ({outcomes[0].reason}: {outcomes[0].detail}): see {folder / 'outcomes.csv'}"
        )
    write_changes(folder / "changes.csv", changes)
    return result


def _ask(
    service: Service, compare: Callable[..., Comparison], country: str, page_rows: int
) -> tuple[Outcome, list[Change], bool]:
    """One country: its outcome, its changes, and whether the service is to be left alone."""
    begun, before = time.monotonic(), service.requests

    def outcome(what: str, reason: str = "", detail: str = "", terms: int = 0, changes: int = 0) -> Outcome:
        elapsed = round((time.monotonic() - begun) * 1000)
        return Outcome(country, what, reason, detail, terms, changes, service.requests - before, elapsed)

    try:
        terms = read_terms(service.all_rows(partial(terms_query, country), page_rows))
        people = sorted({term.person for term in terms})
        aliases: dict[str, list[str]] = {}
        for first in range(0, len(people), PEOPLE_A_QUESTION):
            question = partial(names_query, people[first : first + PEOPLE_A_QUESTION])
            for person, alias in read_names(service.all_rows(question, page_rows)):
                aliases.setdefault(person, []).append(alias)
    except NoAnswer as error:
        return outcome("failed", error.reason, error.detail), [], error.is_final
    changes = compare(country, aliases).changes(terms)
    return outcome("answered", terms=len(terms), changes=len(changes)), changes, False


def _write_outcomes(path: Path, outcomes: list[Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [field.name for field in fields(Outcome)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(outcome) for outcome in outcomes)
