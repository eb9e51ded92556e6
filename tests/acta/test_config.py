from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from acta.config import Settings, load_settings
from acta.errors import Permanent

ROOT = Path(__file__).resolve().parents[2]


def test_a_typo_in_a_setting_names_the_setting_that_was_meant() -> None:
    with pytest.raises(Permanent, match="ACTA_WORKRES is not a setting; did you mean ACTA_WORKERS"):
        load_settings({"ACTA_WORKRES": "2"})


def test_a_value_of_the_wrong_type_names_the_setting_and_the_type() -> None:
    with pytest.raises(Permanent, match="ACTA_WORKERS='two' is not a int"):
        load_settings({"ACTA_WORKERS": "two"})


def test_an_empty_variable_is_the_default() -> None:
    assert load_settings({"ACTA_WORKERS": ""}) == Settings()


def test_the_clock_stands_where_it_is_set_and_is_in_utc() -> None:
    settings = load_settings({"ACTA_NOW": "2026-06-29T08:00:00+02:00"})
    assert settings.clock() == datetime(2026, 6, 29, 6, tzinfo=UTC)


def test_the_example_file_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    missing = [name for name in Settings.__dataclass_fields__ if f"ACTA_{name.upper()}=" not in example]
    assert missing == []


def test_a_setting_of_a_few_words_takes_no_other() -> None:
    assert load_settings({"ACTA_STATEMENTS": "accurate"}).statements == "accurate"
    with pytest.raises(Permanent, match="fast, accurate"):
        load_settings({"ACTA_STATEMENTS": "acurate"})
