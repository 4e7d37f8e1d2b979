"""`/verantwoording`: only who has the password looks, every look is noted, nothing is missing."""

import csv
import io

import httpx
import pytest

from assistant.domain import Complaint
from tests.assistant.web.scripted import PASSPORT, make_service, serving

WORD = "toezicht-wachtwoord"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = make_service(tmp_path_factory.mktemp("data"), audit={"password": WORD})
    yield service
    service.close()


@pytest.fixture
def auditor(address):
    with httpx.Client(base_url=address, follow_redirects=True) as client:
        client.post("/verantwoording/inloggen", data={"name": "Noor", "password": WORD})
        yield client


@pytest.fixture
def answer(client):
    return client.post("/api/v1/ask", json={"question": "Wat kost een paspoort?"}).json()


PATHS = (
    "/verantwoording/",
    "/verantwoording/antwoord/x",
    "/verantwoording/antwoord/x.json",
    "/verantwoording/klachten",
    "/verantwoording/klachten.csv",
    "/verantwoording/meldingen",
    "/verantwoording/logboek",
)


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_anything_without_the_password(client, answer, path):
    reply = client.get(path.replace("/x", f"/{answer['id']}"))
    assert reply.status_code in {303, 401}
    assert "paspoort" not in reply.text.lower()


def test_a_wrong_password_opens_nothing(client):
    reply = client.post("/verantwoording/inloggen", data={"name": "Noor", "password": "balie"})
    assert reply.status_code == 403


def test_another_site_cannot_post_here(auditor, answer):
    headers = {"sec-fetch-site": "cross-site"}
    path = f"/verantwoording/antwoord/{answer['id']}"
    assert auditor.post(path, headers=headers).status_code == 403


def test_without_a_password_there_is_no_such_page(tmp_path):
    service = make_service(tmp_path)
    with serving(service) as address:
        assert httpx.get(f"{address}/verantwoording/klachten").status_code == 401
        assert httpx.get(f"{address}/verantwoording/inloggen").status_code == 503
    service.close()


def test_an_answer_is_found_and_its_dossier_tells_all(auditor, answer, service):
    found = auditor.get("/verantwoording/", params={"text": answer["id"]})
    assert f"/verantwoording/antwoord/{answer['id']}" in found.text
    page = auditor.get(f"/verantwoording/antwoord/{answer['id']}").text
    assert PASSPORT in page
    assert "Wat kost een paspoort?" in page
    document = auditor.get(f"/verantwoording/antwoord/{answer['id']}.json").json()
    assert document["replay"]["dossier"]["answer"] == service.records.answer(
        answer["id"]
    ).model_dump(mode="json")
    acts = service.records.audit.all(action="audit.")
    assert [(act.who, act.action, act.subject) for act in acts[:2]] == [
        ("Noor", "audit.dossier", answer["id"])
    ] * 2


def test_every_look_stands_in_the_log_and_the_log_itself_too(auditor, service):
    for path in ("/", "/klachten", "/klachten.csv", "/meldingen", "/logboek"):
        before = len(service.records.audit.all())
        assert auditor.get(f"/verantwoording{path}").status_code == 200
        assert len(service.records.audit.all()) == before + 1


def test_a_wrong_field_gets_one_clear_message(auditor):
    reply = auditor.get("/verantwoording/", params={"since": "gisteren"})
    assert reply.status_code == 422
    assert auditor.get("/verantwoording/antwoord/made-up").status_code == 404


def test_discrimination_gets_a_number_which_the_reporter_hears(auditor, client, answer):
    body = {"answer": answer["id"], "complaint": "discriminating", "remark": "Dit is oneerlijk"}
    reference = client.post("/api/v1/feedback", json=body).json()["reference"]
    page = auditor.get("/verantwoording/meldingen").text
    assert reference in page
    number = int(reference[-5:])
    posted = auditor.post(f"/verantwoording/meldingen/{number}", data={"result": "Besproken <b>"})
    assert "Noor" in posted.text
    assert "Besproken &lt;b&gt;" in posted.text
    assert auditor.get("/verantwoording/", params={"text": reference}).text.count(answer["id"]) == 1


def test_complaints_are_counted_in_the_table_of_numbers(auditor, service, answer):
    service.records.complain(answer["id"], Complaint.OUTDATED, "")
    table = list(csv.DictReader(io.StringIO(auditor.get("/verantwoording/klachten.csv").text)))
    assert len(table) == 13
    assert int(table[-1]["outdated"]) == 1
    assert int(table[-1]["answers"]) >= 1
