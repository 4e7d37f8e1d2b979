"""A resident erases a conversation by keyboard, and is told what happened; PDF beside it."""

import pytest

from tests.web.conftest import WIDTHS, ask, ask_a_person, check

pytestmark = pytest.mark.browser


def wipe(page):
    page.click("#conversation-menu > summary")
    page.focus("#wipe-conversation")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")


def stored(page):
    return page.evaluate("sessionStorage.getItem('vraagbaak-conversation')")


@WIDTHS
def test_the_dialog_is_for_everyone_and_goes_back_without_harm(visit, width):
    page = visit(width=width)
    ask(page, "Wat kost een paspoort?")
    before = stored(page)
    wipe(page)
    check(page, "wipe")
    assert page.evaluate("document.activeElement.textContent") == "Nee, ga terug"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.matches('#conversation-menu > summary')")
    assert stored(page) == before
    assert page.locator("#log article.answer").count() == 1


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_conversation_is_erased_by_keyboard(visit, service, path):
    page = visit(path)
    ask(page, "Wat kost een paspoort?")
    conversation = stored(page)
    wipe(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    done = {"/": "Uw gesprek is gewist.", "/en/": "Your conversation is erased."}[path]
    page.wait_for_selector(f"dialog h2:text-is('{done}')")
    check(page, "wiped")
    assert service.records.subjects.left([conversation]) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("#intro h1, #intro h2")
    assert page.locator("#log article.answer").count() == 0
    assert not stored(page)
    ask(page, "Wat kost een paspoort?")


def test_with_a_request_to_a_person_both_go(visit, service):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    reference = ask_a_person(page)
    wipe(page)
    page.click("dialog button.primary")
    page.wait_for_selector("dialog h2:text-is('Uw gesprek is gewist.')")
    assert service.records.subjects.left([reference, "12345678"]) == []


def test_a_server_that_cannot_erase_is_told_and_nothing_is_lost(visit):
    visit.expected.append("503")
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.route("**/api/v1/conversations/*", lambda route: route.fulfill(status=503, body="{}"))
    wipe(page)
    page.click("dialog button.primary")
    page.wait_for_selector("text=Het wissen is niet gelukt.")
    assert stored(page)


def test_the_conversation_is_saved_as_a_pdf(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.click("#conversation-menu > summary")
    with page.expect_download() as download:
        page.click("#save-pdf")
    assert download.value.suggested_filename == "gesprek.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
