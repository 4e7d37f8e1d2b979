"""A user asks for a person and gets one: once, by consent, and in words they can read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from assistant.domain import (
    AssistantError,
    Contact,
    NotAllowed,
    NotFound,
    Reason,
    Role,
    State,
)
from assistant.handoff.build import open_handoffs
from assistant.handoff.desk import LONGEST_MESSAGE
from assistant.handoff.domain import MOVES, HandoffRequest
from assistant.records import open_records
from configs.domain import Language
from configs.texts import Texts

JAN = Contact(name=" Jan Jansen ", email="jan@voorbeeld.nl", phone="06-12345678")


def ask(conversation, **more):
    return HandoffRequest(**{"conversation": conversation, "consent": True, **more})


def said(records, conversation):
    return [(message.role, message.text) for message in records.messages(conversation)]


def test_the_preview_shows_what_the_desk_will_see(desk, records, conversation):
    (message,) = desk.preview(conversation)
    assert message.text == "Mijn BSN is [bsn], wat nu?"
    handoff = desk.request(ask(conversation))
    assert records.messages(handoff.conversation) == [message]


def test_a_request_gets_a_number_and_a_place_in_the_queue(desk, conversation, clock):
    handoff = desk.request(ask(conversation, reason=Reason.NO_SOURCE, contact=JAN, message="Help"))
    assert handoff.reference == "V-2026-00001"
    assert handoff.state is State.QUEUED
    assert handoff.asked_at == clock.now
    assert desk.waiting() == [handoff] == [desk.active(conversation)]
    kept = desk.handoff(handoff.id)
    assert kept.contact == Contact(name="Jan Jansen", email="jan@voorbeeld.nl", phone="06-12345678")
    assert (kept.reason, kept.note) == (Reason.NO_SOURCE, "Help")


def test_without_consent_nothing_is_sent(desk, conversation):
    with pytest.raises(NotAllowed) as refusal:
        desk.request(ask(conversation, consent=False))
    assert refusal.value.key == "handoff.consent_needed"
    assert desk.active(conversation) is None


def test_a_conversation_that_is_not_there_cannot_be_handed_over(desk):
    with pytest.raises(NotFound):
        desk.request(ask("made-up"))
    assert desk.recent(10) == []


def test_contact_may_be_skipped(desk, conversation):
    assert desk.request(ask(conversation, contact=Contact(name="  "))).contact is None


@pytest.mark.parametrize(
    "contact",
    [
        Contact(email="jan"),
        Contact(email="jan@"),
        Contact(email="jan@voorbeeld"),
        Contact(email="jan @voorbeeld.nl"),
        Contact(phone="112"),
        Contact(phone="mijn nummer"),
        Contact(phone="06123456789012345"),
    ],
)
def test_contact_that_cannot_work_is_refused(desk, conversation, contact):
    with pytest.raises(AssistantError) as refusal:
        desk.request(ask(conversation, contact=contact))
    assert refusal.value.key == "handoff.contact_invalid"


@pytest.mark.parametrize("phone", ["0612345678", "+31 6 1234 5678", "(0118) 12 34 56"])
def test_phone_numbers_are_taken_as_people_write_them(desk, conversation, phone):
    assert desk.request(ask(conversation, contact=Contact(phone=phone))).contact.phone == phone


def test_what_is_written_to_the_desk_keeps_how_to_reach_someone_but_no_bsn(
    desk, records, conversation
):
    note = "Bel 0612345678. BSN 123456782"
    handoff = desk.request(ask(conversation, contact=JAN, message=note))
    assert desk.handoff(handoff.id).note == "Bel 0612345678. BSN [bsn]"
    everything = " ".join(message.text for message in records.messages(conversation))
    assert "0612345678" not in everything
    assert "Jan" not in everything


def test_a_message_that_is_too_long_is_refused_with_the_limit_that_holds(desk, conversation):
    with pytest.raises(AssistantError) as refusal:
        desk.request(ask(conversation, message="a" * (LONGEST_MESSAGE + 1)))
    assert refusal.value.key == "handoff.message_too_long"
    assert f"{LONGEST_MESSAGE:,}" in Texts().say(refusal.value.key, Language.EN)
    assert f"{LONGEST_MESSAGE:,}".replace(",", ".") in Texts().say(refusal.value.key, Language.NL)


def test_asking_twice_is_asking_once(desk, conversation):
    first = desk.request(ask(conversation))
    assert desk.request(ask(conversation, message="Nog eens")) == first
    desk.take(first.id, "Fatima")
    assert desk.request(ask(conversation)).id == first.id
    desk.close(first.id, "Fatima")
    assert desk.request(ask(conversation)).reference == "V-2026-00002"


def test_a_hundred_requests_at_once_get_a_hundred_numbers(desk, records):
    def work(_):
        return desk.request(ask(records.open_conversation(None, Language.NL).id)).reference

    with ThreadPoolExecutor(16) as pool:
        references = list(pool.map(work, range(100)))
    assert sorted(references) == [f"V-2026-{number:05d}" for number in range(1, 101)]


def test_one_conversation_asked_from_many_windows_at_once_queues_once(desk, conversation):
    with ThreadPoolExecutor(12) as pool:
        found = set(pool.map(lambda _: desk.request(ask(conversation)).id, range(24)))
    assert len(found) == 1
    assert len(desk.waiting()) == 1


def test_the_numbers_start_again_in_the_new_year_of_the_desk(desk, records, clock, conversation):
    clock.now = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert desk.request(ask(conversation)).reference == "V-2026-00001"
    clock.forward(minutes=1)  # midnight in the Netherlands
    other = records.open_conversation(None, Language.NL).id
    assert desk.request(ask(other)).reference == "V-2027-00001"


def test_a_number_is_never_given_twice_also_after_an_erasure(desk, records, queued):
    records.erase(queued.conversation)
    other = records.open_conversation(None, Language.NL).id
    assert desk.request(ask(other)).reference == "V-2026-00002"


def test_a_person_takes_over_answers_and_closes_in_the_same_conversation(
    desk, records, clock, queued
):
    taken = desk.take(queued.id, " Fatima ")
    assert (taken.state, taken.staff, taken.taken_at) == (State.TAKEN, "Fatima", clock.now)
    assert desk.of_staff("Fatima") == [taken]
    assert desk.waiting() == []
    message = desk.reply(queued.id, "Fatima", " Goedemiddag, ik help u. ")
    assert (message.role, message.author) == (Role.STAFF, "Fatima")
    closed = desk.close(queued.id, "Fatima", "Beantwoord. BSN 123456782")
    assert (closed.state, closed.closed_at) == (State.CLOSED, clock.now)
    assert desk.handoff(queued.id).result == "Beantwoord. BSN [bsn]"
    assert desk.active(queued.conversation) is None
    assert said(records, queued.conversation)[1:] == [
        (
            Role.SYSTEM,
            "U praat nu met een medewerker: Fatima. De AI-chatbot antwoordt nu niet.",
        ),
        (Role.STAFF, "Goedemiddag, ik help u."),
        (
            Role.SYSTEM,
            "Fatima heeft het gesprek afgesloten. De AI-chatbot beantwoordt uw vragen weer.",
        ),
    ]


def test_the_user_is_told_in_the_language_of_the_conversation(desk, records, conversation):
    handoff = desk.request(ask(conversation, language=Language.EN))
    desk.take(handoff.id, "{Fatima}")
    assert "member of staff: {Fatima}." in said(records, conversation)[-1][1]


def test_of_two_who_take_at_once_exactly_one_gets_it(desk, records):
    for _ in range(10):
        conversation = records.open_conversation(None, Language.NL).id
        handoff = desk.request(ask(conversation))
        start = Barrier(2)

        def take(staff, handoff=handoff, start=start):
            start.wait()
            try:
                return desk.take(handoff.id, staff).staff
            except NotAllowed as refusal:
                return refusal.key

        with ThreadPoolExecutor(2) as pool:
            results = set(pool.map(take, ["Fatima", "Kees"]))
        winner = desk.handoff(handoff.id).staff
        assert results == {winner, "handoff.already_taken"}
        assert len(records.messages(conversation)) == 1


def test_taking_ones_own_again_says_nothing_twice(desk, records, queued):
    first = desk.take(queued.id, "Fatima")
    assert desk.take(queued.id, "Fatima") == first
    assert len(records.messages(queued.conversation)) == 2


def test_only_who_took_it_answers_and_closes(desk, queued):
    desk.take(queued.id, "Fatima")
    for move in (
        lambda: desk.reply(queued.id, "Kees", "Dag"),
        lambda: desk.close(queued.id, "Kees"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            move()
        assert refusal.value.key == "handoff.not_yours"


def test_handed_back_it_waits_in_its_old_place_for_someone_else(desk, records, clock, queued):
    desk.take(queued.id, "Fatima")
    clock.forward(minutes=5)
    later = desk.request(ask(records.open_conversation(None, Language.NL).id))
    released = desk.release(queued.id, "Kees")
    assert (released.state, released.staff, released.taken_at) == (State.QUEUED, "", None)
    assert [handoff.id for handoff in desk.waiting()] == [queued.id, later.id]
    assert "Fatima kan niet verder" in said(records, queued.conversation)[-1][1]
    assert desk.take(queued.id, "Kees").staff == "Kees"


@pytest.mark.parametrize("state", [State.QUEUED, State.TAKEN, State.CLOSED])
def test_a_move_that_is_not_in_the_table_is_refused_and_changes_nothing(
    desk, records, queued, state
):
    if state is not State.QUEUED:
        desk.take(queued.id, "Fatima")
    if state is State.CLOSED:
        desk.close(queued.id, "Fatima")
    before, lines = desk.handoff(queued.id), records.messages(queued.conversation)
    moves = {
        State.TAKEN: lambda: desk.take(queued.id, "Kees"),
        State.QUEUED: lambda: desk.release(queued.id, "Kees"),
        State.CLOSED: lambda: desk.close(queued.id, "Fatima"),
    }
    refused = set(moves) - MOVES[state]
    assert refused
    for target in refused:
        with pytest.raises(NotAllowed):
            moves[target]()
    assert desk.handoff(queued.id) == before
    assert records.messages(queued.conversation) == lines


def test_an_answer_needs_words_and_staff_a_name(desk, queued):
    with pytest.raises(NotAllowed):
        desk.take(queued.id, "  ")
    with pytest.raises(NotAllowed):
        desk.reply(queued.id, "Fatima", "Nog niet overgenomen")
    desk.take(queued.id, "Fatima")
    with pytest.raises(AssistantError) as refusal:
        desk.reply(queued.id, "Fatima", "   ")
    assert refusal.value.key == "handoff.message_empty"


def test_the_last_requests_come_first_whatever_became_of_them(desk, records, clock, queued):
    desk.take(queued.id, "Fatima")
    desk.close(queued.id, "Fatima")
    clock.forward(minutes=1)
    later = desk.request(ask(records.open_conversation(None, Language.NL).id))
    assert [handoff.id for handoff in desk.recent(10)] == [later.id, queued.id]
    assert [handoff.id for handoff in desk.recent(1)] == [later.id]


def test_everything_goes_on_after_a_restart(desk, records, settings, clock, queued):
    desk.take(queued.id, "Fatima")
    records.close()
    reopened = open_records(settings, clock)
    again = open_handoffs(settings, reopened, Texts(), clock)
    assert again.active(queued.conversation).staff == "Fatima"
    assert again.reply(queued.id, "Fatima", "Ik ben er weer").id > 0
    assert again.close(queued.id, "Fatima").state is State.CLOSED
    reopened.close()


def test_contact_details_go_before_the_rest(desk, records, clock, conversation):
    handoff = desk.request(ask(conversation, contact=JAN, message="Bel mij"))
    assert records.enforce_retention(clock.forward(days=30))["contacts"] == 0
    assert records.enforce_retention(clock.forward(seconds=1))["contacts"] == 1
    kept = desk.handoff(handoff.id)
    assert (kept.contact, kept.note, kept.reference) == (None, "", handoff.reference)
    assert records.enforce_retention(clock.forward(days=60))["handoffs"] == 1
    with pytest.raises(NotFound):
        desk.handoff(handoff.id)


@pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
def test_erasing_a_conversation_erases_its_requests_and_contact_details(
    desk, records, settings, conversation
):
    handoff = desk.request(ask(conversation, contact=JAN))
    records.erase(conversation)
    with pytest.raises(NotFound):
        desk.handoff(handoff.id)
    content = b"".join(file.read_bytes() for file in settings.data.iterdir())
    assert b"jan@voorbeeld.nl" not in content


def test_every_refusal_has_a_text_in_both_languages(desk):
    keys = "consent_needed contact_invalid message_too_long message_empty already_taken"
    keys += " name_needed not_yours not_possible not_found not_saved"
    for key in keys.split():
        for language in Language:
            assert Texts().say(f"handoff.{key}", language).endswith(".")


def test_the_desk_promises_what_the_hours_say(desk, clock):
    assert "17.00 uur" in desk.promise(clock.now, Language.NL)
