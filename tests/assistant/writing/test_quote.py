"""The quote writer picks the sentences that answer, whole and verbatim, or none."""

from math import log

import pytest

from assistant.domain import Conversation, Question
from assistant.draft import Draft
from assistant.writing.asking import Asking
from assistant.writing.chances import FEATURES, Sureness
from assistant.writing.quote import Quoting
from assistant.writing.weighing import weigh
from configs.domain import Language
from ingest.domain import CELL
from tests.passages import hits, passage

HEADS = "Document | Geldig | Kosten"
INTRO = passage("U vraagt een paspoort aan bij de gemeente.", "Maak vooraf een afspraak.")
COSTS = passage(
    ("row", "Paspoort, 18 jaar en ouder | 10 jaar | € 88,25", HEADS),
    ("row", "Paspoort, jonger dan 18 jaar | 5 jaar | € 66,80", HEADS),
    "U betaalt met pin.",
    headings=("Kosten",),
    anchor="kosten",
)
PERIOD = passage(
    "Uw paspoort ligt na 5 werkdagen klaar.",
    "U krijgt een sms.",
    headings=("Hoe lang duurt het",),
    anchor="hoe-lang",
)
NEED = passage(
    "Neem deze spullen mee:",
    ("item", "uw oude paspoort", "Neem deze spullen mee:"),
    ("item", "een pasfoto", "Neem deze spullen mee:"),
    headings=("Meenemen",),
)
OLD = passage(
    ("row", "Paspoort, 18 jaar en ouder | € 77,85", "Document | Kosten"),
    title="Tarieven 2024",
    url="https://w.example/nieuws/2024/tarieven-2024/",
)
ALL = (INTRO, COSTS, PERIOD, NEED)


def answer(question, *passages, age=None):
    draft = Draft(Question(text=question), Conversation(id="c"), Language.NL, question, question)
    draft.hits = hits(*(passages or ALL))
    draft.age = age or {}
    return draft, Quoting(Asking(["gemeente"]))(draft)


def texts(sentences):
    return " ".join(sentence.text for sentence in sentences)


def test_both_parts_of_a_question_are_answered():
    draft, written = answer("Wat kost een paspoort en hoe lang duurt het?")
    assert "€ 88,25" in texts(written)
    assert "5 werkdagen" in texts(written)
    assert not draft.open_parts


def test_a_row_is_quoted_with_the_heads_of_its_columns():
    _, written = answer("Wat kost een paspoort?")
    assert written[0].text == "Paspoort, 18 jaar en ouder: Geldig: 10 jaar; Kosten: € 88,25"


def test_a_list_is_quoted_whole_with_its_lead_in():
    _, written = answer("Wat moet ik meenemen voor een paspoort?")
    assert "Neem deze spullen mee: uw oude paspoort; een pasfoto." in texts(written)


def test_what_the_source_does_not_hold_stays_open():
    draft, written = answer("Wat kost een paspoort en kan ik het laten bezorgen?")
    assert "€ 88,25" in texts(written)
    assert draft.open_parts == ["kan ik het laten bezorgen"]


@pytest.mark.parametrize(
    "question",
    ["Wat kost een zwemles?", "Wie won het songfestival?", "Hoe hoog mag een hek zijn?"],
)
def test_nothing_is_quoted_that_does_not_answer(question):
    draft, written = answer(question)
    assert not written
    assert draft.open_parts


def test_what_comes_closest_is_quoted_as_such():
    draft, written = answer("Kan ik mijn paspoort in Zutphen aanvragen bij de gemeente?")
    assert "paspoort" in texts(written)
    assert draft.closest
    assert not draft.open_parts


def test_a_sentence_that_only_names_what_must_be_explained_is_not_sure():
    named = passage("Volg bijvoorbeeld een cursus prompt engineering.", title="Tips")
    said = passage("Prompt engineering is het schrijven van goede opdrachten.", title="Begrippen")
    draft, written = answer("Wat is prompt engineering?", named)
    assert draft.unsure or not written
    assert not answer("Wat is prompt engineering?", said)[0].unsure


def test_what_stands_elsewhere_and_is_as_good_makes_an_answer_unsure():
    told = passage("U mag een hek zetten.", title="Hek", url="https://w.example/a/")
    denied = passage("U mag zomaar geen hek zetten.", title="Hek", url="https://w.example/b/")
    assert not answer("Mag ik een hek zetten?", told)[0].unsure
    draft, written = answer("Mag ik een hek zetten?", told, denied)
    assert draft.unsure or len(written) > 1


def test_a_sentence_that_leans_on_the_one_before_it_is_not_quoted_alone():
    post = passage(
        "Soms krijgt u liever papieren post.",
        "Dan kunt u de keuze in uw Berichtenbox wijzigen.",
        title="Digitale overheid",
    )
    draft, written = answer("Kan ik mijn keuze in de Berichtenbox terugdraaien?", post)
    assert draft.closest
    assert texts(written).startswith("Soms krijgt u liever papieren post. Dan kunt u de keuze")


def test_lines_behind_a_colon_are_quoted_with_it():
    objection = passage(
        "In uw bezwaarschrift moet altijd staan:", "waarom u bezwaar maakt", "uw naam en adres",
        title="Bezwaar maken",
    )  # fmt: skip
    _, written = answer("Wat moet er in mijn bezwaarschrift staan?", objection)
    assert "uw naam en adres" in texts(written)


def test_everyday_words_find_the_official_ones():
    employer = passage("Uw werkgever bewaart een kopie.", title="Identificatieplicht")
    draft, written = answer("Bewaart mijn baas een kopie?", employer)
    assert "werkgever" in texts(written)
    assert not draft.closest


def test_every_quote_stands_in_its_source():
    draft, written = answer("Hoe lang duurt het om een paspoort aan te vragen?")
    for sentence in written:
        quoted = [draft.hits[hit].passage.sentence(span) for hit, span in sentence.cited]
        cells = [cell for part in quoted for cell in part.split(CELL)]
        assert all(cell in sentence.text for cell in cells)


def test_the_page_of_this_year_goes_before_the_old_one():
    _, written = answer("Wat kost een paspoort?", OLD, COSTS, age={OLD.url: 0.3})
    assert "77,85" not in texts(written)


def test_a_typing_error_is_forgiven():
    _, written = answer("wat kost een pasport")
    assert "€ 88,25" in texts(written)


def test_a_question_in_a_text_is_quoted_with_its_answer_or_not_at_all():
    late = passage(
        "U geeft de verhuizing door binnen 5 dagen.",
        "Geeft u het later door?",
        "Dan telt de dag van uw melding.",
        title="Verhuizen",
    )
    _, written = answer("Hoe geef ik mijn verhuizing door?", late)
    assert "Geeft u het later door? Dan telt de dag van uw melding." in texts(written)
    assert all(not sentence.text.endswith("?") for sentence in written)


def test_a_definition_goes_before_a_mention():
    bias = passage(
        "Bias herkennen helpt om discriminatie te voorkomen.",
        "'Bias' is een Engels woord voor vooroordeel.",
        title="Algoritmes",
        headings=("Voorkom bias in data",),
    )
    _, written = answer("Wat is bias?", bias)
    assert written[0].text == "'Bias' is een Engels woord voor vooroordeel."


def test_what_nearly_answers_is_quoted_as_what_comes_closest():
    draft, written = answer("Wat kost een paspoort in Utrecht?")
    assert not written or draft.closest


def test_a_page_about_something_else_does_not_answer():
    other = passage(
        "Bel dan Veilig Thuis: 0800 20 00.", title="Jeugdhulp", url="https://w.example/j/"
    )
    draft, written = answer("Kan ik mijn paspoort thuis laten bezorgen?", *ALL, other)
    assert draft.closest or not written


def test_a_list_of_other_pages_is_no_answer():
    lead = "Over trouwen leest u meer op deze pagina's:"
    links = passage(
        lead,
        ("item", "Trouwen", lead),
        ("item", "Scheiden", lead),
        title="Familie",
        url="https://w/f/",
    )
    _, written = answer("Welke papieren heb ik nodig om te trouwen?", links)
    assert lead not in texts(written)


def test_a_date_is_no_period():
    hours = passage(
        "U kunt een overlijden ook aangeven in de dagen na zaterdag 2 januari 2027.",
        title="Overlijden",
        url="https://w.example/o/",
    )
    _, written = answer("Binnen hoeveel dagen moet ik een overlijden aangeven?", hours)
    assert not written


def sure(among: float) -> Sureness:
    """As sure of everything as this, and sure that nothing answers."""
    nothing = dict.fromkeys(FEATURES, 0.0)
    likely = {**nothing, "always": log(among / (1 - among))}
    return Sureness({**nothing, "always": -9.0}, likely, complete=0.5, shown=0.4, close=0.3)


@pytest.mark.parametrize(
    ("among", "closest", "quotes"), [(0.45, False, True), (0.35, True, True), (0.25, False, False)]
)
def test_what_hardly_answers_is_shown_as_what_comes_closest_or_not_at_all(among, closest, quotes):
    draft, _ = answer("Wat kost een paspoort?")
    written = Quoting(Asking(["gemeente"]), sureness=sure(among))(draft)
    assert bool(written) is quotes
    assert draft.closest is closest
    assert bool(draft.open_parts) is not quotes, "refused: it says what it did not find"


@pytest.mark.parametrize("text", ["Zie ook het paspoort.", "6 Zie ook het paspoort."])
def test_a_sentence_that_sends_elsewhere_is_known_as_a_footnote_too(text):
    asking = Asking()
    (part,) = asking.parts("Hoe lang is een paspoort geldig?")
    (candidate,) = weigh(part, hits(passage(text)), {}, asking.kind)
    assert candidate.refers


def test_a_heading_that_promises_an_amount_is_no_amount():
    told = passage("De aanslag krijgt u eind februari.", title="Tarieven aanslag", headings=())
    draft, _ = answer("Hoe hoog is de aanslag?", told)
    certain = dict.fromkeys(FEATURES, 0.0) | {"always": 9.0}
    sureness = Sureness(certain, certain, complete=0.5, shown=0.4, close=0.3)
    Quoting(Asking(), sureness=sureness)(draft)
    assert draft.unsure
