"""What is not in the given text is marked; what is there, in whatever form, is not."""

import pytest

from assistant.textwork.domain import Why
from assistant.textwork.holding import Holding

TEXT = (
    "U moet het bedrag van € 1.250,00 binnen twee weken betalen.",
    "Bel 14 020, mail info@waterveen.nl of kijk op https://www.waterveen.nl/betalen.",
    "U kunt tot en met 1 maart 2026 bezwaar maken (artikel 6:7 Awb) bij de gemeente Den Haag.",
    "De huur is 45% lager in Nederland.",
)


def marked(sentence, wish="", near=TEXT):
    return [(mark.words, mark.why) for mark in Holding(TEXT, wish).marks(sentence, near)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Betaal 1250 euro binnen 14 dagen.",
        "You pay €1.250,00 within two weeks.",
        "You can object until 1 March 2026 in The Hague.",
        "Doe dat vóór 01-03-2026 bij de gemeente Den Haag.",
        "Vragen? Bel 14020 of ga naar waterveen.nl/betalen.",
        "The rent is 45 percent lower in the Netherlands, I think.",
        "Geachte heer of mevrouw, wij hopen dat U dit begrijpt.",
        "Beste [naam], uw kenmerk is [kenmerk].",
    ],
)
def test_what_the_text_says_is_not_marked(sentence):
    assert marked(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Betaal € 1.520,00 binnen twee weken.", ["€ 1.520,00"]),
        ("Betaal € 1.250,00 binnen twee maanden.", ["twee maanden"]),
        ("U kunt tot 2 maart 2026 bezwaar maken.", ["2 maart 2026"]),
        ("Het staat in artikel 6:8 Awb.", ["artikel 6:8"]),
        ("Bel 0800-1234567.", ["0800-1234567"]),
        ("Kijk op https://kwaad.example/a.", ["https://kwaad.example/a"]),
        ("Mail jan@kwaad.example.", ["jan@kwaad.example"]),
        ("Betaal op NL91 ABNA 0417 1643 00.", ["NL91", "ABNA", "0417 1643 00"]),
        ("De huur is 54% lager.", ["54%"]),
        ("Er zijn zeven regels.", ["zeven"]),
        ("Dit besluit nam wethouder De Boer in Rotterdam.", ["Boer", "Rotterdam"]),
        ("U moet 18 jaar of ouder zijn.", ["18 jaar"]),
    ],
)
def test_what_the_text_does_not_say_is_marked_in_the_words_of_the_result(sentence, words):
    found = marked(sentence)
    assert set(words) <= {said for said, _ in found}
    assert all(why is Why.ABSENT for _, why in found)


def test_a_fact_of_another_paragraph_is_marked_as_such():
    sentence = "U moet het bedrag voor 1 maart 2026 betalen."
    assert marked(sentence, near=TEXT[:1]) == [("1 maart 2026", Why.ELSEWHERE)]
    assert marked(sentence, near=TEXT[2:3]) == []


def test_what_the_user_wishes_is_given_too():
    assert marked("U krijgt uitstel tot 9 mei 2027.", "uitstel tot 9 mei 2027") == []


def test_facts_that_went_missing_are_told_in_the_words_of_the_text():
    holding = Holding(TEXT, "")
    assert holding.lost(TEXT) == ()
    lost = holding.lost(["Betaal 1250 euro binnen 14 dagen."])
    assert "€ 1.250,00" not in lost
    assert "twee weken" not in lost
    assert {"14 020", "info@waterveen.nl", "1 maart 2026", "45%"} <= set(lost)
