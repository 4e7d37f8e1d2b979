"""What an operator may set wrong, what the provider may do to us, and what people then read."""

import pytest

from assistant.accounts.build import open_accounts
from assistant.accounts.claims import name_of, roles_of, told_roles
from assistant.accounts.domain import AccountRole
from configs.domain import ConfigurationError
from configs.settings import load_settings
from configs.slices.accounts import AccountsSettings
from tests.assistant.accounts.office import Browser, office
from tests.assistant.accounts.provider import Lies

GOOD = {"issuer": "https://login.example", "client_id": "a", "client_secret": "b"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"issuer": "http://login.example"}, "https"),
        ({"client_secret": None}, "client_secret"),
        ({"client_id": ""}, "client_id"),
        ({"issuer": "", "employees_only": True}, "employees_only"),
    ],
)
def test_what_is_missing_is_named_at_the_start(wrong, says):
    with pytest.raises(ConfigurationError, match=f"VRAAGBAAK_ACCOUNTS.*{says}"):
        load_settings("demo", accounts=GOOD | wrong)


def test_the_assistant_must_know_its_own_address():
    settings = load_settings("demo", accounts=GOOD)
    with pytest.raises(ConfigurationError, match="VRAAGBAAK_SERVER__PUBLIC_URL"):
        open_accounts(settings, None)
    assert open_accounts(load_settings("demo"), None) is None


@pytest.mark.parametrize(
    ("claims", "path", "told"),
    [
        ({"realm_access": {"roles": ["a", "b"]}}, "realm_access.roles", {"a", "b"}),
        ({"resource_access": {"x": {"roles": ["a"]}}}, "resource_access.x.roles", {"a"}),
        ({"roles": ["a"]}, "roles", {"a"}),
        ({"groups": "/kcc"}, "groups", {"/kcc"}),
        ({"https://x.nl/roles": ["a"]}, "https://x.nl/roles", {"a"}),
        ({"roles": {"a": 1}}, "roles", set()),
        ({"roles": [1, None, {"a": 1}]}, "roles", set()),
        ({"realm_access": ["roles"]}, "realm_access.roles", set()),
        ({}, "roles", set()),
    ],
)
def test_roles_are_read_where_the_settings_say(claims, path, told):
    assert told_roles(claims, path) == told


def test_roles_get_the_names_that_the_organisation_gave_them():
    settings = AccountsSettings(roles_claim="groups", roles={"desk": ("KCC", "Balie")})
    assert roles_of({"groups": ["KCC"]}, settings) == {AccountRole.DESK}
    assert roles_of({"groups": ["vraagbaak-desk"]}, settings) == set()
    assert roles_of({"groups": ["vraagbaak-admin"]}, settings) == {AccountRole.ADMIN}


def test_a_name_is_found_and_has_an_end():
    assert name_of({"name": " Sanne \n de Wit ", "sub": "x"}) == "Sanne de Wit"
    assert name_of({"preferred_username": "swit", "sub": "x"}) == "swit"
    assert len(name_of({"name": "x" * 500})) == 60


@pytest.fixture(scope="module")
def shut(tmp_path_factory):
    """An office for employees only, whose secret is wrong."""
    folder = tmp_path_factory.mktemp("data")
    with office(folder, client_secret="een-oud-geheim", employees_only=True) as made:
        yield made


def test_a_wrong_secret_is_our_mistake_and_not_theirs(shut, caplog):
    provider, service, address = shut
    with Browser(address) as browser:
        page = browser.log_in(provider, "employee")
    assert page.status_code == 503
    assert "een fout in onze instellingen" in page.text
    assert "VRAAGBAAK_ACCOUNTS__CLIENT_SECRET" in caplog.text
    assert "een-oud-geheim" not in caplog.text
    assert not service.records.sessions.active(service.accounts._clock())


@pytest.mark.parametrize(
    "lies", [Lies(down=True), Lies(issuer="https://evil.example")], ids=["down", "another"]
)
def test_a_provider_that_is_not_there_is_told_in_plain_words(shut, lies):
    provider, service, address = shut
    service.accounts._provider._described = {}
    provider.lies = lies
    with Browser(address) as browser:
        page = browser.log_in(provider, "employee")
    provider.lies = Lies()
    assert page.status_code == 503
    assert "werkt nu niet" in page.text
    assert "Opnieuw inloggen" in page.text
    assert "Als inwoner" not in page.text


@pytest.mark.parametrize("path", ["/", "/en/", "/documents/a/b.pdf", "/config", "/balie/"])
def test_where_only_employees_may_come_a_stranger_is_asked_to_log_in(shut, path):
    with Browser(shut[2]) as browser:
        reply = browser.get(path)
        assert reply.url.path == "/inloggen"
        assert reply.status_code == 200
        assert browser.get("/page/style.css").status_code == 200
        assert browser.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/ask", "/page/ask", "/v1/chat/completions", "/gradio_api/queue/join"]
)
def test_where_only_employees_may_come_a_stranger_asks_nothing(shut, path):
    with Browser(shut[2]) as browser:
        reply = browser.post(path, json={"question": "paspoort"})
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "needed"


def test_over_https_no_other_host_can_set_the_cookie(tmp_path):
    from starlette.responses import Response

    from assistant.web.cookies import Cookies

    cookies, response = Cookies(secure=True), Response()
    cookies.put(response, cookies.session, "x", 60)
    told = response.headers["set-cookie"].lower()
    assert told.startswith("__host-vraagbaak=x;")
    assert {"secure", "httponly", "path=/", "samesite=lax"} <= set(told.split("; "))
    assert "domain" not in told
