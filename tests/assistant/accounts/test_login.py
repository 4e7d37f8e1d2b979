"""Logging in: who the provider vouches for comes in, and nobody by a token that does not hold."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.assistant.accounts.office import Browser
from tests.assistant.accounts.provider import Lies


def acts(service, action="accounts."):
    return [(one.action, one.who) for one in service.records.audit.all(50, action)]


def test_an_employee_logs_in_and_sees_who_they_are(browser, provider, service):
    page = browser.log_in(provider, "employee")
    assert page.status_code == 200
    assert page.url.path == "/account"
    assert "Employee Jansen" in page.text
    assert acts(service)[0] == ("accounts.login", "Employee Jansen")
    cookie = next(one for one in browser.cookies.jar if one.name == "vraagbaak")
    assert cookie.path == "/"
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "lax"
    assert not [one.name for one in browser.cookies.jar if one.name != "vraagbaak"]


def test_the_database_holds_neither_the_key_nor_the_tokens(browser, provider, service, here):
    browser.log_in(provider, "employee")
    key = browser.cookies["vraagbaak"]
    kept = b"".join(
        file.read_bytes() for file in service.settings.data.iterdir() if "records" in file.name
    )
    assert key.encode() not in kept
    assert not [token for token in provider.refresh if token.encode() in kept]


NOW = int(time.time())
WRONG = {
    "wrong nonce": Lies(claims={"nonce": "another"}),
    "no nonce": Lies(without=("nonce",)),
    "wrong audience": Lies(claims={"aud": "another-client"}),
    "two audiences, another party": Lies(claims={"aud": ["vraagbaak", "x"], "azp": "x"}),
    "another issuer in the token": Lies(claims={"iss": "https://evil.example"}),
    "expired": Lies(claims={"exp": NOW - 3600, "iat": NOW - 7200}),
    "no expiry": Lies(without=("exp",)),
    "no subject": Lies(without=("sub",)),
    "issued far in the future": Lies(claims={"iat": NOW + 3600, "exp": NOW + 7200}),
    "not valid yet": Lies(claims={"nbf": NOW + 3600}),
    "alg none": Lies(alg="none"),
    "signed with our own public key": Lies(alg="HS256"),
    "signed with a key of nobody": Lies(unknown_key=True),
    "an access token of another": Lies(claims={"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "no ID token": Lies(no_id_token=True),
    "a refresh token in its place": Lies(claims={"typ": "Refresh"}),
    "an expiry that is no number": Lies(claims={"exp": "later"}),
    "a subject without end": Lies(claims={"sub": "x" * 300}),
}


@pytest.mark.parametrize("lie", WRONG)
def test_a_token_that_does_not_hold_lets_nobody_in(address, provider, service, lie):
    provider.lies = WRONG[lie]
    with Browser(address, "127.0.0.7") as browser:
        page = browser.log_in(provider, "admin")
        assert page.status_code == 403
        assert "Inloggen is niet gelukt" in page.text
        assert "vraagbaak" not in browser.cookies
        assert browser.get("/account").url.path == "/inloggen"
    assert acts(service)[0][0] == "accounts.refused"


def test_a_clock_that_is_a_little_off_is_no_lie(browser, provider):
    provider.lies = Lies(claims={"iat": int(time.time()) + 40, "nbf": int(time.time()) + 40})
    assert browser.log_in(provider, "employee").status_code == 200
    provider.lies = Lies(claims={"exp": int(time.time()) - 30})
    assert browser.log_in(provider, "employee").status_code == 200


def begun(browser, to="/account"):
    """Off to the provider, and the address at which it sends back; not yet followed."""
    start = browser.get("/inloggen/start", params={"naar": to}, follow_redirects=False)
    return browser.get(start.headers["location"], follow_redirects=False).headers["location"]


def test_what_was_begun_in_one_browser_ends_in_no_other(address, provider):
    with Browser(address, "127.0.0.8") as mine, Browser(address, "127.0.0.8") as other:
        back = begun(mine)
        assert other.get(back).status_code == 403
        assert "vraagbaak" not in other.cookies


def test_a_login_ends_only_once(address, provider):
    with Browser(address, "127.0.0.8") as browser:
        back = begun(browser)
        kept = dict(browser.cookies)
        assert browser.get(back).url.path == "/account"
        browser.cookies.clear()
        for name, value in kept.items():
            browser.cookies.set(name, value)
        assert browser.get(back).status_code == 403


@pytest.mark.parametrize(
    ("name", "value"),
    [("state", "another"), ("iss", "https://evil.example"), ("code", "made-up"), ("error", "x")],
)
def test_an_answer_that_was_tampered_with_lets_nobody_in(address, provider, name, value):
    with Browser(address, "127.0.0.9") as browser:
        parts = urlsplit(begun(browser))
        told = {key: found[0] for key, found in parse_qs(parts.query).items()} | {name: value}
        if name == "error":
            del told["code"]
        assert browser.get(parts.path, params=told).status_code == 403
        assert "vraagbaak" not in browser.cookies


def test_two_windows_may_log_in_at_the_same_time(address, provider):
    with Browser(address) as browser:
        provider.now = "desk"
        first, second = begun(browser, "/balie/"), begun(browser, "/account")
        assert browser.get(second).url.path == "/account"
        assert browser.get(first).status_code == 200


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_logging_in(browser, provider, to):
    page = browser.log_in(provider, "employee", to)
    assert str(page.url).startswith(str(browser.base_url))


def test_who_has_no_role_is_told_so_and_stays_out(browser, provider, service):
    page = browser.log_in(provider, "stranger")
    assert page.status_code == 403
    assert "heeft hier nog geen rol" in page.text
    assert acts(service)[0] == ("accounts.refused", "Vreemde Jansen")
    assert browser.get("/account").url.path == "/inloggen"


def test_roles_may_stand_in_the_userinfo_alone(browser, provider):
    provider.userinfo_roles = True
    assert "Balie" in browser.log_in(provider, "desk").text


def test_a_new_key_of_the_provider_is_learned(browser, provider, service):
    browser.log_in(provider, "employee")
    provider.rotate()
    service.accounts._provider._keys_at -= 60  # as if a minute had gone by
    assert browser.log_in(provider, "employee").status_code == 200


def test_logging_in_again_ends_the_session_before(browser, provider, address):
    browser.log_in(provider, "employee")
    before = browser.cookies["vraagbaak"]
    browser.get(begun(browser))
    assert browser.cookies["vraagbaak"] != before
    with Browser(address) as other:
        other.cookies.set("vraagbaak", before)
        assert other.get("/account").url.path == "/inloggen"


def test_two_people_with_one_name_are_told_apart(browser, provider, service):
    browser.log_in(provider, "employee")
    provider.people["desk"].name, kept = "Employee Jansen", provider.people["desk"].name
    assert "Employee Jansen (2)" in browser.log_in(provider, "desk").text
    provider.people["desk"].name = kept
    assert "Desk Jansen" in browser.log_in(provider, "desk").text


DEEP = "/verantwoording/klachten?sinds=2026-01-01"


def test_who_opens_a_page_behind_a_door_gets_it_after_logging_in(browser, provider):
    provider.now = "auditor"
    browser.headers["accept"] = "text/html"
    form = browser.get(DEEP)
    assert form.url.path == "/inloggen"
    assert "Daarna komt u op de pagina die u opende" in form.text
    way = re.search(r'href="(/inloggen/start[^"]+)"', form.text)[1]
    assert browser.get(way).url.raw_path.decode() == DEEP


def test_who_sends_a_form_without_a_session_is_told_that_it_was_not_kept(browser):
    browser.headers["accept"] = "text/html"
    form = browser.post("/redactie/meldingen/nieuw", data={"do": "save"})
    assert form.url.path == "/inloggen"
    assert "is niet bewaard" in form.text
