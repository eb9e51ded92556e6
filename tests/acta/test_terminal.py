"""What is printed for a person can also be searched in a log."""

from __future__ import annotations

import pytest

from acta.terminal import SafeConsole


def test_a_long_line_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    SafeConsole().print(f"  {'word ' * 60}/a/very/{'long' * 40}/path.txt", style="dim")
    assert capsys.readouterr().out.count("\n") == 1
