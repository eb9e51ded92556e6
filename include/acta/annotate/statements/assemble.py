"""Candidates to attributions: propose, choose one a cue, give every quote a speaker."""

from __future__ import annotations

from collections.abc import Iterable

from acta.annotate.reading import Reading
from acta.annotate.statements.clauses import PUNCTUATION, dateline_end
from acta.annotate.statements.content import trim
from acta.annotate.statements.context import CLAUSES, adjusted, features, load_weights
from acta.annotate.statements.frames import Candidate, according, noun_frames, verb_frames
from acta.annotate.statements.lexicon import load_cues
from acta.annotate.statements.quoted import LEAST_WORDS, extend, nearby_cue
from acta.annotate.statements.quotes import Quote, find_quotes
from acta.annotate.statements.uncued import is_whole, speaker_of

LEAST_SCORE = 0.31  # below, more candidates are wrong than right enough to help F
QUOTE_SCORE = 0.75
UNCUED_SCORE = 0.6
SPOKEN = frozenset({"pre", "quote", "uncued"})  # frames of quotes: whatever the verb, it was said
COPULAS = frozenset({"be", "become", "remain", "feel", "seem", "make", "get", "sound", "look"})
NAMING = frozenset({"call", "label", "brand", "dub", "deem", "term", "declare", "consider"})
LOOSE = frozenset({"pre", "pre?", "aside", "as"})  # frames whose content is a whole sentence as often as not
MAX_SENTENCE = 400  # tokens; longer "sentences" are lists or noise, and their subtrees mean nothing


class Assembly:
    """The work on one article."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc = reading.doc
        self.cues = load_cues()
        self.weights = load_weights()
        self.quotes: list[Quote] = find_quotes(self.doc)
        self.at = [-1] * len(self.doc)
        for number, quote in enumerate(self.quotes):
            self.at[quote.first : quote.last + 1] = [number] * (quote.last + 1 - quote.first)
        self.paragraph = [0] * len(self.doc)
        for number, (first, end) in enumerate(self.doc.paragraphs):
            self.paragraph[first:end] = [number] * (end - first)
        self.datelines: dict[int, int] = {}  # first token of a paragraph -> first one after its dateline
        for first, end in self.doc.paragraphs:
            begin = dateline_end(self.doc, first, end)
            if begin is not None:
                self.datelines[first] = begin
        self.proposed: dict[int, list[Candidate]] = {}
        self.chosen: list[Candidate] = []

    def propose(self) -> None:
        """Collect the candidates of every cue word."""
        doc, cues = self.doc, self.cues
        lemma, tag, lower = doc.lemma, doc.tag, doc.lower
        for first, end in doc.sentences:
            if end - first > MAX_SENTENCE:
                continue
            for i in range(first, end):
                pos = tag[i][0]
                if pos == "V":
                    if lower[i] == "according":
                        self._add(according(doc, i))
                    elif (lemma[i], "V") in cues or lemma[i] in COPULAS:
                        self._add(verb_frames(doc, i))
                elif pos == "N" and (lemma[i], "N") in cues:
                    self._add(noun_frames(doc, i))

    def _add(self, candidates: Iterable[Candidate]) -> None:
        for c in candidates:
            cue = self.cues.get((self.doc.lemma[c.head], self.doc.tag[c.head][0]))
            if cue is None:
                continue
            score = cue.frames.get(c.frame, 0.0)
            if not score or not c.pieces:
                continue
            c.score, c.entry = adjusted(score, features(self.doc, c, self.at), self.weights), cue
            if c.score >= LEAST_SCORE:
                self.proposed.setdefault(c.head, []).append(c)

    def choose(self) -> None:
        """Keep the likeliest candidate of each cue."""
        for head, candidates in self.proposed.items():
            if self._told_twice(head, candidates):
                continue
            best = max(candidates, key=lambda c: c.score)
            self._divide_object(best)
            self._cut_predicate(best)
            extend(self.doc, best, self.quotes, self.at)
            self._cut_next_cue(best)
            self._cut_around(best)
            pieces = [t for p in best.pieces if (t := trim(self.doc, *self.without_dateline(p)))]
            if pieces and not any(first <= best.head <= last for first, last in pieces):
                best.pieces = pieces
                self.chosen.append(best)
        self.chosen.sort(key=lambda c: c.pieces[0])

    def _told_twice(self, head: int, candidates: list[Candidate]) -> bool:
        """``expressed concern that …``: of the verb with its object and the noun with its clause the likelier one stays."""
        doc = self.doc
        if doc.lemma[head] in NAMING or doc.lemma[doc.head[head]] in NAMING:
            return False
        if doc.tag[head][0] == "N":
            rivals = self.proposed.get(doc.head[head], ()) if doc.dep[head] == "dobj" else ()
            own = max(candidates, key=lambda c: c.score)
            return any(r.frame == "obj" and r.source == own.source and r.score > own.score for r in rivals)
        best = max(candidates, key=lambda c: c.score)
        if best.frame != "obj" or best.object is None:
            return False
        rivals = self.proposed.get(best.object, ())
        same = [r for r in rivals if r.frame.startswith("v:") and r.source == best.source]
        return any(r.score >= best.score for r in same)

    def _divide_object(self, c: Candidate) -> None:
        """``urged them to go``: those addressed are no part of what is said, for cues that address someone."""
        if c.frame == "objto" and c.entry is not None and c.entry.addresses:
            to = next((i for i in range(c.pieces[0][0], c.pieces[0][1]) if self.doc.lower[i] == "to"), None)
            head = c.object
            if to is not None and head is not None and head < to:
                c.pieces, c.frame = [(to, c.pieces[0][1])], "to"

    def _cut_predicate(self, c: Candidate) -> None:
        """``called the claims that … “false”``: the last word is said of the claims, not claimed."""
        doc = self.doc
        governor = doc.head[c.head]
        if doc.tag[c.head][0] != "N" or doc.dep[c.head] != "dobj" or doc.lemma[governor] not in NAMING:
            return
        first, last = c.pieces[-1]
        while last > first and self.at[last] < 0 and doc.word[last] in PUNCTUATION:
            last -= 1
        number = self.at[last]
        if number >= 0 and self.quotes[number].first > first and self.quotes[number].words <= 3:
            c.pieces[-1] = (first, self.quotes[number].first - 1)

    def _cut_next_cue(self, c: Candidate) -> None:
        """``said he would go, adding that …``: a participle of speech after a comma begins the next statement."""
        doc = self.doc
        if c.frame not in ("that", "zero", "to", "wh") or doc.tag[c.head][0] != "V":
            return
        first, last = c.pieces[-1]
        for i in range(first + 2, last + 1):
            comma = doc.word[i - 1] == "," or (self.at[i - 1] >= 0 and doc.word[i - 2] == ",")
            participle = doc.tag[i] == "VBG" and comma and doc.dep[i] in ("advcl", "prep")
            second = (
                doc.dep[i] == "conj"
                and doc.tag[i] == doc.tag[c.head]
                and doc.tag[i] in ("VBD", "VBZ")
                and doc.lower[i - 1] in ("and", "but")
            )
            if (participle or (second and doc.child(i, "nsubj") is None)) and self.at[i] < 0:
                cue = self.cues.get((doc.lemma[i], "V"))
                if cue is not None and (cue.reports or doc.tag[i] == "VBZ") and i in self.proposed and doc.right[i] >= last - 2:
                    c.pieces[-1] = (first, i - 1 if self.at[i - 1] >= 0 else i - 2)
                    for other in self.proposed[i]:
                        other.source = c.source
                    return

    def _cut_around(self, c: Candidate) -> None:
        """Cut a conjunction before the content, and what follows a quote that ends in a comma as the cue is to follow."""
        doc = self.doc
        first, last = c.pieces[0]
        if (
            (c.frame in LOOSE or doc.lower[c.head] == "according")
            and first < last
            and doc.tag[first] == "CC"
            and self.at[first] < 0
        ):
            first += 1
        number = self.at[first]
        if (
            number >= 0
            and c.frame in CLAUSES
            and self.quotes[number].first == first
            and self.quotes[number].last < last
        ):
            end = self.quotes[number].last
            comma = any(doc.word[i] == "," for i in (end - 1, end, end + 1))
            if comma and all(self.at[i] < 0 for i in range(end + 1, last + 1)):
                last = end
        c.pieces[0] = (first, last)

    def without_dateline(self, piece: tuple[int, int]) -> tuple[int, int]:
        """A piece of content without the dateline that it opens with."""
        begin = self.datelines.get(piece[0])
        return (begin, piece[1]) if begin is not None and begin <= piece[1] else piece

    def attribute_quotes(self) -> None:
        """Give the quotes that nobody has claimed to the cue beside them or to the one who was speaking."""
        doc = self.doc
        if not self.quotes:
            return
        owner = self._owners()
        by_head = {c.head: c for c in self.chosen}
        running: Candidate | None = None
        last_paragraph = -9
        for number, quote in enumerate(self.quotes):
            here = self.paragraph[quote.first]
            low, high = doc.paragraphs[here]
            own = owner[number]
            if own is None:
                opens = quote.first == low
                whole = opens or doc.word[quote.first - 1] in (".", "!", "?", ":", "”", '"', "''")
                if quote.words >= LEAST_WORDS or whole:
                    own = self._claim(quote, by_head, (low, high))
                alone = opens and quote.last >= high - 2
                near = (here == last_paragraph and not opens) or (here == last_paragraph + 1 and alone)
                continued = doc.word[quote.first - 1] == "," and here == last_paragraph and is_whole(doc, quote)
                if own is None and running is not None and ((whole and near) or continued):
                    self._append(running, quote)
                    last_paragraph = here
                elif own is None and whole:
                    own = self._uncued(quote, here)
            if own is not None and (own.frame in SPOKEN or (own.entry is not None and own.entry.reports)):
                running, last_paragraph = own, here
                self._take_up(own, number, owner)

    def _uncued(self, quote: Quote, here: int) -> Candidate | None:
        """A statement of whom the quote's place gives it to."""
        above = self.doc.paragraphs[here - 1] if here else None
        who = speaker_of(self.reading, quote, self.doc.paragraphs[here], above)
        if who is None:
            return None
        new = Candidate(who, "uncued", [(quote.first, quote.last)], who, who, score=UNCUED_SCORE, is_cued=False)
        self.chosen.append(new)
        return new

    def _take_up(self, own: Candidate, number: int, owner: list[Candidate | None]) -> None:
        """Give the paragraphs above, each opened with a mark and never closed, to the one who speaks at their end."""
        for k in range(number - 1, -1, -1):
            quote, here = self.quotes[k], self.paragraph[self.quotes[k].first]
            low, high = self.doc.paragraphs[here]
            whole = quote.first == low and quote.last >= high - 1
            if quote.closed or owner[k] is not None or not whole or here != self.paragraph[self.quotes[k + 1].first] - 1:
                return
            owner[k] = own
            self._append(own, quote)

    def _owners(self) -> list[Candidate | None]:
        """The candidate that holds each quote already."""
        owner: list[Candidate | None] = [None] * len(self.quotes)
        for c in self.chosen:
            for first, last in c.pieces:
                number = -1
                for i in range(first, last + 1):
                    if self.at[i] != number:
                        number = self.at[i]
                        if number >= 0 and number != self.at[c.head] and owner[number] is None:
                            q = self.quotes[number]
                            owner[number] = c if first <= q.first and q.last <= last else None
        return owner

    def _claim(self, quote: Quote, by_head: dict[int, Candidate], paragraph: tuple[int, int]) -> Candidate | None:
        """Give a quote to the cue beside it: as a further piece of what that says, or as its content."""
        found = nearby_cue(self.doc, quote, self.at, self.cues, paragraph)
        if found is None:
            return None
        head, who, cue = found
        old = by_head.get(head)
        if old is not None and old.frame == "obj" and old.object == who:  # the one who speaks is not what is said
            self.chosen.remove(old)
        elif old is not None:
            if not any(first <= quote.first and quote.last <= last for first, last in old.pieces):
                self._append(old, quote)
            return old
        new = Candidate(head, "quote", [(quote.first, quote.last)], who, head, score=QUOTE_SCORE, entry=cue)
        self.chosen.append(new)
        by_head[head] = new
        return new

    def _append(self, candidate: Candidate, quote: Quote) -> None:
        candidate.pieces = sorted({*candidate.pieces, (quote.first, quote.last)})
