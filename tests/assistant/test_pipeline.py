"""Every road through the pipeline ends in one answer, whatever happens on the way."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

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
from models.domain import ChatBusy, ChatCut, ChatDenied, ChatDown, ChatOverflow, ChatSlow
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


WRITTEN = Sentence("Een paspoort kost € 88,25.", ((0, 0),), written=True)
WRONG = Sentence("Een paspoort kost € 8,25.", ((0, 0),), written=True)
PHOTO = Sentence("Neem een pasfoto mee.", ((0, 1),))


def voiced(*written, quotes=(TRUE, PHOTO), error=None, speaks=lambda: True):
    async def voice(draft):
        draft.model = "tiny"
        for sentence in written:
            yield sentence
        if error:
            raise error

    return replace(made(*quotes), voice=voice, speaks=speaks)


def test_what_the_model_writes_is_an_answer_and_says_so():
    *_, claim, answer = events(voiced(WRITTEN))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.completeness is Completeness.COMPLETE
    assert (answer.written, answer.model, answer.ai_generated) == ((0,), "tiny", True)
    assert answer.claims == (claim,)
    assert answer.message == ""
    assert answer.notice != events(made(TRUE))[-1].notice


def test_a_written_claim_is_emitted_before_the_next_is_written():
    log = []

    async def voice(draft):
        yield WRITTEN
        log.append("next")
        yield replace(WRITTEN, text="Een paspoort kost in 2026 € 88,25.")

    async def first():
        async for event in replace(made(), voice=voice).ask(
            Question(text="Wat kost het?"), Conversation(id="c")
        ):
            if isinstance(event, Claim):
                return list(log)
        return None

    assert asyncio.run(first()) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ChatDown("x"), "werkt nu niet"),
        (ChatSlow("x"), "werkt nu niet"),
        (ChatCut("x"), "werkt nu niet"),
        (ChatDenied("x"), "werkt nu niet"),
        (ChatOverflow("x"), "werkt nu niet"),
        (ChatBusy("x"), "erg druk"),
    ],
)
def test_when_the_model_fails_its_checked_claims_stand_and_the_sources_say_the_rest(error, words):
    *_, answer = events(voiced(WRITTEN, error=error))
    assert [claim.text for claim in answer.claims] == [WRITTEN.text, PHOTO.text]
    assert answer.written == (0,)
    assert words in answer.message
    assert answer.outcome is Outcome.ANSWERED


def test_a_model_that_is_down_leaves_references():
    *_, answer = events(voiced(error=ChatDown("x")))
    assert answer.outcome is Outcome.REFERENCES
    assert [claim.text for claim in answer.claims] == [TRUE.text, PHOTO.text]
    assert "werkt nu niet" in answer.message


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ((WRONG,), "klopte met de bronnen"),
        ((WRONG, WRITTEN), "klopte met de bronnen"),
        ((), "vond geen antwoord"),
    ],
)
def test_when_too_much_is_dropped_the_sources_are_quoted(written, words):
    *_, answer = events(voiced(*written))
    assert {claim.text for claim in answer.claims} == {TRUE.text, PHOTO.text}
    assert words in answer.message


def test_a_model_that_fails_where_nothing_can_be_quoted_leaves_a_person():
    *_, answer = events(voiced(WRONG, quotes=(), error=ChatCut("x")))
    assert answer.outcome is Outcome.UNSUPPORTED
    assert answer.handoff.offered


def test_the_switch_keeps_the_model_silent():
    *_, answer = events(voiced(WRITTEN, speaks=lambda: False))
    assert answer.outcome is Outcome.REFERENCES
    assert answer.model is None
    assert answer.message == ""


def test_the_switch_turned_halfway_loses_nothing_that_was_shown():
    on = iter([True, True])
    *before, answer = events(voiced(WRITTEN, WRITTEN, speaks=lambda: next(on, False)))
    assert [event for event in before if isinstance(event, Claim)] == list(answer.claims)
    assert (len(answer.claims), answer.written) == (2, (0,))
    assert "uitgezet" in answer.message


def test_a_step_may_wait_for_a_model_and_give_up_on_it():
    async def tired(draft):
        draft.fallback = "fallback_busy"

    assistant = voiced(WRITTEN)
    assistant = replace(assistant, steps=(*assistant.steps, ("rephrase", tired)))
    *_, answer = events(assistant)
    assert answer.outcome is Outcome.REFERENCES
    assert "erg druk" in answer.message


def test_what_the_model_leaves_open_is_quoted_or_else_named():
    def quoting(draft):
        return [PHOTO] if "meenemen" in draft.text else []

    parts = ["wat moet ik meenemen", "hoe lang duurt het"]

    def lacks(draft):
        return [part for part in parts if len(draft.claims) == 1 or "lang" in part]

    *_, answer = events(replace(voiced(WRITTEN), writer=quoting, lacks=lacks))
    assert [claim.text for claim in answer.claims] == [WRITTEN.text, PHOTO.text]
    assert answer.completeness is Completeness.PARTIAL
    assert "hoe lang duurt het" in answer.message
    assert "meenemen" not in answer.message


def test_who_leaves_halfway_closes_the_model():
    closed = []

    async def voice(draft):
        try:
            yield WRITTEN
            yield WRITTEN
        finally:
            closed.append(True)

    async def leave():
        asked = replace(made(), voice=voice).ask(Question(text="Wat?"), Conversation(id="c"))
        async with aclosing(asked) as found:
            async for event in found:
                if isinstance(event, Claim):
                    return

    asyncio.run(leave())
    assert closed
