"""Chromium on a real server with scripted answers; nothing may leave this machine."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.assistant.web.scripted import PASSWORD, make_service, serving
from tests.web.looking import LARGE, NARROW, NORMAL, look

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = os.environ.pop("VRAAGBAAK_SCREENSHOTS", "")
"""A folder for pictures of every state that is checked; empty: none are made."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = pytest.mark.parametrize("width", [1280, 320])


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = make_service(tmp_path_factory.mktemp("data"))
    yield service
    service.close()


@pytest.fixture(scope="module")
def address(service):
    with serving(service) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: apt-get install chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Visits:
    """Opens pages, each in a fresh browser profile, and hears what goes elsewhere or wrong."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self.expected: list[str] = []

    def __call__(self, path: str = "/", width: int = 1280, conversation: str = "") -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, locale="nl-NL", base_url=self.address
        )
        if conversation:
            context.add_init_script(
                f"sessionStorage.setItem('vraagbaak-conversation', '{conversation}')"
            )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", self._look)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        if path in {"/", "/en/"}:
            page.wait_for_selector("#question textarea")
        return page

    def _look(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.expected):
            self.complaints.append(message.text)


@pytest.fixture
def visit(chromium, address) -> Iterator[Visits]:
    """Afterwards nothing went to another host, and the browser complained of nothing."""
    visits = Visits(chromium, address)
    yield visits
    for context in chromium.contexts:
        context.close()
    assert visits.complaints == []


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter and wait until its answer stands."""
    answers = page.locator("#log article.answer").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator("#log article.answer").nth(answers).wait_for()


def ask_a_person(page: Page, contact: str = "06 12345678") -> str:
    """Go through the steps; gives the reference number."""
    page.click("#ask-person")
    page.check("#consent input")
    page.fill("#person-contact textarea, #person-contact input", contact)
    page.click("#person-continue")
    page.wait_for_selector("#person-state .person")
    return re.search(r"V-\d{4}-\d{5}", page.inner_text("#person-state")).group()


def log_in(page: Page, name: str = "Samira") -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("#who .tools")


def photograph(page: Page, name: str) -> None:
    """As it is; and wide also with text twice as large, and in forced colours."""
    Path(SHOTS).mkdir(parents=True, exist_ok=True)
    style = "#compose{position:static!important}"
    page.screenshot(path=f"{name}.png", full_page=True, style=style)
    if page.viewport_size["width"] > NARROW:
        page.evaluate(LARGE)
        page.screenshot(path=f"{name}-large.png", full_page=True, style=style)
        page.evaluate(NORMAL)
        page.emulate_media(forced_colors="active")
        page.screenshot(path=f"{name}-forced.png", full_page=True, style=style)
        page.emulate_media(forced_colors="none")


def check(page: Page, name: str) -> None:
    """No violation of WCAG 2.2 AA, however one looks; a picture where a folder is given."""
    width = page.viewport_size["width"]
    if SHOTS:
        photograph(page, f"{SHOTS}/{name}-{width}")
    assert look(page) == []
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [
        (problem["id"], [node["html"][:150] for node in problem["nodes"]]) for problem in found
    ] == []
