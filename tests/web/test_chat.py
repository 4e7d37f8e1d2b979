"""The chat as a visitor uses it: keyboard, reload, restart, two windows, hostile text."""

import pytest

from tests.assistant.web.scripted import HOSTILE, make_service, serving
from tests.web.conftest import ask, ask_a_person

pytestmark = pytest.mark.browser


def tab_to(page, selector: str, key: str = "Tab") -> None:
    """Press a key until the element has the focus."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("s => !!document.activeElement.closest(s)", selector):
            return
    pytest.fail(f"{selector} is not reached with {key}.")


def has_focus(page, selector: str) -> None:
    page.wait_for_function("s => !!document.activeElement.closest(s)", arg=selector)


def test_asking_and_reading_sources_goes_with_the_keyboard_alone(visit):
    page = visit()
    tab_to(page, "#question textarea")
    page.keyboard.type("Kan ik mijn paspoort laten bezorgen?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#log article.answer")
    has_focus(page, "#question")
    tab_to(page, "a.cite", "Shift+Tab")
    page.keyboard.press("Enter")
    has_focus(page, ".sources li")
    page.keyboard.press("Tab")
    has_focus(page, ".sources a[target=_blank]")


def test_reporting_goes_with_the_keyboard_alone(visit, service):
    page = visit()
    ask(page, "Kan ik mijn paspoort laten bezorgen?")
    tab_to(page, ".report summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".report input")
    page.keyboard.press("Space")
    tab_to(page, ".report textarea")
    page.keyboard.type("Dit klopt niet meer")
    tab_to(page, ".report button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#status .told")
    has_focus(page, ".report summary")
    answer = page.get_attribute("#log [data-do=copy]", "data-answer")
    assert service.records.dossier(answer).report.remark == "Dit klopt niet meer"


def test_asking_a_person_goes_with_the_keyboard_alone(visit):
    page = visit()
    ask(page, "Kan ik mijn paspoort laten bezorgen?")
    tab_to(page, "#ask-person", "Shift+Tab")
    page.keyboard.press("Enter")
    has_focus(page, "#preview h2")
    tab_to(page, "#consent input")
    page.keyboard.press("Space")
    tab_to(page, "#person-continue")
    page.keyboard.press("Enter")
    page.wait_for_selector("#person-state .person")
    has_focus(page, "#person-state")


def test_the_steps_can_be_left_without_asking_anyone(visit, service):
    page = visit()
    before = len(service.handoffs.waiting())
    page.click("#ask-person")
    page.click("#person-cancel")
    page.wait_for_selector("#panel", state="detached")
    has_focus(page, "#status")
    assert len(service.handoffs.waiting()) == before


def test_shift_enter_makes_a_new_line_and_enter_sends(visit):
    page = visit()
    page.focus("#question textarea")
    page.keyboard.type("eerste regel")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("tweede regel")
    assert page.locator("#log .you").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector("#log .you br", state="attached")


def test_markup_in_a_question_or_a_passage_is_only_text(visit):
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ask(page, f"aanval {HOSTILE}")
    assert HOSTILE.split(" ![", 1)[0] in page.inner_text("#log .you")
    assert page.locator("#log img, #log form, #log script").count() == 0


def test_the_status_is_told_once(visit):
    page = visit()
    page.evaluate(
        """() => {
          window.told = [];
          new MutationObserver(() => {
            const text = document.querySelector('#announce')?.textContent;
            if (text) window.told.push(text);
          }).observe(document.body, {childList: true, subtree: true, characterData: true});
        }"""
    )
    ask(page, "Wat kost een paspoort?")
    page.wait_for_function("() => window.told.includes('Het antwoord is klaar.')")
    page.wait_for_timeout(200)
    told = page.evaluate("window.told.filter((text, i) => text !== window.told[i - 1])")
    assert told in (
        ["Ik zoek in de bronnen …", "Het antwoord is klaar."],
        ["Het antwoord is klaar."],
    )


def test_an_example_and_a_suggestion_are_asked_with_one_press(visit):
    page = visit()
    page.click(".examples button >> nth=0")
    page.wait_for_selector("#log article.answer")
    has_focus(page, "#question")
    ask(page, "Wie moet ik stemmen?")
    page.click("text=Waar kan ik stemmen?")
    page.wait_for_selector("#log .you >> nth=2")


def test_the_place_in_the_line_is_shown_and_told_once(visit, chromium, tmp_path):
    service = make_service(tmp_path, server={"slots": 1})
    with serving(service) as address:
        pages = [chromium.new_context(locale="nl-NL").new_page() for _ in range(2)]
        for page in pages:
            page.goto(address)
            page.wait_for_selector("#question textarea")
        service.assistant.pause = 4.0
        with pages[0].expect_response("**/page/ask"):
            pages[0].fill("#question textarea", "Wat kost een paspoort?")
            pages[0].press("#question textarea", "Enter")
        pages[1].fill("#question textarea", "Wie moet ik stemmen?")
        pages[1].press("#question textarea", "Enter")
        pages[1].wait_for_selector("#pending .searching:has-text('U bent nummer 1 in de rij')")
        said = pages[1].inner_text("#pending .searching")
        pages[1].wait_for_function(
            "text => document.querySelector('#announce').textContent === text", arg=said
        )
        service.assistant.pause = 0.0
        pages[1].wait_for_selector("#log article.answer")
        assert pages[1].locator("#pending").count() == 0
        for page in pages:
            page.context.close()
    service.close()


def test_what_was_said_by_a_person_and_by_the_assistant_stands_in_one_list(visit, service):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.reload()
    page.wait_for_selector("#log article.answer")
    ask(page, "Wie moet ik stemmen?")
    conversation = page.get_attribute("#log .log:not([hidden])", "data-conversation")
    reference = ask_a_person(page)
    assert page.locator("#log .you").count() == 2
    handoff = next(one for one in service.handoffs.waiting() if one.reference == reference)
    service.handoffs.take(handoff.id, "Samira")
    service.handoffs.reply(handoff.id, "Samira", "Goedemiddag, ik help u verder.")
    page.wait_for_selector("#log .staff")
    page.fill("#question textarea", "Dank u wel")
    page.press("#question textarea", "Enter")
    page.locator("#log .you").nth(2).wait_for()
    assert page.locator("#log .staff").count() == 1
    assert page.get_attribute("#log .log:not([hidden])", "data-conversation") == conversation


def test_searching_can_be_stopped_and_the_question_comes_back(visit, service):
    page = visit()
    service.assistant.pause = 3
    try:
        page.fill("#question textarea", "Wat kost een paspoort?")
        page.click("#send")
        page.click("#stop")
        page.wait_for_selector("#send")
    finally:
        service.assistant.pause = 0.0
    page.wait_for_selector("text=U hebt het zoeken gestopt")
    assert page.input_value("#question textarea") == "Wat kost een paspoort?"
    ask(page, "Wat kost een paspoort?")


def test_an_answer_is_copied_with_its_sources(visit, address):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    ask(page, "Wat kost een paspoort?")
    page.click("[data-do=copy]")
    page.wait_for_selector("text=Het antwoord is gekopieerd.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "Kosten: € 63,42" in text
    assert "https://www.waterveen.example/paspoort/" in text
    assert "Gemaakt door AI" in text


def test_a_report_without_a_reason_asks_for_one(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.click(".report summary")
    page.fill(".report textarea", "hm")
    page.click(".report button")
    page.wait_for_selector("text=Kies eerst wat er niet klopt.")
    assert page.input_value(".report textarea") == "hm"


@pytest.mark.parametrize(
    ("question", "told"), [("   ", "Typ eerst een vraag."), ("a" * 10_000, "Uw vraag is te lang.")]
)
def test_what_can_not_be_asked_gets_one_clear_sentence(visit, question, told):
    page = visit()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(f"#status .wrong:has-text('{told}')")
    assert page.input_value("#question textarea") == question


def test_a_reload_shows_the_conversation_again_and_a_new_one_starts_empty(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.reload()
    page.wait_for_selector("#log article.answer")
    ask(page, "Wie moet ik stemmen?")
    assert page.locator("#log .you").count() == 2
    page.click("#conversation-menu > summary")
    with page.expect_navigation():
        page.click("#new-conversation")
    page.wait_for_selector("text=Vaak gevraagd")
    page.wait_for_timeout(300)
    assert page.locator("#log .you").count() == 0


def test_the_other_language_goes_on_with_the_same_conversation(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.click("#other-language")
    page.wait_for_selector("html[lang=en] #log article.answer[lang=nl] >> text=Bronnen (2)")
    ask(page, "What does a passport cost?")
    assert page.locator("#log article.answer").last.get_attribute("lang") == "en"


def test_two_browsers_on_one_conversation_see_the_same(visit):
    one = visit()
    ask(one, "Wat kost een paspoort?")
    conversation = one.get_attribute("#log .log", "data-conversation")
    two = visit(conversation=conversation)
    two.wait_for_selector("#log article.answer")
    ask(two, "Wie moet ik stemmen?")
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    one.wait_for_selector("#log .you >> nth=1")
    ask(one, "Mag mijn schuur hoger?")
    assert one.locator("#log .you").count() == 3


def test_an_erased_conversation_says_so_and_begins_anew(visit, service):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    service.records.erase(page.get_attribute("#log .log", "data-conversation"))
    page.fill("#question textarea", "En een rijbewijs?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#status .wrong")
    ask(page, "En een rijbewijs?")


def test_no_error_of_ours_shows_a_trace(visit):
    visit.expected = ["ERR_INCOMPLETE_CHUNKED_ENCODING"]
    page = visit()
    page.fill("#question textarea", "dit gaat kapot")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#status .wrong:has-text('De verbinding is weggevallen')")
    assert page.input_value("#question textarea") == "dit gaat kapot"
    for word in ("Traceback", "ZeroDivision", "secret"):
        assert word not in page.content()


def test_a_restarted_server_goes_on_in_the_middle_of_a_conversation(chromium, tmp_path):
    first = make_service(tmp_path)
    with serving(first) as address:
        port = int(address.rsplit(":", 1)[1])
        page = chromium.new_context(locale="nl-NL").new_page()
        page.goto(address)
        page.wait_for_selector("#question textarea")
        ask(page, "Wat kost een paspoort?")
    first.close()
    second = make_service(tmp_path)
    with serving(second, port):
        ask(page, "Wie moet ik stemmen?")
        assert page.locator("#log .you").count() == 2
        page.context.close()
    second.close()


def test_a_conversation_can_be_saved_with_the_keyboard_alone(visit):
    page = visit()
    assert not page.is_visible("#save-conversation")
    ask(page, "Kan ik mijn paspoort laten bezorgen?")
    tab_to(page, "#conversation-menu > summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#save-conversation")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    text = saved.value.path().read_text(encoding="utf-8")
    assert saved.value.suggested_filename == "gesprek.txt"
    assert "Kan ik mijn paspoort laten bezorgen?" in text
    assert "ai-generated: true" in text
    assert page.is_visible("#log article.answer")
