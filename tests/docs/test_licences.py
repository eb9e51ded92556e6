"""Every locked package has a licence that may be passed on with Acta, or a reason why it may be there."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("acta_licences", ROOT / "docs" / "licences.py")
assert _spec and _spec.loader
licences = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = licences
_spec.loader.exec_module(licences)


def test_no_locked_package_has_an_unknown_or_unwanted_licence() -> None:
    packages = licences.locked_packages(ROOT / "requirements.lock")
    assert len(packages) > 150
    assert [f"{one.name}: {one.licence}" for one in packages if not one.is_allowed] == []


def test_no_exception_outlives_its_package_or_its_licence() -> None:
    found = {one.name: one.licence for one in licences.locked_packages(ROOT / "requirements.lock")}
    assert {name: licence for name, (licence, _) in licences.EXCEPTIONS.items()} == {
        name: found.get(name) for name in licences.EXCEPTIONS
    }


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False),
        ("unknown", False),
        ("MPL-2.0 AND MIT", True), ("AGPL-3.0-or-later", False), ("Proprietary", False), ("", False),
        ("SSPL-1.0 OR BUSL-1.1", False),
    ],
)  # fmt: skip
def test_an_expression_is_met_by_one_side_of_or_and_both_of_and(expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed
