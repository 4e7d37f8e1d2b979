"""Who had a conversation can erase it, and then nothing of it is found anywhere."""

from assistant.domain import Contact
from assistant.handoff.domain import HandoffRequest
from assistant.records.domain import utc_now


def ask(client, question="Wat kost een paspoort?"):
    return client.post("/api/v1/ask", json={"question": question}).json()["conversation"]


def test_a_conversation_is_erased_by_its_id(client, service):
    conversation, other = ask(client), ask(client)
    reply = client.delete(f"/api/v1/conversations/{conversation}")
    assert (reply.status_code, reply.json()) == (200, {"erased": True, "copies": []})
    assert client.get(f"/api/v1/conversations/{conversation}/messages").status_code == 404
    assert client.get(f"/page/conversation/{conversation}.txt").status_code == 404
    assert client.get(f"/api/v1/conversations/{other}/messages").status_code == 200
    assert service.records.subjects.left([conversation]) == []
    assert service.records.audit.all()[0].who == ""


def test_a_second_time_and_a_made_up_id_are_not_found(client):
    conversation = ask(client)
    client.delete(f"/api/v1/conversations/{conversation}")
    assert client.delete(f"/api/v1/conversations/{conversation}").status_code == 404
    assert client.delete("/api/v1/conversations/made-up").status_code == 404


def test_the_request_to_a_person_goes_too_and_who_has_a_copy_is_named(client, service):
    conversation = ask(client)
    contact = Contact(name="Jo Vermeer", email="vermeer@voorbeeld.nl")
    asked = service.handoffs.request(
        HandoffRequest(conversation=conversation, consent=True, contact=contact, message="Bel mij")
    )
    records = service.records
    with records._database.writing() as session:
        from assistant.records.deliveries import queue

        queue(session, asked.id, ["mail"], utc_now())
    sent = records.deliveries.claim(utc_now(), ["mail"])
    records.deliveries.advance(sent.id, {"sent": "<1@voorbeeld.nl>"}, utc_now())
    reply = client.delete(f"/api/v1/conversations/{conversation}").json()
    assert reply["copies"] == [asked.reference]
    assert records.subjects.left([asked.reference, "Vermeer", conversation]) == []
    assert records.handoffs.latest(100) == []
