"""The last line of a command names the sources of which nothing could be read."""

from __future__ import annotations

from acta.cli.units import Units
from acta.config import Settings


def test_a_source_whose_every_poll_failed_is_named_and_is_no_failure_of_the_command(settings: Settings) -> None:
    units = Units()
    assert units.note_source("good", {"fetched": 1, "failed": 3}) is None
    assert units.note_source("idle", {"unchanged": 2}) is None
    assert units.note_source("listed", {}) is None
    said = units.note_source("down", {"failed": 1, "blocked": 1})
    assert said == "down: none of its feeds, sitemaps and listings could be read (1 blocked, 1 failed)"
    assert "1 source could not be read (down), none needs a look" in units.summary(settings)
    units.end()


def test_of_many_such_sources_the_first_are_named_and_the_rest_counted(settings: Settings) -> None:
    units = Units()
    for number in range(7):
        units.note_source(f"s{number}", {"rejected": 1})
    assert "7 sources could not be read (s0, s1, s2, s3, s4 and 2 more)" in units.summary(settings)
