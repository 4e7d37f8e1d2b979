"""Logging in, the pages behind it, and a session that ends, as an employee sees them."""

import pytest
from playwright.sync_api import expect

from tests.assistant.accounts.office import office
from tests.web.conftest import WIDTHS, Visits, ask, check


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with office(tmp_path_factory.mktemp("data")) as made:
        yield made


class AtTheProvider(Visits):
    """May also go to the provider, where one logs in."""

    provider = ""

    def _look(self, request):
        if not request.url.startswith(self.provider):
            super()._look(request)


@pytest.fixture
def visit(chromium, here):
    provider, _, address = here
    visits = AtTheProvider(chromium, address)
    visits.provider = provider.address
    yield visits
    for context in chromium.contexts:
        context.close()
    assert visits.complaints == []


def log_in(visit, provider, who, to="/account", width=1280):
    provider.now = who
    page = visit(f"/inloggen?naar={to}", width)
    page.get_by_role("link", name="Inloggen met uw werkaccount").press("Enter")
    page.wait_for_url(f"**{to}")
    return page


def end(service, name):
    for one in service.records.sessions.active(service.accounts._clock()):
        if one.name == name:
            service.records.sessions.end_by_id(one.id, "Beheerder", one.begun_at)


@WIDTHS
def test_the_way_in_is_accessible(visit, here, width):
    page = visit("/balie/", width)
    assert page.title().startswith("Inloggen voor medewerkers")
    check(page, "login-account")
    page = log_in(visit, here[0], "desk", width=width)
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw account")
    check(page, "account")
    page.get_by_role("link", name="Balie").click()
    page.wait_for_selector("#who .tools")
    assert "Desk Jansen" in page.inner_text("#who")
    visit.expected = ["403"]
    page.goto("/beheer/")
    expect(page.get_by_role("alert")).to_contain_text("heeft hier geen toegang")
    check(page, "no-access")


@WIDTHS
def test_the_administrators_page_is_accessible_and_works_with_the_keyboard(visit, here, width):
    provider = here[0]
    log_in(visit, provider, "desk")
    page = log_in(visit, provider, "admin", "/beheer/", width)
    check(page, "admin")
    end = page.get_by_role("button", name="Sessie beëindigen: Desk Jansen").first
    end.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("De sessie is beëindigd.")
    page.get_by_label("Handeling").fill("accounts.ended")
    page.keyboard.press("Enter")
    page.wait_for_url("**action=accounts.ended**")
    expect(page.locator("code").first).to_have_text("accounts.ended")
    check(page, "admin-searched")


def test_the_chat_of_an_employee_says_who_they_are(visit, here):
    page = log_in(visit, here[0], "employee", "/")
    page.wait_for_selector("#question textarea")
    expect(page.get_by_role("complementary")).to_contain_text("Ingelogd als Employee Jansen")
    ask(page, "paspoort")
    check(page, "chat-employee")
    resident = visit("/")
    assert resident.get_by_role("complementary").count() == 0
    assert resident.context.cookies() == []


def test_a_session_that_ends_while_typing_loses_nothing(visit, here):
    provider, service, _ = here
    page = log_in(visit, provider, "employee", "/", 320)
    page.wait_for_selector("#question textarea")
    ask(page, "paspoort")
    end(service, "Employee Jansen")
    page.fill("#question textarea", "Wat kost een rijbewijs?")
    page.press("#question textarea", "Enter")
    expect(page.locator("#status .wrong")).to_contain_text("Uw sessie is verlopen")
    assert page.input_value("#question textarea") == "Wat kost een rijbewijs?"
    assert page.locator("#log article.answer").count() == 1
    check(page, "session-ended")
    link = page.get_by_role("link", name="Opnieuw inloggen (opent in een nieuw venster)")
    with page.context.expect_page() as opened:
        link.click()
    opened.value.get_by_role("link", name="Inloggen met uw werkaccount").click()
    opened.value.wait_for_url("**/account")
    page.press("#question textarea", "Enter")
    expect(page.locator("#log article.answer")).to_have_count(2)


def test_a_session_that_ends_at_the_desk_leaves_what_was_typed(visit, here):
    provider, service, _ = here
    visit.expected = ["401"]
    page = log_in(visit, provider, "desk", "/balie/")
    page.wait_for_selector("#who .tools")
    end(service, "Desk Jansen")
    expect(page.locator("#ended")).to_contain_text("Uw sessie is verlopen", timeout=15_000)
    check(page, "desk-ended")
    with page.context.expect_page() as opened:
        page.locator("#ended a").click()
    opened.value.get_by_role("link", name="Inloggen met uw werkaccount").click()
    opened.value.wait_for_selector("#who .tools")
    expect(page.locator("#ended")).to_have_count(0, timeout=15_000)


def test_logging_out_goes_by_the_provider(visit, here):
    page = log_in(visit, here[0], "desk", "/balie/")
    page.click("[data-do=logout]")
    page.wait_for_url("**/inloggen/uit")
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent uitgelogd")
    check(page, "logged-out")
    page = log_in(visit, here[0], "employee")
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/inloggen/uit")


def test_a_provider_that_is_down_is_said_plainly(visit, here):
    provider, service, _ = here
    service.accounts._provider._described = {}
    provider.lies.down = True
    visit.expected = ["503"]
    page = visit("/inloggen", 320)
    page.get_by_role("link", name="Inloggen met uw werkaccount").click()
    expect(page.get_by_role("alert")).to_contain_text("werkt nu niet")
    check(page, "provider-down")
    provider.lies.down = False


@pytest.fixture(scope="module")
def inside(tmp_path_factory):
    with office(tmp_path_factory.mktemp("only"), employees_only=True) as made:
        yield made


def test_where_only_employees_may_come_the_chat_asks_to_log_in_again(chromium, inside):
    provider, service, address = inside
    visits = AtTheProvider(chromium, address)
    visits.provider, visits.expected = provider.address, ["401"]
    page = log_in(visits, provider, "employee", "/")
    page.wait_for_selector("#question textarea")
    end(service, "Employee Jansen")
    page.fill("#question textarea", "Wat kost een paspoort?")
    page.press("#question textarea", "Enter")
    expect(page.locator("#ended")).to_contain_text("Uw sessie is verlopen")
    assert page.input_value("#question textarea") == "Wat kost een paspoort?"
    page.context.close()
    assert visits.complaints == []
