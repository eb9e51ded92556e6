"""Who is meant: each test is one construction of news prose, in the invented world unless a rule is about real names."""

from __future__ import annotations

import re

import pytest

from acta.registry import FOLDERS

pytestmark = pytest.mark.skipif(not (FOLDERS[1] / "actors.csv").exists(), reason="the invented world is not there")


def test_a_title_before_a_name_belongs_to_the_person_and_its_adjective_to_the_country(read) -> None:
    it = read("Kestrian President Viktor Halmann met reporters in Lisenne on Tuesday.")
    assert it.id_of("Viktor Halmann") == "act_viktor_halmann"
    assert it.id_of("Kestrian") == "act_kestria"
    assert it.mention("Kestrian").form == "name"


def test_a_surname_is_the_person_named_in_full_before(read) -> None:
    it = read("Consuelo Riba closed her farm on Monday. Riba said the drought had left her no choice.")
    assert it.id_of("Riba", 2) == it.id_of("Consuelo Riba")
    assert re.fullmatch(r"act_[0-9a-f]{24}", it.id_of("Consuelo Riba"))


def test_an_unknown_person_gets_country_and_sector_from_his_title(read) -> None:
    it = read("Tavaran Health Minister Elias Morrow said on Monday that the clinics would open again.")
    person = it.actor("Elias Morrow")
    assert (person.kind, person.country, person.sector, person.role) == ("person", "XAB", "GOV", "health minister")


def test_an_unknown_person_gets_country_and_sector_from_an_apposition(read) -> None:
    it = read("Elias Morrow, the Tavaran health minister, said on Monday that the clinics would open again.")
    person = it.actor("Elias Morrow")
    assert (person.country, person.sector) == ("XAB", "GOV")
    assert it.id_of("the Tavaran health minister") == it.id_of("Elias Morrow")


def test_ids_of_unknown_actors_are_the_same_in_two_articles(read) -> None:
    one = read("Doctor Parvin Sadri treated the wounded.").id_of("Parvin Sadri")
    two = read("The wounded were brought to Parvin Sadri on Friday.").id_of("Parvin Sadri")
    assert one == two is not None


def test_an_office_is_held_by_whoever_held_it_that_day(read) -> None:
    text = "Japan's prime minister spoke with officials in Kyoto."
    assert read(text, "2022-02-17").id_of("Japan's prime minister") == "act_fumio_kishida"
    assert read(text, "2024-11-05").id_of("Japan's prime minister") == "act_shigeru_ishiba"


def test_an_office_without_a_date_is_nobody_in_particular(read) -> None:
    actor = read("Japan's prime minister spoke with officials in Kyoto.", None).actor("Japan's prime minister")
    assert (actor.kind, actor.country, actor.sector) == ("group", "JPN", "GOV")


def test_an_indefinite_minister_is_not_the_one_in_office(read) -> None:
    it = read("A Kestrian minister resigned on Monday, two days after President Viktor Halmann spoke.")
    assert it.actor("A Kestrian minister").name == "Kestrian ministers"


def test_a_bare_office_takes_up_the_person_named_with_it(read) -> None:
    it = read(
        "Tavaran Prime Minister Adela Thornbury met Irena Solvek, Kestria's foreign minister, on Monday.\n"
        "The prime minister said the talks would go on. The foreign minister did not comment."
    )
    assert it.id_of("The prime minister") == "act_adela_thornbury"
    assert it.id_of("The foreign minister") == "act_irena_solvek"


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("Velmor rejected the offer on Monday.", "Velmor"),
        ("Tavaro denied Velmor's claims about the islands.", "Velmor"),
        ("Officials said the talks with Velmor had failed.", "Velmor"),
    ],
)
def test_a_capital_that_acts_is_its_country(read, text: str, capital: str) -> None:
    assert read(text).id_of(capital) == "act_kestria"


def test_a_capital_where_things_happen_is_a_place(read) -> None:
    it = read("Thousands of protesters marched in Velmor on Monday.")
    assert (it.actor("Velmor").kind, it.actor("Velmor").country) == ("place", "XAA")


def test_a_house_is_an_organisation_of_its_country(read) -> None:
    house = read("Amber House dismissed the report on Monday.").actor("Amber House")
    assert (house.actor_id, house.country, house.sector) == ("act_amber_house", "XAA", "GOV")


def test_acronyms_are_learned_from_brackets_and_initials(read) -> None:
    it = read(
        "The Coastal Farmers Association (CFA) and the Northern Herders League signed a pact on Monday.\n"
        "The CFA welcomed the deal, and the NHL said it would watch closely."
    )
    assert it.id_of("CFA", 2) == it.id_of("Coastal Farmers Association")


def test_members_of_a_body_stand_for_the_body(read) -> None:
    it = read("Concord of Seven foreign ministers are to meet on Saturday. The bloc will discuss gas.")
    assert it.id_of("Concord of Seven foreign ministers") == "act_concord_seven"
    assert it.id_of("The bloc") == "act_concord_seven"


def test_lawmakers_in_a_party_stand_for_the_party(read) -> None:
    it = read("Earlier, Adela Thornbury spoke with lawmakers in her ruling Progress Alliance.")
    assert it.id_of("lawmakers") == "act_progress_alliance"


def test_unnamed_groups_have_country_and_sector(read) -> None:
    it = read("Kestrian soldiers fired on protesters near the harbour, journalists said.")
    soldiers, journalists = it.actor("Kestrian soldiers"), it.actor("journalists")
    assert (soldiers.kind, soldiers.country, soldiers.sector) == ("group", "XAA", "MIL")
    assert (journalists.kind, journalists.country, journalists.sector) == ("group", None, "JRN")
    assert it.actor("protesters").sector == "CVL"


def test_a_ministry_is_one_actor_however_it_is_written(read) -> None:
    one = read("Kestria's foreign ministry summoned the envoy.").id_of("Kestria's foreign ministry")
    two = read("The Kestrian foreign ministry summoned the envoy.").id_of("The Kestrian foreign ministry")
    assert one == two is not None


def test_a_spokeswoman_speaks_for_her_organisation(read) -> None:
    it = read("A Northmarch Energy spokeswoman declined to comment on the price.")
    assert it.id_of("A Northmarch Energy spokeswoman") == "act_northmarch_energy"


def test_he_and_she_are_told_apart(read) -> None:
    it = read(
        "President Viktor Halmann received Prime Minister Adela Thornbury in Velmor on Monday.\n"
        "She thanked the hosts for a warm welcome. He called the visit a beginning."
    )
    assert it.id_of("She") == "act_adela_thornbury"
    assert it.id_of("He") == "act_viktor_halmann"


def test_he_after_a_quote_is_who_spoke(read) -> None:
    it = read("“We will not wait for ever,” Viktor Halmann said. He did not say what would follow.")
    assert it.id_of("He") == "act_viktor_halmann"


def test_he_inside_a_quote_is_not_who_says_it(read) -> None:
    it = read("Rafael Ondry left the talks early on Monday.\n“He never listens,” Viktor Halmann said.")
    assert it.id_of("He") == "act_rafael_ondry"


def test_i_inside_a_quote_is_who_says_it(read) -> None:
    it = read("“I will travel to Lisenne next week,” Irena Solvek told reporters.")
    assert it.id_of("I") == "act_irena_solvek"


def test_its_follows_the_country_that_owns_the_clause(read) -> None:
    it = read("Tavaro said on Monday that its fleet had left the strait.")
    assert it.id_of("its") == "act_tavaro"


def test_it_without_an_actor_is_no_mention(read) -> None:
    assert read("It was raining in Lisenne on Monday.").mention("It") is None


def test_them_is_the_group_last_spoken_to(read) -> None:
    it = read("Viktor Halmann met reporters on Monday. He told them the truce would hold.")
    assert it.id_of("them") == it.id_of("reporters")


def test_the_two_is_nobody_alone(read) -> None:
    it = read("Viktor Halmann called Adela Thornbury on Monday. The two agreed to meet again.")
    assert it.mention("The two").actor_id is None


def test_a_former_president_is_of_the_elites(read) -> None:
    actor = read("A former Kestrian president was questioned by police.").actor("A former Kestrian president")
    assert (actor.country, actor.sector) == ("XAA", "ELI")


def test_a_common_word_at_the_head_of_a_sentence_is_no_company(read) -> None:
    assert read("Apple growers blocked the road to Lisenne on Monday.").mention("Apple") is None


def test_a_longer_name_hides_the_country_within(read) -> None:
    it = read("Jordan Whitlock moved from New Jersey to Lisenne.")
    assert all(m.actor_id != "act_jor" for m in it.reading.mentions)
    assert it.actor("New Jersey").country == "USA"


def test_every_actor_is_mentioned_and_every_mention_stands_on_its_words(read) -> None:
    it = read(
        "LISENNE (Meridian Wire) - Tavaran Prime Minister Adela Thornbury told lawmakers of the Progress Alliance on Monday "
        "that Velmor “must answer for its ships”.\nShe said the Concord of Seven would support them."
    )
    used = {m.actor_id for m in it.reading.mentions if m.actor_id}
    assert used == set(it.reading.actors)
    for mention in it.reading.mentions:
        assert it.reading.doc.start[mention.first] == mention.start < mention.end == it.reading.doc.end[mention.last]
        assert mention.first <= mention.head <= mention.last
        assert 0 <= mention.score <= 1


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "A", "1 2 3", "”“", "He he he", "THE", "(AU)"])
def test_odd_texts_break_nothing(read, text: str) -> None:
    assert read(text).reading.mentions is not None


def test_a_word_more_than_the_registry_has_is_another_person(read) -> None:
    it = read("Mohammed Ali Hassan sold his boat on Monday.")
    assert re.fullmatch(r"act_[0-9a-f]{24}", it.id_of("Mohammed Ali Hassan"))
