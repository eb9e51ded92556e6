"""One small warehouse for all tests of access: made by the command line from a site whose addresses hold secrets and whose
titles hold control characters; and a copy of it in which every text of every table ends in control characters."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import duckdb
import pytest
from tests.acta.collect.secret_urls import IN_FRAGMENTS, IN_USER, KINDS
from tests.support.local_site import LocalSite, Page

ACTA = str(Path(sys.executable).with_name("acta"))
EVIL = "Evil\x1b]0;pwned\x07\x1b[38;5;123m\x9b31m\x7f\u202e\u2066\r\x08 [bold red]name[b] \x1b[2J\u2028"
IN_XML = "".join(ch for ch in EVIL if ch >= " ")  # XML and HTML hold no C0 characters
FEED = "/feeds/8f14e45fceea167a5a36dedd4bea2543b1c0ffee/rss?token=F33dT0k3n"
STORY = (
    "<p>TORVIK, 12 March – The harbour authority of Torvik reopened the northern quay on Thursday, the port master {evil} "
    "said, three weeks after a storm had torn two cranes from their rails.</p><p>“The quay is safe, and ships may berth "
    "again from tonight {number},” port master Hanne Ostby {evil} said. Japan condemned the attack on the port.</p>"
    "<p>Fishermen had asked for the quay to be opened earlier, but the authority refused, citing cracks in it.</p>"
)
PAGE = (
    "<html><head><title>{evil} quay {number}</title><link rel=canonical href='https://outlet.example/c?token=C4n0n1cal'></head>"
    "<body><article><h1>{evil} quay {number}</h1>" + STORY + "</article></body></html>"
)
RSS = "<rss version='2.0'><channel><title>{evil}</title>{items}</channel></rss>"
SECRETS = [secret for secret, _ in (*KINDS, *IN_FRAGMENTS, *IN_USER)] + ["F33dT0k3n", FEED.split("/")[2], "H34d3r", "L0c4t10n"]


@dataclass(frozen=True)
class Place:
    """An installation of its own and what its commands printed while it was made."""

    folder: Path
    port: int
    printed: bytes = b""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ACTA_")}
        return kept | {
            "ACTA_DATA_DIR": str(self.data),
            "ACTA_SOURCES_DIR": str(self.folder / "sources"),
            "ACTA_JUDGEMENTS_DIR": str(self.folder / "judgements"),
            "ACTA_VALIDATION_DIR": str(self.folder / "validation"),
            "ACTA_NEWSROOM_PORT": str(self.port - 1),  # the ports of loopback that may be asked begin one higher
            "ACTA_WORKERS": "1",
            "ACTA_WIKIDATA_URL": "http://127.0.0.1:9/sparql",
            "COLUMNS": "80",
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([ACTA, *arguments], env=self.environment() | more, capture_output=True, timeout=400)


def _site(site: LocalSite) -> None:
    """Every kind of address in one feed: some are articles, the others lead on, are missing or fail."""
    links = [site.url(path.format(secret)) for secret, path in KINDS]
    links += [site.url("/story" + path.format(secret)) for secret, path in IN_FRAGMENTS]
    links += [site.url("/user").replace("//", f"//{path.format(secret)}@") for secret, path in IN_USER]
    for number, link in enumerate(links):
        path = link.partition(f":{site.port}")[2].partition("#")[0]
        headers = {"Link": "<https://outlet.example/x?token=H34d3r>; rel=next"}
        site.pages[path] = [
            Page(PAGE.format(evil=IN_XML, number=number), headers=headers),
            Page("", status=302, headers={"Location": f"/story-0?session=L0c4t10n{number}"}),
            Page("gone", "text/plain", 500),
            *[Page("missing", "text/plain", 404)] * 5,
        ][number % 8]  # fmt: skip
    items = "".join(f"<item><title>{IN_XML} {n}</title><link>{escape(link)}</link></item>" for n, link in enumerate(links))
    site.pages[FEED] = Page(RSS.format(evil=IN_XML, items=items), "application/rss+xml")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Collected, extracted, annotated, built and published with nobody's umask but Acta's own."""
    folder = tmp_path_factory.mktemp("access")
    with LocalSite() as site:
        _site(site)
        (folder / "sources").mkdir()
        printable = "".join(character for character in EVIL if character.isprintable())  # others are refused in a source file
        (folder / "sources" / "evil.yml").write_text(f"name: '{printable}'\nfeeds: ['{site.url(FEED)}']\n")
        place, printed = Place(folder, site.port), b""
        before = os.umask(0)  # as loose as can be
        try:
            for verb in (["collect", "--source", "evil"], ["extract"], ["annotate"], ["build"], ["publish"]):
                done = place.run(*verb)
                printed += done.stdout + done.stderr
                assert done.returncode == 0, done.stderr.decode()
        finally:
            os.umask(before)
        yield Place(folder, site.port, printed)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def hostile(published: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A copy of it whose every text ends in control characters; ids still fit each other, for they all do."""
    place = Place(tmp_path_factory.mktemp("hostile") / "here", published.port)
    shutil.copytree(published.folder, place.folder, symlinks=True)
    with duckdb.connect(str((place.data / "publish" / "current").resolve() / "acta.duckdb")) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            texts = connection.execute(
                "select column_name from duckdb_columns() where schema_name = ? and table_name = ? and data_type = 'VARCHAR'",
                [schema, table],
            ).fetchall()
            changes = ", ".join(f'"{text}" = "{text}" || $evil' for (text,) in texts)
            if changes:
                connection.execute(f'update "{schema}"."{table}" set {changes}', {"evil": EVIL})
        connection.execute("checkpoint")
    return place
