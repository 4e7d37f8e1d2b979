"""A sentence says what its sources say, no more, no less, and not the reverse."""

import pytest

from assistant.checking.support import support, support_across
from assistant.draft import Sentence
from tests.assistant.checking.drafts import drafted, verdict
from tests.passages import passage

PASS = ["Is uw pas kwijt of gestolen?", "Vraag dan online of telefonisch een nieuwe pas aan."]
LATE = ["Zegt u later af?", "Dan krijgt u het geld niet terug."]
OBJECTION = "Bent u het niet eens met het besluit, dan kunt u binnen 6 weken bezwaar maken."


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        ("De gemeente stuurt u binnen acht weken een besluit.",) * 2,
        (
            "De gemeente stuurt binnen acht weken een besluit.",
            "Binnen 8 weken stuurt de gemeente een besluit.",
        ),
        ("U kunt online een afspraak maken.", "Online kunt u een afspraak maken."),
        ("Wij blokkeren de oude pas meteen.", "De oude pas wordt direct geblokkeerd."),
        ("U ontvangt een brief.", "U krijgt een brief."),
        ("U moet zich inschrijven.", "U moet zich laten inschrijven."),
        ("Schrijf u binnen 5 dagen in.", "U wordt binnen 5 dagen ingeschreven."),
        ("De kaart is hoogstens 5 jaar geldig.", "De kaart is maximaal vijf jaar geldig."),
        ("U hebt toestemming nodig als u jonger bent dan 18 jaar.",) * 2,
        (
            "U krijgt geld terug als u te veel hebt betaald.",
            "Als u te veel hebt betaald, krijgt u geld terug.",
        ),
        ("Een parkeervergunning kost geld.", "Een vergunning kost geld."),
        (PASS, "Als uw pas kwijt of gestolen is, vraagt u online of per telefoon een nieuwe aan."),
        (LATE, "Als u later afzegt, krijgt u het geld niet terug."),
        (
            OBJECTION,
            "Als u het niet eens bent met het besluit, kunt u binnen zes weken bezwaar maken.",
        ),
        (
            "Elk jaar stelt de gemeente de waarde vast.",
            "De gemeente stelt elk jaar de waarde vast.",
        ),
        ("Dat geldt zowel voor kopers als voor huurders.", "Dat geldt voor kopers en huurders."),
        ("You must apply for a passport in person.", "In person you must apply for a passport."),
    ],
)
def test_what_is_said_in_other_words_or_another_order_passes(sources, text):
    assert verdict(support, sources, text) is None


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        ("Een paspoort kost € 88,25.", "Een rijbewijs kost € 88,25."),
        ("U mag hier parkeren.", "U mag hier niet parkeren."),
        ("U mag hier niet parkeren.", "U mag hier parkeren."),
        ("U hebt geen afspraak nodig.", "U hebt een afspraak nodig."),
        ("U hebt een afspraak nodig.", "U hebt geen afspraak nodig."),
        ("Dat kan zonder afspraak.", "Dat kan met een afspraak."),
        ("Uw pas is ongeldig.", "Uw pas is geldig."),
        ("U mag bezwaar maken.", "U moet bezwaar maken."),
        ("U kunt online betalen.", "U moet online betalen."),
        ("U hoeft niet te betalen.", "U kunt betalen."),
        ("U hebt recht op hulp.", "U moet zorgen voor hulp."),
        ("De termijn kan worden verlengd.", "De termijn wordt verlengd."),
        ("U krijgt toeslag als uw inkomen laag is.", "U krijgt toeslag."),
        ("U krijgt toeslag, tenzij u vermogen hebt.", "U krijgt toeslag."),
        ("Alleen inwoners kunnen een pas krijgen.", "Inwoners kunnen een pas krijgen."),
        ("U mag hoogstens 2 kisten aanbieden.", "U mag 2 kisten aanbieden."),
        ("U mag hoogstens 2 kisten aanbieden.", "U mag minstens 2 kisten aanbieden."),
        ("Vanaf 1 mei 2026 is de balie open.", "De balie is open."),
        ("U betaalt voor 1 mei.", "U betaalt na 1 mei."),
        ("Meestal is een keuring nodig.", "Een keuring is nodig."),
        (LATE[1], "U krijgt het geld niet terug."),
        ("De gemeente betaalt de aanvrager.", "De aanvrager betaalt de gemeente."),
        (
            "De verhuurder stuurt een brief aan de huurder.",
            "De huurder stuurt een brief aan de verhuurder.",
        ),
        ("De balie is open van 9 tot 12 uur.", "De balie is open van 12 tot 9 uur."),
        (
            ["Een paspoort voor volwassenen kost € 88.", "Een paspoort voor kinderen kost € 66."],
            "Een paspoort kost € 66 voor volwassenen en € 88 voor kinderen.",
        ),
        ("You need not pay.", "You must pay."),
        ("You may park here.", "You may not park here."),
    ],
)
def test_what_says_something_else_is_refused(sources, text):
    assert verdict(support, sources, text)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (("item", "luiers", "Dit mag niet in de bak:"), "Luiers mogen niet in de bak."),
        (("row", "Spoed | € 60,15", "Dienst | Kosten"), "Spoed: Kosten: € 60,15"),
        (("row", "Spoed | € 60,15", "Dienst | Kosten"), "De kosten van spoed zijn € 60,15."),
        (("item", "U maakt vooraf een afspraak.", "Dit moet u weten:"), "U maakt een afspraak."),
    ],
)
def test_a_lead_and_the_heads_of_a_row_carry_their_words(sentence, text):
    assert verdict(support, [sentence], text) is None


def test_a_lead_that_forbids_may_not_be_left_out():
    luiers = ("item", "luiers", "Dit mag niet in de groene bak:")
    assert verdict(support, [luiers], "Luiers mogen in de groene bak.")
    assert verdict(support, [luiers], "luiers")


def test_headings_may_say_what_the_sentence_is_about():
    heading = {"title": "Paspoort", "headings": ("Kosten",)}
    assert verdict(support, "Het kost € 88,25.", "Een paspoort kost € 88,25.", **heading) is None
    assert verdict(support, "Het kost € 88,25.", "Een rijbewijs kost € 88,25.", **heading)


def test_the_owner_may_be_named_where_the_page_says_we():
    assert verdict(support, "Wij beslissen snel.", "Gemeente Waterveen beslist snel.") is None
    assert verdict(support, "Men beslist snel.", "Gemeente Waterveen beslist snel.")


def test_what_another_cited_sentence_says_counts_and_what_is_not_cited_does_not():
    both = ["Een paspoort is 10 jaar geldig.", "Neem een pasfoto mee."]
    joined = "Een paspoort is 10 jaar geldig, en neem een pasfoto mee."
    assert verdict(support, both, joined) is None
    assert verdict(support, both[0], joined)


def test_another_language_passes_only_where_a_model_checks_it_too():
    dutch, english = "U mag hier niet parkeren.", "You are not allowed to park your car here."
    assert verdict(support, dutch, english)
    assert verdict(support_across, dutch, english) is None
    assert verdict(support_across, dutch, "U mag hier parkeren.")


SLUG = "belastingen heffingen bezwaar maken verrekening aanslag"


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (SLUG, "Belastingen heffingen heffingen"),
        (SLUG, "Belastingen heffingen bezwaar maken"),
        ("Bezwaar afgewezen", "Belastingen heffingen bezwaar maken"),
        ("U krijgt een gecombineerde aanslag.", "Gecombineerde aanslag"),
        ("Zo werkt het bij de aanslag van de gemeente.", "De aanslag van de gemeente"),
        ("U krijgt een gecombineerde aanslag.", "Gecombineerde aanslag."),
        ("Zo werkt het bij de aanslag van de gemeente.", "De aanslag van de gemeente."),
        ("U maakt bezwaar tegen de aanslag.", "Bezwaar tegen de aanslag van de gemeente."),
        ("U vraagt de vergunning aan bij de balie.", "De vergunning bij de balie."),
        ("U kunt bezwaar maken.", "U kunt bezwaar bezwaar maken."),
    ],
)
def test_words_of_the_source_that_are_no_sentence_do_not_pass(sources, text):
    """As SmolLM2-135M wrote them when it was given Dutch pages."""
    assert verdict(support, sources, text, title=SLUG)


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (
            "Het burgerservicenummer (bsn) is uw eigen persoonsnummer voor de overheid.",
            "Het bsn is uw eigen persoon.",
        ),
        (
            "Kloppen uw gegevens in de BRP niet?",
            "Wilt u uw eigen gegevens uit de BRP, en wie uw gegevens krijgen.",
        ),
        ("Informeer welke documenten u mee moet nemen.", f"Hoe moet ik {'ik ' * 60}"),
        (
            "U neemt het paspoort mee.",
            "U neemt het paspoort, neemt het paspoort, neemt het paspoort.",
        ),
    ],
)
def test_what_goes_in_circles_or_makes_something_else_of_a_word_does_not_pass(sources, text):
    """As the same model wrote them, and as they got through until then."""
    assert verdict(support, sources, text)


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        ("Deze wet regelt de openbaarheid van informatie.", "De Woo regelt openbaarheid."),
        ("Dat kost € 88,25.", "Een paspoort kost € 88,25"),
        ("Neem uw oude paspoort mee.", "Neem uw paspoort mee."),
        ("Een afspraak is nodig.", "Een afspraak is nodig bij de gemeente"),
        ("U belt de gemeente of neemt uw paspoort mee.", "Of neem uw paspoort mee."),
        ("De aanslag komt van de gemeente.", "Van de gemeente komt de aanslag."),
        ("Verken de mogelijkheden van de dienst.", "Verken mogelijkheden van de dienst."),
        ("Dit zijn toepassingen voor gebruik.", "Dit zijn toepassingen"),
    ],
)
def test_a_sentence_may_take_its_subject_from_the_title_and_lack_its_full_stop(sources, text):
    assert verdict(support, sources, text, title="Paspoort: de Woo bij de gemeente") is None


@pytest.mark.parametrize(
    "line",
    [
        "Binnen welke termijn stuurt de overheid een antwoord op mijn brief?",
        "Hoe kan ik een klacht indienen?",
        "Dit zijn bijvoorbeeld.",
        "De ingezetene verschijnt in persoon bij het college, indien:",
    ],
)
def test_what_tells_nothing_is_no_answer_of_a_model_though_a_page_says_it(line):
    """SmolLM2-135M gave back the title of a page as the answer, and it was called complete."""
    draft = drafted(passage(line))
    assert support(draft, Sentence(line, ((0, 0),), written=True))
    assert support(draft, Sentence(line, ((0, 0),))) is None


@pytest.mark.parametrize(
    "line",
    ["Woont u buiten Nederland?", "Woont u in het buitenland? Bel ons dan.", "Dat mag niet."],
)
def test_a_question_that_is_a_condition_and_a_short_word_may_stand(line):
    assert support(drafted(passage(line)), Sentence(line, ((0, 0),), written=True)) is None
