"""Who said what, construction by construction. Gold first, sentences and names of our own; known failures say why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# text, speaker, cue, content (pieces parted by " … "), kind
CASES = [
    # after the content
    (
        "“The harbour stays open,” Mayor Ilse Varga said.",
        "Mayor Ilse Varga",
        "said",
        "“The harbour stays open,”",
        "direct",
    ),
    (
        '"We lost the vote," said Tomas Brandt, the party\'s treasurer.',
        "Tomas Brandt, the party's treasurer",
        "said",
        '"We lost the vote,"',
        "direct",
    ),
    (
        "The bridge will be closed until May, the ministry said.",
        "the ministry",
        "said",
        "The bridge will be closed until May",
        "indirect",
    ),
    ("''The roof is gone,'' she told a local station.", "she", "told", "''The roof is gone,''", "direct"),
    ("‘The pumps failed at dawn,’ Mrs Okoro said.", "Mrs Okoro", "said", "‘The pumps failed at dawn,’", "direct"),
    (
        "The plan “would ruin the valley,” Brandt argued.",
        "Brandt",
        "argued",
        "The plan “would ruin the valley,”",
        "mixed",
    ),
    # before it
    ("Varga said the harbour would stay open.", "Varga", "said", "the harbour would stay open", "indirect"),
    (
        "The union warned that the pay offer was too low.",
        "The union",
        "warned",
        "that the pay offer was too low",
        "indirect",
    ),
    ("Brandt said: “We have counted every vote.”", "Brandt", "said", "“We have counted every vote.”", "direct"),
    ("The report says that 40 wells have run dry.", "The report", "says", "that 40 wells have run dry", "indirect"),
    (
        "The minister has repeatedly denied that money changed hands.",
        "The minister",
        "has repeatedly denied",
        "that money changed hands",
        "indirect",
    ),
    # inverted and split
    (
        "“The water is safe,” insisted the director of the plant.",
        "the director of the plant",
        "insisted",
        "“The water is safe,”",
        "direct",
    ),
    (
        "“The harbour,” Varga said, “will stay open all winter.”",
        "Varga",
        "said",
        "“The harbour,” … “will stay open all winter.”",
        "direct",
    ),
    (
        "“The doors were locked,” Okoro said. “Nobody had a key.”",
        "Okoro",
        "said",
        "“The doors were locked,” … “Nobody had a key.”",
        "direct",
    ),
    (
        "The ferry, officials said, had left the port an hour late.",
        "officials",
        "said",
        "The ferry … had left the port an hour late",
        "indirect",
    ),
    # according to, as
    (
        "According to the coast guard, nine sailors were rescued.",
        "the coast guard",
        "According to",
        "nine sailors were rescued",
        "indirect",
    ),
    (
        "Nine sailors were rescued, according to the coast guard.",
        "the coast guard",
        "according to",
        "Nine sailors were rescued",
        "indirect",
    ),
    # relative clause, participle, passive
    ("Okoro, who said the pumps had failed, left the room.", "who", "said", "the pumps had failed", "indirect"),
    (
        "The mayor left early, telling reporters the talks had failed.",
        "The mayor",
        "telling",
        "the talks had failed",
        "indirect",
    ),
    ("Brandt was quoted as saying that the count was fair.", "Brandt", "saying", "that the count was fair", "indirect"),
    (
        "Varga praised the crew, adding that the ship would sail on time.",
        "Varga",
        "adding",
        "that the ship would sail on time",
        "indirect",
    ),
    # to whom, and the infinitive
    ("Varga told the council the harbour would stay open.", "Varga", "told", "the harbour would stay open", "indirect"),
    ("Okoro urged the minister to reopen the mine.", "Okoro", "urged", "to reopen the mine", "indirect"),
    # nouns
    (
        "The army rejected the rebels' claim that the town had fallen.",
        "the rebels'",
        "claim",
        "that the town had fallen",
        "indirect",
    ),
    # thought, hope, intent
    ("Brandt believes that the vote was fair.", "Brandt", "believes", "that the vote was fair", "indirect"),
    ("The company plans to close two plants.", "The company", "plans", "to close two plants", "indirect"),
    ("Varga wants to build a second pier.", "Varga", "wants", "to build a second pier", "indirect"),
    ("Okoro hopes that the rain will come.", "Okoro", "hopes", "that the rain will come", "indirect"),
    # small clause
    ("The ministry called the report “false.”", "The ministry", "called", "the report “false.”", "mixed"),
    ("Brandt described the deal as a mistake.", "Brandt", "described", "the deal as a mistake", "indirect"),
    # stance
    (
        "The council condemned the attack on the market.",
        "The council",
        "condemned",
        "the attack on the market",
        "indirect",
    ),
    # dateline
    (
        "PORT ELSA (Sample Wire) - Mayor Ilse Varga said the harbour would stay open.",
        "Mayor Ilse Varga",
        "said",
        "the harbour would stay open",
        "indirect",
    ),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content", "kind"), CASES, ids=[case[0][:50] for case in CASES])
def test_the_statement_is_found_with_its_speaker_and_words(
    said: Callable, text: str, speaker: str, cue: str, content: str, kind: str
) -> None:
    found = said(text)
    wanted = [s for s in found if s.cue == cue]
    assert [(s.speaker, strip(s.words), s.kind) for s in wanted] == [(speaker, strip(content), kind)], found


def strip(words: str) -> str:
    return words.replace(",”", "”").replace(',"', '"').replace(",''", "''").replace(",’", "’").rstrip(".")


def test_two_contents_of_two_cues_are_two_statements(said: Callable) -> None:
    found = said("Varga said the port would close, adding that ships would be sent to the north.")
    assert [(s.speaker, s.cue, s.words) for s in found] == [
        ("Varga", "said", "the port would close"),
        ("Varga", "adding", "that ships would be sent to the north"),
    ]


@pytest.mark.xfail(
    strict=True, reason="the corpus marks one in three of those nested in a plain 'said'; the score stays below"
)
def test_a_statement_inside_a_statement_is_found_too(said: Callable) -> None:
    found = said("Varga said the ministry believes that the pier is safe.")
    assert ("the ministry", "that the pier is safe") in [(s.speaker, s.words) for s in found]
    assert ("Varga", "the ministry believes that the pier is safe") in [(s.speaker, s.words) for s in found]


def test_what_was_not_said_is_marked(said: Callable) -> None:
    (found,) = said("Brandt did not say whether he would resign.")
    assert (found.negated, found.cue, found.words) == (True, "did not say", "whether he would resign")
    assert all(not s.negated for s in said("Brandt said he would not resign."))


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Varga told reporters the harbour would stay open.", "reporters"),
        ("“We are ready,” Okoro told the council.", "the council"),
        ("Okoro urged the minister to reopen the mine.", "the minister"),
        ("“We are ready,” Okoro said in a letter to the council.", "the council"),
        ("“We are ready,” Brandt said in a meeting of his party group.", "his party group"),
        ("Varga said the harbour would stay open.", None),
    ],
)
def test_the_one_spoken_to_is_the_addressee(said: Callable, text: str, addressee: str | None) -> None:
    assert [s.addressee for s in said(text)] == [addressee]
