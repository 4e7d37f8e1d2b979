"""The whole road in two browsers, by keyboard alone: ask, hand off, answer live, close, and land.

Open Klant is down for the first ten minutes, and gets exactly one request afterwards.
"""

import re

import pytest
from playwright.sync_api import Page

from assistant.records.domain import Stage
from tests.assistant.handoff.conftest import Clock
from tests.assistant.handoff.open_klant import TOKEN, open_klant
from tests.assistant.web.scripted import PASSWORD, make_service
from tests.web.conftest import check

pytestmark = pytest.mark.browser
MOST = 80
"""Presses of Tab to reach anything on these pages."""


@pytest.fixture(scope="module")
def server():
    with open_klant() as server:
        yield server


@pytest.fixture(scope="module")
def clock():
    return Clock()


@pytest.fixture(scope="module")
def service(tmp_path_factory, server, clock):
    desk = {"hours": {"monday": [["08:30", "17:00"]]}}
    wired = {"open_klant": {"url": server.url, "token": TOKEN}}
    folder = tmp_path_factory.mktemp("data")
    service = make_service(folder, clock, desk=desk, handoff=wired)
    yield service
    service.close()


def go_to(page: Page, selector: str) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(MOST):
        if page.evaluate("place => document.activeElement.matches(place)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached with the keyboard")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    go_to(page, selector)
    page.keyboard.press(key)


def write(page: Page, selector: str, text: str) -> None:
    go_to(page, selector)
    page.keyboard.type(text)


def test_from_a_question_to_open_klant_by_keyboard(visit, service, server, clock):
    server.faults["GET /actoren"] = ["down"] * 2
    chat, desk = visit(), visit("/balie")
    handed_off(chat)
    (handoff,) = service.handoffs.waiting()
    reference = re.search(r"V-\d{4}-\d{5}", chat.inner_text("#person-state")).group()
    assert (handoff.reference, handoff.reason) == (reference, "no_source")
    assert service.handoffs.outbox.deliver_due() == 0
    clock.forward(seconds=1)
    answered(chat, desk, reference)
    chat.wait_for_selector("#person-state .person", state="detached")
    assert service.handoffs.handoff(handoff.id).result == "Doorgestuurd"
    for minutes in (5, 5):
        clock.forward(minutes=minutes)
        service.handoffs.outbox.deliver_due()
    assert [one.stage for one in service.records.deliveries.all()] == [Stage.DELIVERED]
    landed(server, reference)


def handed_off(chat: Page) -> None:
    """The resident asks, is not helped, and asks for a person."""
    write(chat, "#question textarea", "Mag mijn schuur hoger dan 3 meter?")
    chat.keyboard.press("Enter")
    chat.wait_for_selector("#log article.answer")
    check(chat, "walk-1-not-helped")
    press(chat, "#log .person button")
    chat.wait_for_selector("#consent input")
    press(chat, "#consent input", "Space")
    write(chat, "#person-name input, #person-name textarea", "Jan van den Berg")
    write(chat, "#person-contact input, #person-contact textarea", "jan@voorbeeld.nl")
    check(chat, "walk-2-consent")
    press(chat, "#person-continue")
    chat.wait_for_selector("#person-state .person")
    check(chat, "walk-3-queued")


def answered(chat: Page, desk: Page, reference: str) -> None:
    """Staff log in, take over, answer, hear the resident, and close."""
    write(desk, "#name", "Samira")
    write(desk, "#password", PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_selector(f".ticket:has-text('{reference}')")
    press(desk, ".ticket")
    desk.wait_for_selector("#take")
    check(desk, "walk-4-desk")
    press(desk, "#take")
    desk.wait_for_selector("#reply textarea")
    desk.wait_for_selector("#status .told:focus")  # from here the next stop is the answer
    write(desk, "#reply textarea", "Staat de schuur achter uw huis?")
    press(desk, "#reply-send")
    chat.wait_for_selector("#log .staff:has-text('achter uw huis')")
    chat.wait_for_selector(
        "#announce:has-text('Nieuw bericht van een medewerker.')", state="attached"
    )
    write(chat, "#question textarea", "Ja, achter het huis")
    chat.keyboard.press("Enter")
    desk.wait_for_selector("#talk .you:has-text('Ja, achter het huis')")
    check(chat, "walk-5-live")
    check(desk, "walk-6-live-desk")
    closed(desk)


def closed(desk: Page) -> None:
    """With a result, chosen as the arrow keys do."""
    go_to(desk, "#result input")
    desk.keyboard.press("ArrowRight")
    desk.wait_for_selector("#result input[value=forwarded]:checked")
    press(desk, "#close")
    desk.wait_for_selector("#status .told:has-text('afgerond')")
    check(desk, "walk-7-closed")


def landed(server, reference: str) -> None:
    """Exactly one request stands in Open Klant, with all its fields."""
    (contact,) = server.contacts.values()
    (person,) = server.people.values()
    (address,) = server.addresses.values()
    (task,) = server.tasks.values()
    assert len(server.actors) == 2
    assert len(server.had) == 1
    assert reference in contact["inhoud"]
    assert contact["onderwerp"] == "Mag mijn schuur hoger dan 3 meter?"
    assert person["contactnaam"]["achternaam"] == "Berg"
    assert (address["soortDigitaalAdres"], address["adres"]) == ("email", "jan@voorbeeld.nl")
    assert (task["gevraagdeHandeling"], task["status"]) == (
        "Contact opnemen met betrokkene",
        "te_verwerken",
    )
