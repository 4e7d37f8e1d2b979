"""Answers are accounted for: what was dropped and why, how it was set up, complaints by day."""

from datetime import date

import pytest

from assistant.domain import Complaint, NotFound, Outcome
from assistant.records.accounting_domain import Behind, Refusal, Setup, Wanted
from configs.domain import Audience

REFUSED = Refusal(text="Het kost 90 euro.", cited=("p1",), check="facts", reason="90", written=True)


def test_a_dossier_holds_what_was_dropped_and_how_it_was_set_up(
    records, clock, conversation, answer_for, hit
):
    setup = Setup(digest="d" * 64, content={"prompts": {"nl/answer.md": "e"}}, at=clock())
    for _ in range(2):
        records.accounting.keep_setup(setup)
    answer = answer_for(conversation)
    behind = Behind(
        setup=setup.digest,
        checks=("cite", "facts"),
        refused=(REFUSED,),
        searched="paspoort kosten",
        audiences=(Audience.PUBLIC,),
    )
    records.record(answer, "Wat kost een paspoort?", [hit], behind)
    dossier = records.dossier(answer.id)
    assert (dossier.behind, dossier.setup) == (behind, setup)
    assert (dossier.signal, dossier.passed) == ("", ())


def test_an_answer_from_before_has_a_dossier_too(records, conversation, answer_for, hit):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [hit])
    assert records.dossier(answer.id).behind is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 2),
        ({"outcome": Outcome.REFERENCES}, 2),
        ({"outcome": Outcome.FAILED}, 0),
        ({"complaint": Complaint.OUTDATED}, 1),
        ({"since": date(2026, 11, 23), "until": date(2026, 11, 23)}, 2),
        ({"since": date(2026, 11, 24)}, 0),
        ({"until": date(2026, 11, 22)}, 0),
        ({"text": "made-up"}, 0),
        ({"text": "D-2026-00009"}, 0),
    ],
    ids=str,
)
def test_answers_are_found_by_day_outcome_and_complaint(
    records, conversation, answer_for, wanted, found
):
    for number in (1, 2):
        records.record(answer_for(conversation, number), "Vraag", [])
    records.complain(answer_for(conversation, 1).id, Complaint.OUTDATED, "")
    assert len(records.accounting.search(Wanted(**wanted))) == found


def test_an_answer_is_found_by_its_id_its_conversation_and_the_number_of_a_report(
    records, conversation, answer_for
):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [])
    reference = records.complain(answer.id, Complaint.DISCRIMINATING, "")
    assert reference == "D-2026-00001"
    assert records.dossier(answer.id).signal == reference
    for text in (answer.id, conversation, reference, reference.lower()):
        (one,) = records.accounting.search(Wanted(text=text))
        assert one.id == answer.id


def test_complaints_are_counted_by_day_and_outlive_the_conversation(
    records, clock, conversation, answer_for
):
    one, two = answer_for(conversation, 1), answer_for(conversation, 2)
    for answer in (one, two):
        records.record(answer, "Vraag", [])
        records.complain(answer.id, Complaint.INCORRECT, "")
    clock.forward(days=1)
    records.complain(two.id, Complaint.OUTDATED, "")  # instead of the first
    records.erase(conversation)
    first, second = records.accounting.days(date(2026, 1, 1))
    assert (first.answers, first.complaints[Complaint.INCORRECT]) == (2, 1)
    assert second.complaints == {Complaint.OUTDATED: 1}


def test_only_discrimination_gives_a_signal_and_one_per_answer(records, conversation, answer_for):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [])
    assert records.complain(answer.id, Complaint.INCORRECT, "") == ""
    numbers = {records.complain(answer.id, Complaint.DISCRIMINATING, "") for _ in range(2)}
    (signal,) = records.accounting.signals(unsent=True)
    assert numbers == {signal.reference}
    records.accounting.sent(signal.id, "mail.voorbeeld.nl refused")
    assert records.accounting.signals(unsent=True)[0].error
    records.accounting.sent(signal.id)
    assert records.accounting.signals(unsent=True) == []


def test_what_came_of_a_signal_is_kept_with_who_said_so(records, conversation, answer_for):
    answer = answer_for(conversation)
    records.record(answer, "Vraag", [])
    reference = records.complain(answer.id, Complaint.DISCRIMINATING, "")
    records.accounting.judge(1, "Noor", "Besproken, bel 0612345678")
    (signal,) = records.accounting.signals()
    assert (signal.seen_by, signal.result) == ("Noor", "Besproken, bel [telefoonnummer]")
    (act,) = records.audit.all()
    assert (act.who, act.action, act.subject) == ("Noor", "audit.judge", reference)
    with pytest.raises(NotFound):
        records.accounting.judge(99, "Noor", "Niets")
