"""A request reaches Chatwoot as an open conversation, once, whatever happens on the way."""

import pytest

from assistant.domain import Contact, Role
from assistant.handoff.build import open_handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records.domain import Stage
from configs.domain import ConfigurationError, Language
from configs.slices.handoff import HandoffSettings
from configs.texts import Texts
from tests.assistant.handoff.chatwoot import ACCOUNT, INBOX, TOKEN, chatwoot

JAN = Contact(name="Jan <b>Berg</b>", email="Jan@voorbeeld.nl", phone="06 12345678")
POSTS = ("POST /contacts", "POST /conversations", "POST /conversations/N/messages")


@pytest.fixture
def server():
    with chatwoot() as server:
        yield server


@pytest.fixture
def opening(settings, records, clock, server):
    def opened(**changes):
        given = {"url": server.url, "token": TOKEN, "account": ACCOUNT, "inbox": INBOX, **changes}
        handoff = HandoffSettings.model_validate({"chatwoot": given})
        wired = settings.model_copy(update={"handoff": handoff})
        return open_handoffs(wired, records, Texts(), clock)

    return opened


@pytest.fixture
def handoffs(opening):
    return opening()


def asked(handoffs, conversation, contact=JAN, message="Mijn paspoort is gestolen."):
    request = HandoffRequest(
        conversation=conversation, consent=True, contact=contact, message=message
    )
    return handoffs.request(request)


def whole(server, reference):
    """Exactly one request stands there, with all its parts."""
    (contact,) = server.contacts
    (conversation,) = server.conversations
    question, note = server.messages
    assert contact["name"] == "Jan <b>Berg</b>"
    assert (contact["email"], contact["phone_number"]) == ("jan@voorbeeld.nl", "+31612345678")
    assert conversation["status"] == "open"
    assert conversation["inbox_id"] == INBOX
    assert conversation["additional_attributes"] == {"vraagbaak": reference, "reason": "asked"}
    assert question["message_type"] == 0
    assert "Mijn paspoort is gestolen." in question["content"]
    assert note["private"]
    assert reference in note["content"]
    assert "06 12345678" in note["content"]
    assert "123456782" not in note["content"]


def test_a_request_arrives_with_all_its_fields(handoffs, records, conversation, server):
    reference = asked(handoffs, conversation).reference
    assert handoffs.outbox.deliver_due() == 1
    whole(server, reference)
    assert [one.stage for one in records.deliveries.all()] == [Stage.DELIVERED]
    assert handoffs.outbox.deliver_due() == 0


@pytest.mark.parametrize("call", POSTS)
@pytest.mark.parametrize("fault", ["lost", "down", 503, 429, 401])
def test_after_a_fault_exactly_one_request_arrives(
    call, fault, *, handoffs, conversation, server, clock
):
    server.faults[call] = [fault]
    reference = asked(handoffs, conversation).reference
    assert handoffs.outbox.deliver_due() == 0
    clock.forward(seconds=20)
    assert handoffs.outbox.deliver_due() == 1
    whole(server, reference)


def test_somebody_elses_address_does_not_lead_to_their_conversations(
    handoffs, records, conversation, server
):
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    other = records.open_conversation(None, Language.NL).id
    records.say(other, Role.USER, "Mag ik iets vragen?")
    asked(handoffs, other, message="")
    assert handoffs.outbox.deliver_due() == 1
    first, second = server.contacts
    assert (second["email"], second["phone_number"]) == (None, None)
    assert [one["contact_id"] for one in server.conversations] == [first["id"], second["id"]]
    assert "Jan@voorbeeld.nl" in server.messages[-1]["content"]


def test_without_contact_details_the_number_is_the_name(handoffs, conversation, server):
    reference = asked(handoffs, conversation, contact=None).reference
    assert handoffs.outbox.deliver_due() == 1
    assert server.contacts[0]["name"] == reference


def test_an_inbox_that_is_not_there_dies_visibly(opening, records, conversation):
    handoffs = opening(inbox=99)
    asked(handoffs, conversation, contact=None)
    assert handoffs.outbox.deliver_due() == 0
    (dead,) = records.deliveries.all()
    assert dead.stage is Stage.DEAD
    assert "404" in dead.error


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"token": None}, "CHATWOOT__TOKEN"), ({"url": "http://chat.example"}, "CHATWOOT__URL")],
)
def test_a_desk_that_cannot_be_is_refused_at_the_start(opening, changes, named):
    with pytest.raises(ConfigurationError, match=named):
        opening(**changes)


def test_only_its_topics_go_there(opening, records, conversation):
    handoffs = opening(topics=["afval"])
    asked(handoffs, conversation)
    assert records.deliveries.all() == []
