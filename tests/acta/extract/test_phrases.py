"""A wording tried at the start of a line and anywhere in it finds what one pattern of all its parts finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acta.extract import phrases

WORDINGS = {name: value for name, value in vars(phrases).items() if isinstance(value, phrases.Wording)}
LINES = [
    "Related stories", "The council met. Delivered straight to your inbox", "Share this on Facebook", "All rights reserved.",
    "Editing by Marta Hollen", "The quay at Port Elsin (Photo: Ivo Brandt)", "Tags: harbour, quay", "Read more:", "Leave a reply",
    "The minister said all rights reserved for the council may not be reproduced.", "Advertisement", "Source: harbour council",
]  # fmt: skip


@pytest.mark.parametrize("name", WORDINGS)
def test_a_wording_finds_what_a_single_pattern_would(name: str) -> None:
    wording = WORDINGS[name]
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in wording.patterns), re.IGNORECASE)
    lines = [*LINES, *Path(phrases.__file__).read_text(encoding="utf-8").splitlines()]
    assert [bool(wording.search(line)) for line in lines] == [bool(whole.search(line)) for line in lines]


@pytest.mark.parametrize("name", WORDINGS)
def test_no_pattern_bound_to_the_start_of_a_line_has_a_part_that_is_not(name: str) -> None:
    for pattern in WORDINGS[name].patterns:
        if pattern.startswith("^"):
            bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
            while "(" in bare:
                bare = re.sub(r"\([^()]*\)", "", bare)
            assert "|" not in bare
