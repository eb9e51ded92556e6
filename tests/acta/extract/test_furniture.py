"""The line judge: furniture goes, sentences that only look like it stay."""

from __future__ import annotations

import pytest

from acta.extract.furniture import PageContext, judge_lines
from acta.extract.pageview import squeeze

FIRST = "The harbour authority of Port Ansel reopened two of its four piers on Monday, three days after the storm."
SECOND = '"We have lost the season, not the harbour," said Mirela Tosk, who heads the authority, on the quay.'
LAST = "A parliamentary committee will hear both sides next month, its chairman said in Velmar on Monday evening."

FURNITURE = [
    ("READ ALSO: Insurers count the cost of the storm", "related"),
    ("Read also: Insurers count the cost of the storm", "related"),
    ("ALSO READ | Insurers count the cost", "related"),
    ("SEE ALSO Insurers count the cost of the storm", "related"),
    ("Related stories", "related"),
    ("You may also like", "related"),
    ("More from Islands", "related"),
    ("LEAVE A REPLY", "comment_form"),
    ("Please enter your comment!", "comment_form"),
    ("Your email address will not be published. Required fields are marked *", "comment_form"),
    ("3 Comments", "comment_form"),
    ("Share this article on Facebook", "share"),
    ("Facebook Twitter WhatsApp Email", "share"),
    ("Follow us on Instagram", "share"),
    ("Sign up for our morning newsletter and get the islands delivered to your inbox.", "newsletter"),
    ("Subscribe to the Herald's daily newsletter and stay informed.", "newsletter"),
    ("Join our WhatsApp channel for breaking news.", "newsletter"),
    ("Support our journalism with a subscription from two crowns a week.", "newsletter"),
    ("Advertisement", "advertisement"),
    ("Story continues below advertisement", "advertisement"),
    ("© 2027 The Ansel Examiner. All rights reserved.", "copyright"),
    ("This material may not be published, broadcast, rewritten or redistributed.", "copyright"),
    ("(Reporting by Ana Ruiz in Velmar; editing by Tom Hale)", "credit"),
    ("Photo: Ruda Kell / Ansel Examiner", "caption"),
    ("Lorries wait on the quay. (File photo)", "caption"),
    ("Four accordions and a bear made of straw. Photo: Marit Lunde", "caption"),
    ("Correction: An earlier version of this article gave the number of piers as five.", "correction_note"),
    ("Ferry strike ends after night of talks | anselexaminer.example", "title_and_site"),
    ("Ferry strike ends after night of talks - The Ansel Examiner", "title_and_site"),
    ("Harbour reopens after storm", "headline"),
]

SENTENCES = [
    '"VIDEO: it shows him at the gate, and nobody else," the clerk told the court',
    "“Photo: that is all it says on the back,” said Ms Duval, who found it",
    "Read more books, the minister told pupils, and look at your telephones less.",
    "Related: that was the word the judge used for the two cases, though their files never met.",
    "See also the report of 2023, one of the fishermen said when he was asked for proof.",
    "Watch the water, her father used to say.",
    '"Sign up for our newsletter," the candidate joked when her microphone failed.',
    "Subscribe to our cause, the rebels wrote in a leaflet, or leave the valley.",
    "Share prices of the three insurers fell by four per cent.",
    "Share and share alike, the council decided.",
    "Advertisement spending in the islands fell by a third, the chamber of commerce said.",
    "Comments by the minister angered the fishermen.",
    "Photo albums and letters floated in the flooded cellars, residents said.",
    "Follow the money, the prosecutor told the jury on Monday.",
    "Copyright law will not change before the election, the justice ministry said.",
    "Correction officers at the prison on the island walked out on Monday.",
    "By Monday evening the water had gone.",
    "By Monday, 12 March 2027, every boat had been accounted for.",
    "Tags on the wreckage showed where each boat had been built.",
    "Reporting by Amity House showed that the mine had been flooded twice before.",
    "Reporting by the commission was incomplete, the auditors found.",
    "Recommended doses were exceeded in eleven cases, according to the clinic.",
    "Opinion: divided. That is how Tosk described her own authority.",
    "Analysis of the samples showed oil in the harbour basin.",
    "The deal - Velmar's third this year - was signed in Port Ansel.",
    "“We are open,” said Tosk.",
    "The museum in Velmar bought a picture by Anna Kell.",
    "He paid.",
    "Two dead, eleven boats lost",
]

CONTEXT = PageContext(
    title=squeeze("Harbour reopens after storm"),
    titles=frozenset({squeeze("Harbour reopens after storm")}),
    site_names=frozenset({squeeze("The Ansel Examiner")}),
    authors=frozenset({squeeze("Ana Ruiz")}),
    anchors=frozenset({squeeze("Insurers count the cost of the storm"), squeeze("Ferries to run again from Friday")}),
    captions=frozenset({squeeze("Lorries on the quay at dawn.")}),
)


@pytest.mark.parametrize(("line", "reason"), FURNITURE, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("place", ["middle", "end"])
def test_furniture_goes_with_its_reason(line: str, reason: str, place: str) -> None:
    lines = [FIRST, SECOND, line, LAST] if place == "middle" else [FIRST, SECOND, LAST, line]

    kept, removed = judge_lines(lines, CONTEXT)

    assert kept == [FIRST, SECOND, LAST]
    assert [(found.line_text, found.reason) for found in removed] == [(line, reason)]
    assert lines[removed[0].line_number - 1] == line


@pytest.mark.parametrize("line", SENTENCES, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("is_plain", [False, True])
def test_a_sentence_that_only_looks_like_furniture_stays(line: str, is_plain: bool) -> None:
    context = PageContext(title="another headline", titles=frozenset({"another headline"}), is_plain=is_plain)

    kept, removed = judge_lines([FIRST, line, SECOND, LAST], context)

    assert removed == []
    assert kept == [FIRST, line, SECOND, LAST]


def test_a_teaser_that_ends_like_a_sentence_goes_only_when_it_is_a_link() -> None:
    line = "Read more: Insurers count the cost of the storm."

    assert judge_lines([FIRST, line, LAST], CONTEXT)[0] == [FIRST, LAST]
    assert judge_lines([FIRST, line, LAST], PageContext())[0] == [FIRST, line, LAST]


def test_headlines_under_a_related_heading_go_with_it_and_the_next_sentence_stays() -> None:
    lines = [FIRST, "Related stories", "Why the harvest came late", "Ferries to run again from Friday", SECOND, LAST]

    assert judge_lines(lines, CONTEXT)[0] == [FIRST, SECOND, LAST]


def test_links_after_the_last_sentence_go_and_links_in_the_text_stay() -> None:
    link = "Ferries to run again from Friday"

    assert judge_lines([FIRST, LAST, link], CONTEXT)[0] == [FIRST, LAST]
    assert judge_lines([FIRST, link, LAST], CONTEXT)[0] == [FIRST, link, LAST]


def test_a_line_is_a_standfirst_by_its_place_and_shape() -> None:
    standfirst = "Two of four piers in use again as engineers declare breakwater safe"
    plain = PageContext(title=squeeze("Harbour reopens after storm"), is_plain=True)

    _, removed = judge_lines(["Harbour reopens after storm", standfirst, FIRST, LAST], plain)
    assert [line.reason for line in removed] == ["headline", "standfirst"]

    kept, removed = judge_lines(["Harbour reopens after storm", FIRST, standfirst, LAST], plain)
    assert kept == [FIRST, standfirst, LAST]

    kept, _ = judge_lines([standfirst + ".", FIRST, LAST], plain)
    assert kept[0] == standfirst + "."


def test_byline_and_date_go_above_the_text_only() -> None:
    lines = ["By Ana Ruiz, Islands Correspondent", "12 March 2027, 14:05 GMT", FIRST, "By Ana Ruiz", LAST]

    kept, removed = judge_lines(lines, PageContext())

    assert kept == [FIRST, "By Ana Ruiz", LAST]
    assert [line.reason for line in removed] == ["byline", "dateline"]


def test_a_caption_goes_when_the_page_prints_it_under_a_picture() -> None:
    assert judge_lines([FIRST, "Lorries on the quay at dawn.", LAST], CONTEXT)[0] == [FIRST, LAST]
    assert (
        judge_lines([FIRST, "Lorries on the quay at dawn.", LAST], PageContext())[0][1]
        == "Lorries on the quay at dawn."
    )


def test_judging_twice_changes_nothing_more() -> None:
    lines = [FIRST, *[line for line, _ in FURNITURE], SECOND, LAST]
    kept, _ = judge_lines(lines, CONTEXT)

    assert judge_lines(kept, CONTEXT) == (kept, [])


def test_every_line_is_kept_or_removed_once() -> None:
    lines = [FIRST, *[line for line, _ in FURNITURE], *SENTENCES, LAST]

    kept, removed = judge_lines(lines, CONTEXT)

    assert sorted(kept + [line.line_text for line in removed]) == sorted(lines)
