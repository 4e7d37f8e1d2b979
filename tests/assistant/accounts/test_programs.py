"""Programs that bring an access token, and those that bring a key because they must."""

import time

import pytest

from tests.assistant.accounts.provider import CLIENT

ASK = {"question": "paspoort"}


def asked(browser, token, path="/api/v1/ask", body=ASK):
    browser.cookies.clear()
    return browser.post(path, json=body, headers={"Authorization": f"Bearer {token}"})


def test_a_program_asks_for_an_employee(browser, provider):
    assert asked(browser, provider.access_token("employee")).status_code == 200


WRONG = {
    "another audience": {"aud": "another"},
    "our client, as in an ID token": {"aud": CLIENT},
    "expired": {"exp": int(time.time()) - 3600},
    "another issuer": {"iss": "https://evil.example"},
    "no role": {"realm_access": {"roles": []}},
    "an ID token": {"nonce": "x"},
    "a logout token": {"events": {}},
    "a refresh token": {"typ": "Refresh"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_that_does_not_hold_is_refused_and_not_taken_for_a_resident(
    browser, provider, name
):
    reply = asked(browser, provider.access_token("employee", **WRONG[name]))
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.json()["error"]["code"] == "wrong_token"


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_that_nobody_signed_is_refused(browser, provider, alg):
    provider.lies.alg = alg
    assert asked(browser, provider.access_token("admin")).status_code == 401


def test_a_key_that_is_no_token_means_nothing(browser, provider):
    body = {"messages": [{"role": "user", "content": "paspoort"}]}
    reply = asked(browser, "sk-no-key-needed", "/v1/chat/completions", body)
    assert reply.status_code == 200


def test_a_token_opens_no_door(browser, provider):
    headers = {"Authorization": f"Bearer {provider.access_token('admin')}"}
    assert browser.get("/beheer/", headers=headers).url.path == "/inloggen"
