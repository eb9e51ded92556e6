"""Asking the query service: pages, and everything that can come instead of an answer."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from tests.support.sparql_service import Fault, SparqlService, term

from acta.config import Settings
from acta.errors import Permanent, Transient
from acta.refresh.query import terms_query
from acta.refresh.run import Refreshed, refresh
from acta.refresh.service import MOST_PAGES, NoAnswer, Patience, Service, own_copy

QUICK = Patience(attempts=3, first_wait=0.01, longest_wait=1.0, request_seconds=5.0)
PAGE = Fault(200, "<html><body>Our servers are currently under maintenance</body></html>")


def japan(count: int = 1) -> list[dict[str, object]]:
    return [
        term(
            f"Q{900 + n}",
            f"Taro Sample{n}",
            "Q1",
            "Prime Minister of Japan",
            "head of government",
            f"20{10 + n}-01-02",
            f"20{11 + n}-01-02",
        )
        for n in range(count)
    ]


def ask(here: Settings, *countries: str, patience: Patience = QUICK, **more: int) -> Refreshed:
    return refresh(here, countries, patience=patience, **more)


def outcome(done: Refreshed, country: str) -> tuple[str, str]:
    return next((o.outcome, o.reason) for o in done.outcomes if o.country == country)


def test_all_pages_are_asked_for_until_one_is_not_full(here: Settings, service: SparqlService) -> None:
    service.terms["JPN"] = japan(5)
    done = ask(here, "JPN", page_rows=2)
    assert [asked for asked in service.asked if asked[0] == "JPN"] == [("JPN", 0), ("JPN", 2), ("JPN", 4)]
    assert done.outcomes[0].terms == 5
    service.asked.clear()
    service.terms["JPN"] = japan(4)  # the last page is full: one more question tells that it was the last
    assert ask(here, "JPN", page_rows=2).outcomes[0].terms == 4
    assert [offset for name, offset in service.asked if name == "JPN"] == [0, 2, 4]


def test_a_server_that_says_one_page_for_ever_is_left(here: Settings, service: SparqlService) -> None:
    with Service(here, patience=QUICK) as asking, pytest.raises(NoAnswer, match="too_many_pages"):
        service.terms["JPN"] = japan(1) * (MOST_PAGES + 9)
        asking.all_rows(lambda limit, offset: terms_query("JPN", limit, offset), page_rows=1)
    assert len(service.asked) == MOST_PAGES


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500, "java.util.concurrent.TimeoutException", kind="text/plain"),
        Fault(502, "<html>Bad Gateway</html>"),
        Fault(429, "too many requests", {"Retry-After": "0"}),
        Fault(429, "too many requests"),
        PAGE,
        Fault(truncated=True),
        Fault(200, '{"message": "busy"}', kind="application/json"),
        Fault(200, "[]", kind="application/json"),
        Fault(200, "", kind="application/json"),
    ],
    ids=["timeout", "gateway", "retry_after", "throttled", "error_page", "cut_off", "other_json", "a_list", "empty"],
)
def test_what_may_pass_is_asked_again(here: Settings, service: SparqlService, fault: Fault) -> None:
    service.terms["JPN"] = japan()
    service.faults["JPN"].extend([fault, fault])
    assert outcome(ask(here, "JPN"), "JPN") == ("answered", "")
    assert [name for name, _ in service.asked].count("JPN") == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(500, "x"), "http_500"),
        (PAGE, "not_json"),
        (Fault(truncated=True), "not_json"),
        (Fault(200, "[]", kind="application/json"), "not_sparql"),
    ],
)
def test_a_country_that_fails_costs_that_country_and_is_a_row(
    here: Settings, service: SparqlService, fault: Fault, reason: str
) -> None:
    service.terms |= {"JPN": japan(), "FRA": []}
    service.faults["JPN"].extend([fault] * QUICK.attempts)
    done = ask(here, "FRA", "JPN")
    assert (outcome(done, "FRA"), outcome(done, "JPN")) == (("answered", ""), ("failed", reason))
    with (done.folder / "outcomes.csv").open(encoding="utf-8", newline="") as handle:
        rows = {row["country"]: row for row in csv.DictReader(handle)}
    assert (
        rows["JPN"]["outcome"] == "failed" and rows["JPN"]["detail"] and int(rows["JPN"]["requests"]) == QUICK.attempts
    )
    assert ",JPN," not in (done.folder / "changes.csv").read_text(encoding="utf-8")  # a failure is no end of a term


def test_what_cannot_pass_is_not_asked_again(here: Settings, service: SparqlService) -> None:
    service.terms["FRA"] = []
    service.faults["JPN"].append(Fault(400, "MalformedQueryException", kind="text/plain"))
    assert outcome(ask(here, "FRA", "JPN"), "JPN") == ("failed", "http_400")
    assert [name for name, _ in service.asked].count("JPN") == 1


def test_a_server_that_says_nothing_is_given_up_at_the_deadline(here: Settings, service: SparqlService) -> None:
    service.terms["FRA"] = []
    service.faults["JPN"].extend([Fault(seconds=3.0)] * 2)
    hasty = replace(QUICK, attempts=2, request_seconds=0.3)
    assert outcome(ask(here, "FRA", "JPN", patience=hasty), "JPN") == ("failed", "timeout")


def test_retry_after_is_waited_for(here: Settings, service: SparqlService) -> None:
    service.terms["JPN"] = japan()
    service.faults["JPN"].append(Fault(429, "slow down", {"Retry-After": "1"}))
    ask(here, "JPN")
    assert service.at[1] - service.at[0] >= 0.99  # never sooner than asked, however slow this machine


def test_a_long_retry_after_ends_the_run_and_the_rest_is_deferred(here: Settings, service: SparqlService) -> None:
    service.terms["FRA"] = []
    service.faults["JPN"].append(Fault(429, "banned", {"Retry-After": "86400"}))
    done = ask(here, "FRA", "JPN", "KOR", "USA")
    assert [o.outcome for o in done.outcomes] == ["answered", "failed", "deferred", "deferred"]
    assert {name for name, _ in service.asked} == {"FRA", "JPN"}


def test_a_service_that_is_down_is_left_alone_after_some_failures(here: Settings, service: SparqlService) -> None:
    service.faults["*"].extend([Fault(503, "down")] * 99)
    with pytest.raises(Transient, match="no country was answered"):
        ask(here, "DEU", "FRA", "JPN", "KOR", "USA")
    assert {name for name, _ in service.asked} == {"DEU", "FRA", "JPN"}  # circuit_failures = 3
    (folder,) = (here.data_dir / "refresh").iterdir()
    assert [path.name for path in folder.iterdir()] == ["outcomes.csv"]
    assert len((folder / "outcomes.csv").read_text(encoding="utf-8").splitlines()) == 6


def test_the_service_learns_who_asks(here: Settings, service: SparqlService) -> None:
    service.terms["FRA"] = []
    ask(here, "FRA")
    (agent,) = service.agents
    assert agent.startswith("Acta/") and "https://desk.example/" in agent
    nobody = replace(here, contact=Settings().contact, wikidata_url="https://query.wikidata.org/sparql")
    with pytest.raises(Permanent, match="set ACTA_CONTACT"):
        ask(nobody, "FRA")


def test_an_unknown_country_is_named_before_anything_is_asked(here: Settings, service: SparqlService) -> None:
    with pytest.raises(Permanent, match="JAP: not a country"):
        ask(here, "JAP", "FRA")
    assert service.asked == []


def test_only_an_address_with_a_port_is_a_copy_of_ones_own() -> None:
    assert own_copy("http://10.0.0.5:9999/sparql") == {("10.0.0.5", 9999)}
    assert not own_copy("https://query.wikidata.org/sparql")
    assert not own_copy("http://localhost:9999/sparql")
    assert not own_copy("http://10.0.0.5/sparql")
    assert not own_copy("http://[::1")
