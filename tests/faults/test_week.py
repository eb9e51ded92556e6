"""What the tables say after a week of outlets that misbehave (tests/faults/week.py)."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.faults.week import BACKLOG, COPIES, HOSTILE, Week

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]  # dbt builds twice, the outage is asked about a hundred times


@pytest.mark.fault(22)
def test_a_captcha_with_status_200_and_a_429_are_blocked_and_no_article(week: Week) -> None:
    assert dict(week.during["health"])["limited"] == "blocked"
    found = week.ask(
        "select outlet_id, kind, reason, count(*) from rpt_pipeline_outcomes where collect_outcome = 'blocked' "
        "group by all order by all"
    )
    assert found == [("walled", "article", "captcha", 2)]
    assert week.ask("select title, status, version_count from fct_articles where outlet_id in ('walled', 'limited')") == [
        ("Cranes arrive", "current", 1)
    ]
    assert week.ask(
        "select outlet_id, blocked_count from rpt_outlet_health where outlet_id in ('walled', 'limited') order by 1"
    ) == [("limited", 1), ("walled", 2)]


@pytest.mark.fault(27)
def test_an_outlet_that_is_down_is_failing_and_not_silent(week: Week) -> None:
    assert dict(week.during["health"])["down"] == "failing"
    hours = week.ask(
        "select failed_count > 0, is_silent from rpt_outlet_hours where outlet_id = 'down' "
        "and hour_at between '2026-03-05 09:00' and '2026-03-07 08:00'"
    )
    assert set(hours) == {(True, False)}
    assert len(hours) < 47  # an hour in which nobody asked is none without news


@pytest.mark.fault(27)
def test_an_outlet_that_is_down_is_asked_with_growing_pauses(week: Week) -> None:
    assert week.runs == 96
    assert 5 <= week.tried <= 30


@pytest.mark.fault(27)
def test_an_outlet_that_is_back_is_caught_up_with_and_each_page_asked_for_once(week: Week) -> None:
    asked = Counter(path for (path,) in week.during["asked"])
    assert {asked[f"/missed{number}"] for number in range(BACKLOG)} == {1}
    (count,) = week.ask("select count(*) from fct_articles where outlet_id = 'down'")[0]
    assert count == BACKLOG + 1
    assert week.ask("select health from rpt_outlet_health where outlet_id = 'down'") == [("no_expectation",)]


@pytest.mark.fault(24)
def test_an_article_that_comes_a_week_late_counts_on_its_day(week: Week) -> None:
    assert week.ask("select published_on::varchar from fct_articles where title = 'Ambassador recalled'") == [("2026-02-24",)]
    assert week.during["dyads"] == []
    assert week.ask(
        "select date_on::varchar, event_count from agg_dyad_day "
        "where source_actor_country = 'KEN' and target_actor_country = 'UGA'"
    ) == [("2026-02-23", 1)]


@pytest.mark.fault(25)
def test_a_correction_is_a_version_that_closes_what_it_no_longer_says(week: Week) -> None:
    assert week.ask("select status, version_count from fct_articles where title = 'Quay opens'") == [("corrected", 2)]
    found = week.ask(
        "select s.exact_text, s.is_current from fct_statements as s join fct_articles as a using (article_id) "
        "where a.title = 'Quay opens' and s.kind = 'direct'"
    )
    assert dict(found) == {
        "“We have waited long enough for this quay,”": False,
        "“This quay will cost nobody a cent,”": True,
    }
    closed = week.ask(
        "select change_kind from rpt_changes join fct_statements on subject_id = statement_id "
        "where exact_text like '%We have waited long%'"
    )
    assert closed == [("corrected",)]


@pytest.mark.fault(20)
def test_fifty_outlets_with_one_lie_are_one_story_and_one_event_of_one_independent_outlet(week: Week) -> None:
    (story,) = week.ask("select article_count, outlet_count from fct_stories where outlet_count > 10")
    assert story == (COPIES, COPIES)
    found = week.ask(
        "select event_count, story_count from agg_dyad_day where source_actor_country = 'FRA' and target_actor_country = 'ITA'"
    )
    assert found == [(1, 1)]
    (event,) = week.ask(
        "select outlet_count, story_count, independent_outlet_count from fct_events where source_actor_country = 'FRA'"
    )
    assert event == (COPIES, 1, 1)


@pytest.mark.fault(20)
def test_a_planted_article_names_who_answered_and_is_nobody_elses(week: Week) -> None:
    (row,) = week.ask("select outlet_id, url, canonical_url, author from fct_articles where title = 'Bank closes'")
    assert row == ("poisoned", week.elsewhere.url("/planted"), "https://courier.example/bank", "Lisenne Courier Staff")
    assert week.ask("select count(*) from dim_outlets where outlet_id like '%courier%'") == [(0,)]


@pytest.mark.fault(18)
def test_hostile_words_are_stored_as_they_are_and_do_nothing(week: Week) -> None:
    (row,) = week.ask(
        "select a.title, x.text from fct_articles as a join fct_article_texts as x using (version_id) "
        "where a.url like '%/hostile'"
    )
    assert row[0] == HOSTILE and row[1].startswith(HOSTILE)
