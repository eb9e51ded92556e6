"""Judgements on a real warehouse: three outlets' texts through all stages, judged, built, taken back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acta.annotate.run import annotate_batches
from acta.collect.files import collect_files
from acta.config import Settings
from acta.extract.run import extract_batches
from acta.judgements.judge import judge
from acta.model.build import Receipt, build, rebuild
from acta.model.load import load_pending
from acta.model.warehouse import open_build
from acta.publish.generations import publish

ACTA = str(Path(sys.executable).with_name("acta"))
FILLERS = {  # four texts, else near copies would count as one story
    "quay": "The harbour office published the figures in the morning. Traders had waited for them since the storm, "
    "which closed the northern quay for three weeks and kept two ships at sea. A second report is due in the autumn.",
    "cranes": "Engineers spent the weekend under the hull of a barge that had lost its rudder. They found rust, a "
    "broken chain and an old bicycle, and sent photographs of all three to the insurers, who have not replied so far.",
    "fees": "Boats longer than twelve metres pay by the night, smaller ones by the week. The tariff dates from a time when "
    "most of them carried herring, and the town council has discussed a new one in every session of the last nine years.",
    "union": "Meetings in the canteen went on until late. Somebody had brought soup, and the kitchen was opened again for "
    "those who came from the night shift. A ballot was held by raised hands, counted twice, and written down in a blue ledger.",
}
STORIES = {
    (
        "herald",
        "2026-03-02",
        "quay",
    ): "“The quay is safe again,” Hanne Ostby said on Monday. Ostby said the cranes were sound.",
    ("courier", "2026-03-09", "cranes"): "Hanne Ostby, the port master, said the cranes would be tested in the autumn.",
    ("herald", "2026-03-16", "fees"): "Hanne Ostby said that fees would stay as they were. Kenji Tamura was not there.",
    (
        "tribune",
        "2026-03-23",
        "union",
    ): "“We will not strike,” said Hanne Ostby, who speaks for the dockers of the southern basin.",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """All texts annotated; nothing built yet."""
    folder = tmp_path_factory.mktemp("acting")
    names = ("data_dir", "sources_dir", "judgements_dir")
    settings = Settings(**{name: folder / name.removesuffix("_dir") for name in names}, workers=1)
    for (source, day, name), text in STORIES.items():
        path = folder / f"{name}.txt"
        path.write_text(f"{text}\n\n{FILLERS[name]}\n", encoding="utf-8")
        collect_files(settings, [str(path)], source_id=source, published_at=day, run_key=name)
    extract_batches(settings)
    annotate_batches(settings)
    return settings


@pytest.fixture(autouse=True)
def no_judgements(here: Settings) -> Iterator[None]:
    yield
    for path in here.judgements_dir.glob("*.jsonl"):
        path.unlink()


def moved(here: Settings) -> dict[str, dict[str, str]]:
    """name of the article's file -> old id -> new id, after loading."""
    with open_build(here) as connection:
        load_pending(here, connection)
        rows = connection.execute(
            "select distinct a.source_id, left(a.published_at, 10), m.old_id, m.new_id from judgements.moves as m "
            "join extracted.articles as a using (version_id)"
        ).fetchall()
    names = {(source, day): name for source, day, name in STORIES}
    found: dict[str, dict[str, str]] = {}
    for source, day, old_id, new_id in rows:
        found.setdefault(names[(source, day)], {})[old_id] = new_id
    return found


def ids(here: Settings, *names: str) -> list[str]:
    """The provisional persons' ids of these names, as articles have them."""
    with open_build(here) as connection:
        load_pending(here, connection)
        rows = dict(
            connection.execute(
                "select name, min(actor_id) from annotated.actors where kind = 'person' group by name"
            ).fetchall()
        )
    return [rows[name] for name in names]


def say(here: Settings, verb: str, **values: Any) -> str:
    return judge(here, verb, "a test", "tester", **values)[0].judgement_id


def test_a_merge_moves_the_id_in_every_article_that_has_it(here: Settings) -> None:
    ostby, tamura = ids(here, "Hanne Ostby", "Kenji Tamura")
    say(here, "merge", actor_id=tamura, into=ostby)
    assert moved(here) == {"fees": {tamura: ostby}}


@pytest.mark.parametrize(
    ("scope", "where"),
    [
        ({"source_id": "tribune"}, {"union"}),
        ({"since": "2026-03-10"}, {"fees", "union"}),
        ({"until": "2026-03-09"}, {"quay", "cranes"}),
        ({"source_id": "herald", "until": "2026-03-09"}, {"quay"}),
    ],
)
def test_a_split_moves_it_where_all_its_conditions_hold(here: Settings, scope: dict[str, str], where: set[str]) -> None:
    ostby, tamura = ids(here, "Hanne Ostby", "Kenji Tamura")
    say(here, "split", actor_id=ostby, into=tamura, **scope)
    assert moved(here) == {name: {ostby: tamura} for name in where}


def test_one_article_goes_before_a_source(here: Settings) -> None:
    ostby, tamura = ids(here, "Hanne Ostby", "Kenji Tamura")
    with open_build(here) as connection:
        found = connection.execute(
            "select article_id from extracted.articles where published_at like '2026-03-02%'"
        ).fetchone()
    say(here, "split", actor_id=ostby, into="act_fumio_kishida", source_id="herald")
    say(here, "split", actor_id=ostby, into=tamura, article_id=found[0])  # type: ignore[index]
    assert {name: ids_[ostby] for name, ids_ in moved(here).items()} == {"quay": tamura, "fees": "act_fumio_kishida"}


def test_an_alias_takes_in_every_provisional_actor_of_that_name_and_a_judged_id_goes_before_it(here: Settings) -> None:
    ostby, tamura = ids(here, "Hanne Ostby", "Kenji Tamura")
    say(here, "alias", actor_id=tamura, alias="hanne  OSTBY", kind="person")
    assert moved(here) == {name: {ostby: tamura} for _, _, name in STORIES}
    say(here, "merge", actor_id=ostby, into="act_fumio_kishida")
    assert moved(here) == {name: {ostby: "act_fumio_kishida"} for _, _, name in STORIES}


def test_an_alias_of_another_country_takes_nothing(here: Settings) -> None:
    (tamura,) = ids(here, "Kenji Tamura")
    say(here, "alias", actor_id="act_fumio_kishida", alias="Kenji Tamura", kind="organisation")
    assert moved(here) == {}
    say(here, "alias", actor_id="act_fumio_kishida", alias="Kenji Tamura", kind="person", country="JPN")
    assert moved(here) == {"fees": {tamura: "act_fumio_kishida"}}  # no country is compatible with any


def run(here: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ACTA_")} | {
        "ACTA_DATA_DIR": str(here.data_dir),
        "ACTA_SOURCES_DIR": str(here.sources_dir),
        "ACTA_JUDGEMENTS_DIR": str(here.judgements_dir),
        "COLUMNS": "80",
    }
    return subprocess.run([ACTA, *arguments], env=environment, text=True, capture_output=True, timeout=300)


def published(here: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(here.published_file), read_only=True) as connection:
        connection.execute("set search_path = 'marts'")
        return connection.execute(sql).fetchall()


def built(here: Settings) -> Receipt:
    receipt = build(here)
    publish(here)
    return receipt


@pytest.mark.slow
def test_judging_by_the_command_line_acts_on_all_tables_and_taking_back_gives_the_same_hashes(here: Settings) -> None:
    before = built(here)
    ostby, tamura = ids(here, "Hanne Ostby", "Kenji Tamura")
    evidence = "select status, quoted_story_count, quoted_outlet_count from rpt_actor_candidates"
    (candidate,) = published(here, f"{evidence} where actor_id = '{ostby}'")
    assert candidate == ("promoted", 4, 3)  # quoted in four stories at three outlets
    private = f"select is_private, gender, name from dim_actors where actor_id = '{tamura}'"
    assert published(here, private) == [(True, "unknown", None)]  # nobody quotes him
    assert published(here, f"select 1 from rpt_actor_candidates where actor_id = '{tamura}'") == []

    shown = run(here, "actors", "review")
    assert shown.returncode == 0, shown.stderr
    assert "Hanne Ostby" in shown.stdout and "4 stories at 3 outlets" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 85  # the commands to copy may be longer than 80

    assert run(here, "actors", "merge", "Hanne Ostby", "act_fumio_kishida", "--because", "for the test").returncode == 0
    cycle = run(here, "actors", "merge", "act_fumio_kishida", "Hanne Ostby", "--because", "a cycle")
    assert cycle.returncode == 1 and len(cycle.stderr.strip().splitlines()) == 1 and "jud_" in cycle.stderr
    nobody = run(here, "actors", "merge", "Nobody Atall", "act_fumio_kishida", "--because", "x")
    assert nobody.returncode == 1 and "no actor is called 'Nobody Atall'" in nobody.stderr
    listed = run(here, "actors", "judgements")
    assert "for the test" in listed.stdout and "actors.jsonl:1" in listed.stdout
    merged = built(here)
    assert {name for name in before.hashes if before.hashes[name] != merged.hashes[name]} >= {
        "dim_actors", "dim_actor_redirects", "fct_mentions", "fct_statements", "rpt_actor_candidates",
    }  # fmt: skip
    assert published(here, f"select 1 from fct_mentions where actor_id = '{ostby}'") == []
    assert published(
        here, f"select actor_id, judgement_kind, reason from dim_actor_redirects where old_actor_id = '{ostby}'"
    ) == [("act_fumio_kishida", "merge", "for the test")]
    assert (
        published(here, "select count(*) from fct_statements where speaker_actor_id = 'act_fumio_kishida'")[0][0] >= 4
    )
    assert rebuild(here).hashes == merged.hashes  # judgements survive a rebuild

    judgement = json.loads((here.judgements_dir / "actors.jsonl").read_text(encoding="utf-8"))
    assert judgement["actor_id"] == ostby
    name = listed.stdout.split("jud_")[1].split()[0]
    taken_back = run(here, "actors", "undo", f"jud_{name[:10]}", "--because", "it was only a test")
    assert taken_back.returncode == 0, taken_back.stderr
    assert built(here).hashes == before.hashes
