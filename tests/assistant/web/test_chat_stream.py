"""Asking on the page: what its one request is told, in order."""

import json
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

import httpx
import pytest

from tests.assistant.web.scripted import HOSTILE, make_service, serving


def events(response):
    """The server-sent events of a response."""
    for part in response.iter_text():
        for event in filter(None, part.split("\n\n")):
            kind, data = event.split("\n", 1)
            yield kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def body(question, conversation="", language="nl"):
    return {"question": question, "conversation": conversation, "language": language}


def told(client, question, conversation="", language="nl"):
    with client.stream("POST", "/page/ask", json=body(question, conversation, language)) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["cache-control"] == "no-store"
        return list(events(reply))


def until(true):
    end = monotonic() + 10
    while not true():
        assert monotonic() < end
        sleep(0.02)


def test_the_last_event_is_the_whole_conversation(client):
    kind, first = told(client, "Wat kost een paspoort?")[-1]
    assert kind == "answer"
    assert "€ 63,42" in first["log"]
    assert "Het antwoord is klaar." in first["status"]
    _, second = told(client, "Wie moet ik stemmen?", first["conversation"])[-1]
    assert second["conversation"] == first["conversation"]
    assert second["log"].count('class="you"') == 2
    assert 'data-turns="4"' in second["log"]


def test_the_first_answer_looks_as_it_does_when_it_is_read_back(client, service):
    first = told(client, "Mijn BSN is 111222333, wat kost een paspoort?")[-1][1]
    kept = service.records.messages(first["conversation"])
    assert kept[0].text in first["log"]
    assert "111222333" not in first["log"]


def test_it_speaks_the_language_of_the_page(client):
    assert "The answer is ready." in told(client, "paspoort", language="en")[-1][1]["status"]


@pytest.mark.parametrize(
    ("page", "question", "spoken", "copy"),
    [
        ("nl", "What does a passport cost?", "en", "Copy"),
        ("en", "Wat kost een paspoort?", "nl", "Kopieer"),
        ("en", "passport", "en", "Copy"),
    ],
)
def test_an_answer_is_in_the_language_of_its_question(client, page, question, spoken, copy):
    log = told(client, question, language=page)[-1][1]["log"]
    article = log[log.index("<article") :]
    assert f'lang="{spoken}"' in article[: article.index(">")]
    assert f">{copy}<" in article


def test_hostile_text_comes_out_escaped(client):
    for _, fields in told(client, f"aanval {HOSTILE}"):
        html = "".join(str(value) for value in fields.values())
        assert not any(
            tag in html for tag in ("<script", "<img", "<form", "<div style", 'href="javascript')
        )


@pytest.mark.parametrize(
    ("question", "said"), [(" ", "Typ eerst een vraag."), ("a" * 1001, "Uw vraag is te lang.")]
)
def test_what_can_not_be_asked_is_told(client, question, said):
    ((kind, fields),) = told(client, question)
    assert kind == "wrong"
    assert said in fields["status"]


def test_a_conversation_that_is_gone_begins_anew(client):
    ((kind, fields),) = told(client, "Wat kost een paspoort?", "weg")
    assert kind == "wrong"
    assert fields["conversation"] == ""
    assert 'data-turns="0"' in fields["log"]


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """One is answered at a time, one more may wait."""
    service = make_service(tmp_path_factory.mktemp("narrow"), server={"slots": 1, "queue": 1})
    with serving(service) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield service, client
    service.close()


@contextmanager
def somebody_inside(service, client):
    """Someone whose answer is under way as long as this lasts."""
    service.assistant.pause = 0.2
    with client.stream("POST", "/page/ask", json=body("Wat kost een paspoort?")) as reply:
        until(lambda: "vraagbaak_questions_waiting 0.0" in client.get("/metrics").text)
        yield reply


def test_who_waits_is_told_the_place_and_then_answered(narrow):
    with somebody_inside(*narrow):
        heard = told(narrow[1], "Wie moet ik stemmen?")
    assert heard[0] == ("waiting", {"place": 1})
    assert ("waiting", {"place": 0}) in heard
    assert heard[-1][0] == "answer"


def test_programs_are_told_the_place_too(narrow):
    stream = {"Accept": "text/event-stream"}
    asked = {"question": "Wie moet ik stemmen?"}
    with somebody_inside(*narrow):
        gone = narrow[1].post("/api/v1/ask", json=asked | {"conversation": "weg"})
        with narrow[1].stream("POST", "/api/v1/ask", json=asked, headers=stream) as reply:
            lines = [line for line in reply.iter_lines() if line.startswith("data:")]
    assert gone.status_code == 404
    assert json.loads(lines[0].removeprefix("data: ")) == {"step": "wait", "place": 1}
    assert json.loads(lines[-1].removeprefix("data: "))["outcome"] == "out_of_scope"


def test_a_full_line_says_that_it_is_busy(narrow):
    with somebody_inside(*narrow):
        second = Thread(target=lambda: told(narrow[1], "Wie moet ik stemmen?"))
        second.start()
        until(lambda: "vraagbaak_questions_waiting 1.0" in narrow[1].get("/metrics").text)
        ((kind, fields),) = told(narrow[1], "Mag mijn schuur hoger?")
        refused = narrow[1].post("/api/v1/ask", json={"question": "Mag mijn schuur hoger?"})
        second.join()
    assert (kind, refused.status_code) == ("wrong", 503)
    assert "erg druk" in fields["status"]


def test_who_leaves_makes_room(narrow):
    service, client = narrow
    with somebody_inside(service, client):
        service.assistant.pause = 60.0
    service.assistant.pause = 0.0
    assert told(client, "Wie moet ik stemmen?")[-1][0] == "answer"
