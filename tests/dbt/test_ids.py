"""SQL and Python make the same key from the same parts."""

from __future__ import annotations

import re

import duckdb
import pytest
from tests.dbt.builds import Build

from acta.ids import make_id


@pytest.mark.parametrize("mention_id", ["evm_1", "schön · 日本 😀", "a\x1fb"])
def test_sql_makes_the_same_id_as_python(build: Build, mention_id: str) -> None:
    sql = next((build.target / "compiled").rglob("int_event_mentions__clustered.sql")).read_text(encoding="utf-8")
    formula = re.search(r"coalesce\(members\.event_id, (?P<formula>.+)\) as event_id", sql)
    assert formula is not None
    found = duckdb.execute(
        f"select {formula['formula']} from (select ? as event_mention_id) as events", [mention_id]
    ).fetchone()
    assert found == (make_id("evt", mention_id),)
