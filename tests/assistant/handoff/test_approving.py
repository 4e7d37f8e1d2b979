"""Approve mode: nothing reaches the resident unseen, both versions stay, silence never follows."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from assistant.domain import Answer, AssistantError, NotAllowed, Outcome, Reason, Role
from assistant.handoff.build import open_approvals, open_handoffs
from assistant.records.desk_domain import Review
from assistant.records.domain import RecordsError
from configs.domain import Language
from configs.texts import Texts
from tests.assistant.handoff.conftest import DESK
from tests.assistant.test_domain import GOOD


@pytest.fixture
def opening(settings, records, clock):
    def opened(mode, minutes=10):
        desk = DESK.model_copy(update={"approve": mode, "approve_minutes": minutes})
        wired = settings.model_copy(update={"desk": desk})
        handoffs = open_handoffs(wired, records, Texts(), clock)
        return open_approvals(wired, records, Texts(), handoffs, clock)

    return opened


@pytest.fixture
def approvals(opening):
    return opening("all")


@pytest.fixture
def asked(records):
    return records.open_conversation(None, Language.NL).id


def made(conversation, **changes):
    return Answer(**GOOD | {"conversation": conversation, "id": f"made-{conversation}", **changes})


def journal(approvals, conversation, text="Wat kost een paspoort? BSN 123456782", **changes):
    draft = SimpleNamespace(text=text, hits=[])
    return approvals.journal(draft, made(conversation, **changes))


def seen(records, conversation):
    return [(line.role, line.text) for line in records.messages(conversation)]


def everything(records, conversation):
    return str(records.messages(conversation)) + str(records.conversation(conversation))


def test_off_an_answer_is_kept_and_shown(opening, records, asked):
    shown = journal(opening("off"), asked)
    assert shown.outcome is Outcome.REFERENCES
    assert records.messages(asked)[-1].answer == shown


def test_generated_holds_what_a_model_wrote_and_nothing_else(opening, asked, records):
    approvals = opening("generated")
    assert journal(approvals, asked).outcome is Outcome.REFERENCES
    other = records.open_conversation(None, Language.NL).id
    written = journal(approvals, other, outcome=Outcome.ANSWERED, written=(0,))
    assert written.outcome is Outcome.REVIEW
    nothing = {"outcome": Outcome.NO_SOURCE, "completeness": "none", "claims": (), "citations": ()}
    assert (
        journal(approvals, other, id="x", message="Niets.", **nothing).outcome is Outcome.NO_SOURCE
    )


def test_the_resident_hears_that_a_person_looks_and_sees_nothing_of_it(approvals, records, asked):
    told = journal(approvals, asked)
    assert (told.outcome, told.handoff.offered) == (Outcome.REVIEW, False)
    assert "Een medewerker kijkt eerst naar het antwoord" in told.message
    assert "88,25" not in everything(records, asked)
    assert "123456782" not in approvals.waiting()[0].question
    assert approvals.pending(asked)


def test_approved_it_stands_in_the_conversation_and_in_the_journal(approvals, records, asked):
    journal(approvals, asked)
    (waiting,) = approvals.waiting()
    approvals.approve(waiting.id, "Samira")
    answer = records.messages(asked)[-1].answer
    assert answer.claims == waiting.answer.claims
    assert answer.notice.endswith("Een medewerker heeft dit antwoord bekeken.")
    assert records.dossier(answer.id).answer == answer
    assert approvals.waiting() == []
    assert not approvals.pending(asked)
    (kept,) = records.approvals.all()
    assert (kept.state, kept.staff, kept.shown) == (Review.APPROVED, "Samira", answer)
    assert records.audit.all()[0].action == "desk.approved"


def test_edited_both_versions_stay_and_a_persons_words_are_a_persons(approvals, records, asked):
    journal(approvals, asked)
    (waiting,) = approvals.waiting()
    approvals.edit(waiting.id, "Samira", "Een paspoort kost € 88,25. [1]\nMaak eerst een afspraak.")
    *_, answer, words = records.messages(asked)
    assert answer.answer.claims == waiting.answer.claims
    assert (words.role, words.author, words.text) == (
        Role.STAFF,
        "Samira",
        "Maak eerst een afspraak.",
    )
    (kept,) = records.approvals.all()
    assert (kept.answer, kept.words) == (waiting.answer, "Maak eerst een afspraak.")


def test_only_a_persons_words_are_no_answer_of_the_assistant(approvals, records, asked):
    journal(approvals, asked)
    approvals.edit(approvals.waiting()[0].id, "Samira", "Bel ons even.")
    last = records.messages(asked)[-1]
    assert (last.role, last.answer) == (Role.STAFF, None)
    journal(approvals, asked, id="again")
    with pytest.raises(AssistantError, match=r"handoff\.message_empty"):
        approvals.edit(approvals.waiting()[0].id, "Samira", "  \n [1]")
    assert len(approvals.waiting()) == 1


def test_rejected_a_person_is_offered_and_the_reason_is_kept(approvals, records, asked):
    journal(approvals, asked)
    (waiting,) = approvals.waiting()
    with pytest.raises(AssistantError, match=r"desk\.review_reason_needed"):
        approvals.reject(waiting.id, "Samira", " ")
    approvals.reject(waiting.id, "Samira", "Bedrag is van vorig jaar")
    answer = records.messages(asked)[-1].answer
    assert (answer.outcome, answer.handoff.reason) == (Outcome.UNSUPPORTED, Reason.APPROVAL)
    assert "88,25" not in everything(records, asked)
    assert "vorig jaar" not in everything(records, asked)
    (kept,) = records.approvals.all()
    assert (kept.state, kept.reason) == (Review.REJECTED, "Bedrag is van vorig jaar")


def test_when_nobody_looks_in_time_a_person_is_offered_once(approvals, records, asked, clock):
    journal(approvals, asked)
    clock.forward(minutes=9)
    assert approvals.expire() == 0
    (waiting,) = approvals.waiting()
    clock.forward(minutes=1)
    assert approvals.expire() == 1
    answer = records.messages(asked)[-1].answer
    assert (answer.outcome, answer.handoff.offered) == (Outcome.REVIEW, True)
    assert "niet gelukt om op tijd" in answer.message
    assert approvals.expire() == 0
    assert not approvals.pending(asked)
    with pytest.raises(NotAllowed, match=r"desk\.review_too_late"):
        approvals.approve(waiting.id, "Samira")
    assert len(records.messages(asked)) == 3


def test_when_the_desk_is_closed_a_person_is_offered_at_once(approvals, records, asked, clock):
    clock.forward(hours=12)
    told = journal(approvals, asked)
    assert (told.outcome, told.handoff.offered) == (Outcome.REVIEW, True)
    assert "dinsdag 24 november om 8.30 uur" in told.message
    assert approvals.waiting() == []
    assert [one.state for one in records.approvals.all()] == [Review.EXPIRED]


def test_of_two_who_decide_at_once_one_does_and_the_other_hears_it(approvals, records, asked):
    journal(approvals, asked)
    (waiting,) = approvals.waiting()

    def decide(name):
        try:
            approvals.approve(waiting.id, name)
        except NotAllowed as error:
            return error.key
        return "done"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(decide, [f"Medewerker {number}" for number in range(8)]))
    assert sorted(told) == ["desk.review_done"] * 7 + ["done"]
    assert [role for role, _ in seen(records, asked)].count(Role.ASSISTANT) == 2


def test_what_can_not_be_kept_is_not_shown_either(approvals, records, asked, monkeypatch):
    def full(*_):
        raise RecordsError

    monkeypatch.setattr(records.approvals, "hold", full)
    shown = journal(approvals, asked)
    assert (shown.outcome, shown.claims) == (Outcome.FAILED, ())
    assert shown.handoff.offered


def test_nothing_is_lost_by_a_restart(opening, records, asked):
    journal(opening("all"), asked)
    (waiting,) = opening("all").waiting()
    opening("all").approve(waiting.id, "Samira")
    assert records.messages(asked)[-1].answer.claims == waiting.answer.claims


def test_erasing_and_retention_leave_nothing_of_it(approvals, records, asked, clock):
    journal(approvals, asked)
    records.erase(asked)
    assert list(records.approvals.all()) == []
    other = records.open_conversation(None, Language.NL).id
    journal(approvals, other, id="other")
    records.enforce_retention(clock.forward(days=91))
    assert list(records.approvals.all()) == []
