"""Pronouns inside quotation marks: who speaks, for whom and to whom."""

from __future__ import annotations


def test_we_is_the_body_that_the_speaker_speaks_for(read) -> None:
    it = read("“We will build a second mill,” said Ida Brandt, a spokeswoman for Northmarch Energy.")
    assert it.id_of("We") == it.id_of("Northmarch Energy")


def test_we_of_a_president_is_his_country(read) -> None:
    it = read("“We will not open the border,” President Viktor Halmann told reporters in Velmor.")
    assert it.id_of("We") == "act_kestria"


def test_you_is_who_is_spoken_to(read) -> None:
    it = read("“I will answer you tomorrow,” Viktor Halmann told reporters on Monday.")
    assert it.id_of("you") == it.id_of("reporters")
    assert it.id_of("I") == "act_viktor_halmann"


def test_i_is_the_speaker_in_every_sentence_of_a_quote(read) -> None:
    it = read("“The talks are over. I will not come back,” Irena Solvek said on Monday.")
    assert it.id_of("I") == "act_irena_solvek"


def test_we_outside_quotes_is_nobody(read) -> None:
    assert read("We met Viktor Halmann on Monday.").mention("We") is None


def test_an_undated_article_takes_the_office_that_its_words_give(read) -> None:
    assert read("Angela Merkel spoke in Paris.", None).actor("Angela Merkel").sector == "ELI"
    assert read("Chancellor Angela Merkel spoke in Paris.", None).actor("Angela Merkel").sector == "GOV"
