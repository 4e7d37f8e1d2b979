"""The page of text work in a browser: typed, uploaded, worked on, marked, copied, stopped."""

from dataclasses import replace

import pytest

from assistant.switch import Mode
from tests.assistant.textwork.given import NOTE, changed, copied, text_work
from tests.assistant.textwork.test_uploads import word
from tests.assistant.web.scripted import make_service
from tests.models.served import ModelServer, Script, serving
from tests.web.conftest import WIDTHS, check

pytestmark = pytest.mark.browser
SECRET = "tekst-wachtwoord"


@pytest.fixture(scope="module")
def server():
    with serving(ModelServer()) as server:
        yield server


@pytest.fixture(scope="module")
def service(server, tmp_path_factory):
    settings = {"password": SECRET, "enabled": True, "file_bytes": 1_000_000, "length": 20_000}
    made = make_service(tmp_path_factory.mktemp("data"), textwork=settings)
    speaks = lambda: made.switch.generates  # noqa: E731
    work = text_work(server, made.records, speaks=speaks, silence=20, whole=20)
    yield replace(made, textwork=work)
    made.close()


@pytest.fixture(autouse=True)
def fresh(server):
    server.script = Script(copied)
    server.gone.clear()


def enter(visit, width=1280):
    page = visit("/tekst", width=width)
    page.fill("#name", "Sanne")
    page.fill("#password", SECRET)
    page.press("#password", "Enter")
    page.wait_for_selector("#who .tools")
    return page


def give(page, text=NOTE):
    page.fill("#given textarea", text)
    page.click("#go")


@WIDTHS
def test_what_it_is_stands_before_the_first_word(visit, width):
    page = enter(visit, width)
    words = page.inner_text("#intro")
    assert "Dit is geen antwoord uit officiële bronnen." in words
    assert "niet bewaard" in words
    assert "Sanne" in page.inner_text("#who")
    check(page, "text")
    page.check("#task input[value=translate]")
    page.wait_for_selector("#into input")
    check(page, "text-translate")


@WIDTHS
def test_a_result_is_marked_and_copied_with_its_marks(visit, server, width):
    server.script = Script(changed("€ 250,00", "€ 520,00"))
    page = enter(visit, width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    give(page)
    page.wait_for_selector("#made article[data-outcome=done]")
    assert page.get_attribute("#made article", "data-ai-generated") == "true"
    assert page.get_attribute("#made article", "data-ai-model") == "tiny"
    assert "€ 520,00" in page.inner_text("#made .marked")
    assert page.inner_text("#made .why") == "[staat niet in uw tekst: € 520,00]"
    assert page.inner_text("#made .lost") == "€ 250,00"
    assert "Gemarkeerde zinnen: 1." in page.inner_text("#status")
    check(page, "text-result")
    page.click("#made [data-do=copy]")
    page.wait_for_selector("#made [data-do=copy]:has-text('Gekopieerd')")
    copied_text = page.evaluate("navigator.clipboard.readText()")
    assert "[staat niet in uw tekst: € 520,00]" in copied_text
    assert "Controleer dit zelf" in copied_text


def test_sentences_come_while_the_model_writes_and_stopping_keeps_them(visit, server):
    server.script = Script(copied, end="hang")
    page = enter(visit, width=320)
    assert not page.locator("#halt").is_visible()
    give(page)
    page.wait_for_selector("#made .said >> text=€ 250,00")
    assert "Dit is geen antwoord uit officiële bronnen." in page.inner_text("#intro")
    check(page, "text-working")
    page.click("#halt")
    page.wait_for_selector("#status >> text=U hebt het werk gestopt")
    assert "€ 250,00" in page.inner_text("#made")
    page.wait_for_selector("#halt", state="hidden")
    assert page.evaluate("document.activeElement.id") == "go"
    assert server.gone.wait(5)


def upload(page, name, content, kind="application/octet-stream"):
    with page.expect_file_chooser() as chooser:
        page.focus("#upload button")
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})


@WIDTHS
def test_a_document_comes_into_the_box_by_keyboard_alone(visit, width):
    page = enter(visit, width)
    upload(page, "Besluit.DOCX", word("U krijgt € 5.", "Dat komt op 1 mei 2027."))
    page.wait_for_selector("#upload-state.told")
    assert "U krijgt € 5." in page.input_value("#given textarea")
    check(page, "text-upload")
    page.focus("#go")
    page.keyboard.press("Enter")
    page.wait_for_selector("#made article[data-outcome=done]")
    assert "1 mei 2027" in page.inner_text("#made .said")


def test_a_document_that_can_not_be_read_costs_nobody_their_text(visit):
    visit.expected += ["409", "422"]
    page = enter(visit)
    page.fill("#given textarea", "Mijn eigen zin.")
    for name, content, words in (
        ("kapot.pdf", b"%PDF-1.4 kapot", "beschadigd"),
        ("lijst.xlsx", b"PK\x03\x04", "Dit soort bestand"),
        ("boek.txt", b"a" * 1_100_000, "te groot"),
        ("dik.txt", b"Een zin. " * 4_000, "te lang"),
    ):
        upload(page, name, content)
        page.wait_for_selector(f"#upload-state.wrong:has-text('{words}')")
    assert page.input_value("#given textarea") == "Mijn eigen zin."
    check(page, "text-upload-wrong")


def test_what_can_not_be_done_is_said_in_one_line(visit, service, server):
    page = enter(visit, width=320)
    page.click("#go")
    page.wait_for_selector("#status .wrong >> text=Plak of typ eerst")
    service.switch.turn(Mode.REFERENCES, "test")
    give(page)
    page.wait_for_selector("#status .wrong >> text=De AI-schrijver staat nu uit")
    service.switch.turn(Mode.GENERATE, "test")
    server.script = Script("[1] Dag. Een z", end="cut")
    page.click("#go")
    page.wait_for_selector("#made article[data-outcome=partial]")
    assert "De rest van de tekst ontbreekt" in page.inner_text("#status")
    check(page, "text-partial")


def test_a_text_can_not_put_mark_up_on_the_page(visit, server):
    hostile = "<script>alert(1)</script> ![x](https://kwaad.example/p.png) [k](javascript:alert(2))"
    server.script = Script(f"[1] {hostile}")
    page = enter(visit)
    give(page, hostile)
    page.wait_for_selector("#made article[data-outcome=done]")
    assert page.locator("#made .said :is(a, img, script)").count() == 0
    assert "<script>alert(1)" in page.inner_text("#made .said")
