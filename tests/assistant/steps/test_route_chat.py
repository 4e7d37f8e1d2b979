"""The model tells what kind of message it is, only where neither rules nor sources can."""

import asyncio

import pytest

from assistant.consulting import Consulting
from assistant.domain import Conversation, Outcome, Question, Reason
from assistant.draft import Draft
from assistant.routing.build import found as found_in
from assistant.steps.route_chat import CHOICES, RouteWithModel
from configs.domain import Language
from configs.slices.models import ChatSettings
from models.chat import open_chat
from tests.models.served import ModelServer, Script, serving
from tests.passages import hits, passage


@pytest.fixture
def server():
    with serving(ModelServer()) as server:
        yield server


SAID = "Ik wil hier iets over kwijt"
ALL = tuple(CHOICES)


def routed(server, *, rules=lambda draft: None, found=False, speaks=True, patience=30.0, among=ALL):
    draft = Draft(Question(text=SAID), Conversation(id="c"), Language.NL, SAID, SAID)
    model = Consulting(open_chat(ChatSettings(**server.settings())), lambda: speaks, patience)
    keys = {"own_case": "own_case_link"}
    step = RouteWithModel(rules, model, lambda draft: found, lambda draft: among, keys)
    return asyncio.run(step(draft)), draft


@pytest.mark.parametrize(("label", "outcome"), CHOICES.items())
def test_each_choice_has_its_outcome(server, label, outcome):
    server.choice = label
    found, draft = routed(server)
    assert found is outcome
    assert server.asked[0]["structured_outputs"]["choice"] == list(CHOICES)
    offered = outcome in {Outcome.PERSON, Outcome.OWN_CASE}
    assert draft.offer is (Reason.ROUTED if offered else None)


def test_the_model_chooses_among_what_a_message_may_be(server):
    routed(server, among=("question", "person"))
    assert server.asked[0]["structured_outputs"]["choice"] == ["question", "person"]


def test_an_own_case_names_the_place_to_look(server):
    server.choice = "own_case"
    assert routed(server)[1].message_key == "own_case_link"


@pytest.mark.parametrize(
    "case",
    [
        {"rules": lambda draft: Outcome.EMERGENCY},
        {"found": True},
        {"speaks": False},
        {"among": ("question",)},
    ],
)
def test_the_model_is_not_asked_where_rules_words_or_sources_know_or_the_switch_is_off(
    server, case
):
    server.choice = "greeting"
    outcome, _ = routed(server, **case)
    assert outcome is (Outcome.EMERGENCY if "rules" in case else None)
    assert server.asked == []


def test_only_rules_decide_about_emergencies():
    assert Outcome.EMERGENCY not in CHOICES.values()
    assert Outcome.REFUSED not in CHOICES.values()


@pytest.mark.parametrize(
    ("script", "key", "patience"),
    [(Script(status=503), "fallback_busy", 30.0), (Script(end="hang"), "fallback_down", 0.3)],
)
def test_a_model_that_fails_is_not_asked_again_for_this_question(server, script, key, patience):
    server.scripts["choice"] = script
    outcome, draft = routed(server, patience=patience)
    assert outcome is None
    assert draft.fallback == key


@pytest.mark.parametrize(
    ("text", "relevance", "found"),
    [
        ("Vertel eens wat", 0.5, False),
        ("Wat kost een paspoort?", 0.7, True),
        ("Hoog-risico-AI-systemen vormen geen risico voor kwetsbare groepen", 0.4, True),
        ("Wat doen jullie eigenlijk met alles wat ik hier typ", 0.2, False),
    ],
)
def test_a_long_message_is_about_the_sources_from_a_lower_relevance_on(text, relevance, found):
    """A small model called such questions small talk, and so kept them from an answer."""

    class Shelf:
        def find(self, search):
            (hit,) = hits(passage("Iets."))
            return [hit.model_copy(update={"relevance": relevance})]

    draft = Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text)
    assert found_in(Shelf())(draft) is found
