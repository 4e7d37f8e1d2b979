"""Every road through the pipeline ends in one answer, whatever happens on the way."""

import asyncio

import pytest

from assistant.checking.cite import cite
from assistant.checking.figures import figures
from assistant.concluding import Concluding
from assistant.domain import (
    Answer,
    AssistantError,
    Claim,
    Completeness,
    Conversation,
    Outcome,
    Question,
    Reason,
    Turn,
    Working,
)
from assistant.draft import Draft, Sentence
from assistant.pipeline import Assistant
from configs.domain import Language
from configs.texts import Texts
from configs.theme import load_theme
from tests.passages import hits, passage

FOUND = hits(passage("Een paspoort kost € 88,25.", "Neem een pasfoto mee.", anchor="kosten"))
TRUE = Sentence("Een paspoort kost € 88,25.", ((0, 0),))
LIE = Sentence("Een paspoort kost € 8,25.", ((0, 0),))
INVENTED = Sentence("Een paspoort is gratis.", ((7, 0),))


def retrieve(draft):
    draft.hits = list(FOUND)
    draft.edition = 3


def made(*written, steps=(("retrieve", retrieve),), journal=lambda draft, answer: None):
    return Assistant(
        start=lambda question, conversation: Draft(
            question, conversation, Language.NL, question.text, question.text
        ),
        steps=steps,
        writer=lambda draft: written,
        checks=(("cite", cite), ("facts", figures)),
        conclude=Concluding(Texts(), load_theme("waterveen")),
        journal=journal,
    )


def events(assistant, text="Wat kost een paspoort?", turns=()):
    async def collect():
        conversation = Conversation(id="c", turns=turns)
        return [event async for event in assistant.ask(Question(text=text), conversation)]

    return asyncio.run(collect())


def test_a_checked_sentence_is_a_claim_before_it_is_an_answer():
    *before, answer = events(made(TRUE))
    assert [type(event) for event in before] == [Working, Working, Claim]
    assert isinstance(answer, Answer)
    assert answer.outcome is Outcome.REFERENCES
    assert answer.claims == (before[-1],)
    assert answer.citations[0].sentences == ("Een paspoort kost € 88,25.",)
    assert answer.citations[0].link.startswith("https://w.example/paspoort/#kosten:~:text=")
    assert answer.edition == 3
    assert not answer.handoff.offered


def test_a_lie_and_an_invented_source_are_dropped_and_counted():
    *before, answer = events(made(LIE, INVENTED, TRUE))
    assert [event.text for event in before if isinstance(event, Claim)] == [TRUE.text]
    assert answer.dropped == {"facts": 1, "cite": 1}
    assert answer.completeness is Completeness.PARTIAL
    assert answer.message


def test_when_nothing_survives_it_says_so_and_offers_a_person():
    *before, answer = events(made(LIE))
    assert not [event for event in before if isinstance(event, Claim)]
    assert answer.outcome is Outcome.UNSUPPORTED
    assert answer.handoff.offered
    assert answer.message


def test_nothing_written_is_no_source():
    assert events(made())[-1].outcome is Outcome.NO_SOURCE


def test_a_step_may_end_the_question():
    answer = events(made(TRUE, steps=(("route", lambda draft: Outcome.OWN_CASE),)))[-1]
    assert answer.outcome is Outcome.OWN_CASE
    assert answer.handoff.reason is Reason.ROUTED


@pytest.mark.parametrize("broken", ["step", "writer", "check"])
def test_a_broken_part_is_a_failed_answer_without_claims(broken):
    def fails(*_):
        raise RuntimeError("secret detail")

    parts = made(TRUE, steps=(("retrieve", fails if broken == "step" else retrieve),))
    if broken == "writer":
        parts = Assistant(**{**vars(parts), "writer": fails})
    if broken == "check":
        parts = Assistant(**{**vars(parts), "checks": (("facts", fails),)})
    answer = events(parts)[-1]
    assert answer.outcome is Outcome.FAILED
    assert not answer.claims
    assert "secret" not in answer.model_dump_json()


def test_an_answer_is_shown_though_it_could_not_be_kept():
    def full(draft, answer):
        raise AssistantError("errors.disk")

    assert events(made(TRUE, journal=full))[-1].outcome is Outcome.REFERENCES


def test_the_second_unhelpful_answer_says_why_it_offers_a_person():
    before = Turn(question="?", outcome=Outcome.NO_SOURCE)
    assert events(made(), turns=(before,))[-1].handoff.reason is Reason.TWICE_UNHELPFUL


def test_two_sentences_of_one_passage_share_their_number():
    second = Sentence("Neem een pasfoto mee.", ((0, 1),))
    answer = events(made(TRUE, second))[-1]
    assert [claim.cited for claim in answer.claims] == [(1,), (1,)]
    assert answer.citations[0].sentences == (TRUE.text, second.text)
