"""A question is read the way people ask it: in parts, with a kind of fact and a subject."""

import pytest

from assistant.writing.asking import Asking
from assistant.writing.terms import misspelt
from configs.files import ROOT, read_yaml

ASKING = Asking(generic=["gemeente", "waterveen"])


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wat kost een paspoort?", "amount"),
        ("hoeveel moet ik betalen voor een rijbewijs", "amount"),
        ("Hoe lang duurt een paspoort?", "period"),
        ("Binnen hoeveel weken krijg ik antwoord?", "period"),
        ("wnr wordt de gft opgehaald", "time"),
        ("Waar kan ik grofvuil brengen?", "place"),
        ("Wat moet ik meenemen?", "need"),
        ("Mag mijn schuur hoger?", "rule"),
        ("Hoe vraag ik een uittreksel aan?", "how"),
        ("Wie is de burgemeester?", "person"),
        ("Wie moet rioolheffing betalen?", "who"),
        ("Voor welke organisaties geldt het?", "who"),
        ("Welke afspraken moet ik maken?", "which"),
        ("Welke dag moet het vuilnis buiten?", "time"),
        ("Moet je betalen voor jeugdhulp?", "amount"),
        ("Wat is een omgevingsvergunning?", "define"),
        ("Hoeveel procent is de ozb?", "percentage"),
        ("Hoe hoog mag een schutting zijn?", "measure"),
        ("Waarom moet ik een vergunning hebben?", "why"),
        ("Mijn buren maken lawaai. Wat kan ik doen?", "how"),
        ("paspoort", "open"),
        ("How much is a passport?", "amount"),
        ("hoeveel kost een id-kaart voor mijn kind", "amount"),
        ("wie moet ik bellen als het riool verstopt is", "contact"),
        ("is het zwembad zaterdag open", "time"),
        ("zijn jullie met Pasen dicht", "time"),
    ],
)
def test_the_kind_of_fact_is_recognised(question, kind):
    assert ASKING.kind(question).name == kind


def words(part):
    return {term.word for term in part.terms}


def test_two_questions_in_one_are_two_parts_about_one_subject():
    cost, period = ASKING.parts("Wat kost een paspoort en hoe lang duurt het?")
    assert (cost.kind.name, period.kind.name) == ("amount", "period")
    assert words(cost) == words(period) == {"paspoort"}


def test_an_article_is_not_a_pronoun():
    _, place = ASKING.parts("Wat kost een paspoort en waar is het gemeentehuis?")
    assert words(place) == {"gemeentehuis"}


def test_a_pronoun_borrows_the_subject():
    parts = ASKING.parts("Wat kost een paspoort? En kan ik het laten bezorgen?")
    assert words(parts[1]) >= {"paspoort", "bezorgen"}


def test_a_remark_beside_the_question_counts_less():
    (part,) = ASKING.parts("Ik woon in Lindeberg. Wanneer wordt de grijze bak geleegd?")
    weights = {term.word: term.weight for term in part.terms}
    assert weights["lindeberg"] < weights["grijze bak"]


def test_what_an_earlier_turn_was_about_goes_with_a_follow_up():
    assert ASKING.leans("en voor kinderen?")
    assert not ASKING.leans("Wat kost een rijbewijs?")
    (part,) = ASKING.parts("En hoe lang duurt dat?", context="Wat kost een paspoort?")
    assert "paspoort" in words(part)


def test_a_question_is_searched_with_the_official_word_too():
    assert "gft" in ASKING.other_words("wanneer wordt de groene bak geleegd")
    assert "paspoort" in ASKING.other_words("How do I get a passport?")
    assert "werkgever" in ASKING.other_words("Wat mag mijn baas bewaren?")
    assert "werkgever" not in ASKING.other_words("Wat mag mijn werkgever bewaren?")


def test_official_words_do_not_lead_back_to_everyday_ones():
    (term,) = (term for term in ASKING.terms("Wat doet een werkgever?") if term.word != "doet")
    assert "baas" not in term.written


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Geldt het standpunt uit 2023 nog?", True),
        ("Wat is er veranderd sinds 2023?", True),
        ("Wat kostte een paspoort in 2024?", False),
    ],
)
def test_what_holds_now_is_asked_with_an_old_year_in_the_question_too(question, now):
    assert ASKING.asks_of_now(question) is now


@pytest.mark.parametrize("text", ["", "😀😀", "???", "de het een"])
def test_what_says_nothing_asks_nothing(text):
    assert not ASKING.says(text)


def test_markup_and_addresses_in_a_question_ask_nothing():
    (part,) = ASKING.parts("<b>Wat</b> kost een [rijbewijs](http://x.example)? <img src=x>")
    assert words(part) == {"rijbewijs"}


def test_a_question_of_little_words_is_still_a_question():
    assert ASKING.says("Wat als ik te laat betaal?")
    (part,) = ASKING.parts("Wat als ik te laat betaal?")
    assert words(part) == {"betaal"}


def test_a_follow_up_keeps_the_kind_of_the_question_before_it():
    (part,) = ASKING.parts("En voor een paspoort?", context="Wat kost een uittreksel?")
    assert part.kind.name == "amount"
    assert words(part) == {"paspoort"}


def test_an_opposite_is_no_misspelling():
    (term,) = ASKING.terms("uitschrijven")
    assert misspelt(term, ["inschrijven"]) == term
    assert misspelt(term, ["uitschrijvne"]) != term


def test_a_pronoun_leans_on_the_remark_before_the_question():
    (part,) = ASKING.parts("Mijn moeder is overleden. Binnen hoeveel dagen moet ik dat aangeven?")
    assert {term.word: term.weight for term in part.terms}["overleden"] == 1


def test_a_mask_in_a_question_asks_nothing():
    (part,) = ASKING.parts(
        "Mijn bsn is [bsn] en ik woon op de Dijk [adres]. Wanneer krijg ik een besluit?"
    )
    assert part.kind.name == "time"
    assert part.text == "Wanneer krijg ik een besluit"
    assert "adres" not in words(part)


@pytest.mark.parametrize(
    ("question", "lost"),
    [
        ("Wat moet ik doen, mijn paspoort is kwijt?", True),
        ("Wat kost het als ik mijn rijbewijs kwijt ben?", True),
        ("Ik raakte mijn rijbewijs kwijt, wat nu?", True),
        ("Hoeveel ben ik kwijt aan een paspoort?", False),
        ("Wat ben ik kwijt voor een rijbewijs?", False),
        ("Hoeveel geld ben ik kwijt aan de haven?", False),
        ("Waar kan ik mijn oude bank kwijt?", False),
    ],
)
def test_what_is_lost_is_something_else_than_what_is_paid(question, lost):
    assert ("kwijt" in {term.word for term in ASKING.terms(question)}) is lost


def test_a_part_of_a_day_is_of_that_day():
    (term,) = (term for term in ASKING.terms("vrijdagmiddag") if term.word == "vrijdagmiddag")
    assert "vrijdag" in term.same
    assert all("dagmiddag" not in term.same for term in ASKING.terms("vrijdag"))


def test_little_words_of_speech_are_not_looked_for():
    (part,) = ASKING.parts("Ik wil een schuur, mag dat zomaar ergens?")
    assert words(part) == {"schuur"}
    assert {term.word: term.weight for term in ASKING.terms("maximaal")}["maximaal"] < 1


def test_a_follow_up_by_number_is_about_what_was_asked_before():
    (part,) = ASKING.parts("en een tweede?", context="wat kost een hond")
    assert "hond" in words(part)
    assert part.kind.name == "amount"


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("How many witnesses do we need?", "getuigen"),
        ("Can I pay the municipal tax in instalments?", "betalingsregeling"),
        ("Is my child entitled to school transport?", "leerlingenvervoer"),
    ],
)
def test_a_question_in_english_is_searched_with_the_dutch_words(question, written):
    assert written in ASKING.other_words(question).split()


@pytest.mark.parametrize("word", ["park", "bus", "school", "camping", "monument", "garage"])
def test_a_dutch_word_is_not_read_as_english(word):
    english = read_yaml(ROOT / "rules" / "thesaurus" / "english.yaml")["relations"]
    assert word not in {name for relation in english for name in relation["asked"]}
