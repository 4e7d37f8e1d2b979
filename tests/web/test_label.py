"""The page for labels in Chromium: with the keyboard alone, blind, resumable, for everybody."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import uvicorn

from configs.domain import Language
from configs.theme import load_theme
from eval.cases.reading import CaseSet
from eval.labelling.items import items, read_labels, shuffled
from eval.labelling.page import Labelling
from eval.labelling.serving import create_app
from eval.report.words import Words
from eval.storing import Folder
from tests.eval.building import CASE, cited, said
from tests.eval.scripted import Scripted, ran
from tests.web.conftest import WIDTHS, Visits, check

pytestmark = pytest.mark.browser
COUNT = 3
LINE = "#status .line"
EVIL = "<script>document.title='stuk'</script><img src=https://evil.example/x.png> € 88,25"


@pytest.fixture
def folder(tmp_path):
    """In a thread of its own: the browser's loop runs in this one."""
    cases = tuple(CASE.model_copy(update={"id": f"c{n}", "question": f"{CASE.question} {n}"})
                  for n in range(COUNT))  # fmt: skip
    answer = said(EVIL, citations=[cited(EVIL)], model="geheim-model")
    with ThreadPoolExecutor(1) as pool:
        asked = CaseSet("gemeente", cases)
        for out in (tmp_path / "run", tmp_path / "run" / "bm25"):
            pool.submit(ran, out, Scripted(lambda _: answer), asked).result()
    return Folder(tmp_path / "run")


@contextmanager
def serving(folder, language=Language.NL):
    labelling = Labelling(folder, Words(language))
    with ThreadPoolExecutor(1) as pool:
        app = pool.submit(create_app, labelling, load_theme("neutral")).result()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture
def visits(chromium, folder):
    """Afterwards nothing went to another host, and the browser complained of nothing."""
    with serving(folder) as address:
        made = Visits(chromium, address)
        yield made
        for context in chromium.contexts:
            context.close()
    assert made.complaints == []


def open_page(visits, width=1280):
    page = visits("/page/label.js", width)  # `visits` waits for the chat on its own pages
    page.goto("/")
    page.wait_for_selector("#name textarea, #name input")
    return page


def begin(page, name):
    page.fill("#name textarea, #name input", name)
    page.keyboard.press("Enter")
    page.wait_for_selector("#asked")


def press(page, *keys):
    """Press keys, and wait until the next answer stands there."""
    before = page.inner_text(LINE)
    for key in keys:
        page.keyboard.press(key)
    changed = "([line, old]) => document.querySelector(line).innerText !== old"
    page.wait_for_function(changed, arg=[LINE, before])


def question(page):
    return page.inner_text("#asked")


@WIDTHS
def test_every_state_is_accessible_and_fits(visits, width):
    page = open_page(visits, width)
    check(page, "label-start")
    page.keyboard.press("Tab")
    page.click("#begin")
    page.wait_for_selector("#status .wrong")
    begin(page, "Anna")
    check(page, "label-answer")
    page.click("#save")
    page.wait_for_selector("#status .wrong")
    check(page, "label-missing")
    for _ in range(2 * COUNT):
        press(page, "1", "2", "3", "Enter")
    check(page, "label-done")
    assert "Klaar" in page.inner_text(LINE)


def test_it_goes_by_keyboard_alone_and_keeps_each_answer_at_once(visits, folder):
    page = open_page(visits)
    page.keyboard.press("Tab")
    page.focus("#name textarea, #name input")
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    page.wait_for_selector("#asked")
    press(page, "1", "3", "2", "Enter")
    (label,) = read_labels(folder, "anna").values()
    assert label.says == {"correct": "yes", "complete": "unsure", "grounded": "no"}
    first = shuffled(list(items(folder)), "anna")[0]
    assert (label.run, label.case) == first
    assert "Antwoord 2 van 6" in page.inner_text(LINE)
    press(page, "Backspace")
    assert page.is_checked("#ask-complete input >> nth=2")
    page.focus("#ask-correct input >> nth=0")
    press(page, "2", "Enter")
    assert read_labels(folder, "anna")[first].says["correct"] == "no"
    assert not page.locator("#ask-correct input:checked").count()


def test_who_comes_back_goes_on_and_others_see_nothing_of_it(visits, folder):
    page = open_page(visits)
    begin(page, "Anna")
    press(page, "1", "1", "1", "Enter")
    second = question(page)
    again = open_page(visits)
    begin(again, "anna")
    assert question(again) == second
    assert "U hebt er 1 beoordeeld" in again.inner_text(LINE)
    other = open_page(visits)
    begin(other, "Bram")
    assert "Antwoord 1 van 6. U hebt er 0 beoordeeld" in other.inner_text(LINE)
    assert not other.locator("input:checked").count()


def test_nothing_tells_where_an_answer_comes_from_and_its_html_is_words(visits):
    page = open_page(visits)
    begin(page, "Anna")
    shown = page.content().lower()
    assert not any(name in shown for name in ("geheim-model", "bm25", "scripted", "gemeente."))
    assert "<script>document.title" in page.inner_text("#item")
    assert page.title() == "Antwoorden beoordelen"
    assert not page.locator("#item img").count()


def test_english(chromium, folder):
    with serving(folder, Language.EN) as address:
        page = open_page(Visits(chromium, address))
        begin(page, "Anna")
        assert page.get_attribute("html", "lang") == "en"
        assert "Answer 1 of 6" in page.inner_text(LINE)
        page.context.close()


def test_it_has_the_guards_of_the_chat_and_answers_to_no_other_name(folder):
    with serving(folder) as address:
        with urlopen(address) as answer:
            policy = answer.headers["content-security-policy"]
        assert "'nonce-" in policy
        assert "unsafe-eval" not in policy
        for path in ("/gradio_api/file=/etc/passwd", "/docs", "/page/page.py"):
            with pytest.raises(HTTPError):
                urlopen(address + path)
        with pytest.raises(HTTPError, match="400"):
            urlopen(Request(address, headers={"Host": "evil.example"}))
