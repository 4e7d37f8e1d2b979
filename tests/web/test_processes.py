"""Two servers on one database behind a proxy that asks them in turn, as it likes."""

import itertools
from collections.abc import Iterator
from contextlib import asynccontextmanager
from threading import Thread
from time import sleep

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route

from tests.assistant.web.scripted import make_service, serving
from tests.web.conftest import Visits, ask, ask_a_person, log_in

pytestmark = pytest.mark.browser


def in_turn(addresses: list[str]) -> Starlette:
    """A reverse proxy without memory: each request goes to the next server."""
    turns = itertools.cycle(addresses)

    @asynccontextmanager
    async def lifespan(app):
        async with httpx.AsyncClient(timeout=60) as app.state.client:
            yield

    async def forward(request):
        server = next(turns)
        target = f"{server}{request.url.path}?{request.url.query}"
        asked = request.app.state.client.build_request(
            request.method, target, headers=request.headers.raw, content=await request.body()
        )
        reply = await request.app.state.client.send(asked, stream=True)
        made = StreamingResponse(reply.aiter_raw(), reply.status_code)
        kept = [one for one in reply.headers.raw if one[0].lower() != b"transfer-encoding"]
        made.raw_headers = kept
        return made

    methods = ["GET", "POST", "HEAD"]
    return Starlette(routes=[Route("/{path:path}", forward, methods=methods)], lifespan=lifespan)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("data")
    services = [make_service(folder) for _ in range(2)]
    with serving(services[0]) as one, serving(services[1]) as other:
        config = uvicorn.Config(in_turn([one, other]), port=0, log_level="critical")
        proxy = uvicorn.Server(config)
        thread = Thread(target=proxy.run, daemon=True)
        thread.start()
        while not proxy.started:
            sleep(0.02)
        yield f"http://127.0.0.1:{proxy.servers[0].sockets[0].getsockname()[1]}"
        proxy.should_exit = proxy.force_exit = True
        thread.join(10)
    for service in services:
        service.close()


def test_a_conversation_and_a_hand_off_go_on_in_any_process(visit: Visits):
    resident, staff = visit(), visit("/balie/inloggen")
    ask(resident, "Wat kost een paspoort?")
    ask(resident, "Kan ik mijn paspoort laten bezorgen?")
    reference = ask_a_person(resident)
    log_in(staff)
    staff.locator(".ticket", has_text=reference).click()
    staff.click("#take")
    staff.wait_for_selector("#reply textarea")
    staff.fill("#reply textarea", "Goedemiddag, ik help u verder.")
    staff.click("#reply-send")
    resident.locator("#log .staff", has_text="ik help u verder").wait_for()
    resident.fill("#question textarea", "Dank u wel")
    resident.press("#question textarea", "Enter")
    staff.locator("#talk .you", has_text="Dank u wel").wait_for()
    assert resident.locator("#log article.answer").count() >= 2
