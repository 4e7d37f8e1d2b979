"""A program that speaks the OpenAI protocol, with its own client, gets cited answers."""

import httpx
import openai
import pytest

from assistant.domain import Claim
from assistant.markdown import written
from tests.assistant.web.scripted import PASSPORT


@pytest.fixture
def program(address):
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def ask(program, *said, **more):
    roles = ("user", "assistant") * len(said)
    messages = [{"role": role, "content": text} for role, text in zip(roles, said, strict=False)]
    return program.chat.completions.create(model="vraagbaak", messages=messages, **more)


def test_there_is_one_model(program):
    assert [model.id for model in program.models.list()] == ["vraagbaak"]


def test_an_answer_is_cited_linked_and_says_that_it_is_ai(program):
    made = ask(program, "Wat kost een paspoort?")
    text = made.choices[0].message.content
    assert f"{PASSPORT} \\[1\\]" in text
    assert "](https://www.waterveen.example/paspoort/#" in text
    assert made.answer["notice"] in text.replace("\\", "")
    assert made.choices[0].finish_reason == "stop"
    assert made.answer["citations"][0]["sentences"] == [PASSPORT]


def test_a_stream_says_the_same_claim_by_claim(program):
    whole = ask(program, "Wat kost een paspoort?").choices[0].message.content
    chunks = list(ask(program, "Wat kost een paspoort?", stream=True))
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert "".join(pieces) == whole
    assert sum(bool(piece) for piece in pieces) >= 3
    assert chunks[-1].choices[0].finish_reason == "stop"


@pytest.mark.parametrize("stream", [False, True])
def test_a_conversation_goes_on_though_the_protocol_has_no_id_for_it(program, stream):
    first = ask(program, "Wat kost een paspoort?")
    text = first.choices[0].message.content
    second = ask(program, "Wat kost een paspoort?", text, "En een schuur?", stream=stream)
    last = list(second)[-1] if stream else second
    assert last.answer["conversation"] == first.answer["conversation"]
    other = ask(program, "Iets anders", text, "En een schuur?")
    assert other.answer["conversation"] != first.answer["conversation"]


def test_a_question_without_an_answer_says_so(program):
    made = ask(program, "xyz")
    assert made.choices[0].message.content
    assert made.answer["claims"] == []


def test_parts_of_text_are_read_and_pictures_are_not(program):
    parts = [
        {"type": "text", "text": "Wat kost een paspoort?"},
        {"type": "image_url", "image_url": {"url": "https://elders.example/x.png"}},
    ]
    made = program.chat.completions.create(
        model="vraagbaak", messages=[{"role": "user", "content": parts}]
    )
    assert PASSPORT in made.choices[0].message.content


@pytest.mark.parametrize("question", ["", "a" * 1001])
def test_what_is_no_question_is_refused_in_the_shape_of_the_protocol(program, question):
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        ask(program, question)
    assert refused.value.body["message"]


def test_a_body_that_is_no_request_gets_one_clear_error(address):
    reply = httpx.post(f"{address}/v1/chat/completions", json={"messages": "x"})
    assert reply.status_code == 422
    assert reply.json()["error"]["message"]


def test_words_of_a_page_are_never_markup():
    hostile = Claim(text="Zie ![x](https://evil.example/a) <b>en</b> `code`", cited=(1,))
    assert "![" not in written(hostile)
    assert "<b>" not in written(hostile)
