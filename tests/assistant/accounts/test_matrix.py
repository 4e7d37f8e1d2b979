"""Every route against every role. A route that stands not in the table fails the test."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from starlette.routing import Mount, Route

from assistant.accounts.build import open_accounts
from assistant.accounts.domain import AccountRole
from assistant.levers.build import open_levers
from assistant.web.app import create_app
from tests.assistant.accounts.office import ROLES, Browser, office
from tests.assistant.accounts.provider import Lies
from tests.assistant.textwork.given import NOTE, copied, text_work
from tests.assistant.web.scripted import make_service
from tests.models import served
from tests.models.served import ModelServer, Script

EVERYBODY = frozenset({"nobody", "stranger", *ROLES})
EMPLOYEES = frozenset(ROLES)
DESK, ADMIN = frozenset({"desk", "admin"}), frozenset({"admin"})
EDITORS = frozenset({"editor", "admin"})
AUDITORS = frozenset({"auditor", "admin"})
ASK = {"question": "paspoort"}
WORK = {"task": "rewrite", "text": NOTE}
OPEN = [200, 303, 308, 400, 404, 422]
"""What a route says to someone who may come in; 404 and 422 for what is asked with no body."""

MATRIX = {
    "GET /nl": EVERYBODY,
    "GET /en": EVERYBODY,
    "MOUNT /": EVERYBODY,
    "MOUNT /en": EVERYBODY,
    "GET /health/live": EVERYBODY,
    "GET /health/ready": EVERYBODY,
    "GET /metrics": EVERYBODY,
    "GET /api/docs": EVERYBODY,
    "GET /api/openapi.json": EVERYBODY,
    "POST /api/v1/ask": EVERYBODY,
    "POST /api/v1/handoff": EVERYBODY,
    "POST /api/v1/feedback": EVERYBODY,
    "GET /api/v1/conversations/{conversation}/messages": EVERYBODY,
    "DELETE /api/v1/conversations/{conversation}": EVERYBODY,
    "GET /v1/models": EVERYBODY,
    "POST /v1/chat/completions": EVERYBODY,
    "POST /page/ask": EVERYBODY,
    "POST /page/live": EVERYBODY,
    "GET /page/conversation/{conversation}.txt": EVERYBODY,
    "GET /page/conversation/{conversation}.pdf": EVERYBODY,
    "GET /vraag": EVERYBODY,
    "POST /vraag": EVERYBODY,
    "GET /en/question": EVERYBODY,
    "POST /en/question": EVERYBODY,
    "GET /toegankelijkheid": EVERYBODY,
    "GET /en/accessibility": EVERYBODY,
    "GET /page/colours.css": EVERYBODY,
    "GET /page/logo": EVERYBODY,
    "GET /page/{name}": EVERYBODY,
    "GET /page/notices/{language}": EVERYBODY,
    "GET /documents/{source}/{path:path}": EVERYBODY,
    "GET /inloggen": EVERYBODY,
    "GET /inloggen/start": EVERYBODY,
    "GET /inloggen/terug": EVERYBODY,
    "GET /inloggen/uit": EVERYBODY,
    "POST /inloggen/afgemeld": EVERYBODY,
    "POST /uitloggen": EVERYBODY,
    "GET /account": EMPLOYEES,
    "GET /balie": DESK,
    "POST /balie/live": DESK,
    "GET /balie/inloggen": DESK,
    "POST /balie/uitloggen": EVERYBODY,
    "MOUNT /balie": DESK,
    "GET /tekst": EMPLOYEES,
    "GET /tekst/inloggen": EMPLOYEES,
    "POST /tekst/uitloggen": EVERYBODY,
    "POST /tekst/document": EMPLOYEES,
    "MOUNT /tekst": EMPLOYEES,
    "POST /api/v1/text": EMPLOYEES,
    "POST /api/v1/text/document": EMPLOYEES,
    "GET /redactie": EDITORS,
    "GET /redactie/": EDITORS,
    "GET /redactie/inloggen": EDITORS,
    "POST /redactie/uitloggen": EVERYBODY,
    "GET /redactie/uitproberen": EDITORS,
    "GET /redactie/{part}": EDITORS,
    "GET /redactie/{part}/{name}": EDITORS,
    "POST /redactie/{part}/{name}": EDITORS,
    "GET /redactie/{part}/{name}/versies": EDITORS,
    "POST /redactie/{part}/{name}/versies": EDITORS,
    "GET /verantwoording": AUDITORS,
    "GET /verantwoording/": AUDITORS,
    "GET /verantwoording/inloggen": AUDITORS,
    "POST /verantwoording/uitloggen": EVERYBODY,
    "GET /verantwoording/antwoord/{answer}": AUDITORS,
    "GET /verantwoording/antwoord/{answer}.json": AUDITORS,
    "POST /verantwoording/antwoord/{answer}": AUDITORS,
    "GET /verantwoording/klachten": AUDITORS,
    "GET /verantwoording/klachten.csv": AUDITORS,
    "GET /verantwoording/meldingen": AUDITORS,
    "POST /verantwoording/meldingen/{signal}": AUDITORS,
    "GET /verantwoording/logboek": AUDITORS,
    "GET /beheer": ADMIN,
    "GET /beheer/": ADMIN,
    "GET /beheer/inloggen": ADMIN,
    "POST /beheer/uitloggen": EVERYBODY,
    "POST /beheer/sessies/beeindigen": ADMIN,
}
"""Who may use a route."""
BODIES = {
    "POST /api/v1/ask": ASK,
    "POST /v1/chat/completions": {"messages": [{"role": "user", "content": "paspoort"}]},
    "POST /page/ask": {**ASK, "conversation": "", "language": "nl"},
    "POST /api/v1/text": WORK,
}
LOGINS = {name for name in MATRIX if name.startswith("GET") and name.endswith("/inloggen")}
ELSEWHERE = {"GET /inloggen/terug"}
"""Tested in test_login.py: without a login that was begun it refuses everybody."""
OUT = {name for name in MATRIX if name.endswith("uitloggen")}


@pytest.fixture(scope="module")
def writer():
    with served.serving(ModelServer()) as server:
        server.script = Script(copied)
        yield server


@pytest.fixture(scope="module")
def here(tmp_path_factory, writer):
    def make(folder, **changes):
        made = make_service(folder, textwork={"enabled": True}, **changes)
        accounts = open_accounts(made.settings, made.records)
        work = text_work(writer, made.records)
        levers = open_levers(made.settings, made.theme, made.records.levers, made.library)
        return replace(made, textwork=work, accounts=accounts, levers=levers)

    with office(tmp_path_factory.mktemp("data"), make) as made:
        yield made


def routes(app):
    """The names of all routes, as the table has them."""
    for route in app.routes:
        if isinstance(route, Mount):
            yield f"MOUNT {route.path or '/'}"
        elif isinstance(route, Route):
            yield from (f"{method} {route.path}" for method in route.methods - {"HEAD"})
        else:
            yield from routes(route.original_router)  # as FastAPI includes a router


def test_every_route_stands_in_the_table_and_no_other(here):
    with ThreadPoolExecutor(1) as pool:  # here a loop of the browser tests may run
        found = set(routes(pool.submit(create_app, here[1]).result()))
    assert found - MATRIX.keys() == set(), "add them to the table: who may use them?"
    assert MATRIX.keys() - found == set()


@pytest.fixture(scope="module")
def browsers(here):
    provider, _, address = here
    provider.lies = Lies()
    made = {}
    for number, who in enumerate(sorted(EVERYBODY)):
        made[who] = Browser(address, f"127.0.1.{number + 1}")
        made[who].follow_redirects = False
        if who != "nobody":
            made[who].follow_redirects = True
            made[who].log_in(provider, who)
            made[who].follow_redirects = False
    yield made
    for browser in made.values():
        browser.close()


def asked(browser, name):
    method, path = name.split(" ", 1)
    for part in ("conversation", "source", "path:path", "name", "part", "language"):
        path = path.replace(f"{{{part}}}", "absent")
    if method == "MOUNT":
        return browser.get(f"{path.rstrip('/')}/config")
    if path.endswith("document"):
        return browser.post(f"{path}?kind=txt", content=b"Een tekst.")
    return browser.request(method, path, json=BODIES.get(name))


@pytest.mark.parametrize("name", [name for name in MATRIX if name not in OUT | ELSEWHERE])
def test_a_route_is_for_those_of_the_table_and_shut_for_the_others(browsers, name):
    for who, browser in browsers.items():
        reply = asked(browser, name)
        to = reply.headers.get("location", "")
        if who in MATRIX[name]:
            assert reply.status_code in OPEN, (who, reply.status_code)
            assert name in LOGINS or "inloggen" not in to or name.startswith("GET /inloggen")
        elif reply.status_code in {303, 307, 308}:
            assert "/inloggen" in to, (who, to)
        else:
            assert reply.status_code in {401, 403}, (who, reply.status_code)


@pytest.mark.parametrize("path", ["/balie", "/tekst"])
@pytest.mark.parametrize("inner", ["/", "/config", "/gradio_api/queue/join", "/gradio_api/app_id"])
def test_nothing_of_a_page_behind_a_door_is_shown_to_others(browsers, path, inner):
    for who, browser in browsers.items():
        if who not in MATRIX[f"MOUNT {path}"]:
            method = "POST" if inner.endswith("join") else "GET"
            reply = browser.request(method, f"{path}{inner}", json={} if method == "POST" else None)
            assert reply.status_code in {303, 401}, (who, inner)


@pytest.mark.parametrize("name", sorted(OUT))
def test_who_is_out_may_log_out_again(browsers, name):
    assert asked(browsers["nobody"], name).status_code == 200


def test_every_role_is_in_the_matrix():
    assert set(ROLES) == {role.value for role in AccountRole}
