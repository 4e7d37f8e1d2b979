"""The model adds words to search with, for a follow-up and for another language."""

import asyncio

import pytest

from assistant.consulting import Consulting
from assistant.domain import Conversation, Outcome, Question, Turn
from assistant.draft import Draft
from assistant.steps.rephrase import Rephrase
from assistant.steps.rephrase_chat import RephraseWithModel
from configs.domain import Language
from configs.slices.models import ChatSettings
from models.chat import open_chat
from models.language import foreign
from tests.models.served import ModelServer, Script, serving

MADE = "Wat kost een paspoort voor een kind?"
BEFORE = Turn(question="Wat kost een paspoort?", outcome=Outcome.REFERENCES)
TURKISH = "Pasaport ne kadar tutar acaba"


@pytest.fixture
def server():
    with serving(ModelServer(Script(MADE))) as server:
        yield server


def rephrased(server, text, *, turns=(), speaks=True):
    conversation = Conversation(id="c", turns=turns)
    draft = Draft(Question(text=text), conversation, Language.NL, text, text)
    model = Consulting(open_chat(ChatSettings(**server.settings())), lambda: speaks, 1.5)
    rules = Rephrase(lambda text: text.startswith("En"), lambda text: "pas")
    asyncio.run(RephraseWithModel(rules, model, foreign)(draft))
    return draft


def test_a_question_that_stands_alone_costs_no_call(server):
    draft = rephrased(server, "Wat kost een paspoort?", turns=(BEFORE,))
    assert draft.search_text == "Wat kost een paspoort?"
    assert server.asked == []


def test_a_follow_up_keeps_the_rules_words_and_gets_the_model_s(server):
    draft = rephrased(server, "En voor een kind?", turns=(BEFORE,))
    assert draft.search_text == "En voor een kind? Wat kost een paspoort?"
    assert draft.other_words == f"pas {MADE}"
    said = server.asked[0]["messages"][1]["content"]
    assert "- Wat kost een paspoort?" in said
    assert said.endswith("Vraag: En voor een kind?")


def test_another_language_is_searched_in_dutch_and_as_it_was_asked(server):
    draft = rephrased(server, TURKISH)
    assert draft.dutch == draft.search_text == MADE
    assert TURKISH in draft.other_words
    assert draft.text == TURKISH


@pytest.mark.parametrize(
    ("script", "key"),
    [
        (Script(status=429), "fallback_busy"),
        (Script(end="hang"), "fallback_down"),
        (Script("Wat kost", end="length"), "fallback_down"),
    ],
)
def test_when_the_model_fails_the_rules_stand(server, script, key):
    server.script = script
    draft = rephrased(server, "En voor een kind?", turns=(BEFORE,))
    assert draft.search_text == "En voor een kind? Wat kost een paspoort?"
    assert draft.other_words == "pas"
    assert draft.fallback == key


def test_the_switch_leaves_it_to_the_rules(server):
    draft = rephrased(server, TURKISH, speaks=False)
    assert (draft.dutch, server.asked) == ("", [])


@pytest.mark.parametrize(
    "text",
    [
        "How much is the tax for my second dog?",
        TURKISH,
        "كم تكلفة جواز السفر من فضلك",
        "Ile kosztuje paszport dla dziecka",
    ],
)
def test_a_foreign_question_is_recognised(text):
    assert foreign(text)


@pytest.mark.parametrize("text", ["Wat kost een paspoort?", "paspoort kosten", "hoe laat is het"])
def test_a_dutch_one_is_not(text):
    assert not foreign(text)
