"""The accounts of answers in Chromium: found, read, asked again and judged, for everyone."""

import pytest

from assistant.domain import Complaint
from assistant.records.accounting_domain import Behind, Refusal, Setup
from assistant.records.domain import utc_now
from tests.assistant.web.scripted import make_service
from tests.web.conftest import WIDTHS, check

pytestmark = pytest.mark.browser
WORD = "toezicht-wachtwoord"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = make_service(tmp_path_factory.mktemp("data"), audit={"password": WORD})
    yield service
    service.close()


@pytest.fixture(scope="module")
def answer(service, address):
    """An answer with all that a dossier can hold."""
    import httpx

    asked = httpx.post(f"{address}/api/v1/ask", json={"question": "Wat kost een paspoort?"}).json()
    kept = service.records.answer(asked["id"]).model_copy(update={"id": "f" * 32})
    setup = Setup(
        digest="d" * 64, content={"program": "1", "model": {}, "prompts": {"a": "b"}}, at=utc_now()
    )
    service.records.accounting.keep_setup(setup)
    refusal = Refusal(
        text="Een paspoort kost 90 euro.",
        cited=("a" * 64,),
        check="facts",
        reason="90 euro",
        written=True,
    )
    behind = Behind(
        setup=setup.digest, checks=("cite", "facts"), refused=(refusal,), searched="paspoort"
    )
    service.records.record(kept, "Wat kost een paspoort?", [], behind)
    service.records.complain(kept.id, Complaint.DISCRIMINATING, "Dit is oneerlijk")
    service.records.complain(asked["id"], Complaint.OUTDATED, "")
    return kept.id


def come_in(visit, width):
    page = visit("/verantwoording/inloggen", width=width)
    page.fill("#name", "Noor")
    page.fill("#password", WORD)
    page.press("#password", "Enter")
    page.wait_for_selector(".audit-nav")
    return page


@WIDTHS
@pytest.mark.parametrize("name", ["", "antwoord", "klachten", "meldingen", "logboek"])
def test_every_page_is_for_everyone(visit, answer, width, name):
    page = come_in(visit, width)
    page.goto(f"/verantwoording/{name}" + (f"/{answer}" if name == "antwoord" else ""))
    if name == "antwoord":
        for summary in page.locator("details > summary").all():
            summary.click()
    check(page, f"audit-{name or 'search'}")


@WIDTHS
def test_the_door_is_for_everyone_too(visit, width):
    check(visit("/verantwoording/inloggen", width=width), "audit-login")


def test_text_at_twice_its_size_fits(visit, answer):
    page = come_in(visit, 640)
    for path in (f"antwoord/{answer}", "klachten", "meldingen"):
        page.goto(f"/verantwoording/{path}")
        page.add_style_tag(content="html{font-size:200%}body{font-size:200%}")
        check(page, f"audit-large-{path.split('/')[0]}")


def test_a_dossier_is_found_and_judged_by_keyboard(visit, answer):
    page = come_in(visit, 1280)
    page.focus("#text")
    page.keyboard.type(answer)
    page.keyboard.press("Enter")
    page.wait_for_url("**text=*")
    link = page.locator(".audit-list a")
    assert link.count() == 1
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Een paspoort kost 90 euro.")
    page.goto("/verantwoording/meldingen")
    page.focus("textarea")
    page.keyboard.type("Besproken met de redactie.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Besproken met de redactie.")
