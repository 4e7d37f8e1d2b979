"""The editors' page in a browser: each part, each state, with the keyboard, at 320 px and 200 %."""

import pytest

from tests.assistant.levers.given import SECRET, end, pin, put, sentence, town
from tests.web.conftest import WIDTHS, ask, check

pytestmark = pytest.mark.browser
ALWAYS = {"begins": "2020-01-01T00:00:00Z", "ends": "2099-01-01T00:00:00Z"}
FAILURE = {"nl": "Wegens een storing kunt u geen afspraak maken.", "en": "No appointments now."}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with town(tmp_path_factory.mktemp("data")) as service:
        yield service


def enter(visit, width=1280, path="/redactie/"):
    page = visit("/redactie", width=width)
    page.fill("#name", "Anna")
    page.fill("#password", SECRET)
    page.press("#password", "Enter")
    page.wait_for_selector(".parts")
    page.goto(path)
    return page


@WIDTHS
def test_an_editor_pins_an_answer_by_keyboard_and_a_resident_reads_it(visit, width):
    visit.expected += ["422"]
    page = enter(visit, width)
    check(page, "editing")
    compose(page, width)
    page.click("button.primary")
    assert "Geldig tot en met: Vul dit in." in page.inner_text("[role=alert]")
    assert page.get_attribute("#until", "aria-invalid") == "true"
    assert "prijs paspoort" in page.input_value("#questions")
    check(page, "editing-wrong")
    page.fill("#until", "2027-06-01")
    page.fill("#attempt", f"wat kost een pasport in {width}")
    page.press("#attempt", "Enter")
    page.wait_for_selector("text=Deze vraag past.")
    check(page, "editing-tried")
    page.click("button.primary")
    page.wait_for_selector("[role=status] >> text=Bewaard")
    check(page, "editing-list")
    chat = visit("/", width=width)
    ask(chat, f"Wat is de prijs van een paspoort in {width}?")
    assert "gekozen door een redacteur" in chat.inner_text("#log .notice-line")
    assert chat.locator("#log article.pinned .quoted .claim").count() >= 1
    check(chat, "editing-pinned")


def compose(page, width):
    """A question typed and a sentence picked, without a mouse."""
    page.goto("/redactie/vaste-antwoorden")
    page.focus("text=Nieuw vast antwoord")
    page.keyboard.press("Enter")
    page.wait_for_selector("#questions")
    page.focus("#questions")
    page.keyboard.type(f"Wat kost een paspoort in {width}?\nprijs paspoort {width}")
    page.focus("#find")
    page.keyboard.type("wat kost een paspoort")
    page.keyboard.press("Enter")
    page.wait_for_selector(".passage")
    page.focus(".passage input >> nth=0")
    page.keyboard.press("Space")
    check(page, "editing-found")
    page.focus("text=Gekozen zinnen toevoegen")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.rows li")


def test_every_other_form_and_its_preview(visit):
    visit.expected += ["422"]
    page = enter(visit, 320)
    for part, name in (
        ("onderwerpen", "nieuw"),
        ("meldingen", "nieuw"),
        ("teksten", "answering.greeting.nl"),
        ("routes", "complaint"),
        ("huisstijl", "theme"),
    ):
        page.goto(f"/redactie/{part}/{name}")
        check(page, f"editing-{part}-form")
        if part != "teksten":
            page.click("button[value=show]")
            page.wait_for_load_state()
        else:
            page.goto("/redactie/teksten")
        check(page, f"editing-{part}-shown")
    page.goto("/redactie/uitproberen?vraag=Er is brand")
    assert "Spoed (112)" in page.inner_text("[role=status]")
    check(page, "editing-test")


def test_versions_show_what_changed_and_one_is_brought_back(visit, service):
    for number, text in enumerate(("Wat bedoelt u?", "Wat bedoelt u precies?")):
        put(service, "text", "answering.clarify.nl", {"text": text}, seen=number)
    page = enter(visit, 320, "/redactie/teksten/answering.clarify.nl/versies")
    assert page.inner_text("section.version:first-of-type ins").endswith("precies?")
    check(page, "editing-versions")
    page.click("text=Versie 1 terugzetten")
    page.wait_for_selector("[role=status] >> text=Bewaard")
    page.goto("/redactie/teksten/answering.clarify.nl")
    assert page.input_value("#text") == "Wat bedoelt u?"


def test_the_second_of_two_editors_keeps_what_they_typed(visit, service):
    visit.expected += ["409"]
    one = enter(visit, path="/redactie/teksten/answering.thanks.nl")
    other = enter(visit, 320, "/redactie/teksten/answering.thanks.nl")
    for page, text in ((one, "Tot ziens!"), (other, "Tot gauw!")):
        page.fill("#text", text)
        page.click("button.primary")
    other.wait_for_selector("[role=alert] >> text=intussen veranderd")
    assert other.input_value("#text") == "Tot gauw!"
    assert "ziens!" in other.inner_text("del")
    check(other, "editing-overtaken")
    other.click("button.primary")
    other.wait_for_selector("[role=status] >> text=Bewaard")


def test_a_pin_without_its_source_is_told_of(visit, service):
    put(service, "pin", "gone", pin("Waar is het?", quotes=[sentence("rijbewijs", "")]))
    end(service.library, "rijbewijs")
    page = enter(visit, 320)
    assert "Rust" in page.inner_text("section:first-of-type")
    check(page, "editing-attention")
    page.goto("/redactie/vaste-antwoorden/gone")
    assert "staat niet meer op de pagina" in page.inner_text("#quotes")
    check(page, "editing-gone")


@WIDTHS
def test_a_notice_is_said_once_and_can_be_closed(visit, service, width):
    name = f"n{width}"
    put(service, "notice", name, {"severity": "warning", "says": FAILURE, **ALWAYS})
    page = visit("/", width=width)
    page.wait_for_selector(f"[data-notice^='notice/{name}']")
    page.wait_for_selector("#announce:has-text('storing')", state="attached")
    check(page, "chat-notice")
    ask(page, "Wat kost een rijbewijs?")
    assert "storing" not in page.inner_text("#announce")
    page.focus(f"[data-notice^='notice/{name}'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-notice^='notice/{name}']", state="hidden")
    page.reload()
    page.wait_for_selector("#question textarea")
    page.wait_for_selector(f"[data-notice^='notice/{name}']", state="hidden")
    put(service, "notice", name, {"severity": "warning", "says": FAILURE, **ALWAYS}, 1, gone=True)


def test_a_page_that_is_open_hears_of_a_notice_and_of_its_end(visit, service):
    page = visit("/", width=320)
    page.clock.install()
    page.reload()
    page.wait_for_selector("#question textarea")
    put(service, "notice", "late", {"severity": "info", "says": FAILURE, **ALWAYS})
    page.clock.fast_forward(61_000)
    page.wait_for_selector("[data-notice^='notice/late']")
    page.wait_for_selector("#announce:has-text('storing')", state="attached")
    put(service, "notice", "late", {"severity": "info", "says": FAILURE, **ALWAYS}, gone=True)
    page.clock.fast_forward(61_000)
    page.wait_for_selector("[data-notice^='notice/late']", state="detached")


def test_the_look_is_that_of_now_on_a_page_that_was_built_before(visit, service):
    look = {"organisation": "Gemeente 't Veen & Zo", "assistant": "AI-hulp"}
    colours = {"brand": "#5b1a6e", "brand_soft": "#f3e9f6", "focus": "#ffb612"}
    examples = {"nl": ['Waar is het "stadhuis"?']}
    put(service, "theme", "theme", {**look, **colours, "examples": examples})
    page = visit("/", width=320)
    assert page.inner_text("#brand .name") == look["organisation"]
    assert page.inner_text("#brand .tag") == "AI-hulp"
    assert page.inner_text("#intro .examples") == 'Waar is het "stadhuis"?'
    assert look["organisation"] in page.title()
    check(page, "chat-look")
    put(service, "theme", "theme", {**look, **colours}, gone=True)


def test_what_an_editor_writes_is_text_and_nothing_else(visit, service):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> [k](javascript:alert(3))"
    says = {"nl": hostile, "en": hostile}
    put(service, "notice", "bad", {"severity": "info", "says": says, **ALWAYS})
    page = visit("/")
    page.wait_for_selector("[data-notice^='notice/bad']")
    assert page.inner_text("[data-notice^='notice/bad'] p").strip() == hostile
    assert page.locator("[data-notice^='notice/bad'] :is(img, a, script)").count() == 0
    desk = enter(visit, path="/redactie/meldingen")
    assert hostile in desk.inner_text(".rows")
    desk.goto("/redactie/meldingen/bad/versies")
    assert desk.locator("main :is(img, script)").count() == 0
    put(service, "notice", "bad", {"severity": "info", "says": says, **ALWAYS}, 1, gone=True)


def test_the_page_stands_at_twice_the_size_of_letters(visit):
    page = enter(visit, 640, "/redactie/vaste-antwoorden/nieuw")
    page.add_style_tag(content="body,main *{font-size:34px!important}")
    check(page, "editing-large")
