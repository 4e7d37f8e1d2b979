"""Staff share the work: passing on, notes, topics, who is there, what the resident hears of it."""

from datetime import UTC, datetime

import pytest

from assistant.domain import AssistantError, Contact, NotAllowed, Reason, Role, State
from assistant.handoff.build import open_handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records.desk_domain import Mark
from configs.domain import Language
from configs.slices.server import DeskSettings
from configs.texts import Texts
from tests.assistant.handoff.conftest import DESK

TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOPICS = {"Burgerzaken": ("paspoort", "rijbewijs"), "Belastingen": ("aanslag",), "Overig": ()}


@pytest.fixture
def staffed(settings, records, clock):
    """The desk of an organisation that works at it, with topics."""
    desk = DeskSettings(**DESK.model_dump() | {"password": "geheim", "topics": TOPICS})
    return open_handoffs(settings.model_copy(update={"desk": desk}), records, Texts(), clock)


def asked(desk, records, text="Waar blijft mijn paspoort?"):
    conversation = records.open_conversation(None, Language.NL).id
    records.say(conversation, Role.USER, text)
    return desk.request(HandoffRequest(conversation=conversation, consent=True))


def lines(records, handoff):
    return [line.text for line in records.messages(handoff.conversation)]


def test_a_request_gets_its_topic_by_its_words(staffed, records):
    about = asked(staffed, records, "Ik wil twee paspoorten aanvragen")
    other = asked(staffed, records, "Hoe laat is het?")
    assert staffed.marks([about, other]) == {about.id: Mark(topic="Burgerzaken")}


def test_passed_on_it_waits_for_a_colleague_with_a_note_and_the_resident_hears_it(staffed, records):
    handoff = asked(staffed, records)
    staffed.take(handoff.id, "Samira")
    staffed.pass_on(handoff.id, "Samira", Mark(meant_for="Noor"), "Wil graag Engels spreken")
    assert staffed.handoff(handoff.id).state is State.QUEUED
    assert staffed.marks([handoff])[handoff.id].meant_for == "Noor"
    assert [(one.author, one.text) for one in staffed.notes(handoff.id)] == [
        ("Samira", "Wil graag Engels spreken")
    ]
    assert lines(records, handoff)[-1].startswith("Samira geeft uw vraag door aan een collega")
    assert "Engels" not in " ".join(lines(records, handoff))
    assert staffed.take(handoff.id, "Joost").staff == "Joost"  # nobody has to wait for Noor


def test_what_waits_is_passed_on_in_silence_and_what_a_colleague_has_not_at_all(staffed, records):
    handoff = asked(staffed, records)
    staffed.pass_on(handoff.id, "Joost", Mark(topic="Belastingen"))
    assert len(lines(records, handoff)) == 1
    staffed.take(handoff.id, "Samira")
    with pytest.raises(NotAllowed, match=r"handoff\.not_yours"):
        staffed.pass_on(handoff.id, "Joost", Mark(topic="Burgerzaken"))
    with pytest.raises(NotAllowed, match=r"handoff\.nobody_chosen"):
        staffed.pass_on(handoff.id, "Samira", Mark())
    assert staffed.handoff(handoff.id).staff == "Samira"


def test_given_back_it_is_for_anyone_again(staffed, records):
    handoff = asked(staffed, records)
    staffed.take(handoff.id, "Samira")
    staffed.release(handoff.id, "Samira")
    assert staffed.marks([handoff])[handoff.id] == Mark()


def test_a_note_is_for_staff_alone_and_goes_with_the_contact_details(staffed, records, clock):
    handoff = asked(staffed, records)
    staffed.note(handoff.id, "Samira", "Belt liever na 17 uur: 06 12345678, BSN 123456782")
    (note,) = staffed.notes(handoff.id)
    assert "06 12345678" in note.text
    assert "123456782" not in note.text
    assert lines(records, handoff) == ["Waar blijft mijn paspoort?"]
    with pytest.raises(AssistantError, match=r"handoff\.message_empty"):
        staffed.note(handoff.id, "Samira", "  ")
    records.enforce_retention(clock.forward(days=31))
    assert staffed.notes(handoff.id) == []


def test_an_erased_conversation_takes_notes_and_marks_along(staffed, records):
    handoff = asked(staffed, records)
    staffed.note(handoff.id, "Samira", "Belt terug")
    records.erase(handoff.conversation)
    assert staffed.notes(handoff.id) == []
    assert staffed.marks([handoff]) == {}


def test_everything_that_staff_do_stands_in_the_audit_log_without_words(staffed, records):
    handoff = asked(staffed, records)
    staffed.take(handoff.id, "Samira")
    staffed.reply(handoff.id, "Samira", "Dag!")
    staffed.note(handoff.id, "Samira", "Een geheim")
    staffed.pass_on(handoff.id, "Samira", Mark(meant_for="Noor"), "Nog een geheim")
    staffed.take(handoff.id, "Noor")
    staffed.close(handoff.id, "Noor", "Beantwoord")
    acts = records.audit.all()[::-1]
    assert [(one.who, one.action.removeprefix("desk.")) for one in acts] == [
        ("Samira", "take"),
        ("Samira", "reply"),
        ("Samira", "note"),
        ("Samira", "pass_on"),
        ("Noor", "take"),
        ("Noor", "close"),
    ]
    assert {one.subject for one in acts} == {handoff.reference}
    assert "geheim" not in str(acts)


def test_who_is_at_the_desk_is_what_residents_are_promised(staffed, clock):
    clock.now = TUESDAY_MORNING
    free = "Een medewerker kan u helpen"
    nobody = "Er is nu geen medewerker vrij. Wij zijn open tot 17.00 uur."
    assert nobody in staffed.promise(clock.now, Language.NL)
    staffed.presence.arrive("Samira")
    staffed.presence.arrive("Noor")
    assert free in staffed.promise(clock.now, Language.NL)
    staffed.presence.turn("Samira", away=True)
    assert staffed.presence.available() == ["Noor"]
    staffed.presence.leave("Noor")
    assert nobody in staffed.promise(clock.now, Language.NL)
    staffed.presence.arrive("Samira")  # her page goes on showing itself
    assert staffed.presence.available() == []
    staffed.presence.turn("Samira", away=False)
    assert free in staffed.promise(clock.now, Language.NL)
    clock.forward(minutes=2)  # her browser is gone
    assert nobody in staffed.promise(clock.now, Language.NL)
    assert staffed.presence.known() == ["Samira"]


def test_a_desk_that_nobody_works_at_promises_what_its_hours_say(desk, clock):
    clock.now = TUESDAY_MORNING
    assert "Een medewerker kan u helpen" in desk.promise(clock.now, Language.NL)


def test_staff_see_that_a_resident_closed_the_browser(staffed, records, clock):
    handoff = asked(staffed, records)
    presence = staffed.presence
    assert presence.gone_since(handoff.conversation) is None  # through the API: nothing is known
    presence.watch(handoff.conversation)
    assert presence.gone_since(handoff.conversation) is None
    left = clock.forward(seconds=10)
    presence.unwatch(handoff.conversation)
    clock.forward(minutes=5)
    assert presence.gone_since(handoff.conversation) == left
    presence.watch(handoff.conversation)
    assert presence.gone_since(handoff.conversation) is None
    last = clock.now
    clock.forward(minutes=5)  # a lost connection says no goodbye
    assert presence.gone_since(handoff.conversation) == last


def test_markup_in_a_name_is_kept_as_it_was_typed(staffed, records):
    conversation = records.open_conversation(None, Language.NL).id
    name = '<img src=x onerror="alert(1)">'
    request = HandoffRequest(
        conversation=conversation, consent=True, contact=Contact(name=name, phone="0612345678")
    )
    assert staffed.handoff(staffed.request(request).id).contact.name == name


def test_a_report_makes_the_reason(staffed, records):
    conversation = records.open_conversation(None, Language.NL).id
    assert staffed.reason(conversation) is Reason.ASKED
