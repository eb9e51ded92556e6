"""Where names stand: aliases of the registry matched in the text, and the tagger's entities cleaned up, without overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acta.annotate.actors.gazetteer import load_gazetteer
from acta.annotate.actors.labels import Span, corrected, first_name_before, missed_persons
from acta.annotate.actors.lexicon import AGENTS, HONORIFICS, RANKS, singular, words
from acta.annotate.document import Parsed
from acta.registry import FIRST_WORD, STRAIGHT, Registry
from acta.registry.titles import TITLES, plain

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
SHADOWS = LABELS | {"EVENT", "WORK_OF_ART", "LAW", "PRODUCT"}  # names of other things may hold names of actors
ARTICLES = frozenset({"the", "a", "an"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
TITLE_WORDS = (
    frozenset(word for title in TITLES for word in title.split())
    | set(HONORIFICS)
    | RANKS
    | {"former", "late", "then", "ex", "acting"}
)
DESCRIPTIONS = frozenset(AGENTS) | frozenset(TITLES)
CLAUSES = frozenset({"ROOT", "ccomp", "conj", "advcl"})
LONGEST_FRAGMENT = 12  # tokens
DATELINE_ENDS = frozenset({",", "(", "-", "--", "—", "–", ":"})
NO_NAMES = words(
    """
    covid covid-19 coronavirus internet god christmas easter ramadan parliament government president state
    minister prime court house ministry brexit
    """
)


def alias_spans(doc: Parsed, registry: Registry) -> list[Span]:
    """Longest matches of registry aliases, left to right."""
    text, index, word, start = doc.text.translate(STRAIGHT), registry.aliases, doc.word, doc.start
    ends: dict[int, int] | None = None
    out: list[Span] = []
    free = 0  # first character not yet taken
    for i, token in enumerate(word):
        known = index.get(token)
        if known is None:
            if token.isalnum():
                continue
            match = FIRST_WORD.match(token)
            known = index.get(match.group()) if match else None
            if known is None:
                continue
        at = start[i]
        if at < free:
            continue
        for alias in known:
            if not text.startswith(alias.text, at):
                continue
            if ends is None:
                ends = {end: k for k, end in enumerate(doc.end)}
            last = ends.get(at + len(alias.text))
            if last is None:
                continue
            same = [a for a in known if a.text == alias.text]
            out.append(Span(i, last, same, None))
            free = doc.end[last]
            break
    return out


def entity_spans(doc: Parsed, registry: Registry) -> list[Span]:
    """The tagger's entities without articles, titles and possessives around the name."""
    out = []
    for first, stop, label in doc.entities:
        if label not in SHADOWS:
            continue
        out += [
            span for piece in _pieces(doc, first, stop - 1, label) if (span := _trimmed(doc, *piece, label, registry))
        ]
    return out


def _pieces(doc: Parsed, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
    """An entity cut where the tagger ran on: "Portland, Maine", "BAMAKO - Armed", "Institute (PIMS"."""
    cuts = {"-", "--", "—", "–", "(", ")", "[", "]", ":", ";", "/"} | ({","} if label in {"GPE", "LOC"} else set())
    begin = first
    for k in range(first, last + 1):
        spaced = doc.word[k] not in {"-", "/", "–"} or (k and doc.start[k] > doc.end[k - 1])
        if doc.word[k] in cuts and spaced:
            if k > begin:
                yield begin, k - 1
            begin = k + 1
    if begin <= last:
        yield begin, last


def _trimmed(doc: Parsed, first: int, last: int, label: str, registry: Registry) -> Span | None:
    was_first = first
    while first < last and (doc.lower[first] in ARTICLES or not doc.word[first][0].isalnum()):
        first += 1
    while last > first and (
        doc.lower[last] in POSSESSIVE or (not doc.word[last][-1].isalnum() and doc.word[last] != ".")
    ):
        if doc.word[last].endswith(".") and doc.word[last][0].isalpha():
            break
        last -= 1
    if label == "PERSON":
        first = _behind_titles(doc, first, last, registry)
    word = doc.word[first]
    if not any(c.isupper() for c in word) and not any(doc.word[k][0].isupper() for k in range(first, last + 1)):
        return None
    if _is_description(doc, registry, Span(first, last, [], label), was_first):
        return None
    if first == last and (
        doc.tag[first] in {"PRP", "DT", "CD", "RB", "IN", "UH", "MD"} or doc.lower[first] in NO_NAMES or len(word) < 2
    ):
        return None
    return Span(first, last, [], label)


def is_fragment(doc: Parsed, first: int, stop: int) -> bool:
    """Whether a sentence (tokens first..stop-1) is but a phrase, as a caption or an actor to be coded is."""
    return stop - first <= LONGEST_FRAGMENT and not any(
        doc.tag[t].startswith("VB") and doc.dep[t] in CLAUSES and doc.child(t, "nsubj", "nsubjpass") is not None
        for t in range(first, stop)
    )


def _is_description(doc: Parsed, registry: Registry, span: Span, was_first: int) -> bool:
    """Whether a capitalised entity only describes: "Ukrainian Mufti", "Human Rights Group"."""
    first = span.first
    if span.size > 1 and any(a.kind == "demonym" for a in registry.aliases.get(doc.word[first], ())):
        first += 1
    printed = [plain(w) for w in doc.word[first : span.last + 1]]
    key = " ".join(printed)
    if key not in DESCRIPTIONS and " ".join([*printed[:-1], singular(printed[-1])]) not in DESCRIPTIONS:
        return False
    if span.size > 1:
        return True
    if span.label == "PERSON" and span.first == was_first:
        return is_fragment(doc, *doc.sentences[doc.sentence[span.first]])
    return doc.lower[span.first] in AGENTS


def _behind_titles(doc: Parsed, first: int, last: int, registry: Registry) -> int:
    if first and doc.lower[first - 1] == "of" and first < last and _is_country(doc.word[first], registry):
        first += 1  # "President of Kenya Jane Otieno"
    while first < last and (
        plain(doc.word[first]) in TITLE_WORDS
        or any(a.kind == "demonym" and a.text == doc.word[first] for a in registry.aliases.get(doc.word[first], ()))
    ):
        first += 1
    return first


def _is_country(word: str, registry: Registry) -> bool:
    return any(a.text == word and registry.entries[a.actor_id].kind == "country" for a in registry.aliases.get(word, ()))


def dateline_spans(doc: Parsed, registry: Registry) -> list[Span]:
    """Cities in capitals at the head of the first paragraphs: "JERUSALEM (AP)", "NEW DELHI, March 3"."""
    out = []
    for first, stop in doc.paragraphs[:3]:
        last = first
        while last < min(stop - 1, first + 3) and doc.word[last].isupper() and doc.word[last].isalpha():
            last += 1
        if last == first or doc.word[last] not in DATELINE_ENDS or len(doc.word[first]) < 3:
            continue
        name = doc.text[doc.start[first] : doc.end[last - 1]].title()
        aliases = [a for a in registry.aliases.get(name.split()[0], ()) if a.text == name]
        if aliases or load_gazetteer().locate(name, {}):
            out.append(Span(first, last - 1, aliases[:1], "GPE"))
    return out


def name_spans(doc: Parsed, registry: Registry) -> list[Span]:
    """All names, none inside another; labels are what most of the article calls the same string."""
    entities = corrected(doc, _voted(doc, entity_spans(doc, registry)))
    entity_at: dict[int, Span] = {token: span for span in entities for token in range(span.first, span.last + 1)}
    chosen: list[Span] = []
    taken: set[int] = set()
    dropped: set[int] = set()
    for span in dateline_spans(doc, registry):
        chosen.append(span)
        taken.update(range(span.first, span.last + 1))
    for span in alias_spans(doc, registry):
        if span.first in taken:
            continue
        around = {id(e): e for t in range(span.first, span.last + 1) if (e := entity_at.get(t))}
        if any(_hides(doc, entity, span) for entity in around.values()):
            continue
        for key, entity in around.items():
            span.label = entity.label
            dropped.add(key)
        first = first_name_before(doc, registry, span)
        if first is not None and first not in taken:  # "Ivanka Trump" is not the one whom "Trump" alone means
            span = Span(first, span.last, [], "PERSON")
        chosen.append(span)
        taken.update(range(span.first, span.last + 1))
    for entity in entities:
        if id(entity) in dropped or entity.label not in LABELS:
            continue
        if not taken.intersection(range(entity.first, entity.last + 1)):
            chosen.append(entity)
            taken.update(range(entity.first, entity.last + 1))
    chosen += missed_persons(doc, taken)
    chosen.sort(key=lambda s: s.first)
    return chosen


def _hides(doc: Parsed, entity: Span, alias: Span) -> bool:
    """Whether an entity is a longer name that only contains the alias ("New Jersey", "Jordan Smith", "Bank of Japan")."""
    if entity.first >= alias.first and entity.last <= alias.last:
        return False
    outside = [t for t in range(entity.first, entity.last + 1) if not alias.first <= t <= alias.last]
    names = [t for t in outside if doc.tag[t].startswith("NNP") and plain(doc.word[t]) not in TITLE_WORDS]
    kinds = {a.kind for a in alias.aliases}
    if not names:
        return False
    if entity.label == "PERSON":
        return kinds != {"demonym"} or alias.last == entity.last
    if entity.label in {"GPE", "LOC"}:
        return "," not in {doc.word[t] for t in outside} and alias.size < 3
    if alias.size > 1 and entity.label == "ORG" and not kinds & {"demonym", "capital"}:
        return entity.size > alias.size + 2 and alias.first != entity.first
    return entity.first <= alias.first and entity.last >= alias.last


def _voted(doc: Parsed, entities: list[Span]) -> list[Span]:
    votes: dict[str, Counter[str]] = {}
    strings = [" ".join(doc.word[e.first : e.last + 1]) for e in entities]
    surnames = set()
    for string, entity in zip(strings, entities, strict=True):
        if entity.label in LABELS:
            votes.setdefault(string, Counter())[entity.label or ""] += 1
        if entity.label == "PERSON" and entity.size > 1:
            surnames.add(doc.word[entity.last])
    for string, entity in zip(strings, entities, strict=True):
        if entity.label not in LABELS:
            continue
        if string in surnames:
            entity.label = "PERSON"
        else:
            counts = votes[string]
            entity.label = max(counts, key=lambda label: (counts[label], label == entity.label))
    return entities
