"""The desk in a browser: waiting, taking over, answering live, closing."""

import httpx
import pytest

from tests.web.conftest import WIDTHS, ask, ask_a_person, check, log_in

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(address) -> str:
    """A conversation that waits for a person; its id."""
    with httpx.Client(base_url=address) as client:
        asked = client.post("/api/v1/ask", json={"question": "Kan ik mijn paspoort bezorgen?"})
        conversation = asked.json()["conversation"]
        contact = {"name": "Jan", "phone": "06 12345678"}
        body = {"conversation": conversation, "consent": True, "contact": contact}
        assert client.post("/api/v1/handoff", json=body).status_code == 200
    return conversation


@WIDTHS
def test_the_login_page(visit, width):
    visit.expected = ["403"]
    page = visit("/balie", width=width)
    check(page, "login")
    page.fill("#name", "Samira")
    page.fill("#password", "fout")
    page.click("button.primary")
    page.wait_for_selector("[role=alert]")
    check(page, "login-wrong")


@WIDTHS
def test_the_list_and_a_conversation(visit, service, waiting, width):
    page = visit("/balie", width=width)
    log_in(page)
    page.wait_for_selector(".ticket")
    assert "wachtend" in page.inner_text("#brand")
    check(page, "desk-list")
    page.click(f".ticket:has-text('{service.handoffs.active(waiting).reference}')")
    page.click("#take")
    page.wait_for_selector("#reply textarea")
    assert "06 12345678" in page.inner_text("#talk")
    assert "Paspoort tot 18 jaar" in page.inner_text("#sources")
    check(page, "desk-conversation")


@WIDTHS
def test_a_person_answers_live_in_the_same_window(visit, service, width):
    chat = visit(width=width)
    ask(chat, "Mag mijn schuur hoger dan 3 meter?")
    reference = ask_a_person(chat)
    desk = visit("/balie")
    log_in(desk, "Noor")
    desk.click(f".ticket:has-text('{reference}')")
    desk.wait_for_selector("#talk li:has-text('geen bron')")
    desk.click("#take")
    desk.fill("#reply textarea", "Staat de schuur <b>achter</b> uw huis?")
    desk.click("#reply-send")
    chat.wait_for_selector("#log .staff")
    assert "Noor, medewerker" in chat.inner_text("#log .staff")
    assert "<b>achter</b>" in chat.inner_text("#log .staff")
    check(chat, "person-live")
    chat.fill("#question textarea", "Ja, achter het huis")
    chat.press("#question textarea", "Enter")
    desk.wait_for_selector("#talk .you:has-text('Ja, achter het huis')")
    desk.click("#close")
    desk.wait_for_selector("#status .told")
    chat.wait_for_selector("#person-state .person", state="detached")
    ask(chat, "Wat kost een paspoort?")
    assert service.handoffs.recent(1)[0].result == "Beantwoord"


def test_a_colleague_can_not_take_what_is_taken(visit, service, waiting):
    one, two = visit("/balie"), visit("/balie")
    log_in(one, "Samira")
    log_in(two, "Noor")
    reference = service.handoffs.active(waiting).reference
    for page in (one, two):
        page.click(f".ticket:has-text('{reference}')")
        page.wait_for_selector("#take")
    one.click("#take")
    one.wait_for_selector("#reply textarea")
    two.wait_for_selector("#take", state="detached")
    assert "Samira" in two.inner_text("#talk")
    assert not two.locator("#reply").is_visible()


def test_the_desk_works_with_the_keyboard_and_ends_at_logging_out(visit, service, waiting):
    page = visit("/balie")
    page.keyboard.press("Tab")
    page.keyboard.type("Samira")
    page.keyboard.press("Tab")
    page.keyboard.type("balie-wachtwoord")
    page.keyboard.press("Enter")
    page.locator(f".ticket:has-text('{service.handoffs.active(waiting).reference}')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#take")
    page.locator("#take").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#reply textarea")
    page.locator("#reply textarea").focus()
    page.keyboard.type("Dag!")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#talk .staff")
    page.click("[data-do=logout]")
    page.wait_for_url("**/balie/inloggen")
    page.goto("/balie/")
    assert page.url.endswith("/balie/inloggen")
