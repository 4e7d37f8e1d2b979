"""Who had a conversation can keep it: words, sources, and that an AI made the answers."""

from tests.assistant.web.scripted import PASSPORT


def test_the_file_holds_question_answer_source_and_marking(client):
    asked = client.post("/api/v1/ask", json={"question": "Wat kost een paspoort?"}).json()
    reply = client.get(f"/page/conversation/{asked['conversation']}.txt")
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["x-ai-generated"] == "true"
    assert reply.headers["cache-control"] == "no-store"
    assert "Wat kost een paspoort?" in reply.text
    assert f"{PASSPORT} [1]" in reply.text
    assert asked["citations"][0]["link"] in reply.text
    assert asked["notice"] in reply.text
    assert "ai-generated: true" in reply.text


def test_an_unknown_conversation_is_not_found(client):
    assert client.get("/page/conversation/bestaat-niet.txt").status_code == 404


def test_personal_data_is_masked_in_the_file_too(client):
    asked = client.post(
        "/api/v1/ask", json={"question": "Mijn bsn is 111222333. Wat kost een paspoort?"}
    ).json()
    text = client.get(f"/page/conversation/{asked['conversation']}.txt").text
    assert "111222333" not in text
