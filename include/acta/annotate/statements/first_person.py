"""Who "I" is inside quotation marks: the one who says it, as soon as the statements are known."""

from __future__ import annotations

from acta.annotate.actors.speech import SPEAKER
from acta.annotate.reading import Reading
from acta.annotate.statements.quotes import find_quotes


def give_to_speakers(reading: Reading) -> None:
    """Let the first person of every quote lead to its speaker; without one, or where it is no person, to nobody."""
    doc = reading.doc
    pronouns = [m for m in reading.mentions if m.form == "pronoun" and doc.lower[m.head] in SPEAKER]
    if not pronouns:
        return
    quotes = [(q.start, q.end) for q in find_quotes(doc)]
    said = [(start, end, s.speaker) for s in reading.statements for start, end in s.content if s.kind != "indirect"]
    for mention in pronouns:
        if not any(start <= mention.start < end for start, end in quotes):
            continue
        around = [(end - start, k) for k, (start, end, _) in enumerate(said) if start <= mention.start < end]
        speaker = said[min(around)[1]][2] if around else None
        actor = reading.actors.get(speaker.actor_id or "") if speaker else None
        mention.actor_id = actor.actor_id if actor and actor.kind == "person" else None
        mention.score = 0.7 if mention.actor_id else 0.0
