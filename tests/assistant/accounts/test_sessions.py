"""A session lasts as long as the provider and the administrator say, and not a request longer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.accounts.domain import Account, AccountRole
from assistant.web.reception import Reception, Refused
from tests.assistant.accounts.office import SCRIPT, Browser

QUESTION = {"question": "paspoort", "conversation": "", "language": "nl"}


def last(service, action="accounts."):
    return service.records.audit.all(1, action)[0]


def known(browser):
    return browser.get("/account").url.path == "/account"


def test_a_role_that_is_taken_away_ends_the_session_at_once(browser, provider, service, later):
    browser.log_in(provider, "desk")
    assert browser.get("/balie/").status_code == 200
    provider.people["desk"].roles = []
    later()
    reply = browser.get("/balie/config", headers=SCRIPT)
    assert reply.status_code == 401
    assert "vraagbaak" not in browser.cookies
    assert last(service).action == "accounts.role_lost"


def test_a_role_that_changes_opens_and_shuts_doors_at_once(browser, provider, service, later):
    browser.log_in(provider, "desk")
    provider.people["desk"].roles = ["vraagbaak-auditor"]
    later()
    assert browser.get("/balie/config", headers=SCRIPT).status_code == 401
    assert "Controle" in browser.get("/account").text
    assert dict(last(service, "accounts.roles").detail) == {"before": "desk", "after": "auditor"}
    provider.people["desk"].roles = ["vraagbaak-desk"]
    later()
    assert browser.get("/balie/config", headers=SCRIPT).status_code == 200


def test_an_account_that_the_provider_refuses_is_out(browser, provider, service, later):
    browser.log_in(provider, "desk")
    provider.refresh.clear()
    later()
    assert not known(browser)
    assert last(service).action == "accounts.expired"


def test_a_renewed_token_of_someone_else_ends_the_session(browser, provider, later):
    browser.log_in(provider, "desk")
    provider.refresh = dict.fromkeys(provider.refresh, "admin")
    later()
    assert not known(browser)


def test_while_the_provider_is_down_those_inside_go_on_and_residents_notice_nothing(
    browser, provider, address, later
):
    browser.log_in(provider, "desk")
    provider.lies.down = True
    later()
    assert known(browser)
    with Browser(address) as resident:
        assert resident.get("/").status_code == 200
        assert resident.post("/api/v1/ask", json={"question": "paspoort"}).json()["claims"]
    provider.lies.down = False
    later()
    assert known(browser)


def test_a_session_ends_after_its_hours(browser, provider, later):
    browser.log_in(provider, "employee")
    later(hours=8, minutes=59)
    assert known(browser)
    later(minutes=2)
    assert not known(browser)


def test_many_requests_at_once_ask_the_provider_once(browser, provider, later):
    browser.log_in(provider, "desk")
    later()
    provider.seen.clear()
    with ThreadPoolExecutor(8) as pool:
        pages = list(
            pool.map(lambda _: browser.get("/balie/config", headers=SCRIPT).status_code, range(24))
        )
    assert pages == [200] * 24
    assert provider.seen.count("/token") == 1


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1] + "x", lambda key: "", lambda key: "é" * 9]
)
def test_a_cookie_that_was_tampered_with_is_nobodys(browser, provider, change):
    browser.log_in(provider, "admin")
    key = browser.cookies["vraagbaak"]
    browser.cookies.clear()
    headers = [(b"Cookie", f"vraagbaak={change(key)}".encode())]
    assert browser.get("/beheer/", headers=headers, follow_redirects=False).status_code == 303
    assert browser.get("/", headers=headers).status_code == 200


def test_logging_out_ends_the_session_here_and_at_the_provider(browser, provider, address):
    browser.log_in(provider, "employee")
    key = browser.cookies["vraagbaak"]
    to = browser.post("/uitloggen", headers={"Accept": "application/json"}).json()["to"]
    assert to.startswith(f"{provider.address}/logout?")
    assert browser.get(to).url.path == "/inloggen/uit"
    assert "vraagbaak" not in browser.cookies
    browser.cookies.set("vraagbaak", key)
    assert not known(browser)


def test_logging_out_without_a_script_goes_on_to_the_provider(browser, provider):
    browser.log_in(provider, "desk")
    page = browser.post("/balie/uitloggen")
    assert f'<meta http-equiv="refresh" content="0;url={provider.address}/logout?' in page.text
    assert not known(browser)


def test_another_site_can_log_nobody_out_nor_ask_as_someone(browser, provider, service):
    browser.log_in(provider, "employee")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/uitloggen", headers=elsewhere).status_code == 403
    assert known(browser)
    asked = browser.post("/page/ask", json=QUESTION, headers=elsewhere)
    assert "verlopen" not in asked.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/beheer/sessies/beeindigen", "/balie/gradio_api/queue/join"])
def test_a_form_of_another_site_does_nothing_behind_a_door(browser, provider, path, site):
    browser.log_in(provider, "admin")
    reply = browser.post(path, data={"session": "x"}, headers={"Sec-Fetch-Site": site})
    assert reply.status_code == 403


def test_the_provider_ends_a_session_by_itself(browser, provider, service):
    browser.log_in(provider, "employee")
    browser.log_in(provider, "employee")
    token = provider.logout_token("employee")
    assert browser.post("/inloggen/afgemeld", data={"logout_token": token}).status_code == 200
    assert not known(browser)
    assert last(service).action == "accounts.logout"


@pytest.mark.parametrize(
    "wrong", [{"events": {}}, {"nonce": "x"}, {"aud": "x"}, {"sub": "", "sid": ""}, {"exp": 1}]
)
def test_a_logout_token_that_does_not_hold_ends_nothing(browser, provider, wrong):
    browser.log_in(provider, "employee")
    token = provider.logout_token("employee", **wrong)
    assert browser.post("/inloggen/afgemeld", data={"logout_token": token}).status_code == 400
    assert known(browser)


def test_an_id_token_ends_nothing(browser, provider):
    browser.log_in(provider, "employee")
    token = provider.tokens("employee")["id_token"]
    assert browser.post("/inloggen/afgemeld", data={"logout_token": token}).status_code == 400
    assert known(browser)


def test_who_asks_after_their_session_has_ended_is_told_so_once(browser, provider, service):
    browser.log_in(provider, "employee")
    asked = browser.post("/page/ask", json=QUESTION)
    assert "event: answer" in asked.text
    for one in service.records.sessions.active(service.accounts._clock()):
        service.records.sessions.end_by_id(one.id, "Beheerder", service.accounts._clock())
    told = browser.post("/page/ask", json=QUESTION)
    assert "Uw sessie is verlopen" in told.text
    assert "/inloggen?naar=/account" in told.text
    assert "conversation" not in told.text
    assert "event: answer" in browser.post("/page/ask", json=QUESTION).text


def test_one_account_has_one_limit_wherever_it_asks_from(service):
    limits = service.settings.accounts.model_copy(update={"requests_per_minute": 2})
    settings = service.settings.model_copy(update={"accounts": limits})
    reception = Reception(replace(service, settings=settings))
    account = Account(subject="a", name="A", roles=frozenset({AccountRole.EMPLOYEE}))
    reception.limit("192.0.2.1", account)
    reception.limit("192.0.2.2", account)
    with pytest.raises(Refused):
        reception.limit("192.0.2.3", account)
    reception.limit("192.0.2.3", account.model_copy(update={"subject": "b"}))
    reception.limit("192.0.2.3")
