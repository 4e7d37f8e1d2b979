"""A person is offered at each of the right moments, with the reason that the desk reads."""

import pytest

from assistant.domain import Complaint, Reason
from assistant.handoff.domain import HandoffRequest
from assistant.rendering import View, render, render_answer
from configs.domain import Language
from configs.texts import Texts
from configs.theme import load_theme
from tests.assistant.test_pipeline import WRITTEN, events, voiced
from tests.assistant.town import ask, town

VIEW = View(Texts(), load_theme("waterveen"), Language.NL)
BUTTON = '<div class="person">'


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with town(tmp_path_factory.mktemp("data")) as service:
        yield service


def test_it_can_be_chosen_before_anything_was_asked():
    first = render("intro.html", VIEW, examples=(), knows="")
    assert "Praat u liever meteen met een medewerker?" in first
    assert 'data-do="person"' in first


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ik wil een medewerker spreken", Reason.ASKED),
        ("Hoe laat vertrekt de trein naar Berlijn?", Reason.NO_SOURCE),
        ("Ik wil een klacht indienen over een ambtenaar", Reason.ROUTED),
        ("Wat is de status van mijn aanvraag?", Reason.ROUTED),
    ],
)
def test_a_person_is_offered_and_the_button_stands_in_the_answer(service, text, reason):
    answer = ask(service, text)
    assert (answer.handoff.offered, answer.handoff.reason) == (True, reason)
    assert BUTTON in render_answer(answer, VIEW)
    assert service.handoffs.reason(answer.conversation) is reason


def test_after_two_answers_that_did_not_help(service):
    first = ask(service, "Hoe laat vertrekt de trein naar Berlijn?")
    second = ask(service, "Wie won de Tour de France in 1987?", first.conversation)
    assert second.handoff.reason is Reason.TWICE_UNHELPFUL


def test_an_answer_that_helped_pushes_nobody(service):
    answer = ask(service, "Wat kost een paspoort?")
    assert not answer.handoff.offered
    assert BUTTON not in render_answer(answer, VIEW)


def test_a_report_on_the_last_answer_is_the_reason(service):
    answer = ask(service, "Wat kost een paspoort?")
    service.records.complain(answer.id, Complaint.OUTDATED, "")
    reason = service.handoffs.reason(answer.conversation)
    assert reason is Reason.NEGATIVE_FEEDBACK
    request = HandoffRequest(conversation=answer.conversation, consent=True, reason=reason)
    assert service.handoffs.request(request).reason is Reason.NEGATIVE_FEEDBACK


def test_while_the_emergency_switch_keeps_the_model_silent_every_answer_offers_one():
    *_, answer = events(voiced(WRITTEN, speaks=lambda: False))
    assert answer.claims
    assert (answer.handoff.offered, answer.handoff.reason) == (True, Reason.EMERGENCY_SWITCH)
    assert BUTTON in render_answer(answer, VIEW)


def test_a_switch_turned_halfway_offers_one_too():
    on = iter([True, True])
    *_, answer = events(voiced(WRITTEN, WRITTEN, speaks=lambda: next(on, False)))
    assert answer.handoff.reason is Reason.EMERGENCY_SWITCH
