"""Without a script one asks and is answered all the same; the statement says what is so."""

import httpx
import pytest

from configs.domain import ConfigurationError
from configs.settings import load_settings
from tests.assistant.web.scripted import HOSTILE, make_service, serving

PAGES = {"/vraag": "nl", "/en/question": "en", "/toegankelijkheid": "nl", "/en/accessibility": "en"}


@pytest.mark.parametrize(("path", "language"), PAGES.items())
def test_each_page_stands_in_its_language(client, path, language):
    reply = client.get(path)
    assert reply.status_code == 200
    assert f'<html lang="{language}">' in reply.text
    assert "<script" not in reply.text
    assert "set-cookie" not in reply.headers


def test_a_question_is_answered_with_its_sources(client, service):
    reply = client.post("/vraag", data={"question": "Kan ik mijn paspoort laten bezorgen?"})
    assert reply.status_code == 200
    assert reply.headers["x-ai-generated"] == "true"
    for part in ("€ 63,42", "Paspoort ophalen", "waterveen.example/paspoort/", "Gemaakt door AI"):
        assert part in reply.text
    assert "Dit antwoord is niet volledig." in reply.text
    assert "data-do=" not in reply.text
    conversation = reply.text.split('name="conversation" value="')[1].split('"')[0]
    again = {"question": "Wat kost een paspoort?", "conversation": conversation}
    client.post("/vraag", data=again)
    assert len(service.records.messages(conversation)) == 4


def test_personal_data_is_not_shown_back(client):
    reply = client.post("/vraag", data={"question": "Mijn bsn is 111222333, mijn paspoort?"})
    assert "111222333" not in reply.text


def test_markup_in_a_question_and_in_an_answer_is_only_text(client):
    reply = client.post("/vraag", data={"question": f"aanval {HOSTILE}"})
    for mark in ("<script", "<img", "<form action", 'href="javascript', "<div style"):
        assert mark not in reply.text
    broken = client.post("/vraag", data={"question": " ", "conversation": f'"><b>{HOSTILE}'})
    assert "<b>" not in broken.text


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("", 422, "Typ eerst een vraag."),
        ("a" * 2000, 422, "Uw vraag is te lang."),
    ],
)
def test_what_cannot_be_asked_is_said_and_given_back(client, question, status, said):
    reply = client.post("/vraag", data={"question": question})
    assert reply.status_code == status
    assert said in reply.text
    assert f">{question}</textarea>" in reply.text


def test_a_conversation_that_is_gone_begins_anew(client):
    asked = {"question": "Wat kost een paspoort?", "conversation": "weg"}
    reply = client.post("/vraag", data=asked)
    assert reply.status_code == 404
    assert 'name="conversation" value=""' in reply.text
    assert "Wat kost een paspoort?</textarea>" in reply.text


def test_the_way_to_a_person_stands_on_it(client):
    page = client.get("/vraag").text
    assert 'href="tel:140999"' in page
    assert 'href="mailto:info@waterveen.example"' in page


def test_who_has_no_script_finds_the_simple_page(client):
    page = client.get("/en/").text
    assert page.index('id="instead"') < page.index("<gradio-app")
    assert 'href="/en/question"' in page
    assert "#instead{display:block!important}" in page.split("<noscript>")[1]


def test_a_statement_that_nobody_filled_in_says_so(client):
    page = client.get("/toegankelijkheid").text
    assert "Dit is een voorbeeld." in page
    assert "E: geen verklaring" in page
    assert "Er is nog niets onderzocht." in page
    assert "Binnen vijf werkdagen" not in page
    for path in ("/", "/vraag", "/balie/inloggen"):
        assert 'href="/toegankelijkheid"' in client.get(path).text


def test_a_statement_says_what_the_organisation_filled_in(tmp_path):
    stated = {
        "status": "B",
        "updated": "2020-01-01",
        "tested": "WCAG-EM door Bureau X",
        "report_url": "https://www.waterveen.example/rapport.pdf",
        "issues": ["<b>Filmpje</b> zonder ondertiteling, klaar in mei"],
        "signed_by": "A. de Vries, gemeentesecretaris",
    }
    server = {"public_url": "https://vraag.waterveen.example"}
    service = make_service(tmp_path, accessibility=stated, server=server)
    with serving(service) as address:
        page = httpx.get(f"{address}/toegankelijkheid").text
        english = httpx.get(f"{address}/en/accessibility").text
    service.close()
    for part in (
        *("B: voldoet gedeeltelijk", "1 januari 2020", "WCAG-EM door Bureau X", "rapport.pdf"),
        *("&lt;b&gt;Filmpje", "A. de Vries", "https://vraag.waterveen.example"),
        *("ouder dan drie jaar", "Binnen vijf werkdagen", "info@waterveen.example"),
    ):
        assert part in page, part
    assert "Dit is een voorbeeld." not in page
    assert '<li lang="nl">' in english


@pytest.mark.parametrize(
    ("stated", "missing"),
    [
        ({"status": "D"}, "updated"),
        ({"status": "A", "updated": "2026-01-01"}, "report_url"),
        (
            {"status": "B", "updated": "2026-01-01", "report_url": "https://x", "tested": "x"},
            "issues",
        ),
    ],
)
def test_a_status_without_its_grounds_is_refused(stated, missing):
    with pytest.raises(ConfigurationError, match=rf"accessibility\.{missing}"):
        load_settings("demo", accessibility=stated)
