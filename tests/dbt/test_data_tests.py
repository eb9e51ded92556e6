"""What data tests said is kept as rows, through rebuilds, and a build made in spite of them names those that failed."""

from __future__ import annotations

import duckdb
import pytest
from tests.dbt.fixture import create_empty, fill

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import transform
from acta.publish.generations import publish

LATEST = """
    select status, severity, expectation, model_name from marts.rpt_data_tests
    where is_latest and test_name = 'text_at_offsets_fct_statements_exact_text'
"""


def make(settings: Settings, wrong: bool) -> None:
    """The fixture as a build file, with one quotation that the article does not hold when ``wrong``."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    settings.build_file.unlink(missing_ok=True)
    connection = create_empty(settings.build_file)
    fill(connection)
    if wrong:
        connection.execute("update annotated.statements set exact_text = 'We never agree'")
    connection.close()


@pytest.mark.fault(29)
@pytest.mark.slow
def test_results_outlive_the_build_file_and_an_override_publishes_them_with_its_reason(settings: Settings) -> None:
    make(settings, wrong=True)
    with pytest.raises(Permanent, match="text_at_offsets_fct_statements_exact_text"):
        transform(settings)
    receipt = transform(settings, despite_failures=True)
    assert [line.split(":")[0] for line in receipt.failures] == ["text_at_offsets_fct_statements_exact_text"]
    publish(settings, "seeded on purpose")
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        row = connection.execute(LATEST).fetchone()
        assert row == ("fail", "error", "the characters between the offsets are exact_text", "fct_statements")
    make(settings, wrong=False)  # the build file is gone, the results are not
    receipt = transform(settings)
    assert receipt.failures == [] and receipt.tests["pass"] > 200
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        found = connection.execute(
            "select status from marts.rpt_data_tests "
            "where test_name = 'text_at_offsets_fct_statements_exact_text' order by run_at"
        ).fetchall()
    assert found == [("fail",), ("fail",), ("pass",)]
