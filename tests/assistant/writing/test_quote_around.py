"""What is quoted beside the sentence that answers, and what is not."""

import pytest

from assistant.draft import Sentence
from assistant.writing.asking import Asking
from assistant.writing.excerpts import whole
from assistant.writing.sureness import leaves_out
from assistant.writing.weighing import weigh
from tests.assistant.writing.test_quote import answer, texts
from tests.passages import hits, passage

HEADS = "Product | Tarief"
FEES = passage(
    ("row", "Identiteitskaart, 18 jaar of ouder | € 80,10", HEADS),
    ("row", "Identiteitskaart, jonger dan 18 jaar | € 43,85", HEADS),
    ("row", "Inritvergunning | € 187,00", HEADS),
    title="Leges",
    url="https://w.example/leges/",
)
BENEFIT = passage(
    "U meldt zich voor een uitkering bij het loket.",
    "Bent u jonger dan 27 jaar?",
    "Dan zoekt u eerst 4 weken zelf naar werk.",
    title="Bijstandsuitkering",
    url="https://w.example/bijstand/",
)
TREES = passage(
    "Een kapvergunning kost € 91,35.",
    "Na het besluit wacht u nog 6 weken voordat u kapt.",
    title="Boom kappen",
    url="https://w.example/kappen/",
)


def test_rows_that_answer_alike_come_together_where_none_surely_answers():
    _, written = answer("hoeveel kost een id kaart voor mijn kind van 12", FEES, TREES)
    assert "€ 80,10" in texts(written)
    assert "€ 43,85" in texts(written)


def test_a_verb_alone_asks_about_what_was_asked_before_it():
    _, written = answer("ik wil bijstand aanvragen, moet ik wachten?", BENEFIT, TREES)
    assert "kapt" not in texts(written)


def test_a_verb_that_is_the_subject_of_a_page_asks_about_that_page():
    parking = passage("Parkeren kan op het plein.", title="Parkeren", url="https://w.example/p/")
    _, written = answer("Wat kost een kapvergunning en waar kan ik parkeren?", TREES, parking)
    assert "plein" in texts(written)
    assert "€ 91,35" in texts(written)


def test_a_sentence_that_refers_back_is_quoted_behind_what_it_refers_to():
    old = passage(
        "Deze regeling is sinds januari voorbij.",
        "U kreeg toen € 1.300 toeslag.",
        title="Toeslag",
        url="https://w.example/toeslag/",
    )
    _, written = answer("hoeveel toeslag kreeg ik in 2023", old)
    assert [one.text for one in written][:2] == [
        "Deze regeling is sinds januari voorbij.",
        "U kreeg toen € 1.300 toeslag.",
    ]


def test_a_comparison_refers_to_nothing():
    dogs = passage(
        "Een hond is leuk.",
        "U mag meer dan 2 honden houden.",
        title="Honden",
        url="https://w.example/honden/",
    )
    _, written = answer("hoeveel honden mag ik houden", dogs)
    assert "leuk" not in texts(written)


def test_a_sentence_that_breaks_off_is_not_quoted():
    teaser = passage(
        "Zwembad De Golf is gesloten van 5 oktober tot en met 1 novem…",
        "Lees meer",
        title="Nieuws",
        url="https://w.example/nieuws/",
    )
    _, written = answer("wanneer is zwembad De Golf gesloten", teaser)
    assert not written


NOTHING = passage(
    ("row", "Paspoort, 18 jaar of ouder | € 86,35", HEADS),
    "Voor een verloren paspoort betaalt u geen extra kosten.",
    title="Leges",
    url="https://w.example/leges/",
)


def test_that_nothing_is_to_be_paid_answers_what_is_to_be_paid():
    draft, written = answer("mijn paspoort is kwijt, moet ik extra betalen?", NOTHING, TREES)
    assert [one.text for one in written] == [
        "Voor een verloren paspoort betaalt u geen extra kosten."
    ]
    assert not draft.unsure


def test_an_item_under_a_lead_that_says_nothing_is_to_be_paid_answers_too():
    lead = "U betaalt geen hondenbelasting voor:"
    dogs = passage(
        "Voor de eerste hond betaalt u € 78,60 per jaar.",
        lead,
        ("item", "een hulphond met een certificaat", lead),
        ("item", "een hond in het asiel", lead),
        title="Hondenbelasting",
        url="https://w.example/honden/",
    )
    _, written = answer("moet ik hondenbelasting betalen voor mijn hulphond", dogs)
    assert "U betaalt geen hondenbelasting voor: een hulphond" in texts(written)


def test_a_sentence_without_a_word_about_paying_does_not_say_that_it_is_free():
    other = passage(
        "Met een camper krijgt u geen vergunning.",
        title="Parkeervergunning",
        url="https://w.example/p/",
    )
    draft, written = answer("wat kost een parkeervergunning voor een camper", other)
    assert not written or draft.closest


def test_the_forms_of_a_verb_with_a_double_consonant_are_one_word():
    works = passage("Bel dan het werk: 088 123 45 67.", title="Riool", url="https://w.example/r/")
    _, written = answer("wie moet ik bellen voor het riool", works)
    assert "088 123 45 67" in texts(written)


def test_a_question_of_the_page_is_not_quoted_beside_itself_with_its_answer():
    asks = Sentence("Belt u 's nachts over geluid?", ((0, 0),))
    both = Sentence("Belt u 's nachts over geluid? Bel dan de politie.", ((0, 0), (0, 1)))
    other = Sentence("Dit is gratis.", ((0, 2),))
    assert whole([asks, both, other]) == [both, other]


def test_what_holds_as_much_of_the_question_elsewhere_makes_an_answer_unsure():
    news = passage(
        "In de week van 12 oktober komt er een nieuwe container voor gft.",
        "De oude container wordt niet opgehaald.",
        title="Nieuwe containers",
        url="https://w.example/nieuws/",
    )
    days = passage(
        "Gft: elke maandag in de even weken.", title="Afval", url="https://w.example/afval/"
    )
    draft, _ = answer("wanneer wordt het gft opgehaald", news, days)
    assert draft.unsure or draft.closest


SUBSIDY = {"title": "Subsidie isolatie", "url": "https://w.example/subsidie/"}


def test_a_right_is_not_surely_told_without_the_conditions_of_its_page():
    may = passage("U kunt subsidie krijgen voor isolatie van uw huis.", **SUBSIDY)
    built = passage(
        "De woning is gebouwd voor 1 januari 2000.", headings=("Voorwaarden",), **SUBSIDY
    )
    draft, _ = answer("krijg ik subsidie voor isolatie", may, built)
    assert draft.unsure
    draft, _ = answer("krijg ik subsidie voor isolatie", may)
    assert not draft.unsure
    never = passage("Voor zonnepanelen krijgt u geen subsidie.", **SUBSIDY)
    draft, _ = answer("krijg ik subsidie voor zonnepanelen", never, built)
    assert not draft.unsure


def test_what_leaves_out_a_word_that_stands_elsewhere_is_not_sure():
    part = Asking().parts("kan ik mijn hond meenemen op het strand")[0]
    fires = passage("Een vreugdevuur is verboden, behalve op het strand.", title="Vuurwerk")
    dogs = passage("Een hond in het asiel is vrij.", title="Belasting", url="https://w.example/b/")
    for elsewhere, expected in ((dogs, True), (None, False)):
        found = weigh(part, hits(*filter(None, (fires, elsewhere))), {}, Asking().kind)
        best = next(one for one in found if one.hit == 0)
        assert leaves_out(best, found) is expected


@pytest.mark.parametrize(
    ("question", "heading", "fit"),
    [
        ("Wat is een laadpaal?", "Wat is een laadpaal?", 0.6),
        ("Wat is een laadpaal?", "Wat is het beleid?", 0.0),
        ("Wie plaatst een laadpaal?", "Laadpaal", 0.6),
        ("Wie plaatst een laadpaal?", "Wat is een laadpaal?", 0.0),
    ],
)
def test_a_heading_announces_only_an_answer_to_what_it_asks(question, heading, fit):
    told = passage(
        "Een laadpaal past goed.", title="Energie, straten: laadpaal plaatsen", headings=(heading,)
    )
    asking = Asking()
    (part,) = asking.parts(question)
    assert weigh(part, hits(told), {}, asking.kind)[0].fit == fit


def test_what_an_extension_extends_is_quoted_before_it():
    told = passage(
        "Wij beslissen binnen 4 weken.",
        "Is het verzoek groot?",
        "Dan mogen wij dit met 2 weken verlengen.",
        title="Woo-verzoek",
        headings=("Beslissing",),
    )
    _, written = answer("Hoe lang mag u doen over een groot Woo-verzoek?", told)
    assert "4 weken" in texts(written)
    assert "2 weken" in texts(written)
