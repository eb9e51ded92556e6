"""Names to actors: registry first, then what the article itself says (full names, acronyms), then provisional actors."""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.gazetteer import load_gazetteer
from acta.annotate.actors.labels import Span
from acta.annotate.actors.lexicon import HONORIFICS, NAME_SECTORS, PEOPLES
from acta.annotate.actors.metonymy import acts
from acta.annotate.actors.offices import SUFFIXES, office_holders, title_before
from acta.annotate.actors.organisations import organisation, place_organisations
from acta.annotate.actors.spans import name_spans
from acta.annotate.actors.towns import named_behind
from acta.annotate.parse import is_english_word
from acta.annotate.types import Actor
from acta.registry import NON_STATE, fold
from acta.registry.titles import plain

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}
COMMON_WORDS = frozenset(
    {"Apple", "Shell", "Diet", "Labour", "Congress", "Ford", "Intel"}
)  # also words at the head of a sentence
OF_A_PLACE = frozenset(
    {
        "resident",
        "residents",
        "people",
        "mayor",
        "city",
        "town",
        "village",
        "province",
        "region",
        "district",
        "state",
        "outskirts",
        "citizens",
        "inhabitants",
        "streets",
        "governor",
        "bishop",
        "archbishop",
    }
)
AT = frozenset({"in", "at", "near", "from", "outside", "around", "to"})
CITY_PEOPLE = 50_000
AMERICAN = frozenset(
    {
        "Atlanta",
        "Savannah",
        "Alabama",
        "Florida",
        "Tennessee",
        "Carolina",
        "Texas",
        "Ohio",
        "Pennsylvania",
        "Michigan",
        "Arizona",
    }
)
CAUCASIAN = frozenset(
    {"Tbilisi", "Georgian", "Georgians", "Russia", "Russian", "Abkhazia", "Ossetia", "Armenia", "Azerbaijan", "Ukraine"}
)
BRAZZAVILLE = frozenset({"Brazzaville", "Sassou", "Nguesso"})
FOOD = frozenset({"prices", "price", "farms", "farm", "meat", "dinner", "breast", "sandwich", "sandwiches", "sausage"})
PARTY_ADJECTIVES = {"Democratic": "act_democratic_party", "Democrat": "act_democratic_party"}  # where tagged as a group's


def find_names(cast: Cast) -> None:
    """Note every name of the article as a mention."""
    known = _Known(cast)
    spans = [span for span in name_spans(cast.doc, cast.registry) if not known.is_common_word(span)]
    known.learn_full_names(spans)
    for span in spans:
        actor, score, kind = known.resolve(span)
        cast.mention(span.first, span.last, "name", actor, score, kind)
        if actor:
            known.learn(span, actor)
    known.find_missed(spans)
    place_organisations(cast)


class _Known:
    """Names that this article has introduced so far."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.doc, self.registry = cast, cast.doc, cast.registry
        self.surnames: dict[str, list[tuple[int, Actor]]] = {}
        self.first_names: dict[str, list[tuple[int, Actor]]] = {}
        self.middle: dict[str, list[tuple[int, Actor]]] = {}  # the first of two surnames, or a second first name
        self.short: dict[str, Actor] = {}  # acronyms and short forms of organisations
        self.persons: dict[int, Actor] = {}  # by first token of a full name

    def learn_full_names(self, spans: list[Span]) -> None:
        """Persons by full name, longest first and before anything else: surnames may stand in front of them."""
        for span in sorted(spans, key=lambda s: -s.size):
            people = [a for a in span.aliases if self.registry.entries[a.actor_id].kind == "person"]
            if people:
                actor = self._in_office(span) or self.cast.known(people[0].actor_id)
                if span.size == 1 and title_before(self.doc, span.first):  # "President Trump" beside an Ivanka Trump
                    self.surnames.setdefault(self.text(span), []).append((span.first, actor))
            elif not span.aliases and span.label == "PERSON" and span.size > 1:
                shared = self.surnames.get(self.text(span))  # "Wasserman Schultz" of "Debbie Wasserman Schultz"
                actor = shared[0][1] if shared else self._person(span)
            else:
                continue
            if span.size > 1:
                self.persons[span.first] = actor
                self._learn_person(span, actor)

    def _learn_person(self, span: Span, actor: Actor) -> None:
        doc, last = self.doc, span.last
        while last > span.first and doc.lower[last] in SUFFIXES:
            last -= 1
        self.surnames.setdefault(doc.word[last], []).append((span.first, actor))
        for begin in range(span.first + 1, last):  # "Al-Harbi", "Zein El Dine", "López Obrador"
            if doc.word[begin][0].isalnum():
                tail = " ".join(doc.text[doc.start[begin] : doc.end[last]].split())
                self.surnames.setdefault(tail, []).append((span.first, actor))
        if last - span.first > 1 and len(doc.word[last - 1]) > 2 and doc.word[last - 1].istitle():
            self.middle.setdefault(doc.word[last - 1], []).append((span.first, actor))  # "García" of "Gabriel García Ruiz"
        self.first_names.setdefault(doc.word[span.first], []).append((span.first, actor))

    def _person(self, span: Span) -> Actor:
        """A person by full name: of the registry where first and last name agree, else provisional.

        A last word more than the registry has is a second surname only behind a name of three words: "Mohammed Ali Hassan" is
        no Mohammed Ali.
        """
        words = self.doc.word[span.first : span.last + 1]
        longer = " ".join(words[:-1]) if len(words) > 3 else ""
        if in_office := self._in_office(span):
            return in_office
        for name in (" ".join(words), f"{words[0]} {words[-1]}", longer):
            found = self.registry.by_name.get(fold(name), [])
            if len(set(found)) == 1 and " " in name:
                return self.cast.known(found[0])
        return self.cast.provisional("person", self.text(span))

    def _in_office(self, span: Span) -> Actor | None:
        """Whom an office and a name mean on the article's day: "President Bush" of 1990, "President Ferdinand Marcos" of 2023."""
        title = title_before(self.doc, span.first)
        if title is None or self.cast.day is None:
            return None
        words = [fold(w) for w in self.doc.word[span.first : span.last + 1] if fold(w) not in SUFFIXES]
        found = [
            actor_id
            for actor_id, name in office_holders(title, self.cast.day)
            if words and words[-1] == name[-1] and (len(words) == 1 or words[0] == name[0])
        ]
        return self.cast.known(found[0]) if len(set(found)) == 1 else None

    def text(self, span: Span) -> str:
        return " ".join(self.doc.text[self.doc.start[span.first] : self.doc.end[span.last]].split())

    def resolve(self, span: Span) -> tuple[Actor | None, float, str | None]:
        """Actor, score and kind of a name."""
        if span.aliases:
            return self._registered(span)
        text = self.text(span)
        if text.isupper() and text in self.short:
            return self.short[text], 0.85, None
        if span.label == "PERSON":
            if span.first in self.persons:
                return self.persons[span.first], 0.9, None
            found = self._by_part(span, text) or self._in_office(span)
            if found:
                return found, 0.85, None
            if not self._is_place(span, text):
                return self.cast.provisional("person", text), 0.5, None
            span.label = "GPE"
        short = self.short.get(text)
        if short:
            return short, 0.85, None
        person = self._by_part(span, text) if span.size == 1 and text in self.surnames else None
        if person:
            return person, 0.8, None
        kind = KINDS.get(span.label or "", "other")
        region = load_gazetteer().regions.get(text.casefold())
        people = PEOPLES.get(text.casefold())
        if people and kind != "place":
            group = self.cast.provisional("group", people.name, people.country)
            if self.doc.tag[span.last] in {"NNS", "NNPS"}:  # "Arab states" are no civilians
                group.sector = people.sector
            return group, 0.7, None
        if text in PARTY_ADJECTIVES and kind == "group":
            return self.cast.known(PARTY_ADJECTIVES[text]), 0.7, None
        if region or (kind in {"organisation", "group"} and self._is_place(span, text)):
            kind = "place"
        if kind == "organisation":
            return organisation(self.cast, span, text), 0.6, None
        if kind == "place":
            spot = region or load_gazetteer().locate(text, self.cast.around, inside=named_behind(self.doc, span.last, text))
            country = spot.country if spot else None
            name = region.name if region else text.title() if text.isupper() and len(text) > 3 else text
            return self.cast.provisional("place", name, country), 0.6 if spot else 0.4, None
        return self.cast.provisional(kind, text), 0.4, None

    def _registered(self, span: Span) -> tuple[Actor | None, float, str | None]:
        alias, text = span.aliases[0], self.text(span)
        if text in self.short:
            return self.short[text], 0.9, None
        entry = self.registry.entries[alias.actor_id]
        if text == "Georgia" and self._american():
            return self.cast.provisional("place", text, "USA"), 0.6, "place"
        if entry.kind == "person":
            if span.size == 1 and text in self.surnames:
                return self._latest(self.surnames[text], span), 0.9, None
            if span.size == 1 and self._part_of_other_name(span):
                return None, 0.0, "person"
            return self._in_office(span) or self.cast.known(alias.actor_id), 0.95 if span.size > 1 else 0.8, None
        if entry.kind == "organisation" and self._of_another_country(span, entry.country):
            body = organisation(self.cast, span, text)
            body.sector = body.sector or entry.sector  # "Belarusian KGB"
            return body, 0.6, None
        if text == "Congo" and BRAZZAVILLE.intersection(self.doc.word):
            return self.cast.known("act_cog"), 0.9, None
        if entry.kind == "country" and (inside := named_behind(self.doc, span.last, text)) and inside.country != entry.country:
            return self.cast.provisional("place", text, inside.country), 0.8, "place"  # "Athens, Georgia" is no Greece
        if alias.kind == "capital":
            if acts(self.doc, span.first, span.last):
                state = self.cast.known(alias.actor_id)
                state.sector = state.sector or "GOV"  # a state that its capital stands for is its government
                return state, 0.8, None
            name = text.title() if text.isupper() else text
            return self.cast.provisional("place", name, entry.country), 0.8, "place"
        if entry.kind == "country" and span.size == 1 and span.label == "PERSON" and text in self.surnames:
            return self._latest(self.surnames[text], span), 0.7, None
        return self.cast.known(alias.actor_id), 0.8 if alias.kind == "demonym" else 0.95, None

    def _of_another_country(self, span: Span, country: str | None) -> bool:
        """Whether the name is that of another country's body: "Peru's Defense Department"."""
        at = span.first - 1
        if at > 0 and self.doc.tag[at] == "POS":
            at -= 1
        owner = self.cast.actor_of(self.cast.named.get(at)) if at >= 0 else None
        return (
            owner is not None
            and owner.kind == "country"
            and country not in NON_STATE | {None, owner.country}
            and (at < span.first - 1 or self.doc.tag[at] in {"JJ", "NNP"})
            and self.doc.head[at] in range(span.first, span.last + 1)
        )

    def is_common_word(self, span: Span) -> bool:
        """Whether a sentence begins with a word that is only by chance a name: "Apple growers"."""
        doc, first = self.doc, span.first
        if doc.word[first] == "Turkey" and span.size == 1 and FOOD.intersection(doc.lower[first + 1 : first + 2]):
            return True
        return (
            bool(span.aliases)
            and span.size == 1
            and (doc.word[first] in COMMON_WORDS or (span.label is None and is_english_word(doc.lower[first])))
            and first == doc.sentences[doc.sentence[first]][0]
            and self.registry.entries[span.aliases[0].actor_id].kind in {"organisation", "person"}
            and not (doc.word[first].isupper() and len(doc.word[first]) > 2)
            and doc.dep[first] in {"compound", "amod", "nmod"}
            and doc.lower[first + 1 : first + 2] == doc.word[first + 1 : first + 2]
        )

    def _american(self) -> bool:
        """Whether a country of the same name as a US state is meant as the state."""
        words = set(self.doc.word)
        return bool(words & AMERICAN) and not words & CAUCASIAN

    def _is_place(self, span: Span, text: str) -> bool:
        """Whether what the tagger took for someone stands where a place stands and is a region or a city of some size."""
        if text.casefold() in load_gazetteer().regions:
            return True
        if not span.first or self.doc.lower[span.last] in NAME_SECTORS:
            return False
        before = self.doc.lower[span.first - 1]
        if before not in AT and not (before == "of" and self.doc.lower[span.first - 2] in OF_A_PLACE):
            return False
        return any(spot.is_main and spot.people >= CITY_PEOPLE for spot in load_gazetteer().cities(text))

    def _part_of_other_name(self, span: Span) -> bool:
        doc, before = self.doc, span.first - 1
        return (
            before >= 0
            and doc.tag[before] == "NNP"
            and doc.head[before] == span.first
            and doc.dep[before] == "compound"
            and doc.start[span.first] - doc.end[before] <= 1
            and before not in self.cast.named
            and plain(doc.word[before]) not in HONORIFICS
            and fold(doc.word[before]) not in NAME_SECTORS
            and doc.word[before].istitle()
            and before in {f for f, _, label in doc.entities if label == "PERSON"}
        )

    def _latest(self, known: list[tuple[int, Actor]], span: Span) -> Actor:
        """Whom a surname means: the person named so most often in full, of the honorific's gender where there is one."""
        if len(known) == 1:
            return known[0][1]
        word = plain(self.doc.word[span.first - 1]) if span.first else ""
        gender = HONORIFICS.get(word)
        fitting = [(at, a) for at, a in known if gender is None or a.gender in (None, gender)] or known
        before = [a for at, a in sorted(fitting, key=lambda f: f[0]) if at <= span.first] or [fitting[0][1]]
        return max(before, key=lambda a: (sum(a is b for b in before), not self.cast.is_provisional(a.actor_id)))

    def _by_part(self, span: Span, text: str) -> Actor | None:
        last = self.doc.word[span.last] if span.size == 1 else text
        known = self.surnames.get(last)
        if known is None and span.size == 1:
            known = self.first_names.get(last) or self.middle.get(last)
        return self._latest(known, span) if known else None

    def learn(self, span: Span, actor: Actor) -> None:
        """Short forms that this mention introduces: "(AU)", initials, the name without its last words."""
        if actor.kind not in {"organisation", "group"} or span.size < 2:
            return
        doc, after = self.doc, span.last + 1
        if after + 2 < len(doc) and doc.word[after] == "(" and doc.word[after + 2] == ")":
            inside = doc.word[after + 1]
            if 2 <= len(inside) <= 8 and inside[0].isupper():
                self.short[inside] = actor
        words = doc.word[span.first : span.last + 1]
        initials = "".join(w[0] for w in words if w[0].isupper())
        if len(initials) > 2:
            self.short.setdefault(initials, actor)
        if fold(words[0]) not in NAME_SECTORS and words[0] not in self.registry.aliases and len(words[0]) > 3:
            self.short.setdefault(words[0], actor)
        if len(words[-1]) > 4 and words[-1].istitle() and words[-1] not in self.registry.aliases:
            self.short.setdefault(words[-1], actor)

    def find_missed(self, spans: list[Span]) -> None:
        """Surnames and acronyms of this article that the tagger left out."""
        cast, doc = self.cast, self.doc
        for token, word in enumerate(doc.word):
            if token in cast.named or not word[0].isupper() or not doc.tag[token].startswith("NN"):
                continue
            if word in self.surnames and doc.tag[token] == "NNP" and not word.isupper():
                span = Span(token, token, [], "PERSON")
                cast.mention(token, token, "name", self._latest(self.surnames[word], span), 0.7)
            elif word in self.short and word.isupper() and len(word) > 1:
                cast.mention(token, token, "name", self.short[word], 0.8)
            elif doc.tag[token] == "NNP" and self._is_place(span := Span(token, token, [], "GPE"), word):
                cast.mention(token, token, "name", *self.resolve(span))
