"""The chat in another website: for the allowed ones only, without cookies, with the keyboard."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.assistant.web.scripted import make_service, serving
from tests.web.conftest import CHROMIUM, FLAGS, RULES, WIDTHS

pytestmark = pytest.mark.browser

SITE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Gemeente</title></head><body>
<header>Gemeente</header><main><h1>Afval</h1><p><a href="#x">Kalender</a></p></main>
<script src="{server}/widget.js" async></script></body></html>"""
FRAMING = '<!doctype html><title>x</title><iframe src="{server}/"></iframe>'
INSIDE = "document.querySelector('#vraagbaak-widget').shadowRoot"


class Website:
    """A site of somebody else: `/` has the widget, `/en` in English, `/frame` a bare frame."""

    def __init__(self) -> None:
        self.assistant = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                policy = "default-src 'none'; script-src {0}; frame-src {0}"
                self.send_header("Content-Security-Policy", policy.format(site.assistant))
                self.end_headers()
                made = FRAMING if self.path == "/frame" else SITE
                language = "en-GB" if self.path == "/en" else "nl-NL"
                made = made.format(server=site.assistant, language=language)
                self.wfile.write(made.encode())

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> Iterator[tuple[Website, Website]]:
    """The website that may show the chat, and one that may not."""
    ours, theirs = Website(), Website()
    service = make_service(tmp_path_factory.mktemp("data"), server={"embed_origins": [ours.origin]})
    with serving(service) as address:
        ours.assistant = theirs.assistant = address
        yield ours, theirs
    ours.close()
    theirs.close()
    service.close()


@contextmanager
def visiting(context, site: Website, path: str = "/") -> Iterator[Page]:
    """A page of that site; afterwards nothing went elsewhere, was kept or went wrong."""
    wrong: list[str] = []
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    known = (site.origin, site.assistant)
    page.on("request", lambda one: None if one.url.startswith(known) else wrong.append(one.url))
    page.goto(site.origin + path)
    yield page
    assert wrong == []
    assert context.cookies() == []


@pytest.fixture
def context(chromium):
    with chromium.new_context(locale="nl-NL") as context:
        yield context


def opened(page: Page):
    """Open the panel; the chat in its frame, once it stands."""
    page.click("#open")
    chat = page.frame_locator("iframe")
    chat.locator("#question textarea").wait_for()
    page.wait_for_timeout(100)  # the greeting of page and frame
    return chat


def asked(chat, question: str = "Wat kost een paspoort?") -> None:
    chat.locator("#question textarea").fill(question)
    chat.locator("#question textarea").press("Enter")
    chat.locator("article.answer").last.wait_for()


def is_open(page: Page, yes: bool = True) -> None:
    page.wait_for_function(f"yes => {INSIDE}.querySelector('dialog').open === yes", arg=yes)


def has_focus(page: Page, name: str) -> None:
    page.wait_for_function(f"id => {INSIDE}.activeElement?.id === id", arg=name)


def sound(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [problem["id"] for problem in found] + ["sideways"] * wide


@WIDTHS
def test_a_question_is_answered_in_the_panel(context, sites, width):
    with visiting(context, sites[0]) as page:
        page.set_viewport_size({"width": width, "height": 640})
        page.locator("#open").wait_for()
        assert sound(page) == []
        chat = opened(page)
        has_focus(page, "title")
        assert sound(page) == []
        asked(chat)
        assert "€ 63,42" in chat.locator(".claim").first.inner_text()
        narrow = page.evaluate(f"{INSIDE}.querySelector('dialog').matches(':modal')")
        box = page.locator("dialog").bounding_box()
        assert narrow == (box["width"] == width) == (width == 320)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_it_goes_with_the_keyboard_and_gives_the_focus_back(context, sites):
    with visiting(context, sites[0]) as page:
        page.locator("#open").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        has_focus(page, "open")
        page.keyboard.press("Enter")
        chat = page.frame_locator("iframe")
        chat.locator("#question textarea").wait_for()
        has_focus(page, "title")
        for name in ("apart", "close"):
            page.keyboard.press("Tab")
            has_focus(page, name)
        page.keyboard.press("Enter")
        is_open(page, False)
        has_focus(page, "open")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        is_open(page, False)
        has_focus(page, "open")


def test_the_conversation_stays_and_news_is_told_on_the_button(context, sites):
    with visiting(context, sites[0]) as page:
        chat = opened(page)
        asked(chat)
        chat.locator("#question textarea").press("Escape")
        is_open(page, False)
        has_focus(page, "open")
        frame = next(one for one in page.frames if one.url.startswith(sites[0].assistant))
        frame.evaluate("document.querySelector('#announce').textContent = 'Nieuw bericht'")
        page.wait_for_function(f"() => {INSIDE}.querySelector('#open').innerText.includes('Nieuw')")
        page.click("#open")
        assert chat.locator("article.answer").count() == 1
        page.set_viewport_size({"width": 400, "height": 800})
        page.wait_for_function(f"() => {INSIDE}.querySelector('dialog').matches(':modal')")
        is_open(page)
        page.click("#close")
        assert page.inner_text("#open") == "Stel uw vraag"


def test_it_speaks_the_language_of_the_page(context, sites):
    with visiting(context, sites[0], "/en") as page:
        assert page.inner_text("#open") == "Ask a question"
        chat = opened(page)
        assert chat.locator("html").get_attribute("lang") == "en"
        assert page.get_attribute("iframe", "title") == "AI assistant of Gemeente Waterveen"


def test_a_website_that_may_not_show_it_shows_nothing(context, sites):
    told: list[str] = []
    context.on("console", lambda said: told.append(said.text))
    with visiting(context, sites[1]) as page:
        page.wait_for_function("() => performance.getEntriesByType('resource').length > 0")
        page.wait_for_timeout(200)
        assert page.locator("#vraagbaak-widget").count() == 0
        assert "server.embed_origins" in told[0]


def test_its_own_frame_is_refused_by_the_browser(context, sites):
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.goto(sites[1].origin + "/frame")
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in one for one in said)
    assert page.frame_locator("iframe").locator("#question").count() == 0


def test_messages_of_others_are_not_listened_to(context, sites):
    with visiting(context, sites[0]) as page:
        opened(page)
        page.evaluate(
            """server => {
              const data = {vraagbaak: 'close'};
              window.postMessage(data, '*');
              window.dispatchEvent(new MessageEvent('message', {data, origin: server}));
            }""",
            sites[0].assistant,
        )
        page.wait_for_timeout(100)
        is_open(page)
        frame = next(one for one in page.frames if one.url.startswith(sites[0].assistant))
        heard = frame.evaluate(
            """() => new Promise(done => {
              window.addEventListener('message', event => {
                if (event.data.vraagbaak === 'hello') setTimeout(() => done('unanswered'), 100);
              });
              window.postMessage({vraagbaak: 'hello'}, '*');
            })"""
        )
        assert heard == "unanswered"


def test_where_the_chat_does_not_open_it_says_so_and_gives_a_link(context, sites):
    page = context.new_page()
    page.clock.install()
    page.route(f"{sites[0].assistant}/", lambda route: route.fulfill(status=503, body="x"))
    page.goto(sites[0].origin)
    page.click("#open")
    page.wait_for_timeout(300)
    page.clock.fast_forward(7000)
    page.locator(".late a").wait_for()
    assert page.get_attribute(".late a", "href") == f"{sites[0].assistant}/"
    assert "De chat opent hier niet." in page.inner_text(".late")


def test_calm_and_clear_for_who_asked_for_that(context, sites):
    with visiting(context, sites[0]) as page:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        style = f"(id) => getComputedStyle({INSIDE}.getElementById(id))"
        page.locator("#open").wait_for()
        assert page.evaluate(f"parseFloat(({style})('open').borderTopWidth)") >= 2
        assert page.evaluate(f"({style})('open').transitionDuration") in {"0s", ""}
        opened(page)
        for name in ("apart", "close"):
            assert page.evaluate(f"parseFloat(({style})('{name}').borderTopWidth)") >= 2
            assert page.locator(f"#{name}").bounding_box()["height"] >= 24


def test_it_works_where_the_browser_keeps_nothing(chromium, sites, tmp_path):
    """With the browser's own setting that blocks all cookies and other storage."""
    kept = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(kept))
    launch = chromium.browser_type.launch_persistent_context
    context = launch(str(tmp_path), executable_path=str(CHROMIUM), args=FLAGS, locale="nl-NL")
    with context, visiting_blocked(context, sites[0]) as page:
        frame_blocked = """() => { try { return !!localStorage && false } catch { return true } }"""
        asked(opened(page))
        frame = next(one for one in page.frames if one.url.startswith(sites[0].assistant))
        assert frame.evaluate(frame_blocked)


@contextmanager
def visiting_blocked(context, site: Website) -> Iterator[Page]:
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(site.origin)
    yield page
