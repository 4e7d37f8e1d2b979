"""Every state of the chat is free of violations, wide and at 320 px."""

import pytest

from tests.web.conftest import WIDTHS, ask, ask_a_person, check

pytestmark = pytest.mark.browser


@WIDTHS
def test_first_sight(visit, width):
    page = visit(width=width)
    assert page.locator("text=U praat met een AI-chatbot").is_visible()
    check(page, "first-sight")


@WIDTHS
def test_first_sight_in_english(visit, width):
    page = visit("/en/", width=width)
    assert page.get_attribute("html", "lang") == "en"
    words = page.inner_text("body")
    for dutch in ("Vraag", "Versturen", "Gesprek", "medewerker"):
        assert dutch not in words
    check(page, "english")


@WIDTHS
def test_an_answer_with_its_sources_and_its_report_open(visit, width):
    page = visit(width=width)
    ask(page, "Kan ik mijn paspoort laten bezorgen?")
    assert page.locator("blockquote").first.is_visible()
    check(page, "answer")
    page.click(".report summary")
    check(page, "report")


@WIDTHS
def test_an_answer_that_found_nothing_and_one_with_suggestions(visit, width):
    page = visit(width=width)
    ask(page, "Wie moet ik stemmen?")
    ask(page, "Mag mijn schuur hoger dan 3 meter?")
    check(page, "no-answer")


@WIDTHS
def test_while_an_answer_is_on_its_way(visit, service, width):
    page = visit(width=width)
    service.assistant.pause = 0.5
    try:
        page.fill("#question textarea", "Wat kost een paspoort?")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#pending .you")
        assert page.inner_text("#pending .searching") == "Ik zoek in de bronnen …"
        check(page, "pending")
        page.wait_for_selector("#pending .claim")
        assert page.locator("#pending .you").count() == 1
        check(page, "working")
    finally:
        service.assistant.pause = 0.0
    page.wait_for_selector("#log article.answer")


@WIDTHS
def test_the_steps_to_a_person_and_waiting_for_one(visit, width):
    page = visit(width=width)
    ask(page, "Mag mijn schuur hoger dan 3 meter?")
    page.click("#log button[data-do=person]")
    page.wait_for_selector("#consent input")
    check(page, "person-steps")
    page.click("#person-continue")
    page.wait_for_selector("#panel-problem .wrong")
    check(page, "person-consent")
    page.click("#person-cancel")
    ask_a_person(page)
    check(page, "person-waiting")
