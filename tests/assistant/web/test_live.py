"""News of a conversation comes as it happens, to the chat and to the desk, and ends by itself."""

import asyncio
import json
from contextlib import contextmanager
from queue import Queue
from threading import Thread

import httpx
import pytest

from assistant.domain import Contact, Role
from assistant.handoff.domain import HandoffRequest
from assistant.web import live as live_module
from assistant.web.live import Live
from configs.domain import Language
from tests.assistant.web.scripted import PASSWORD
from tests.assistant.web.test_chat_stream import until


@contextmanager
def listening(address, path, body, **headers):
    """The events of a stream, in a queue; None at its end."""
    heard = Queue()
    with httpx.Client(base_url=address, timeout=20) as client:

        def read():
            try:
                with client.stream("POST", path, json=body, headers=headers) as reply:
                    heard.put(reply.status_code)
                    for line in reply.iter_lines():
                        if line.startswith("event: "):
                            heard.put(line[7:])
                        if line.startswith("data: "):
                            heard.put(json.loads(line[6:]))
            except httpx.HTTPError:
                pass
            heard.put(None)

        Thread(target=read, daemon=True).start()
        yield heard


@pytest.fixture
def conversation(service):
    begun = service.records.open_conversation(None, Language.NL).id
    service.records.say(begun, Role.USER, "Waar blijft mijn paspoort?")
    return begun


@pytest.fixture
def handoff(service, conversation):
    request = HandoffRequest(
        conversation=conversation, consent=True, contact=Contact(phone="0612345678")
    )
    return service.handoffs.request(request)


def test_the_chat_hears_each_line_and_the_end(service, address, conversation, handoff):
    body = {"conversation": conversation, "last": 0, "language": "nl"}
    with listening(address, "/page/live", body) as heard:
        assert heard.get(timeout=10) == 200
        assert heard.get(timeout=10) == "news"
        assert 'data-state="queued"' in heard.get(timeout=10)["log"]
        service.handoffs.take(handoff.id, "Samira")
        assert heard.get(timeout=10) == "news"
        taken = heard.get(timeout=10)
        assert "U praat nu met een medewerker: Samira" in taken["status"]
        service.handoffs.reply(handoff.id, "Samira", "Dag <b>u</b>!")
        assert heard.get(timeout=10) == "news"
        said = heard.get(timeout=10)
        assert "Dag &lt;b&gt;u&lt;/b&gt;!" in said["log"]
        assert "Nieuw bericht van een medewerker" in said["status"]
        service.handoffs.close(handoff.id, "Samira")
        assert heard.get(timeout=10) == "news"
        assert 'data-state=""' in heard.get(timeout=10)["log"]
        assert heard.get(timeout=10) is None


def test_staff_learn_that_the_page_is_closed(service, address, conversation, handoff):
    presence = service.handoffs.presence
    body = {"conversation": conversation, "last": 0, "language": "nl"}
    with httpx.stream("POST", f"{address}/page/live", json=body) as reply:
        lines = reply.iter_lines()
        next(lines)
        until(lambda: service.records.desk.watched(conversation) is not None)
        assert presence.gone_since(conversation) is None
    service.handoffs.take(handoff.id, "Samira")  # what is sent finds out that nobody listens
    until(lambda: presence.gone_since(conversation) is not None)


def test_an_erased_conversation_ends_the_stream(service, address):
    body = {"conversation": "gone", "last": 0, "language": "nl"}
    with listening(address, "/page/live", body) as heard:
        assert [heard.get(timeout=10) for _ in range(4)] == [200, "gone", {}, None]


def test_a_conversation_that_nobody_has_is_told_and_let_go(service, address, conversation):
    body = {"conversation": conversation, "last": 0, "language": "nl"}
    with listening(address, "/page/live", body) as heard:
        assert [heard.get(timeout=10) for _ in range(2)] == [200, "news"]
        heard.get(timeout=10)
        assert heard.get(timeout=10) is None


def test_the_desk_hears_that_something_was_said_and_only_who_logged_in(
    service, address, conversation, handoff
):
    body = {"handoff": handoff.id}
    with httpx.Client(base_url=address) as client:
        assert client.post("/balie/live", json=body).status_code == 401
        client.post("/balie/inloggen", data={"name": "Samira", "password": PASSWORD})
        cookie = f"balie={client.cookies['balie']}"
    with listening(address, "/balie/live", body, cookie=cookie) as heard:
        assert heard.get(timeout=10) == 200
        while not heard.empty():
            heard.get()
        service.records.say(conversation, Role.USER, "Bent u daar?")
        assert heard.get(timeout=10) == "changed"


def test_many_watchers_cost_one_look_and_silence_none(monkeypatch):
    monkeypatch.setattr(live_module, "PAUSE", 0.01)
    looks = []

    def look(last):
        looks.append(last)
        return (7, frozenset({"c3"})) if len(looks) == 5 else (last, frozenset())

    async def watch(live, name):
        async with live.watch(name) as woken:
            woken.clear()
            await woken.wait()  # the first look wakes everyone
            woken.clear()
            await asyncio.wait_for(woken.wait(), 10)
            return name

    async def crowd():
        live = Live(look)
        watching = [asyncio.create_task(watch(live, f"c{number}")) for number in range(100)]
        done, rest = await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
        assert [task.result() for task in done] == ["c3"]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        seen = len(looks)
        await asyncio.sleep(0.1)
        assert live.watching == 0
        assert len(looks) <= seen + 2

    asyncio.run(crowd())
