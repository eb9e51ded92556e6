"""Candidates to statements: propose, choose one a cue, give every quote a speaker, write down."""

from __future__ import annotations

from acta.annotate.reading import Reading
from acta.annotate.statements.clauses import cue_words, dateline_end, is_negated, just_before
from acta.annotate.statements.content import kind_of, spans_of, trim
from acta.annotate.statements.context import adjusted, features, load_weights
from acta.annotate.statements.frames import Candidate, according, noun_frames, verb_frames
from acta.annotate.statements.lexicon import load_cues
from acta.annotate.statements.parties import addressee, speaker
from acta.annotate.statements.quoted import LEAST_WORDS, extend, nearby_cue
from acta.annotate.statements.quotes import Quote, find_quotes
from acta.annotate.statements.when import Days
from acta.annotate.types import Party, Statement

LEAST_SCORE = 0.3  # below, more candidates are wrong than right enough to help F
QUOTE_SCORE = 0.75
COPULAS = frozenset({"be", "become", "remain", "feel", "seem", "make", "get", "sound", "look"})
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

    def _add(self, candidates: object) -> None:
        for c in candidates:  # type: ignore[attr-defined]
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
        for candidates in self.proposed.values():
            best = max(candidates, key=lambda c: c.score)
            extend(self.doc, best, self.quotes, self.at, [])
            pieces = [t for p in best.pieces if (t := trim(self.doc, *self._without_dateline(p)))]
            if pieces and not any(f <= best.head <= l for f, l in pieces):
                best.pieces = pieces
                self.chosen.append(best)
        self.chosen.sort(key=lambda c: c.pieces[0])

    def _without_dateline(self, piece: tuple[int, int]) -> tuple[int, int]:
        begin = self.datelines.get(piece[0])
        return (begin, piece[1]) if begin is not None and begin <= piece[1] else piece

    def attribute_quotes(self) -> None:
        """Give the quotes that nobody has claimed to the cue beside them or to the one who was speaking."""
        doc, at = self.doc, self.at
        if not self.quotes:
            return
        owner: list[Candidate | None] = [None] * len(self.quotes)
        by_head = {c.head: c for c in self.chosen}
        for c in self.chosen:
            for first, last in c.pieces:
                for i in (first, last):
                    pass
                for number in {at[i] for i in range(first, last + 1)} - {-1, at[c.head]}:
                    q = self.quotes[number]
                    if first <= q.first and q.last <= last and (owner[number] is None):
                        owner[number] = c
        running: Candidate | None = None
        paragraph_of = [0] * len(doc)
        for number, (first, end) in enumerate(doc.paragraphs):
            paragraph_of[first:end] = [number] * (end - first)
        last_paragraph = -9
        for number, quote in enumerate(self.quotes):
            here = paragraph_of[quote.first]
            span = doc.paragraphs[here]
            whole = quote.first == span[0] or doc.word[quote.first - 1] in (".", "!", "?", ":", "”", '"')
            if owner[number] is not None:
                own = owner[number]
                if own is not None and own.entry is not None and own.entry.reports:
                    running, last_paragraph = own, here
                continue
            found = None
            if quote.words >= LEAST_WORDS or whole:
                found = nearby_cue(doc, quote, at, self.cues, span)
            if found is not None:
                head, who = found
                old = by_head.get(head)
                if old is not None:
                    if not any(f <= quote.first and quote.last <= l for f, l in old.pieces):
                        self._append(old, quote)
                    new = old
                else:
                    entry = self.cues[(doc.lemma[head], "V")]
                    new = Candidate(head, "quote", [(quote.first, quote.last)], who, head, score=QUOTE_SCORE, entry=entry)
                    self.chosen.append(new)
                    by_head[head] = new
                owner[number], running, last_paragraph = new, new, here
                continue
            if running is None or not whole or here - last_paragraph > 1:
                continue
            opens = quote.first == span[0]
            alone = opens and quote.last >= span[1] - 2
            if (here == last_paragraph and not opens) or (here > last_paragraph and alone):
                self._append(running, quote)
                owner[number], last_paragraph = running, here

    def _append(self, candidate: Candidate, quote: Quote) -> None:
        candidate.pieces = sorted({*candidate.pieces, (quote.first, quote.last)})

    def statements(self) -> list[Statement]:
        """The chosen candidates as statements, with parties and days."""
        doc, reading = self.doc, self.reading
        days = Days(doc, reading.times)
        out: list[Statement] = []
        seen: set[tuple[object, ...]] = set()
        told: dict[int, Party] = {}
        last_speaker: str | None = None
        for c in sorted(self.chosen, key=lambda c: (c.head, c.pieces[0][0])):
            spans = spans_of(doc, c.pieces, self.quotes, self.at)
            if not spans or tuple(spans) in seen:
                continue
            seen.add(tuple(spans))
            first, last = cue_words(doc, c.head if c.cue_first is None else c.cue_first, c.cue_last)
            who = speaker(reading, self._source(c)) if c.source is not None else None
            spoken = c.entry is not None and c.entry.reports
            whom = self._addressee(c, told) if spoken else None
            if whom is not None:
                told[c.head] = whom
            key = self._key(who, last_speaker)
            last_speaker = key or last_speaker
            statement = Statement(
                kind=kind_of(doc.text, spans, self.quotes),
                content=spans,
                cue=doc.span(first, last),
                cue_lemma=doc.lemma[c.head],
                speaker=who,
                addressee=whom,
                said_on=days.said_on(c.head, spans, key, spoken),
                negated=is_negated(doc, c.head),
                score=round(c.score, 3),
                cue_head=c.head,
                content_tokens=list(c.pieces),
            )
            out.append(statement)
        return sorted(out, key=lambda s: (s.content[0], s.cue_head))

    def _source(self, c: Candidate) -> int:
        """The source's head; a city in a dateline is none."""
        assert c.source is not None
        first = self.doc.sentences[self.doc.sentence[c.source]][0]
        if c.source < self.datelines.get(first, 0):
            return just_before(self.doc, c.head) or c.source
        return c.source

    def _addressee(self, c: Candidate, told: dict[int, Party]) -> Party | None:
        """Whom the cue names, or whom the verb that it hangs on told: ``told reporters …, adding that …``."""
        doc = self.doc
        object_ = c.object if c.entry is not None and c.entry.addresses and c.frame not in ("objto", "obj") else None
        own = addressee(self.reading, c.head, object_)
        if own is not None:
            return own
        node = c.head
        while doc.dep[node] in ("advcl", "conj") and doc.head[node] != node:
            node = doc.head[node]
            if node in told:
                return told[node]
        return None

    def _key(self, who: Party | None, last: str | None) -> str | None:
        """A key that is the same for the same speaker: the actor, or a name's last word; a pronoun means the one before."""
        if who is None:
            return None
        if who.actor_id is not None:
            return who.actor_id
        word = self.doc.lower[who.head]
        return last if word in ("he", "she", "they", "who") else word
