"""The API as a website would use it, on a real server."""

import json
import re

import httpx
import pytest

from assistant.records.domain import RecordsError
from tests.assistant.web.scripted import PASSPORT, make_service, serving


def ask(client, question, **more):
    return client.post("/api/v1/ask", json={"question": question, **more})


def test_a_question_is_answered_with_claims_and_citations(client):
    reply = ask(client, "Wat kost een paspoort?")
    body = reply.json()
    assert reply.status_code == 200
    assert reply.headers["x-ai-generated"] == "true"
    assert body["outcome"] == "references"
    assert body["claims"][0] == {"text": PASSPORT, "cited": [1]}
    assert body["citations"][0]["link"].startswith("https://www.waterveen.example/paspoort/#")
    assert {"id", "conversation", "notice", "handoff", "edition", "seconds", "dropped"} <= set(body)


def test_a_conversation_goes_on(client):
    first = ask(client, "Wat kost een paspoort?").json()["conversation"]
    assert ask(client, "En een schuur?", conversation=first).json()["conversation"] == first
    lines = client.get(f"/api/v1/conversations/{first}/messages").json()
    assert [line["role"] for line in lines["messages"]] == ["user", "assistant"] * 2
    later = client.get(
        f"/api/v1/conversations/{first}/messages", params={"after": lines["messages"][1]["id"]}
    ).json()
    assert later["messages"][0]["text"] == "En een schuur?"
    assert later["state"] == "bot"


def test_events_are_streamed_to_who_asks_for_them(client):
    with client.stream(
        "POST",
        "/api/v1/ask",
        json={"question": "paspoort"},
        headers={"Accept": "text/event-stream"},
    ) as reply:
        text = reply.read().decode()
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["x-ai-generated"] == "true"
    events = re.findall(r"^event: (\w+)\r?\ndata: (.+?)\r?$", text, re.M)
    assert [name for name, _ in events] == ["working"] * 3 + ["claim"] * 2 + ["answer"]
    assert json.loads(events[-1][1])["completeness"] == "complete"


def test_half_of_a_surrogate_pair_is_refused_and_breaks_nothing(client):
    headers = {"Content-Type": "application/json"}
    asked = client.post("/api/v1/ask", content='{"question": "\\ud800 paspoort"}', headers=headers)
    assert (asked.status_code, asked.json()["error"]["code"]) == (422, "invalid")
    said = '{"messages": [{"role": "user", "content": "\\udfff paspoort"}]}'
    assert client.post("/v1/chat/completions", content=said, headers=headers).status_code == 422


@pytest.mark.parametrize("body", [b'{"question": "\xff"}', b"[" * 20_000, b'{"question": 1'])
def test_what_is_no_json_is_said_to_be_wrong_rather_than_forbidden(client, body):
    asked = client.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert asked.status_code in {400, 422}
    assert asked.json()["error"]["code"] == "invalid"


@pytest.mark.parametrize("question", ["", "   \n", "\u200b\u200b"])
def test_an_empty_question_gets_one_clear_sentence(client, question):
    reply = ask(client, question)
    assert reply.status_code == 422
    assert reply.json()["error"] == {"code": "empty", "message": "Typ eerst een vraag."}


def test_a_question_that_is_too_long_says_how_long_it_may_be(client):
    error = ask(client, "a" * 10_000).json()["error"]
    assert error["code"] == "too_long"
    assert "1000" in error["message"]
    assert "10000" in error["message"]


def test_an_emoji_is_a_question(client):
    assert ask(client, "🛂👨‍👩‍👧").json()["outcome"] == "no_source"


def test_an_error_speaks_the_language_of_the_asker(client):
    reply = client.post("/api/v1/ask", json={"question": ""}, headers={"Accept-Language": "en-GB"})
    assert reply.json()["error"]["message"] == "First type a question."


def test_an_unknown_conversation_is_not_found(client):
    assert ask(client, "x", conversation="bestaat-niet").status_code == 404
    assert client.get("/api/v1/conversations/bestaat-niet/messages").status_code == 404
    reply = client.post("/api/v1/handoff", json={"conversation": "nee", "consent": True})
    assert reply.status_code == 404
    assert set(reply.json()["error"]) == {"code", "message"}


def test_a_wrong_field_is_named(client):
    reply = ask(client, "x", language="fr")
    assert reply.status_code == 422
    assert "language" in reply.json()["error"]["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"question": 5}', b"\xff"])
def test_a_broken_body_gets_a_clear_error(client, body):
    reply = client.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code in {400, 422}
    assert reply.json()["error"]["message"]


def test_nothing_goes_to_a_person_without_consent(client):
    conversation = ask(client, "Mag mijn schuur hoger?").json()["conversation"]
    refused = client.post("/api/v1/handoff", json={"conversation": conversation, "consent": False})
    assert refused.status_code == 422
    assert "toestemming" in refused.json()["error"]["message"]


def test_a_person_is_asked_once_and_then_the_bot_is_silent(client, service):
    conversation = ask(client, "Mag mijn schuur hoger?").json()["conversation"]
    body = {"conversation": conversation, "consent": True, "contact": {"phone": "06 12345678"}}
    first = client.post("/api/v1/handoff", json=body).json()
    assert re.fullmatch(r"V-\d{4}-\d{5}", first["reference"])
    assert first["state"] == "queued"
    assert client.post("/api/v1/handoff", json=body).json() == first
    service.handoffs.take(first["id"], "Samira")
    assert ask(client, "Bent u daar?", conversation=conversation).json()["outcome"] == "person"
    lines = client.get(f"/api/v1/conversations/{conversation}/messages").json()
    assert lines["state"] == "taken"
    assert lines["messages"][-1]["text"] == "Bent u daar?"


def test_a_report_is_kept_with_its_answer(client, service):
    answer = ask(client, "paspoort").json()["id"]
    body = {"answer": answer, "complaint": "outdated", "remark": "van vorig jaar"}
    assert client.post("/api/v1/feedback", json=body).json() == {"stored": True, "reference": ""}
    assert service.records.dossier(answer).report.complaint == "outdated"
    assert client.post("/api/v1/feedback", json={**body, "answer": "nee"}).status_code == 404
    assert client.post("/api/v1/feedback", json={**body, "complaint": "x"}).status_code == 422


def test_an_unexpected_error_shows_no_trace(client):
    reply = ask(client, "dit gaat kapot")
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "failed"
    for word in ("Traceback", "ZeroDivision", "secret", ".py"):
        assert word not in reply.text


def test_the_api_is_described_without_anything_from_elsewhere(client):
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/ask",
        "/api/v1/handoff",
        "/api/v1/feedback",
        "/api/v1/conversations/{conversation}",
        "/api/v1/conversations/{conversation}/messages",
        "/v1/models",
        "/v1/chat/completions",
    }
    page = client.get("/api/docs").text
    assert "POST /api/v1/ask" in page
    assert "http" not in page.replace("https://www.w3.org", "")


def test_a_visitor_who_asks_too_much_is_asked_to_wait(tmp_path):
    service = make_service(tmp_path, server={"requests_per_minute": 3})
    with serving(service) as address, httpx.Client(base_url=address) as client:
        codes = [ask(client, "paspoort").status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        assert "vraagbaak_refused_total 2.0" in client.get("/metrics").text
    service.close()


def test_a_database_that_is_full_or_gone_is_said_as_a_fault_of_ours(client, service, monkeypatch):
    def full(*_):
        raise RecordsError

    monkeypatch.setattr(service.records, "complain", full)
    body = {"answer": "x", "complaint": "outdated"}
    reply = client.post("/api/v1/feedback", json=body)
    assert reply.status_code == 503
    assert "opslaan" in reply.json()["error"]["message"]
