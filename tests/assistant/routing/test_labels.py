"""What asks something stays a question, whatever a weak model would make of it."""

import pytest

from assistant.domain import Conversation, Outcome, Question, Turn
from assistant.draft import Draft
from assistant.routing.labels import labels
from assistant.routing.trial import known_messages
from assistant.steps.route import read_rules
from assistant.steps.route_chat import CHOICES
from assistant.writing.asking import Asking
from configs.domain import Language
from models.dutch import fold

READ = labels(Asking())
SMALL_TALK = {"greeting", "thanks", "about", "unclear"}
ANSWERED = Turn(question="Wat kost een paspoort?", outcome=Outcome.ANSWERED)
LOST = Turn(question="Wat kost dat?", outcome=Outcome.CLARIFY)


def may_be(text, *turns):
    conversation = Conversation(id="c", turns=turns)
    return set(READ(Draft(Question(text=text), conversation, Language.NL, text, text)))


@pytest.mark.parametrize(
    "text",
    [
        "Wat kost een eigen graf?",
        "betaal ik ozb als huurder?",
        "uitreksel bevolkingsregister prijs aan de balie",
        "Hoi, wanneer is de markt?",
        "Is parkeren in Waterveen overal gratis?",
        "How high is the tourist tax on a campsite?",
        "when is the green bin emptied in Lindeberg",
        "Hoeveel getuigen moet je hebben bij een bruiloft?",
        "Ik heb een puppy gekocht. Moet ik daarvoor belasting betalen aan de gemeente?",
    ],
)
def test_what_asks_is_never_small_talk(text):
    """Below the relevance at which the library surely has it, most of these were."""
    assert not may_be(text) & (SMALL_TALK | {"opinion"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wie heeft u gemaakt?", "about"),
        ("Are you ChatGPT?", "about"),
        ("Kan ik ook een collega aan de telefoon krijgen?", "person"),
        ("Wanneer krijg ik mijn geld?", "own_case"),
        ("Welke partij is de beste?", "opinion"),
        ("Hoe dan?", "unclear"),
    ],
)
def test_a_question_of_another_kind_may_still_be_chosen_by_its_words(text, kind):
    assert kind in may_be(text)
    assert not may_be(text) & {"greeting", "thanks"}


def test_what_does_not_ask_may_be_anything_and_a_long_message_no_bare_greeting():
    """SmolLM2-135M called six of six statements of the Algoritmekader a greeting."""
    assert may_be("Daar ben ik mee geholpen") == set(CHOICES)
    said = may_be("Hoog-risico-AI-systemen vormen geen risico voor kwetsbare groepen")
    assert said == set(CHOICES) - {"greeting", "thanks"}


@pytest.mark.parametrize("text", ["En voor kinderen?", "Hoe lang duurt het?", "en dan"])
def test_a_follow_up_is_not_unclear_where_something_was_answered_before(text):
    assert "unclear" in may_be(text)
    assert "unclear" in may_be(text, LOST)
    assert "unclear" not in may_be(text, ANSWERED)


def test_the_known_messages_leave_a_choice_and_may_be_what_they_are():
    known = known_messages()
    assert set(known) == set(CHOICES)
    assert sum(map(len, known.values())) >= 24
    assert len({draft.language for drafts in known.values() for draft in drafts}) == 2
    rules = read_rules()
    for label, drafts in known.items():
        assert len(drafts) >= 2
        for draft in drafts:
            assert {label, "question"} <= set(READ(draft)), draft.text
            assert len(READ(draft)) > 1, draft.text
            assert not any(rule.patterns.search(fold(draft.text)) for rule in rules), draft.text
