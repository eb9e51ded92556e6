"""When and where, from the clause itself: its own time expression, its own place, or None."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import is_verb
from acta.annotate.events.lexicon import words
from acta.annotate.reading import Reading
from acta.annotate.types import Place, Time

ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?(?=$|T)")
NOT_WHEN = frozenset({"since", "until", "till", "by", "before", "after", "for", "from", "through", "to", "between"})
PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "across",
        "around",
        "off",
        "along",
        "throughout",
        "within",
        "on",
        "of",
        "over",
    }
)


SETTINGS = PLACE_PREPOSITIONS - {"of", "on", "over"}
NOT_THERE = words("abroad")  # what a country's name stands before, though it need not be in the country


class Circumstances:
    """Times and places of one article by the tokens they hang on."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc: Parsed = reading.doc
        self.times: dict[int, list[Time]] = defaultdict(list)  # governor (verb or noun) → its times
        self.since: dict[int, list[Time]] = defaultdict(list)
        self.places: dict[int, list[Place]] = defaultdict(list)
        self.place_at = {token: place for place in reading.places for token in range(place.first, place.last + 1)}
        self.in_sentence: dict[int, list[Place]] = defaultdict(list)  # places that something is put in
        for time in reading.times:
            if time.type in ("DATE", "TIME") and ISO_DATE.match(time.value):
                self._hang_time(time)
        for place in reading.places:
            self._hang_place(place)
            if self._is_setting(place):
                self.in_sentence[self.doc.sentence[place.first]].append(place)
        named = Counter(place.country for place in reading.places if place.country).most_common(1)
        self.main_country = named[0][0] if named else None  # that most places lie in

    def occurred_on(self, anchors: Iterable[int]) -> str | None:
        """ISO date, month or year of the first anchor that has one of its own."""
        for anchor in anchors:
            for time in self.times.get(anchor, ()):
                return iso_date(time)
        return None

    def since_when(self, noun: int) -> str | None:
        """The date in "the first call since last October"."""
        for time in self.since.get(noun, ()):
            return iso_date(time)
        return None

    def place(self, anchors: Iterable[int], parties: Iterable[tuple[int, int]]) -> Place | None:
        """The place said with the first anchor that has one, the town before its country; a party is no place of the event."""
        taken = set(parties)
        for anchor in anchors:
            free = [place for place in self.places.get(anchor, ()) if (place.start, place.end) not in taken]
            if free:
                return next((place for place in free if not self.is_country(place)), free[0])
        return None

    def place_of(self, heads: Iterable[int]) -> Place | None:
        """The town or region that a party itself names, as in "bombed the town", for acts done there."""
        found = (self.place_at[head] for head in heads if head in self.place_at)
        return next((place for place in found if not self.is_country(place)), None)

    def _is_setting(self, place: Place) -> bool:
        doc = self.doc
        return doc.dep[place.last] == "pobj" and doc.lower[doc.head[place.last]] in SETTINGS

    def is_country(self, place: Place) -> bool:
        """A whole country, which says less than a town in it."""
        mention = self.reading.mention_at.get(place.first)
        return mention is not None and mention.kind == "country"

    def _top(self, first: int, last: int) -> int:
        """The token of a span that hangs on something outside it."""
        doc = self.doc
        return next((i for i in range(first, last + 1) if not first <= doc.head[i] <= last), first)

    def _hang_time(self, time: Time) -> None:
        doc = self.doc
        i = self._top(time.first, time.last)
        since = not_when = False
        for _ in range(6):
            head = doc.head[i]
            if head == i:
                if is_verb(doc, i):
                    break
                return
            if doc.tag[head] in ("IN", "TO") and doc.dep[i] in ("pobj", "pcomp"):
                since |= doc.lower[head] == "since"
                not_when |= doc.lower[head] in NOT_WHEN
            i = head
            if is_verb(doc, i) or doc.tag[i].startswith("NN"):
                break
        if since:
            self.since[i].append(time)
        elif not not_when:
            self.times[i].append(time)

    def _hang_place(self, place: Place) -> None:
        doc = self.doc
        top = self._top(place.first, place.last)
        if doc.dep[top] != "pobj" or doc.lower[doc.head[top]] not in PLACE_PREPOSITIONS:
            if doc.dep[top] in ("compound", "amod", "poss", "nmod") and doc.lemma[doc.head[top]] in NOT_THERE:
                return  # an embassy stands elsewhere, and an army may be anywhere
            if doc.dep[top] in ("compound", "amod", "poss", "nmod", "appos", "conj"):
                top = doc.head[top]
            if doc.dep[top] != "pobj" or doc.lower[doc.head[top]] not in PLACE_PREPOSITIONS:
                return
        governor = doc.head[doc.head[top]]
        self.places[governor].append(place)
        for _ in range(3):  # "in regions of Veska": the place of what the regions hang on, too
            if is_verb(doc, governor) or doc.dep[governor] != "pobj":
                break
            if doc.lower[doc.head[governor]] not in PLACE_PREPOSITIONS:
                break
            governor = doc.head[doc.head[governor]]
            self.places[governor].append(place)


def iso_date(time: Time) -> str | None:
    """The date part of a TIMEX3 value."""
    match = ISO_DATE.match(time.value)
    return match.group() if match else None
