"""The views for tools that read other event data: their columns, in order and type, as the codebooks print them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

_ACTOR = (
    "Code:s Name:s CountryCode:s KnownGroupCode:s EthnicCode:s Religion1Code:s Religion2Code:s "
    "Type1Code:s Type2Code:s Type3Code:s"
)
_GEO = "Type:i FullName:s CountryCode:s ADM1Code:s ADM2Code:s Lat:f Long:f FeatureID:s"


def _each(prefix: str, columns: str) -> str:
    return " ".join(prefix + column for column in columns.split())


GDELT_EVENTS = " ".join(
    (
        "GLOBALEVENTID:i SQLDATE:i MonthYear:i Year:i FractionDate:f",
        _each("Actor1", _ACTOR),
        _each("Actor2", _ACTOR),
        "IsRootEvent:i EventCode:s EventBaseCode:s EventRootCode:s QuadClass:i GoldsteinScale:f",
        "NumMentions:i NumSources:i NumArticles:i AvgTone:f",
        _each("Actor1Geo_", _GEO),
        _each("Actor2Geo_", _GEO),
        _each("ActionGeo_", _GEO),
        "DATEADDED:i SOURCEURL:s",
    )
).split()
_MENTIONS = (
    "GLOBALEVENTID:i EventTimeDate:i MentionTimeDate:i MentionType:i MentionSourceName:s MentionIdentifier:s SentenceID:i "
    "Actor1CharOffset:i Actor2CharOffset:i ActionCharOffset:i InRawText:i Confidence:i MentionDocLen:i MentionDocTone:f "
    "MentionDocTranslationInfo:s Extras:s"
)
GDELT_MENTIONS = _MENTIONS.split()
_SIDE = "{0} Name:s,{0} Country:s,{0} COW:i,Primary {0} Sector:s,{0} Sectors:s,{0} Title:s,{0} Name Raw:s,Wikipedia {0} ID:s"
POLECAT_EVENTS = ",".join(
    (
        "Event ID:s,Event Date:d,Event Type:s,Event Mode:s,Intensity:f,Quad Code:s,Contexts:s",
        _SIDE.format("Actor"),
        _SIDE.format("Recipient"),
        "Placename:s,City:s,District:s,Province:s,Country:s,Latitude:f,Longitude:f,GeoNames ID:i,Raw Placename:s,Feature Type:s",
        "Source:s,Publication Date:d,Story People:s,Story Organizations:s,Story Locations:s,Language:s,Version:s",
    )
).split(",")
TYPES = {"VARCHAR": "s", "BIGINT": "i", "DOUBLE": "f", "DATE": "d"}


@pytest.mark.parametrize(
    ("view", "columns", "count"),
    [("gdelt_events", GDELT_EVENTS, 61), ("gdelt_mentions", GDELT_MENTIONS, 16), ("polecat_events", POLECAT_EVENTS, 40)],
)
def test_a_view_has_the_columns_of_the_codebook_in_order_and_type(
    marts: duckdb.DuckDBPyConnection, view: str, columns: list[str], count: int
) -> None:
    found = [f"{name}:{TYPES[kind]}" for name, kind, *_ in marts.execute(f"describe {view}").fetchall()]
    assert len(found) == count
    assert found == columns


def test_an_event_that_stands_is_a_row_of_each_view_under_one_number(marts: duckdb.DuckDBPyConnection) -> None:
    numbers = marts.execute("select GLOBALEVENTID from gdelt_events").fetchall()
    events = marts.execute("select event_id from fct_events where is_current and status = 'actual'").fetchall()
    assert events and sorted(marts.execute('select "Event ID" from polecat_events').fetchall()) == sorted(events)
    assert len(set(numbers)) == len(events)
    assert {row[0] for row in marts.execute("select GLOBALEVENTID from gdelt_mentions").fetchall()} == {n for (n,) in numbers}


def test_a_file_read_before_and_after_a_change_has_two_articles_of_one_address(tmp_path: Path) -> None:
    page, data = tmp_path / "page.html", tmp_path / "data"
    for crowd in ("Two men", "Three men"):  # the same act at the same place in the text
        page.write_text(
            f"<article><h1>Arrests in Paris</h1><p>{crowd} were arrested by police in Paris on Tuesday over the theft of "
            "a painting, prosecutors said. The painting was found in a house near the old river port.</p></article>",
            encoding="utf-8",
        )
        acta = [sys.executable, "-m", "acta", "ingest", str(page)]
        done = subprocess.run(acta, env={**os.environ, "ACTA_DATA_DIR": str(data)}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    with duckdb.connect(str(data / "publish" / "current" / "acta.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select count(*), count(distinct MentionIdentifier), count(distinct Extras) from marts.gdelt_mentions "
            "group by GLOBALEVENTID"
        ).fetchall()
    assert found == [(2, 1, 2)]
