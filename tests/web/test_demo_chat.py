"""The demo as its visitor meets it: the real pipeline over the crawled demo municipality."""

import pytest

from tests.assistant.town import ORIGIN, town
from tests.assistant.web.scripted import PASSWORD, serving
from tests.web.conftest import WIDTHS, ask, ask_a_person, check, log_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with town(tmp_path_factory.mktemp("town"), desk={"password": PASSWORD}) as made:
        yield made


@pytest.fixture(scope="module")
def address(service):
    with serving(service) as address:
        yield address


@WIDTHS
def test_the_first_question_is_answered_with_quoted_and_linked_sentences(visit, width):
    page = visit(width=width)
    page.click("text=Wat kost een paspoort en hoe lang duurt het?")
    page.wait_for_selector("#log article.answer")
    said = page.inner_text("#log .said")
    assert "€ 88,25" in said
    assert "5 werkdagen" in said
    assert "gecontroleerd bij de bron" in page.inner_text("#log article.answer")
    check(page, "demo-answer")


def test_a_source_opens_the_official_page_at_the_very_sentence(visit):
    page = visit()
    ask(page, "Hoe lang duurt het om een paspoort aan te vragen?")
    link = page.locator(".sources a[target=_blank]").first
    address = link.get_attribute("href")
    assert address.startswith(f"{ORIGIN}/paspoort/#")
    assert ":~:text=" in address
    visit.complaints.clear()
    with page.context.expect_page() as opened:
        link.click()
    official = opened.value
    official.wait_for_load_state()
    assert official.inner_text("h1") == "Paspoort aanvragen"
    assert "noopener" in link.get_attribute("rel")
    visit.complaints[:] = [text for text in visit.complaints if ORIGIN not in text]


def test_what_the_site_does_not_hold_leads_to_a_person_and_back(visit):
    page = visit()
    ask(page, "Kan ik mijn paspoort thuis laten bezorgen?")
    assert "niet vinden in onze bronnen" in page.inner_text("#log .said")
    reference = ask_a_person(page)
    desk = visit("/balie")
    log_in(desk)
    desk.click(f".ticket:has-text('{reference}')")
    desk.click("#take")
    desk.fill("#reply textarea", "Nee, u haalt het paspoort zelf op.")
    desk.click("#reply-send")
    page.wait_for_selector("#log .staff")
    assert "zelf op" in page.inner_text("#log .staff")
    ask_words = "Dank u wel, dat is duidelijk."
    page.fill("#question textarea", ask_words)
    page.press("#question textarea", "Enter")
    desk.wait_for_selector(f"#talk .you:has-text('{ask_words}')")
    assert page.inner_text("#log").count("Gemaakt door AI") == 1
