"""A pytest plugin (``-p tests.faults.report``): a table of all faults at the end, with how their tests did."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict

import pytest
from tests.faults.catalogue import FAULTS

WIDTH = 100


class Report:
    """Counts outcomes of tests by the faults they hold."""

    def __init__(self) -> None:
        self.numbers: dict[str, tuple[int, ...]] = {}
        self.outcomes: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            self.numbers[item.nodeid] = tuple(n for mark in item.iter_markers("fault") for n in mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
            for number in self.numbers.get(report.nodeid, ()):
                self.outcomes[number][report.outcome] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("faults")
        for number, fault in FAULTS.items():
            counted = ", ".join(f"{n} {what}" for what, n in sorted(self.outcomes[number].items())) or "no test was run"
            terminalreporter.write_line(f"{number:2}  {fault.name}: {counted}")
            for line in (fault.outcome, f"not tested: {fault.untested}" if fault.untested else ""):
                for part in textwrap.wrap(line, WIDTH):
                    terminalreporter.write_line(f"      {part}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Report(), "fault-report")
