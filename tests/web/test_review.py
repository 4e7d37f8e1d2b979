"""Approve mode in Chromium: staff approve, edit or reject, and the chat shows it by itself."""

import pytest

from tests.assistant.web.scripted import make_service
from tests.assistant.web.test_approving import ALWAYS
from tests.web.conftest import WIDTHS, ask, check, log_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    service = make_service(folder, desk={**ALWAYS, "approve": "all"})
    yield service
    service.close()


@pytest.fixture
def looking(visit):
    """A resident who waits, and a member of staff who has the answer open."""

    def opened(width=1280):
        chat = visit(width=width)
        ask(chat, "Wat kost een paspoort?")
        desk = visit("/balie", width=width)
        log_in(desk, "Samira")
        desk.click(".ticket:has-text('antwoord van de AI') >> nth=-1")
        desk.wait_for_selector("#review-text textarea")
        return chat, desk

    return opened


@WIDTHS
def test_approved_it_appears_in_the_same_chat(looking, service, width):
    chat, desk = looking(width)
    assert "Een medewerker kijkt eerst" in chat.inner_text("#log")
    assert "63,42" not in chat.content()
    check(chat, "review-waiting")
    assert "(1) Balie" in desk.title()
    check(desk, "review-desk")
    desk.click("#review-approve")
    desk.wait_for_selector("#status:has-text('Het antwoord is verstuurd')")
    chat.wait_for_selector("#log article .claim:has-text('63,42')")
    assert "Een medewerker heeft dit antwoord bekeken" in chat.inner_text("#log")
    chat.wait_for_selector("#announce:has-text('Het antwoord is klaar.')", state="attached")
    chat.wait_for_selector("#log .log[data-state='']", state="attached")
    check(chat, "review-approved")


def test_edited_a_persons_words_are_shown_as_a_persons(looking, service):
    chat, desk = looking()
    lines = desk.input_value("#review-text textarea").splitlines()
    assert lines[1] == "Uw paspoort ligt na vijf werkdagen klaar. [2]"
    desk.fill("#review-text textarea", "Maak wel eerst een afspraak.")
    desk.click("#sources button[data-do=insert] >> nth=1")  # a whole sentence stays a claim
    desk.click("#review-edit")
    chat.wait_for_selector("#log .staff:has-text('Maak wel eerst een afspraak.')")
    assert chat.locator("#log .claim").all_inner_texts() == [
        "Uw paspoort ligt na vijf werkdagen klaar. 2"
    ]
    assert "1 van 1 zin gecontroleerd" in chat.inner_text("#log article:not(.staff) >> nth=-1")
    check(chat, "review-edited")


def test_rejected_a_person_is_one_click_away(looking, service):
    chat, desk = looking()
    desk.click("#review-reject")
    desk.wait_for_selector("#status .wrong:has-text('waarom')")
    desk.fill("#review-reason textarea, #review-reason input", "Verouderd")
    desk.click("#review-reject")
    desk.wait_for_selector("#status .told")
    chat.wait_for_selector("#log .unsupported:has-text('niet goed genoeg')")
    chat.click("#log .unsupported .person button")
    chat.wait_for_selector("#consent input")


def test_a_colleague_who_is_too_late_hears_so_and_keeps_the_text(looking, visit, service):
    chat, desk = looking()
    desk.fill("#review-text textarea", "Mijn eigen woorden.")
    waiting = service.approvals.waiting()[0]
    service.approvals.approve(waiting.id, "Noor")
    desk.click("#review-edit")
    desk.wait_for_selector("#status .wrong:has-text('al behandeld')")
    assert "Mijn eigen woorden." not in chat.inner_text("#log")
