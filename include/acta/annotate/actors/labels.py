"""What kind of name a span is where the words beside it know better than the tagger: ranks, first names, company forms, nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acta.annotate.actors.gazetteer import load_gazetteer
from acta.annotate.actors.lexicon import (
    BODY_NOUNS,
    COMPANY_FORMS,
    FIRST_NAMES,
    HONORIFICS,
    NAME_SECTORS,
    ORGANISATION_NOUNS,
    RANKS,
)
from acta.annotate.document import Parsed
from acta.annotate.parse import is_english_word
from acta.registry import Alias, Registry
from acta.registry.titles import TITLES, plain

BEFORE_PERSONS = RANKS | set(HONORIFICS) | {w for title in TITLES for w in title.split()} - {"of", "the", "for", "in"}
PARTICLES = frozenset({"al", "el", "de", "da", "di", "van", "von", "der", "den", "bin", "ibn", "ben", "la", "le", "-"})
LONGEST_PERSON = 3  # tokens of a name that the tagger overlooked


@dataclass(slots=True)
class Span:
    """A name: tokens first..last, the aliases it matches and the tagger's label."""

    first: int
    last: int
    aliases: list[Alias]
    label: str | None

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def corrected(doc: Parsed, entities: list[Span]) -> list[Span]:
    """The same entities; a label that the words contradict is changed for all of the same string."""
    better: dict[str, str] = {}
    strings = [" ".join(doc.word[e.first : e.last + 1]) for e in entities]
    for string, entity in zip(strings, entities, strict=True):
        if (label := _label(doc, entity)) is not None:
            better.setdefault(string, label)
    for string, entity in zip(strings, entities, strict=True):
        if string not in better:
            continue
        entity.label = better[string]
        while entity.label == "PERSON" and entity.size > 1 and plain(doc.word[entity.first]).strip("-") in RANKS | {""}:
            entity.first += 1  # "Major-Gen Gopal Pillay"
    return entities


def _label(doc: Parsed, entity: Span) -> str | None:
    """PERSON or ORG where the words say it against the tagger."""
    words = doc.lower[entity.first : entity.last + 1]
    if entity.label == "PERSON":
        if words[-1].rstrip(".") in COMPANY_FORMS and entity.size > 1:
            return "ORG"
        return "ORG" if _noun_before(doc, entity.first) else None
    if entity.label not in {"ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"}:
        return None
    if entity.size > 1 and plain(words[0]) in RANKS:
        return "PERSON"
    if not 2 <= entity.size <= LONGEST_PERSON or words[0] not in FIRST_NAMES or words[-1] in NAME_SECTORS:
        return None
    names = doc.word[entity.first : entity.last + 1]
    if not all(w.isalpha() and w[0].isupper() for w in names) or any(w.isupper() for w in names) or "the" in words:
        return None
    text = " ".join(names)
    return None if load_gazetteer().locate(text, {}) or _noun_before(doc, entity.first) else "PERSON"


def _noun_before(doc: Parsed, first: int) -> bool:
    """Whether a noun for bodies stands right before a name: "the party Fine Gael", "newspaper Dagens Nyheter"."""
    if not first or doc.tag[first - 1] != "NN":
        return False
    word = doc.lower[first - 1]
    return word in ORGANISATION_NOUNS or word in BODY_NOUNS


def first_name_before(doc: Parsed, registry: Registry, span: Span) -> int | None:
    """Where the first name of another bearer of a known surname stands: "Ivanka" before "Trump"."""
    at = span.first - 1
    if span.size > 1 or not span.aliases or at < doc.sentences[doc.sentence[span.first]][0]:
        return None
    if registry.entries[span.aliases[0].actor_id].kind != "person" or doc.tag[at] not in {"NNP", "NN"}:
        return None
    word = doc.word[at]
    if not (word.isalpha() and word.istitle() and len(word) > 2) or doc.start[span.first] - doc.end[at] > 1:
        return None
    low = doc.lower[at]
    if plain(word) in BEFORE_PERSONS or word in registry.aliases or low in NAME_SECTORS:
        return None
    return at if low in FIRST_NAMES or not is_english_word(low) else None


def missed_persons(doc: Parsed, taken: set[int]) -> Iterator[Span]:
    """Names behind a rank or an honorific that the tagger overlooked: "Sgt Mat Knowles"."""
    for t, word in enumerate(doc.word[:-1]):
        if t in taken or not word[0].isupper() or plain(word) not in RANKS | set(HONORIFICS):
            continue
        first = t + 1
        while first + 1 < len(doc) and doc.word[first] in {".", "-"}:
            first += 1
        last = first
        while last < len(doc) and last - first < LONGEST_PERSON and last not in taken and _is_name_word(doc, last):
            last += 1
        if last > first and plain(doc.word[first]) not in BEFORE_PERSONS:
            yield Span(first, last - 1, [], "PERSON")


def _is_name_word(doc: Parsed, t: int) -> bool:
    return doc.tag[t] in {"NNP", "NNPS", "NN"} and doc.word[t][0].isupper() and doc.word[t][1:].isalpha()
