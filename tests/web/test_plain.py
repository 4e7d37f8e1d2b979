"""The pages without script, in a browser that has none; and the way around the top of the chat."""

import pytest

from tests.web.conftest import WIDTHS, check

pytestmark = pytest.mark.browser


@WIDTHS
def test_the_pages_without_script(visit, width):
    page = visit("/vraag", width=width)
    check(page, "plain-question")
    page.click("button.primary")
    assert page.evaluate("document.activeElement.id") == "question"
    page.fill("#question", "Kan ik mijn paspoort laten bezorgen?")
    page.click("button.primary")
    assert page.title().startswith("Antwoord op uw vraag")
    check(page, "plain-answer")
    page.click("footer a")
    check(page, "accessibility")


@WIDTHS
def test_the_other_pages_of_our_own(visit, width):
    page = visit("/balie/inloggen", width=width)
    check(page, "login")
    page.fill("#name", "Samira")
    page.fill("#password", "x")
    visit.expected += ["403", "404"]
    page.click("button.primary")
    page.wait_for_selector("#wrong")
    check(page, "login-wrong")
    for path in ("/absent", "/api/docs", "/en/accessibility", "/en/question"):
        page.goto(path)
        check(page, path.strip("/").replace("/", "-"))


def test_a_browser_without_javascript_is_led_to_an_answer(chromium, address):
    with chromium.new_context(java_script_enabled=False, base_url=address) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="Stel uw vraag op een eenvoudige pagina").click()
        page.fill("#question", "Wat kost een paspoort?")
        page.click("button.primary")
        assert "€ 63,42" in page.inner_text("article.answer")


def test_the_first_key_leads_to_the_question(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Naar uw vraag"
    page.keyboard.press("Enter")
    assert page.evaluate("!!document.activeElement.closest('#question')")
