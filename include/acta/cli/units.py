"""What a command says at its end about the units it worked on: source files, sources, feeds, sitemaps, pages.

A page that is missing or a site that is down is an ordinary row and no failure of the command. What needs a look is a unit
that failed for a reason nobody expected, a source that could not be collected, a source file that cannot be read: the others
went on, and the command ends with status 3.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acta.config import Settings
from acta.isolation import UNEXPECTED
from acta.logs import log_file

SOME_FAILED = 3  # exit status: the work was done and published, without the units that the last lines name
FAILED_AT_THE_SITE = ("blocked", "failed", "rejected")


@dataclass
class Units:
    """Counted over a whole command; ``look`` has a line for each unit that needs one."""

    outcomes: Counter[str] = field(default_factory=Counter)
    look: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # sources of which no feed, sitemap or listing could be read

    def note_source(self, source_id: str, polls: Mapping[str, int]) -> str | None:
        """A line about a source whose every poll failed at the site; None for any other. ``polls`` counts outcomes."""
        if not polls or set(polls) - set(FAILED_AT_THE_SITE):
            return None
        self.unread.append(source_id)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(polls.items()))
        return f"{source_id}: none of its feeds, sitemaps and listings could be read ({told})"

    def summary(self, settings: Settings) -> str:
        """The last line."""
        looked_at = len(self.look)
        ordinary = sum(self.outcomes[outcome] for outcome in FAILED_AT_THE_SITE)
        unexpected = sum(UNEXPECTED in line for line in self.look)
        parts = [f"{self.outcomes.total() - ordinary} units went well"]
        parts.append(f"{max(0, ordinary - unexpected)} failed at their site")
        if self.unread:
            parts.append(f"{len(self.unread)} source{'s' * (len(self.unread) > 1)} could not be read ({_some(self.unread)})")
        if looked_at:
            log = f", tracebacks in {log_file(settings)}" if unexpected else ""
            parts.append(f"{looked_at} failed and need{'s' if looked_at == 1 else ''} a look (named above{log})")
        else:
            parts.append("none needs a look")
        return ", ".join(parts)

    def end(self) -> None:
        """Leave with the status that says whether something needs a look."""
        if self.look:
            sys.exit(SOME_FAILED)


def _some(names: Sequence[str], most: int = 5) -> str:
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")
