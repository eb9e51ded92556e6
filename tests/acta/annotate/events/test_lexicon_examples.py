"""Every entry of the lexicon codes its own example, and every code in it is one the ontology knows."""

from __future__ import annotations

from functools import cache

import pytest

from acta.annotate.events import code_events
from acta.annotate.events.lexicon import load
from acta.annotate.events.ontology import cameo_codes, contexts, event_types, modes
from acta.annotate.parse import parse
from acta.annotate.reading import Reading
from acta.annotate.types import Event

LEXICON = load()
WANTED = {
    "promise": {"AGREE"},
    "future": {"AGREE"},
    "decide": {"RETREAT"},
    "refuse": {"REJECT"},
    "cancel": {"REJECT"},
    "fail": {"REJECT"},
    "request": {"REQUEST"},
    "demand": {"REQUEST"},
    "threaten": {"THREATEN"},
    "stop": {"SANCTION"},
    "transparent": {"ASSAULT"},
    "none": {"CONCEDE"},
}
STATUS = {"attempt": "hypothetical", "hypothetical": "hypothetical", "deny": "negated"}


@cache
def coded() -> dict[str, list[Event]]:
    sentences = list(dict.fromkeys(sentence for _, _, sentence in LEXICON.examples))
    return {doc.text: code_events(Reading(doc)) for doc in parse(sentences)}


@pytest.mark.parametrize(("name", "wanted", "sentence"), LEXICON.examples)
def test_an_entry_codes_its_example(name: str, wanted: str, sentence: str) -> None:
    events = coded()[sentence]
    found = {event.type for event in events}
    if wanted in STATUS:
        assert any(event.status == STATUS[wanted] for event in events), events
    else:
        assert found & (WANTED.get(wanted) or set(wanted.split())), events


def test_entries_use_types_modes_contexts_and_codes_of_the_ontology() -> None:
    for entries in (*LEXICON.verbs.values(), *LEXICON.nouns.values()):
        for entry in entries:
            assert entry.type in event_types(), entry
            assert entry.mode is None or (entry.type, entry.mode) in modes(), entry
            assert entry.cameo in cameo_codes(), entry
            assert set(entry.contexts) <= contexts(), entry


def test_the_ontology_agrees_with_itself() -> None:
    assert len(event_types()) == 16
    assert len(contexts()) == 37
    for code in cameo_codes().values():
        if code.plover_mode:
            assert (code.plover_type, code.plover_mode) in modes(), code
        assert set(code.contexts) <= contexts(), code
