"""Approve mode through every door: the page, the API and its events, the OpenAI protocol."""

import json

import httpx
import pytest

from tests.assistant.web.scripted import make_service, serving
from tests.assistant.web.test_chat_stream import told

ASKED = {"question": "Wat kost een paspoort?"}
ALWAYS = {
    "hours": dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        (("00:00", "00:00"),),
    ),
    "country": "",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    service = make_service(folder, desk={**ALWAYS, "approve": "all"})
    yield service
    service.close()


def test_the_api_says_that_a_person_looks_and_brings_it_as_a_message(client, service):
    answer = client.post("/api/v1/ask", json=ASKED).json()
    assert (answer["outcome"], answer["claims"], answer["handoff"]["offered"]) == (
        "review",
        [],
        False,
    )
    waiting = service.approvals.waiting()[-1]
    path = f"/api/v1/conversations/{answer['conversation']}/messages"
    before = client.get(path).json()["messages"]
    assert "63,42" not in str(before)
    service.approvals.approve(waiting.id, "Samira")
    (new,) = client.get(path, params={"after": before[-1]["id"]}).json()["messages"]
    assert new["answer"]["outcome"] == "references"
    assert "63,42" in new["answer"]["claims"][0]["text"]


def test_no_claim_is_streamed_and_the_last_event_is_the_answer(client):
    headers = {"accept": "text/event-stream"}
    with client.stream("POST", "/api/v1/ask", json=ASKED, headers=headers) as reply:
        text = "".join(reply.iter_text())
    kinds = [line[7:].strip() for line in text.splitlines() if line.startswith("event: ")]
    assert set(kinds[:-1]) == {"working"}
    assert kinds[-1] == "answer"
    assert "63,42" not in text


def test_what_needs_no_looking_at_comes_at_once(client):
    answer = client.post("/api/v1/ask", json={"question": "Wie moet ik stemmen?"}).json()
    assert answer["outcome"] == "out_of_scope"


def test_a_program_of_the_openai_protocol_gets_words_too(client):
    body = {"messages": [{"role": "user", "content": "Wat kost een paspoort?"}]}
    reply = client.post("/v1/chat/completions", json=body).json()
    content = reply["choices"][0]["message"]["content"]
    assert "Een medewerker kijkt eerst naar het antwoord" in content
    assert "63,42" not in content
    assert reply["answer"]["outcome"] == "review"
    with client.stream("POST", "/v1/chat/completions", json=body | {"stream": True}) as streamed:
        text = "".join(streamed.iter_text())
    assert "63,42" not in text
    assert text.rstrip().endswith("data: [DONE]")
    last = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")][-1]
    assert last["choices"][0]["finish_reason"] == "stop"


def test_the_page_is_told_to_wait_and_listens(client):
    kind, shown = told(client, "Wat kost een paspoort?")[-1]
    assert kind == "answer"
    assert 'data-state="review"' in shown["log"]
    assert "63,42" not in shown["log"]


def test_a_saved_conversation_holds_nothing_unseen(client):
    answer = client.post("/api/v1/ask", json=ASKED).json()
    saved = client.get(f"/page/conversation/{answer['conversation']}.txt").text
    assert "63,42" not in saved
    assert "Een medewerker kijkt eerst" in saved


def test_figures_say_how_many_wait(client):
    figures = client.get("/metrics").text
    assert "vraagbaak_approvals_waiting" in figures


def test_a_closed_desk_offers_a_person_at_once(tmp_path):
    closed = make_service(tmp_path, desk={"hours": {}, "approve": "all"})
    with serving(closed) as address, httpx.Client(base_url=address) as client:
        answer = client.post("/api/v1/ask", json=ASKED).json()
        assert answer["outcome"] == "review"
        assert answer["handoff"] == {"offered": True, "reason": "approval"}
        body = {"conversation": answer["conversation"], "consent": True}
        client.post("/api/v1/handoff", json=body)
        assert closed.handoffs.waiting()[0].reason == "approval"
    closed.close()
