"""A table that is written as its rows come holds what one written whole holds, whatever the portions."""

from __future__ import annotations

from acta.config import Settings
from acta.store.batches import BatchWriter, read_batch, read_table
from acta.store.table_stream import GROUP_ROWS

ROWS = [{"article_id": f"a{n}", "version_id": "v", "line_number": n, "line_text": None} for n in range(GROUP_ROWS + 700)]
WHOLE = [row | {"reason": None} for row in ROWS]


def test_rows_appended_in_any_portions_give_one_and_the_same_file(settings: Settings) -> None:
    for name, step in (("bat_a", 1), ("bat_b", 999), ("bat_c", len(ROWS))):
        with BatchWriter(settings, "extract", name, [], "test") as writer:
            for start in range(0, len(ROWS), step):
                writer.append("removed_lines", ROWS[start : start + step])
    batches = [read_batch(settings, "extract", name) for name in ("bat_a", "bat_b", "bat_c")]
    assert len({batch.tables["removed_lines"].sha256 for batch in batches}) == 1
    assert read_table(settings, batches[0], "removed_lines") == WHOLE


def test_a_short_table_is_the_same_file_appended_or_written_whole(settings: Settings) -> None:
    with BatchWriter(settings, "extract", "bat_a", [], "test") as writer:
        writer.append("removed_lines", ROWS[:3])
    with BatchWriter(settings, "extract", "bat_b", [], "test") as writer:
        writer.write("removed_lines", ROWS[:3])
    one, two = (read_batch(settings, "extract", name).tables for name in ("bat_a", "bat_b"))
    assert one == two
