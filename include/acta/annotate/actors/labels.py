"""What kind of name a span is where the words beside it know better than the tagger: ranks, first names, company forms, nouns."""

from __future__ import annotations

from collections import Counter
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
from acta.annotate.actors.speech import SAYING
from acta.annotate.document import Parsed
from acta.annotate.parse import is_english_word
from acta.registry import Alias, Registry
from acta.registry.titles import TITLES, plain

BEFORE_PERSONS = RANKS | set(HONORIFICS) | {w for title in TITLES for w in title.split()} - {"of", "the", "for", "in"}
HIS = frozenset({"his", "her", "himself", "herself"})
REACH = 10  # tokens behind a subject
OFTEN = 2  # times
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
    better: dict[str, str] = dict.fromkeys(acting_names(doc), "PERSON")
    strings = [" ".join(doc.word[e.first : e.last + 1]) for e in entities]
    for string, entity in zip(strings, entities, strict=True):
        if (label := _label(doc, entity)) is not None:
            better.setdefault(string, label)
    for string, entity in zip(strings, entities, strict=True):
        entity.label = better.get(string, entity.label)
        while entity.label == "PERSON" and entity.size > 1 and plain(doc.word[entity.first]).strip() in RANKS | {""}:
            entity.first += 1  # "Major-Gen Gopal Pillay"
    return entities


def acting_names(doc: Parsed) -> set[str]:
    """Single words that act as someone does who is he or she, more often than a place stands there: "Byron sold his horse"."""
    count: Counter[str] = Counter()
    for t, tag in enumerate(doc.tag):
        if tag != "NNP" or doc.children[t] or not doc.word[t].istitle():
            continue
        if doc.dep[t] in {"nsubj", "nsubjpass"} and t < doc.head[t]:
            verb = doc.head[t]
            count[doc.word[t]] += any(doc.lower[k] in HIS for k in range(t + 1, min(doc.right[verb] + 1, t + REACH)))
        elif doc.dep[t] == "pobj" and doc.lower[doc.head[t]] in {"in", "at", "near", "from", "to"}:
            count[doc.word[t]] -= 2
    return {word for word, n in count.items() if n >= OFTEN}


def _label(doc: Parsed, entity: Span) -> str | None:
    """PERSON or ORG where the words say it against the tagger."""
    words = doc.lower[entity.first : entity.last + 1]
    if entity.label == "PERSON":
        if words[-1].rstrip(".") in COMPANY_FORMS and entity.size > 1:
            return "ORG"
        return "ORG" if _noun_before(doc, entity.first) or _is_body(doc, entity.last) else None
    if entity.label not in {"ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"}:
        return None
    if entity.size > 1 and plain(words[0]) in RANKS:
        return "PERSON"
    if entity.label != "ORG" and entity.first and doc.tag[entity.first - 1] == "NN" and doc.lower[entity.first - 1] in BODY_NOUNS:
        return "ORG"
    speaks = entity.label == "GPE" and entity.size == 2 and _says(doc, entity.last)  # two words that speak are no town
    if not 2 <= entity.size <= LONGEST_PERSON or words[-1] in NAME_SECTORS or (words[0] not in FIRST_NAMES and not speaks):
        return None
    names = doc.word[entity.first : entity.last + 1]
    if not all(w.isalpha() and w[0].isupper() for w in names) or any(w.isupper() for w in names) or "the" in words:
        return None
    text = " ".join(names)
    return None if load_gazetteer().locate(text, {}) or _noun_before(doc, entity.first) else "PERSON"


def _says(doc: Parsed, head: int) -> bool:
    return doc.dep[head] == "nsubj" and doc.lemma[doc.head[head]] in SAYING


def _noun_before(doc: Parsed, first: int) -> bool:
    """Whether a noun for bodies stands right before a name: "the party Fine Gael", "newspaper Dagens Nyheter"."""
    if not first or doc.tag[first - 1] != "NN":
        return False
    word = doc.lower[first - 1]
    return word in ORGANISATION_NOUNS or word in BODY_NOUNS


def _is_body(doc: Parsed, head: int) -> bool:
    """Whether the text says that a name is a body's: "Nordwind is an airline"."""
    verb = doc.head[head]
    what = doc.child(verb, "attr") if doc.dep[head] == "nsubj" and doc.lemma[verb] == "be" else None
    return what is not None and doc.tag[what] == "NN" and (doc.lower[what] in BODY_NOUNS or doc.lower[what] in ORGANISATION_NOUNS)


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
        if t in taken or not word[0].isupper():
            continue
        if doc.lower[t] in FIRST_NAMES and not is_english_word(doc.lower[t]) and _is_full_name(doc, t, taken):
            yield Span(t, t + 1, [], "PERSON")
            taken.update((t, t + 1))
        if plain(word) not in RANKS and plain(word) not in HONORIFICS:
            continue
        first = t + 1
        while first + 1 < len(doc) and doc.word[first] in {".", "-"}:
            first += 1
        last = first
        while last < len(doc) and last - first < LONGEST_PERSON and last not in taken and _is_name_word(doc, last):
            last += 1
        if last > first and plain(doc.word[first]) not in BEFORE_PERSONS:
            yield Span(first, last - 1, [], "PERSON")


def _is_full_name(doc: Parsed, t: int, taken: set[int]) -> bool:
    """Whether an untagged first name and the word behind it are a person's: "Shane Shook"."""
    last = t + 1
    alone = last + 1 >= len(doc) or not (doc.word[last + 1][0].isupper() and doc.tag[last + 1].startswith("NNP"))
    return (
        alone
        and doc.tag[t] == "NNP"
        and doc.tag[last] == "NNP"
        and last not in taken
        and _is_name_word(doc, last)
        and not doc.word[last].isupper()
        and doc.lower[last] not in NAME_SECTORS
        and plain(doc.word[last]) not in BEFORE_PERSONS
        and (t == 0 or not doc.tag[t - 1].startswith("NNP") or plain(doc.word[t - 1]) in BEFORE_PERSONS)
    )


def _is_name_word(doc: Parsed, t: int) -> bool:
    return doc.tag[t] in {"NNP", "NNPS", "NN"} and doc.word[t][0].isupper() and doc.word[t][1:].isalpha()
