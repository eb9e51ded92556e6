"""No fault is without a test, and no test holds a fault that there is not."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.faults.catalogue import FAULTS

TESTS = Path(__file__).parents[1]


def held() -> dict[int, list[str]]:
    """Names of the tests that hold each fault, read from their decorators: tests of other runs count too."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in TESTS.rglob("test_*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for number in _numbers(function):
                    found[number].append(f"{path.relative_to(TESTS)}::{function.name}")
    return found


def _numbers(function: ast.FunctionDef) -> list[int]:
    calls = [node for decorator in function.decorator_list for node in ast.walk(decorator) if isinstance(node, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.fault"]
    return [ast.literal_eval(argument) for mark in marks for argument in mark.args]


def test_every_fault_is_held_by_a_test_or_says_why_it_cannot_be() -> None:
    tests = held()
    assert [number for number, fault in FAULTS.items() if not tests[number] and not fault.untested] == []
    assert set(tests) <= set(FAULTS)


def test_the_catalogue_numbers_the_faults_from_1_to_32() -> None:
    assert list(FAULTS) == list(range(1, 33))
    assert all(fault.name and fault.outcome for fault in FAULTS.values())
