"""The desk in Chromium: summary, passages, drafts, notes, passing on, presence, sound."""

import httpx
import pytest

from assistant.domain import Contact, Role
from assistant.handoff.domain import HandoffRequest
from configs.domain import Language
from tests.assistant.web.scripted import make_service
from tests.web.conftest import WIDTHS, ask, ask_a_person, check, log_in

pytestmark = pytest.mark.browser
TOPICS = {"Burgerzaken": ["paspoort"], "Belastingen": ["aanslag"]}
HOSTILE = '<img src="https://evil.example/x.png" onerror="alert(1)"><b>Jan</b>'


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    service = make_service(folder, desk={"hours": {}, "topics": TOPICS})
    yield service
    service.close()


@pytest.fixture
def waiting(address, service):
    """A conversation about a passport that waits for a person."""
    with httpx.Client(base_url=address) as client:
        asked = client.post("/api/v1/ask", json={"question": "Kan ik mijn paspoort bezorgen?"})
        conversation = asked.json()["conversation"]
        client.post("/api/v1/ask", json={"question": "En mijn kat?", "conversation": conversation})
    contact = Contact(name=HOSTILE, phone="06 12345678")
    request = HandoffRequest(conversation=conversation, consent=True, contact=contact)
    return service.handoffs.request(request)


def taken(visit, reference, name="Samira", width=1280):
    page = visit("/balie", width=width)
    log_in(page, name)
    page.click(f".ticket:has-text('{reference}')")
    page.click("#take")
    page.wait_for_selector("#reply textarea")
    return page


@WIDTHS
def test_what_a_member_of_staff_sees_and_does(visit, service, waiting, width):
    service.handoffs.presence.arrive("Noor")
    page = taken(visit, waiting.reference, width=width)
    summary = page.inner_text(".summary")
    assert "Kan ik mijn paspoort bezorgen?" in summary
    assert "beantwoord met citaten, niet volledig" in summary
    assert "En mijn kat? geen bron gevonden" in summary
    assert "<b>Jan</b>" in page.inner_text("#talk .facts")
    page.fill("#staff-note textarea", "Belt liever na 17 uur")
    page.click("#note-keep")
    page.wait_for_selector(".notes:has-text('Belt liever na 17 uur')")
    assert page.input_value("#staff-note textarea") == ""
    page.click("#sources button[data-do=insert]")
    assert "Paspoort tot 18 jaar" in page.input_value("#reply textarea")
    assert "https://www.waterveen.example/paspoort/" in page.input_value("#reply textarea")
    check(page, "balie-taken")
    passed_on(page)
    check(page, "balie-passed-on")
    resident = "".join(line.text for line in service.records.messages(waiting.conversation))
    assert "Weet jij dit?" not in resident
    assert "Belt liever" not in resident


def passed_on(page):
    page.check("#pass-to input[value='staff:Noor']")
    page.fill("#staff-note textarea", "Weet jij dit?")
    page.click("#pass-on")
    page.wait_for_selector("#status:has-text('doorgegeven')")
    page.wait_for_selector(".ticket:has-text('voor Noor')")


def test_a_draft_of_the_assistant_is_edited_and_sent_as_a_persons_words(visit, service, waiting):
    page = taken(visit, waiting.reference)
    page.click("#reply-draft")
    page.wait_for_selector("#status:has-text('concept')")
    assert "Dat kan ik niet vinden" in page.input_value("#reply textarea")
    page.fill("#reply textarea", "Kijk op https://www.waterveen.example/paspoort/.")
    page.click("#reply-send")
    page.wait_for_selector("#talk .staff a[href='https://www.waterveen.example/paspoort/']")
    assert service.records.audit.all(action="desk.draft")[0].who == "Samira"


def test_the_list_shows_what_waits_what_is_mine_all_and_a_topic(visit, service, waiting):
    other = service.records.open_conversation(None, Language.NL).id
    service.records.say(other, Role.USER, "Wanneer komt mijn aanslag?")
    about_tax = service.handoffs.request(HandoffRequest(conversation=other, consent=True))
    page = taken(visit, waiting.reference, "Joost")
    page.check("#filter input[value='topic:Belastingen']")
    page.wait_for_selector(f".ticket:has-text('{waiting.reference}')", state="detached")
    assert page.locator(f".ticket:has-text('{about_tax.reference}')").count() == 1
    page.check("#filter input[value=mine]")
    page.wait_for_selector(f".ticket:has-text('{about_tax.reference}')", state="detached")
    assert page.locator(f".ticket:has-text('{waiting.reference}')").is_visible()
    page.click("#close")
    page.wait_for_selector(f".ticket:has-text('{waiting.reference}')", state="detached")
    page.check("#filter input[value=all]")
    page.wait_for_selector(f".ticket:has-text('{waiting.reference}'):has-text('afgerond')")


def test_of_two_who_take_it_at_once_one_hears_who_was_first(visit, service, waiting):
    one, two = visit("/balie"), visit("/balie")
    for page, name in ((one, "Samira"), (two, "Noor")):
        log_in(page, name)
        page.click(f".ticket:has-text('{waiting.reference}')")
        page.wait_for_selector("#take")
    service.handoffs.take(waiting.id, "Samira")  # in the moment before the page of Noor knows it
    two.click("#take")
    two.wait_for_selector("#status .wrong:has-text('Een collega heeft dit gesprek al overgenomen')")
    two.wait_for_selector("#talk:has-text('Overgenomen door Samira')")
    assert not two.locator("#reply").is_visible()


def test_sound_is_off_at_first_and_stays_as_it_is_set(visit, service):
    page = visit("/balie")
    log_in(page)
    sound = page.locator("[data-do=sound]")
    assert sound.get_attribute("aria-pressed") == "false"
    sound.click()
    page.wait_for_selector("[data-do=sound][aria-pressed=true]")
    heard = page.evaluate("document.documentElement.dataset.sounded")
    asked = service.records.open_conversation(None, Language.NL).id
    service.handoffs.request(HandoffRequest(conversation=asked, consent=True))
    page.wait_for_selector(f"html[data-sounded='{int(heard) + 1}']")
    assert page.title().startswith(f"({len(service.handoffs.waiting())}) Balie")
    page.reload()
    page.wait_for_selector("[data-do=sound][aria-pressed=true]")


def test_going_away_for_a_while_shows_to_colleagues(visit, service):
    page, colleague = visit("/balie"), visit("/balie")
    log_in(page, "Fatima")
    log_in(colleague, "Piet")
    page.click("#away")
    page.wait_for_selector("#away:has-text('Weer aanwezig')")
    colleague.wait_for_selector(".there:has-text('Fatima (even weg)')")
    assert "Fatima" not in service.handoffs.presence.available()
    page.click("[data-do=logout]")
    page.wait_for_url("**/balie/inloggen")
    colleague.wait_for_selector(".there:not(:has-text('Fatima'))")


def test_staff_see_that_the_resident_closed_the_browser(visit, service):
    chat = visit()
    ask(chat, "Mag mijn schuur hoger dan 3 meter?")
    reference = ask_a_person(chat)
    page = taken(visit, reference)
    chat.wait_for_selector("#log[data-x], #log .system:has-text('Samira')")
    assert "niet meer open" not in page.inner_text("#talk")
    chat.context.close()
    page.fill("#reply textarea", "Bent u daar nog?")
    page.click("#reply-send")
    page.wait_for_selector("#talk .partial:has-text('niet meer open')")
    assert "Bel of mail" in page.inner_text("#talk .partial")
    check(page, "balie-gone")


def test_the_desk_at_twice_the_size_of_text(visit, waiting):
    page = taken(visit, waiting.reference, width=640)  # 1280 pixels at 200 percent
    check(page, "balie-200-percent")
