"""What was secret in an address is in no file and no line that Acta writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.acta.access.conftest import SECRETS, Place
from warcio.archiveiterator import ArchiveIterator

from acta.forget.scan import scan


@pytest.mark.fault(31)
def test_no_file_row_or_line_holds_a_secret_of_an_address(published: Place) -> None:
    """Bodies in the archive are the exception: they stay as the site sent them, and a feed names its links."""
    count, found = scan(published.data, SECRETS)
    assert count > 10 and [path for path in found if not path.endswith(".warc.gz")] == []
    assert [secret for secret in SECRETS if secret.encode() in published.printed] == []
    rows = published.run("query", "select url, canonical_url from fct_articles", "--format", "json")
    assert rows.stdout.count(b"masked-") >= 5, rows


@pytest.mark.fault(31)
def test_an_address_that_a_page_gives_for_itself_is_masked_in_rows_and_stays_in_the_archive(published: Place) -> None:
    _, found = scan(published.data, ["C4n0n1cal"])
    assert found and all(path.endswith(".warc.gz") for path in found)


def test_addresses_and_headers_in_the_archive_are_masked(published: Place) -> None:
    heads = "\n".join(head for path in published.data.rglob("*.warc.gz") for head in heads_of(path))
    assert [secret for secret in SECRETS if secret in heads] == []
    assert heads.count("masked-") > 10 and "rel=next" in heads


def heads_of(path: Path) -> list[str]:
    """What stands before the body of each record."""
    with path.open("rb") as file:
        return [f"{record.rec_headers}{record.http_headers or ''}" for record in ArchiveIterator(file)]


def test_what_lists_sources_and_errors_masks_their_addresses(published: Place) -> None:
    listed = published.run("sources", "list")
    assert b"masked-" in listed.stdout and not any(secret.encode() in listed.stdout for secret in SECRETS)
    failed = published.run("sources", "add", "http://joe:hunter22x@127.0.0.1:9/?token=abcXYZ123")
    assert failed.returncode == 1 and b"hunter22x" not in failed.stderr and b"abcXYZ123" not in failed.stderr
    assert b"Traceback" not in failed.stderr
