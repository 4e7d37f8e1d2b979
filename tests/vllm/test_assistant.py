"""The whole assistant on a real vLLM: library, prompt, grammar, stream, checks, fallback."""

import asyncio
import sys
from contextlib import suppress

import pytest

from assistant.build import build
from assistant.domain import Answer, Claim, Outcome
from assistant.switch import Mode, Switch
from configs.domain import ConfigurationError
from configs.settings import load_settings
from models.chat import _ServedChat
from tests.assistant.town import town
from tests.vllm.verbatim import truthful

pytestmark = pytest.mark.vllm
QUESTION = "Wat kost een paspoort en hoe lang duurt het?"
FOLLOWING = (
    "Wat moet ik meenemen voor een paspoort?",
    "Kan mijn paspoort met spoed?",
    "Hoe lang is een paspoort geldig?",
    "Wie haalt het paspoort op?",
    "Wat zijn de voorwaarden voor een paspoort?",
    "Hoe vraag ik een paspoort aan?",
    "Kan ik mijn paspoort met pin betalen?",
    "Wat kost een zakenpaspoort?",
    "Wat gebeurt er met mijn oude paspoort?",
    "Krijg ik een sms als mijn paspoort klaar is?",
)
GENERATE = {"answering": {"writer": "generate"}}


@pytest.fixture(scope="module")
def service(eurollm, tmp_path_factory):
    chat = eurollm.settings(wait=20.0, answer_tokens=300)
    with town(tmp_path_factory.mktemp("town"), chat=chat, **GENERATE) as service:
        yield service


def ask(service, question=QUESTION, conversation=None, on_claim=lambda: None):
    async def collect():
        events = []
        async for event in service.ask(question, conversation):
            events.append(event)
            if isinstance(event, Claim):
                on_claim()
        return events

    return asyncio.run(collect())


def answered(events):
    *before, answer = events
    assert isinstance(answer, Answer)
    assert tuple(event for event in before if isinstance(event, Claim)) == answer.claims
    assert answer.outcome in {Outcome.ANSWERED, Outcome.REFERENCES}
    return answer


def test_what_a_random_model_writes_leads_to_the_right_references(service):
    answer = answered(ask(service))
    said = " ".join(claim.text for claim in answer.claims)
    assert answer.model == "tiny-test"
    assert "€ 88,25" in said
    assert "5 werkdagen" in said


def test_true_lines_stream_as_claims_and_the_answer_is_marked(service, eurollm):
    before = eurollm.metric("request_success_total")
    answer = answered(ask(truthful(service)))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.written
    assert answer.ai_generated
    sources = {sentence for citation in answer.citations for sentence in citation.sentences}
    assert {answer.claims[place].text for place in answer.written} <= sources
    assert eurollm.metric("request_success_total") > before


def test_a_claim_is_shown_before_the_answer_was_read_to_its_end(service, monkeypatch):
    """So small a model writes faster than anything is checked, so it is read a little slower."""
    read, shown = [], []
    stream = _ServedChat.stream

    async def counted(chat, prompt):
        async for chunk in stream(chat, prompt):
            read.append(chunk)
            yield chunk
            await asyncio.sleep(0.01)

    monkeypatch.setattr(_ServedChat, "stream", counted)
    ask(truthful(service, 8), on_claim=lambda: shown.append(len(read)))
    assert 0 < shown[0] < len(read)


def test_follow_up_questions_are_read_from_the_cache(service, eurollm):
    """More than the rules, which begin every prompt and are a sixth of it.

    What an answer cites leads the next prompt: chosen by chance, it gave 27 to 40 %.
    """
    share = cached_share(truthful(service, temperature=0.0), eurollm)
    sys.stdout.write(
        f"cached in {len(FOLLOWING)} follow-up questions: {share:.0%} of tokens read\n"
    )
    assert share > 0.2


def cached_share(service, server):
    """The share of prompt tokens that the server took from its cache, over ten follow-ups."""

    def counted():
        names = ("prefix_cache_hits_total", "prefix_cache_queries_total")
        return [server.metric(name) for name in names]

    conversation = ask(service)[-1].conversation
    before = counted()
    for question in FOLLOWING:
        ask(service, question, conversation)
    hits, asked = (now - then for now, then in zip(counted(), before, strict=True))
    return hits / asked


def test_many_passages_never_overflow_a_window_of_4096(service, eurollm, tmp_path):
    settings = load_settings(
        "demo", data=tmp_path, chat=eurollm.settings(window=4096, wait=20.0), **GENERATE
    )
    narrow = truthful(build(settings, library=service.library))
    read = eurollm.metric("prompt_tokens_total")
    answer = answered(ask(narrow, "Wat moet ik weten over afval, parkeren en verhuizen?"))
    narrow.records.close()
    assert answer.written
    assert 1500 < eurollm.metric("prompt_tokens_total") - read < 4096


def test_the_switch_turned_halfway_loses_nothing(service):
    switch = Switch(service.settings.data)
    try:
        events = ask(truthful(service, 8), on_claim=lambda: switch.turn(Mode.REFERENCES, "samira"))
        answer = answered(events)
        assert len(answer.written) == 1
        assert "uitgezet" in answer.message
        assert answered(ask(service)).model is None
    finally:
        switch.turn(Mode.GENERATE, "samira")
    assert answered(ask(truthful(service))).written


def test_who_leaves_halfway_frees_the_slot(service, eurollm):
    async def leave():
        events = truthful(service, 8).ask(QUESTION)
        async for event in events:
            if isinstance(event, Claim):
                break
        await events.aclose()

    asyncio.run(leave())
    assert eurollm.idle()


def test_thirty_two_questions_at_the_same_time(service):
    many = truthful(service)

    async def one():
        return [event async for event in many.ask(QUESTION)]

    async def all_of_them():
        return await asyncio.gather(*(one() for _ in range(32)))

    for events in asyncio.run(all_of_them()):
        assert answered(events).written


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"key": "fout"}, "VRAAGBAAK_CHAT__KEY"),
        ({"model": "eurollm"}, "VRAAGBAAK_CHAT__MODEL"),
        ({"url": "http://127.0.0.1:9/v1"}, "does not answer"),
    ],
)
def test_a_server_that_can_not_be_used_is_refused_at_the_start(
    service, eurollm, tmp_path, changes, named
):
    settings = load_settings("demo", data=tmp_path, chat=eurollm.settings(**changes), **GENERATE)
    with pytest.raises(ConfigurationError, match=named):
        build(settings, library=service.library)


def test_vllm_killed_halfway_and_started_again(service, eurollm):
    try:
        answer = answered(ask(truthful(service, 8), on_claim=eurollm.kill))
        assert answer.written
        assert any("88,25" in claim.text for claim in answer.claims)
        assert "werkt nu niet" in answer.message
        assert answered(ask(service)).outcome is Outcome.REFERENCES
    finally:
        with suppress(AttributeError):
            eurollm.start()
    assert answered(ask(truthful(service))).written
