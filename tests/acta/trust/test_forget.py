"""What is forgotten is nowhere, does not come back, and nothing else goes with it."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.acta.trust.test_crashes import in_process

from acta.annotate.run import annotate_batches
from acta.cli.checkup import check_data
from acta.collect.archive import read_body
from acta.collect.files import collect_files
from acta.config import Settings
from acta.errors import Permanent
from acta.extract.run import extract_batches
from acta.forget.actors import articles_that_mention
from acta.forget.purge import purge_batches
from acta.forget.run import finish_forgetting, forget, lines_that_name
from acta.forget.scan import CHUNK, scan
from acta.forget.targets import find_targets, note_path, rows_of
from acta.forget.traces import Traces
from acta.forget.walk import kept_files
from acta.judgements.judge import judge
from acta.model.build import build, load, rebuild
from acta.model.load import load_pending
from acta.model.warehouse import open_build
from acta.publish.generations import generations, publish, rollback
from acta.publish.reading import open_published
from acta.publish.record import folders
from acta.store.batches import BatchWriter
from acta.store.failpoints import FORGET
from acta.store.sealed import read_sealed, write_sealed
from acta.store.tombstones import add_tombstones, tombstones_path
from acta.store.unfinished import unfinished_forgetting
from acta.validate.draw import Plan, draw
from acta.validate.judge import Book
from acta.validate.marts import MartRows
from acta.validate.questions import gate_of
from acta.validate.records import JUDGEMENTS, KINDS, Item, Kind, find_sample, read_judgements
from acta.validate.sheets import sheet

SECRET = "Port master Hanne Ostby said on Monday that the northern quay of Velmark was safe again after the storm."
CRANES = "“The cranes will be tested in the autumn,” port master Hanne Ostby told reporters in Velmark on Wednesday."
TEXTS = {  # source -> file -> text
    "herald": {
        "quay": f"{SECRET} The harbour office published its figures in the morning, and traders had waited for them for weeks.",
        "talks": "France met Germany in Paris on Tuesday to discuss the price of grain. Ministers said that the talks would go "
        "on in the autumn, and nobody at the table expected them to end before the winter came to the northern ports.",
    },
    "slipway_weekly": {
        "cranes": f"{CRANES} Engineers spent the weekend under the hull of a barge that had lost its rudder, and found rust, "
        "a broken chain and an old bicycle, of which they sent photographs to the insurers.",
    },
}


def offer(settings: Settings, folder: Path, run_key: str) -> None:
    """The texts of a source in one archive, so that forgetting one has to leave the other readable."""
    for source_id, texts in TEXTS.items():
        (folder / source_id).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / source_id / f"{name}.txt").write_text(text, encoding="utf-8")
        collect_files(settings, [folder / source_id], source_id, published_at="2026-03-02", run_key=run_key)


def collect(settings: Settings, folder: Path) -> None:
    offer(settings, folder, "first")
    extract_batches(settings)
    annotate_batches(settings)


def beginnings(settings: Settings) -> list[str]:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        return [row[0][:20] for row in connection.execute("select text from marts.fct_article_texts order by 1").fetchall()]


def url_of(settings: Settings, name: str) -> str:
    return next(str(row["url"]) for row in rows_of(settings, "collect", "fetches") if name in row["url"])


def article_of(settings: Settings, name: str) -> str:
    return next(str(row["article_id"]) for row in rows_of(settings, "collect", "fetches") if name in row["url"])


def actor_of(settings: Settings, name: str) -> str:
    return next(str(row["actor_id"]) for row in rows_of(settings, "annotate", "actors") if row["name"] == name)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts, and what all stages made of them; tests work on a copy."""
    folder = tmp_path_factory.mktemp("published")
    judged = {name: folder / name.removesuffix("_dir") for name in ("judgements_dir", "validation_dir")}
    settings = Settings(data_dir=folder / "data", **judged, workers=1)
    collect(settings, folder / "texts")
    build(settings)
    publish(settings)
    return folder


QUAY, TALKS, CRANE = "Port master Hanne Os", "France met Germany i", "“The cranes will be "
WAYS = {  # what is asked for -> what must be nowhere, which articles stay
    "url": ({"urls": "quay"}, [SECRET, "quay.txt"], [TALKS, CRANE]),
    "source": ({"source_ids": "slipway_weekly"}, [CRANES, "cranes.txt", "slipway_weekly"], [TALKS, QUAY]),
    "actor": ({"actor_ids": "Hanne Ostby"}, [SECRET, CRANES, "quay.txt", "cranes.txt", "Ostby"], [TALKS]),
}


@pytest.mark.fault(26)
@pytest.mark.parametrize("way", WAYS)
def test_what_is_forgotten_is_nowhere_and_never_comes_back(
    settings: Settings, published: Path, tmp_path: Path, way: str
) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    asked, traces, left = WAYS[way]
    find = {"urls": url_of, "source_ids": lambda settings, name: name, "actor_ids": actor_of}
    assert all(scan(settings.data_dir, [trace])[1] for trace in traces)
    done = forget(settings, "asked by the person", **{name: {find[name](settings, one)} for name, one in asked.items()})
    assert done.articles == 3 - len(left)
    assert scan(settings.data_dir, traces)[1] == []
    assert sorted(beginnings(settings)) == sorted(left) and len(generations(settings)) == 1
    assert sorted(body.decode()[:20] for body in bodies(settings)) == sorted(left)
    entombed = [json.loads(line) for line in tombstones_path(settings).read_text().splitlines()]
    assert {stone["reason"] for stone in entombed} == {"asked by the person"}
    assert sum(stone["kind"] == "article" for stone in entombed) == done.articles
    # offered again, and the archives read again by a new extractor
    offer(settings, published / "texts", "again")
    for stage in ("extract", "annotate"):
        shutil.rmtree(settings.batches_dir / stage)
    extract_batches(settings)
    annotate_batches(settings)
    assert scan(settings.data_dir, traces)[1] == []
    # restored from a backup, all of it and from nothing
    shutil.rmtree(settings.batches_dir)
    shutil.copytree(published / "data" / "batches", settings.batches_dir)
    shutil.rmtree(settings.build_file.parent)
    with open_build(settings) as connection:
        load_pending(settings, connection)
        assert connection.execute("select left(text, 20) from extracted.articles order by 1").fetchall() == [
            (text,) for text in sorted(left)
        ]
    assert scan(settings.build_file.parent, traces)[1] == []


def sampled(settings: Settings) -> list[Item]:
    """Every row of the published warehouse, drawn and judged by one coder."""
    with open_published(settings) as connection:
        wanted: dict[Kind, int] = dict.fromkeys(KINDS, 100)
        _, items, _ = draw(settings, MartRows(connection, "generation"), Plan(wanted, 18))
    book = Book(settings.validation_dir, "anna")
    for item in items:
        book.record(item, {gate_of(item.kind): "right"})
    return items


def test_forgetting_reaches_the_validation_files_and_leaves_what_is_of_others(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    quay = article_of(settings, "quay")
    items = sampled(settings)
    others = [item for item in items if quay not in (item.article_id, *(one.article_id for one in item.members))]
    assert 0 < len(others) < len(items) and scan(settings.validation_dir, [SECRET[:40], quay])[1]
    mine = next(item for item in items if item.article_id == quay)
    book = Book(settings.validation_dir, "ben")
    book.undo(book.record(mine, {gate_of(mine.kind): "wrong"}))
    forget(settings, "asked", urls={url_of(settings, "quay")})
    assert scan(settings.validation_dir, [SECRET[:40], quay, "northern quay"])[1] == []
    assert [item.row_id for item in find_sample(settings.validation_dir)[1]] == [item.row_id for item in others]
    assert [one.row_id for one in read_judgements(settings.validation_dir)] == [item.row_id for item in others]
    assert "undoes" not in (settings.validation_dir / JUDGEMENTS).read_text()
    assert quay not in (settings.validation_dir / JUDGEMENTS).read_text()


def test_a_sheet_beside_the_validation_files_stops_the_proof_until_it_is_removed(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    items = sampled(settings)
    note = settings.validation_dir / "sheet.md"
    with open_published(settings) as connection:
        note.write_text("".join(sheet(items, MartRows(connection, "generation"))), encoding="utf-8")
    with pytest.raises(Permanent, match=r"sheet\.md"):
        forget(settings, "asked", urls={url_of(settings, "quay")})
    note.unlink()
    assert forget(settings, "asked").articles == 1


def bodies(settings: Settings) -> list[bytes]:
    """Every body that a row says is stored, checked against its hash."""
    return [
        read_body(settings, row["warc_path"], row["warc_offset"], row["body_sha256"])[0]
        for row in rows_of(settings, "collect", "fetches")
        if row["warc_path"]
    ]


@pytest.mark.fault(1, 26)
@pytest.mark.slow
@pytest.mark.parametrize("step", FORGET)
def test_forgetting_killed_at_any_step_is_named_and_finished(
    settings: Settings, tmp_path: Path, step: str
) -> None:
    collect(settings, tmp_path / "texts")
    work = f"from acta.forget.run import forget; forget(s(), 'asked', urls={{{url_of(settings, 'quay')!r}}})"
    killed = in_process(settings, work, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    for verb in ("build", "publish"):
        refused = in_process(settings, f"from acta.cli import main; import sys; sys.argv[1:] = [{verb!r}]; main()")
        assert refused.returncode == 1 and "`acta forget --finish`" in refused.stderr
    rerun = in_process(settings, "from acta.forget.run import finish_forgetting; finish_forgetting(s())")
    assert rerun.returncode == 0, rerun.stderr
    assert unfinished_forgetting(settings) is None
    assert {json.loads(line)["reason"] for line in tombstones_path(settings).read_text().splitlines()} == {"asked"}
    assert scan(settings.data_dir, [SECRET, "quay.txt"])[1] == []
    assert sorted(body.decode()[:20] for body in bodies(settings)) == sorted([TALKS, CRANE])
    assert sorted(beginnings(settings)) == sorted([TALKS, CRANE])


def judged(settings: Settings, verb: str, **values: str) -> None:
    judge(settings, verb, because="looked it up", by="an editor", **values)


def test_an_actor_is_who_persons_judged_it_to_be(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    ostby, france = actor_of(settings, "Hanne Ostby"), actor_of(settings, "France")
    quay, cranes, talks = (article_of(settings, name) for name in ("quay", "cranes", "talks"))
    assert articles_that_mention(settings, {ostby}) == {quay, cranes}
    judged(settings, "split", actor_id=ostby, into="act_another_hanne_ostby", article_id=cranes)
    assert articles_that_mention(settings, {ostby}) == {quay}
    assert articles_that_mention(settings, {"act_another_hanne_ostby"}) == {cranes}
    judged(settings, "merge", actor_id="act_another_hanne_ostby", into=france)
    assert articles_that_mention(settings, {france}) == {talks, cranes}
    assert articles_that_mention(settings, {"act_another_hanne_ostby"}) == {talks, cranes}


def test_a_judgement_on_a_forgotten_article_is_in_no_table(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    ostby = actor_of(settings, "Hanne Ostby")
    cranes = article_of(settings, "cranes")
    judged(settings, "split", actor_id=ostby, into="act_another_hanne_ostby", article_id=cranes)
    judged(settings, "split", actor_id=ostby, into="act_another_hanne_ostby", source_id="herald")
    add_tombstones(settings, [cranes], "article", "2026-03-02T00:00:00+00:00", "asked")
    with open_build(settings) as connection:
        load_pending(settings, connection)
        assert connection.execute("select article_id, source_id from judgements.splits").fetchall() == [(None, "herald")]
    assert lines_that_name(settings, {cranes}) == [f"{settings.judgements_dir / 'actors.jsonl'}:1"]


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("<a href='https://herald.example/news/12'>", True),
        ("<a href=https://herald.example/news/12>", True),
        ("read https://herald.example/news/12.", True),
        ("(https://herald.example/news/12?utm_source=rss)", True),
        ('{"url": "https:\\/\\/herald.example\\/news\\/12"}', True),
        ("https://herald.example/news/12#comments", True),
        ("<a href='https://herald.example/news/123'>", False),
        ("https://herald.example/news/12/picture https://herald.example/news/12?page=2", False),
        ("https://herald.example/news/123 and https://herald.example/news/12", True),
    ],
)
def test_a_url_stands_where_it_leads_to_the_page_and_not_where_another_begins_with_it(text: str, is_there: bool) -> None:
    assert Traces.of({"https://herald.example/news/12"}).in_text(text.encode()) is is_there


NEEDLES = ("art_1", "art_12", "1/2&c", *(f"https://a.example/{path}" for path in ("", "1", "12", "1?b&c", "1/2")))
PIECES = ("https:", "\\/", "//a.example", "/", "1", "2", "?b", "&amp;c", "&c", "art_", " ", '"')


@given(st.sets(st.sampled_from(NEEDLES)), st.lists(st.sampled_from(PIECES)).map("".join))
def test_strings_looked_for_at_once_are_found_where_one_of_them_is(needles: set[str], text: str) -> None:
    alone = [Traces.of({needle}).in_text(text.encode()) for needle in needles]

    assert Traces.of(needles).in_text(text.encode()) is any(alone)


@pytest.mark.parametrize(("rest", "is_there"), [("3 is another page", False), (" is the page", True), ("", True)])
def test_a_url_at_the_border_of_two_pieces_is_read_to_its_end(tmp_path: Path, rest: str, is_there: bool) -> None:
    url = "https://herald.example/news/12"
    (tmp_path / "one.txt").write_text(f"{'x' * (CHUNK - len(url) - 1)} {url}{rest}", encoding="utf-8")

    assert bool(scan(tmp_path, {url})[1]) is is_there


@pytest.mark.parametrize("name", ["one.parquet", "one.duckdb"])
def test_the_scan_reads_each_cell_of_each_row(tmp_path: Path, name: str) -> None:
    listed = "case when i = 24_999 then ['a', $said || ' It''s'] end as listed"
    rows = f"select i::varchar as id, {listed}, null as empty from range(25_000) r(i)"
    with duckdb.connect(str(tmp_path / name) if name.endswith("duckdb") else ":memory:") as connection:
        connection.execute(f"create table rows as {rows}", {"said": SECRET})
        if name.endswith("parquet"):
            connection.execute(f"copy rows to '{tmp_path / name}'")

    assert scan(tmp_path, {SECRET + " It's"}) == (1, [str(tmp_path / name)])
    assert scan(tmp_path, {"art_elsewhere"}) == (1, [])


def test_a_page_that_calls_the_home_page_its_own_address_takes_nothing_else_along(settings: Settings) -> None:
    home, page, other = "https://herald.example/", "https://herald.example/news/12", "https://herald.example/news/123"
    with BatchWriter(settings, "collect", "bat_1", [], "test") as writer:
        asked = {"art_a": page, "art_b": other}
        pages = [{"kind": "article", "article_id": key, "url": url, "url_key": url} for key, url in asked.items()]
        polls = [{"kind": "listing", "url": home, "url_key": home}]
        writer.write("fetches", [{"source_id": "herald", **row} for row in (*pages, *polls)])
    with BatchWriter(settings, "extract", "ext_1", ["bat_1"], "test") as writer:
        articles = [{"article_id": "art_a", "url": page, "canonical_url": home, "text": SECRET}]
        writer.write("articles", [*articles, {"article_id": "art_b", "url": other, "text": CRANES}])
    targets = find_targets(settings, {page}, set(), set())
    assert (targets.urls, targets.needles) == ({page}, {page, SECRET, "art_a"})
    assert purge_batches(settings, targets, {}) == 2
    assert scan(settings.data_dir, targets.needles)[1] == []
    assert [row["url"] for row in rows_of(settings, "collect", "fetches")] == [other, home]


def test_what_a_killed_stage_has_begun_to_write_goes_too(settings: Settings, tmp_path: Path) -> None:
    collect(settings, tmp_path / "texts")
    begun = (
        "import os, signal\nfrom acta.store.batches import BatchWriter\n"
        f"with BatchWriter(s(), 'extract', 'ext_2', [], 'test') as writer: writer.write('articles', [{{'text': {SECRET!r}}}])"
        "; os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert in_process(settings, begun).returncode == -signal.SIGKILL
    assert [path for path in scan(settings.batches_dir, [SECRET])[1] if ".partial/" in path]
    purge_batches(settings, find_targets(settings, {url_of(settings, "quay")}, set(), set()), {})
    assert scan(settings.batches_dir, [SECRET])[1] == []


def test_no_build_file_holds_what_has_a_tombstone(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    work = f"from acta.forget.run import forget; forget(s(), 'asked', urls={{{url_of(settings, 'quay')!r}}})"
    killed = in_process(settings, work, "forget.begin")  # the tombstone is up, and nothing else was done
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with open_build(settings) as connection:  # what the nightly build does before anybody comes to look
        load_pending(settings, connection)
    assert scan(settings.batches_dir, [SECRET])[1]
    assert scan(settings.build_file.parent, [SECRET, "quay.txt"])[1] == []


def test_forgetting_that_was_cut_off_is_named_by_all_that_look_or_build(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    work = f"from acta.forget.run import forget; forget(s(), 'asked', urls={{{url_of(settings, 'quay')!r}}})"
    assert in_process(settings, work, "forget.noted").returncode == -signal.SIGKILL
    for refused in (build, load, rebuild, publish):
        with pytest.raises(Permanent, match=r"forgetting was cut off \(begun .*, 1 articles\).*`acta forget --finish`"):
            refused(settings)
    assert [one.mend for one in check_data(settings) if one.what == "forgetting"] == ["run `acta forget --finish`"]
    path = note_path(settings)
    path.write_text(path.read_text().replace("asked", "askad"))
    with pytest.raises(Permanent, match="remove it, then run the same `acta forget` again"):
        finish_forgetting(settings)
    assert scan(settings.data_dir, [SECRET])[1]  # nothing was taken out on the word of a damaged note


def test_after_a_rollback_what_is_forgotten_is_not_left_before_readers(settings: Settings, published: Path) -> None:
    shutil.copytree(published / "data", settings.data_dir, symlinks=True)
    first = settings.publish_dir / "gen-000001"
    shutil.copytree(first, settings.publish_dir / "gen-000002")
    record = settings.publish_dir / "gen-000002" / "generation.json"
    raw = read_sealed(record)[0]
    write_sealed(record, raw | {"number": 2})
    link = settings.publish_dir / "current"
    link.unlink()
    link.symlink_to("gen-000002")
    rollback(settings, "wrong dates")
    (settings.publish_dir / "gen-000007").mkdir()  # without a record
    (settings.publish_dir / "gen-000007" / "acta.duckdb").write_bytes((first / "acta.duckdb").read_bytes())
    forget(settings, "asked", urls={url_of(settings, "quay")})
    assert sorted(beginnings(settings)) == sorted([TALKS, CRANE])
    assert [folder.name for folder in folders(settings)] == ["gen-000008"]


@pytest.mark.parametrize("name", ["left.warc.gz.forgetting", "left.partial", "packed.zip", "packed.xz", "packed.bz2"])
def test_the_proof_knows_what_is_packed_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    import bz2
    import gzip
    import lzma
    import zipfile

    path = tmp_path / "some" / "folder" / name
    path.parent.mkdir(parents=True)
    data = SECRET.encode()
    if name.endswith("zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("a.txt", data)
    else:
        pack = {"xz": lzma.compress, "bz2": bz2.compress}.get(name.rpartition(".")[2], gzip.compress)
        path.write_bytes(pack(data))
    assert scan(tmp_path, {SECRET}) == (1, [str(path)])


def test_the_proof_follows_links_to_other_disks_and_never_goes_round(tmp_path: Path) -> None:
    data, disk = tmp_path / "data", tmp_path / "disk"
    for folder in (data / "warc", disk / "archives"):
        folder.mkdir(parents=True)
    (disk / "archives" / "one.txt").write_text(SECRET)
    (disk / "two.txt").write_text(SECRET)
    (data / "warc" / "herald").symlink_to(disk / "archives")
    (data / "two.txt").symlink_to(disk / "two.txt")
    (data / "again").symlink_to(data)
    (data / "up").symlink_to(tmp_path)
    (data / "round").symlink_to("round")
    assert scan(data, {SECRET}) == (2, [str(data / "two.txt"), str(data / "warc" / "herald" / "one.txt")])


@pytest.mark.parametrize("name", ["a.gz", "a.parquet", "a.duckdb", "a.sqlite", "a.zst"])
def test_a_file_that_cannot_be_read_to_its_end_proves_nothing(tmp_path: Path, name: str) -> None:
    import gzip

    marks = {
        "a.gz": gzip.compress(SECRET.encode() * 100)[:40],
        "a.parquet": b"PAR1" + bytes(100),
        "a.duckdb": bytes(8) + b"DUCK" + bytes(5000),
        "a.sqlite": b"SQLite format 3\x00" + b"x" * 5000,
        "a.zst": b"\x28\xb5\x2f\xfd" + bytes(20),
    }
    (tmp_path / name).write_bytes(marks[name])
    read, found = scan(tmp_path, {SECRET})
    assert read == 1 and len(found) == 1 and "cannot be read" in found[0]


def test_the_proof_reads_what_batches_point_to_outside_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    outside = tmp_path / "outside.warc.gz"
    outside.write_text(SECRET)
    with BatchWriter(settings, "collect", "bat_1", [], "test") as writer:
        writer.write("fetches", [{"source_id": "herald", "warc_path": "../../outside.warc.gz", "warc_offset": 0}])
    settings.warc_dir.mkdir(parents=True)
    _, found = scan(settings.data_dir, {SECRET}, more=kept_files(settings))
    assert [Path(path).resolve() for path in found] == [outside]


def test_a_line_is_found_where_json_has_escaped_it(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text(json.dumps({"text": CRANES}))
    assert scan(tmp_path, {CRANES})[1]


def test_what_was_never_collected_cannot_be_forgotten(settings: Settings) -> None:
    with pytest.raises(Permanent, match="no collected article"):
        forget(settings, "asked", urls={"https://herald.example/nothing"})
