"""What was said and answered is kept, masked, accountable, and gone when its days are over."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain import Complaint, NotFound, Outcome, Role
from assistant.records import open_records
from assistant.records.domain import RecordsError
from configs.domain import Language

QUESTION = "Ik ben Jan Jansen, BSN 123456782. Wat kost een paspoort?"
MASKED = "Ik ben [naam], BSN [bsn]. Wat kost een paspoort?"


def test_a_conversation_has_an_unguessable_id_and_can_be_taken_up_again(records):
    ids = {records.open_conversation(None, Language.NL).id for _ in range(50)}
    assert len(ids) == 50
    assert min(len(one) for one in ids) >= 24
    known = ids.pop()
    assert records.open_conversation(known, Language.EN).id == known


@pytest.mark.parametrize(
    "call",
    [
        lambda records: records.open_conversation("made-up", Language.NL),
        lambda records: records.conversation("made-up"),
        lambda records: records.messages("made-up"),
        lambda records: records.say("made-up", Role.USER, "Hallo"),
        lambda records: records.dossier("made-up"),
        lambda records: records.complain("made-up", Complaint.OTHER, ""),
        lambda records: records.handoffs.get("made-up"),
    ],
)
def test_an_unknown_id_is_not_found(records, call):
    with pytest.raises(NotFound):
        call(records)


def test_an_unknown_answer_is_none(records):
    assert records.answer("made-up") is None


def test_messages_come_in_the_order_in_which_they_were_said(records, conversation):
    said = [records.say(conversation, Role.USER, f"Vraag {number}") for number in range(3)]
    assert records.messages(conversation) == said
    assert records.messages(conversation, after=said[0].id) == said[1:]
    assert said[0].at.tzinfo is UTC


def test_what_a_user_says_is_masked_and_what_staff_says_is_not(records, conversation):
    records.say(conversation, Role.USER, "Bel 0612345678")
    records.say(conversation, Role.STAFF, "Bel ons op 0612345678", author="Fatima")
    user, staff = records.messages(conversation)
    assert user.text == "Bel [telefoonnummer]"
    assert (staff.text, staff.author) == ("Bel ons op 0612345678", "Fatima")


def test_text_that_no_database_takes_is_made_fit(records, conversation):
    said = records.say(conversation, Role.USER, "a\0b\ud800c 😀 é")
    assert said.text == "ab?c 😀 é"
    assert records.messages(conversation)[0].text == said.text


def test_an_answer_is_kept_whole_with_all_that_lay_behind_it(
    records, conversation, answer_for, hit
):
    answer = answer_for(conversation)
    message = records.record(answer, QUESTION, [hit])
    assert records.answer(answer.id) == answer
    asked, answered = records.messages(conversation)
    assert (asked.role, asked.text) == (Role.USER, MASKED)
    assert answered == message
    assert answered.answer == answer
    assert "83,87 euro" in answered.text
    dossier = records.dossier(answer.id)
    assert dossier.question == MASKED
    assert dossier.answer.edition == 7
    assert dossier.answer.dropped == {"cite": 2}
    assert [(found.url, found.passage) for found in dossier.found] == [
        (hit.passage.url, hit.passage.id)
    ]
    assert dossier.report is None


def test_what_was_asked_is_told_for_counting(records, conversation, answer_for, hit):
    answer = answer_for(conversation)
    records.record(answer, QUESTION, [hit])
    records.complain(answer.id, Complaint.OUTDATED, "")
    (asked,) = records.asked()
    assert (asked.conversation, asked.question) == (conversation, MASKED)
    assert (asked.cited, asked.nearest) == ((hit.passage.url,), hit.passage.url)
    assert asked.complaint is Complaint.OUTDATED


@pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
def test_no_personal_data_reach_the_file(records, settings, conversation, answer_for, hit):
    records.record(answer_for(conversation), QUESTION, [hit])
    records.close()
    content = b"".join(file.read_bytes() for file in settings.data.iterdir())
    assert b"Wat kost een paspoort" in content
    assert b"Jansen" not in content
    assert b"123456782" not in content


@pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
def test_only_the_owner_of_the_process_can_read_the_file(records, settings):
    assert (settings.data / "records.db").stat().st_mode & 0o077 == 0


def test_a_conversation_remembers_its_last_twenty_questions(records, conversation, answer_for):
    for number in range(23):
        records.record(answer_for(conversation, number), f"Vraag {number}", [])
    turns = records.conversation(conversation).turns
    assert [turn.question for turn in turns] == [f"Vraag {number}" for number in range(3, 23)]
    assert turns[0].outcome is Outcome.REFERENCES
    assert turns[0].titles == ("Paspoort",)


def test_nothing_is_half_recorded(records, conversation, answer_for, hit):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [hit])
    with pytest.raises(RecordsError):
        records.record(answer, "Weer met hetzelfde nummer", [hit])
    assert len(records.messages(conversation)) == 2
    assert len(records.statistics(date(2026, 1, 1))) == 1


def test_a_second_report_takes_the_place_of_the_first(records, conversation, answer_for):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [])
    records.complain(answer.id, Complaint.INCORRECT, "Het is 90 euro")
    records.complain(answer.id, Complaint.OUTDATED, "Mail jan@voorbeeld.nl")
    report = records.dossier(answer.id).report
    assert (report.complaint, report.remark) == (Complaint.OUTDATED, "Mail [e-mailadres]")


def test_figures_hold_no_words_and_lead_to_no_conversation(records, conversation, answer_for, hit):
    records.record(answer_for(conversation), QUESTION, [hit])
    (figures,) = records.statistics(date(2026, 11, 23))
    assert (figures.day, figures.outcome, figures.edition) == (
        date(2026, 11, 23),
        Outcome.REFERENCES,
        7,
    )
    assert (figures.claims, figures.citations, figures.hits, figures.dropped) == (1, 1, 1, 2)
    assert figures.seconds["total"] == 0.02
    assert conversation not in figures.model_dump_json()
    assert "paspoort" not in figures.model_dump_json().lower()


def test_everything_is_there_after_a_restart(records, settings, clock, conversation, answer_for):
    records.record(answer_for(conversation), "Vraag", [])
    before = records.messages(conversation)
    records.close()
    again = open_records(settings, clock)
    assert again.messages(conversation) == before
    again.close()


def test_texts_go_after_their_days_and_figures_stay_until_theirs(
    records, clock, conversation, answer_for, hit
):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [hit])
    records.complain(answer.id, Complaint.OTHER, "")
    assert not any(records.enforce_retention(clock.forward(days=90)).values())
    deleted = records.enforce_retention(clock.forward(seconds=1))
    gone = {table: rows for table, rows in deleted.items() if rows}
    assert gone == {"reports": 1, "messages": 2, "answers": 1, "conversations": 1}
    assert records.answer(answer.id) is None
    assert len(records.statistics(date(2026, 1, 1))) == 1
    assert records.enforce_retention(clock.forward(days=641))["statistics"] == 1


def test_a_conversation_that_goes_on_loses_only_its_old_part(records, clock, conversation):
    records.say(conversation, Role.USER, "Oud")
    clock.forward(days=80)
    records.say(conversation, Role.USER, "Nieuw")
    records.enforce_retention(clock.forward(days=20))
    assert [message.text for message in records.messages(conversation)] == ["Nieuw"]


@pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
def test_erasing_leaves_nothing_of_a_conversation_in_the_file(
    records, settings, conversation, answer_for, hit
):
    other = records.open_conversation(None, Language.NL).id
    records.say(other, Role.USER, "Een andere vraag")
    last = records.record(answer_for(conversation), "Een geheime vraag", [hit])
    assert records.erase(conversation) == 2
    assert records.erase(conversation) == 0
    with pytest.raises(NotFound):
        records.conversation(conversation)
    assert len(records.messages(other)) == 1
    content = b"".join(file.read_bytes() for file in settings.data.iterdir())
    assert b"geheime" not in content
    assert conversation.encode() not in content
    assert records.say(other, Role.USER, "Nog een").id > last.id


def test_moments_survive_in_utc_whatever_zone_they_come_in(settings, clock, conversation, records):
    clock.now = clock.now.astimezone(ZoneInfo("Europe/Amsterdam"))
    said = records.say(conversation, Role.USER, "Hallo")
    (kept,) = records.messages(conversation)
    assert kept.at - said.at == timedelta(0)
    assert kept.at.tzinfo is UTC
