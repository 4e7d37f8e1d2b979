"""Text work over HTTP: for employees only, as JSON or as events, and nowhere when it is off."""

import json
import re
from dataclasses import replace

import httpx
import pytest

from assistant.switch import Mode
from tests.assistant.textwork.given import NOTE, changed, copied, text_work
from tests.assistant.web.scripted import PASSWORD, make_service, serving
from tests.ingest.reading.documents import line, pdf
from tests.models import served
from tests.models.served import ModelServer, Script

SECRET = "tekst-wachtwoord"
DOCUMENT = pdf(line("Besluit over de fiets", 50, 780, 20) + line("U betaalt 5 euro.", 50, 740))


@pytest.fixture(scope="module")
def server():
    with served.serving(ModelServer()) as server:
        yield server


@pytest.fixture(scope="module")
def service(server, tmp_path_factory):
    settings = {"password": SECRET, "enabled": True, "length": 20_000, "file_bytes": 1_000_000}
    made = make_service(tmp_path_factory.mktemp("data"), textwork=settings)
    work = text_work(server, made.records, speaks=lambda: made.switch.generates)
    yield replace(made, textwork=work)
    made.close()


@pytest.fixture
def client(address):
    headers = {"Authorization": f"Bearer {SECRET}"}
    with httpx.Client(base_url=address, headers=headers) as client:
        yield client


@pytest.fixture(autouse=True)
def fresh(server):
    server.script = Script(copied)


def rewrite(client, text=NOTE, **more):
    return client.post("/api/v1/text", json={"task": "rewrite", "text": text, **more})


def test_a_text_comes_back_with_its_marks_and_its_marking(client, server):
    server.script = Script(changed("€ 250,00", "€ 520,00"))
    reply = rewrite(client)
    body = reply.json()
    assert reply.headers["x-ai-generated"] == "true"
    assert (body["ended"], body["ai_generated"], body["official"]) == ("done", True, False)
    assert "niet van officiële bronnen" in body["notice"]
    assert "[staat niet in uw tekst: € 520,00]" in body["text"]
    assert body["lost"] == ["€ 250,00"]


def test_sentences_are_streamed_to_who_asks_for_them(client):
    headers = {"Accept": "text/event-stream"}
    with client.stream(
        "POST", "/api/v1/text", json={"task": "rewrite", "text": NOTE}, headers=headers
    ) as reply:
        text = reply.read().decode()
    assert reply.headers["x-ai-generated"] == "true"
    events = re.findall(r"^event: (\w+)\r?\ndata: (.+?)\r?$", text, re.M)
    assert [name for name, _ in events] == ["progress", *["sentence"] * 3, "result"]
    assert json.loads(events[-1][1])["text"] == NOTE


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {PASSWORD}"}])
def test_without_its_password_nothing_is_worked_on(address, headers):
    for path, body in (("/api/v1/text", {"task": "rewrite", "text": NOTE}), ("/document", {})):
        where = path if path.startswith("/api") else f"/api/v1/text{path}?kind=pdf"
        reply = httpx.post(f"{address}{where}", json=body, headers=headers)
        assert reply.status_code == 401
        assert "wachtwoord" in reply.json()["error"]["message"]


def test_after_five_wrong_passwords_a_program_waits(service):
    with serving(service) as address:
        wrong = {"Authorization": "Bearer nee"}
        sent = [
            httpx.post(f"{address}/api/v1/text/document?kind=pdf", headers=wrong) for _ in "123456"
        ]
    assert [reply.status_code for reply in sent] == [401] * 5 + [429]


def test_a_text_that_can_not_be_worked_on_gets_one_clear_sentence(client):
    for text, words in (("", "Plak of typ"), ("a b. " * 5_000, "ongeveer 8 bladzijden")):
        reply = rewrite(client, text)
        assert reply.status_code == 422
        assert words in reply.json()["error"]["message"]
    assert rewrite(client, task="dichten").status_code == 422


def test_with_the_switch_off_it_says_so(client, service):
    service.switch.turn(Mode.REFERENCES, "test")
    body = rewrite(client).json()
    service.switch.turn(Mode.GENERATE, "test")
    assert body["ended"] == "refused"
    assert "staat nu uit" in body["message"]


def test_a_document_is_read_and_nothing_of_it_is_kept(client, service):
    reply = client.post("/api/v1/text/document?kind=pdf", content=DOCUMENT)
    text = "Besluit over de fiets\n\nU betaalt 5 euro."
    assert reply.json() == {"text": text, "characters": len(text)}
    kept = b"".join(file.read_bytes() for file in service.settings.data.iterdir())
    assert b"over de fiets" not in kept


def test_a_document_that_can_not_be_read_gets_one_clear_sentence(client):
    for kind, body, words in (
        ("pdf", b"%PDF kapot", "beschadigd"),
        ("docx", b"PK\x03\x04 kapot", "beschadigd"),
        ("txt", ("Een zin. " * 4_000).encode(), "ongeveer 12 bladzijden"),
    ):
        reply = client.post(f"/api/v1/text/document?kind={kind}", content=body)
        assert reply.status_code in {409, 422}
        assert words in reply.json()["error"]["message"]
    assert (
        client.post("/api/v1/text/document?kind=pdf", content=b"x" * 1_100_000).status_code == 413
    )
    assert client.post("/api/v1/text/document?kind=exe", content=b"x").status_code == 422


def test_the_api_is_described(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/v1/text", "/api/v1/text/document"} <= set(paths)
    assert "/tekst/document" not in paths
    assert "POST /api/v1/text" in client.get("/api/docs").text


def test_the_page_is_shut_until_an_employee_logs_in(address):
    with httpx.Client(base_url=address) as client:
        assert client.get("/tekst").headers["location"] == "/tekst/inloggen"
        assert client.get("/tekst/config").status_code == 401
        assert client.post("/tekst/document?kind=pdf", content=DOCUMENT).status_code == 401
        entered = client.post("/tekst/inloggen", data={"name": "Sanne", "password": SECRET})
        assert entered.headers["location"] == "/tekst/"
        assert "Path=/tekst" in entered.headers["set-cookie"]
        assert client.get("/tekst/").status_code == 200
        assert client.get("/balie/").status_code == 303
        read = client.post("/tekst/document?kind=pdf", content=DOCUMENT)
        assert "U betaalt 5 euro." in read.json()["text"]
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        reply = client.post("/tekst/document?kind=pdf", content=DOCUMENT, headers=elsewhere)
        assert reply.status_code == 403


def test_residents_see_no_way_to_it(address):
    for path in ("/", "/en/", "/balie/inloggen"):
        assert "/tekst" not in httpx.get(f"{address}{path}").text


@pytest.mark.parametrize("changes", [{}, {"textwork": {"password": SECRET, "enabled": False}}])
def test_where_it_is_off_it_is_not_there(tmp_path, changes):
    service = make_service(tmp_path, **changes)
    with serving(service) as address, httpx.Client(base_url=address) as client:
        headers = {"Authorization": f"Bearer {SECRET}"}
        for path in ("/tekst", "/tekst/", "/tekst/inloggen", "/tekst/config", "/tekst/document"):
            assert client.get(path).status_code == 404
            assert client.post(path, content=b"x").status_code == 404
        entered = client.post("/tekst/inloggen", data={"name": "Sanne", "password": SECRET})
        assert entered.status_code == 404
        assert rewrite(client).status_code in {404, 405}
        assert client.post("/api/v1/text", json={}, headers=headers).status_code in {404, 405}
        assert "/api/v1/text" not in client.get("/api/openapi.json").json()["paths"]
    service.close()


def test_figures_count_texts_and_no_words(client):
    rewrite(client)
    figures = client.get("/metrics").text
    assert re.search(r'text_work_total\{ended="done",task="rewrite"\} [1-9]', figures)
    assert "belasting" not in figures
