"""Who comes to a staff page without being logged in: a browser is led on, a program is told."""

import re

import httpx
import pytest

from tests.assistant.web.scripted import PASSWORD, make_service

WORD = "toezicht-wachtwoord"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
DEEP = "/verantwoording/klachten?sinds=2026-01-01&reden=onjuist"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    service = make_service(data, audit={"password": WORD}, editing={"password": WORD})
    yield service
    service.close()


@pytest.fixture
def browser(address):
    with httpx.Client(base_url=address, headers=BROWSER) as client:
        yield client


def log_in(client, form, password=WORD):
    """Send the form of a page as a browser does."""
    action = re.search(r'<form method="post" action="([^"]+)"', form.text)[1].replace("&amp;", "&")
    return client.post(action, data={"name": "Noor", "password": password})


def test_who_opens_a_page_inside_logs_in_first_and_then_gets_that_page(browser):
    sent = browser.get(DEEP)
    assert sent.status_code == 303
    form = browser.get(sent.headers["location"])
    assert form.url.path == "/verantwoording/inloggen"
    assert "Daarna komt u op de pagina die u opende" in form.text
    wrong = log_in(browser, form, "nietgoed")
    assert wrong.status_code == 403
    entered = log_in(browser, wrong)
    assert entered.headers["location"] == DEEP


def test_who_sent_a_form_too_late_is_told_that_it_was_not_kept(browser):
    sent = browser.post("/redactie/meldingen/nieuw", data={"do": "save"})
    assert sent.status_code == 303
    form = browser.get(sent.headers["location"])
    assert form.url.path == "/redactie/inloggen"
    assert "is niet bewaard" in form.text
    assert log_in(browser, form).headers["location"] == "/redactie/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"Accept": "*/*"},
        {"Accept": "text/html", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_a_program_and_a_script_keep_their_answer(browser, headers):
    for path in (DEEP, "/balie/config", "/redactie/teksten"):
        reply = browser.get(path, headers=headers)
        assert reply.status_code == 401
        assert reply.json()["error"]["code"] == "not_logged_in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/beheer/",
        "/verantwoordingx",
        "/verantwoording/inloggen",
        "/verantwoording/uitloggen",
        "/verantwoording/../../balie",
        "/verantwoording/\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_the_way_back_leads_nowhere_else(browser, elsewhere):
    form = browser.get("/verantwoording/inloggen", params={"naar": elsewhere})
    assert "Daarna komt u" not in form.text
    assert log_in(browser, form).headers["location"] == "/verantwoording/"
    sent = browser.post(
        "/verantwoording/inloggen",
        params={"naar": elsewhere},
        data={"name": "Noor", "password": WORD},
    )
    assert sent.headers["location"] == "/verantwoording/"


def test_the_first_page_of_a_door_needs_no_way_back(browser):
    assert browser.get("/balie/").headers["location"] == "/balie/inloggen"
    form = browser.get("/balie/inloggen")
    assert 'action="/balie/inloggen"' in form.text
    assert log_in(browser, form, PASSWORD).headers["location"] == "/balie/"
