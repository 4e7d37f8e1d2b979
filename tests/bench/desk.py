"""A message crosses with 200 open hand-offs, and what keeping an answer takes on both databases.

`python -m tests.bench.desk` prints only this. Residents are pages as the chat has them: one stream
each, which says what to show. Staff reply from a process of its own, and have each a desk open,
whose stream says that something was said. Residents write in the page's own way of asking.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack, closing, suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

import aiohttp

from assistant.domain import Answer, Completeness, Outcome, Role
from assistant.handoff.build import open_handoffs
from assistant.handoff.desk import Handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records import Records, open_records
from configs.domain import Language
from configs.settings import Settings
from configs.texts import Texts
from tests.bench.load import _processor, _server
from tests.bench.measures import Row, row, settings_in, town
from tests.bench.printing import show
from tests.postgres import postgresql, programs

OPEN = 200
STAFF = 20
MESSAGES = 200
"""Messages each way, a twentieth of a second apart: four seconds of a very busy desk."""
APART = 0.05
WRITES = 400
LATEST = 10.0
"""Seconds after which a message counts as lost."""
PASSWORD = "bench"
Arrivals = dict[str, asyncio.Event]


class Side(NamedTuple):
    """The side of the staff: their own process on the same records."""

    records: Records
    handoffs: Handoffs


def crossing(settings: Settings) -> list[Row]:
    """From a member of staff to the page of the resident, and the other way."""
    os.environ["VRAAGBAAK_DESK__PASSWORD"] = PASSWORD
    with (
        _server(settings) as (origin, process),
        closing(open_records(settings)) as records,
    ):
        service = Side(records, open_handoffs(settings, records, Texts()))
        handoffs = _opened(service)
        spent = _processor(process)
        there, back = asyncio.run(_busy(origin, service, handoffs))
        each = (_processor(process) - spent) / (len(there) + len(back))
    lost = 2 * MESSAGES - len(there) - len(back)
    return [
        row(f"{OPEN} open hand-offs: staff to resident", there, "p95 <= 2 s"),
        ("  slowest", f"{max(there):.2f} s", "<= 2 s"),
        row("  resident to staff", back, "p95 <= 2 s"),
        ("  slowest", f"{max(back):.2f} s", "<= 2 s"),
        ("  lost or later than 10 s", str(lost), "0"),
        ("  processor time of the server per message", f"{each * 1000:.1f} ms", ""),
    ]


def writing() -> list[Row]:
    """Keeping an answer with its question and its figures, as each question does."""
    with tempfile.TemporaryDirectory() as place:
        rows = [row("journal write, SQLite", _written(Path(place), ""), "p95 <= 5 ms")]
        if programs() is None:
            return [*rows, ("journal write, PostgreSQL", "not installed here", "p95 <= 5 ms")]
        with postgresql() as address:
            taken = _written(Path(place), address)
        return [*rows, row("journal write, PostgreSQL", taken, "p95 <= 5 ms")]


def _opened(service: Side) -> list[tuple[str, str, str]]:
    """Conversations that staff have: the hand-off, its conversation, and who has it."""
    made = []
    for number in range(OPEN):
        conversation = service.records.open_conversation(None, Language.NL).id
        service.records.say(conversation, Role.USER, "Waar blijft mijn paspoort?")
        asked = HandoffRequest(conversation=conversation, consent=True)
        handoff, name = service.handoffs.request(asked), f"Medewerker {number % STAFF}"
        service.handoffs.take(handoff.id, name)
        made.append((handoff.id, conversation, name))
    return made


async def _busy(
    origin: str, service: Side, handoffs: list[tuple[str, str, str]]
) -> tuple[list[float], list[float]]:
    """Messages both ways at the same time; seconds until each one was where it had to be."""
    arrived: Arrivals = {}
    whole = aiohttp.ClientTimeout(total=None, sock_connect=30)
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with (
        aiohttp.ClientSession(origin, connector=connector, timeout=whole) as client,
        AsyncExitStack() as stack,
    ):
        for _, conversation, _ in handoffs:
            page = asyncio.create_task(_page(client, conversation, arrived))
            stack.callback(page.cancel)
        form = {"name": "Medewerker", "password": PASSWORD}
        async with client.post("/balie/inloggen", data=form, allow_redirects=False):
            pass
        news = {handoff: asyncio.Event() for handoff, _, _ in handoffs}
        for handoff, woken in news.items():
            desk = asyncio.create_task(_desk(client, handoff, woken))
            stack.callback(desk.cancel)
        await asyncio.sleep(3)  # all pages are open
        there, back = [], []
        for number in range(MESSAGES):
            handoff, conversation, name = handoffs[number % OPEN]
            reply = partial(service.handoffs.reply, handoff, name)
            there.append(asyncio.create_task(_replied(reply, arrived)))
            back.append(asyncio.create_task(_said(client, service, conversation, news[handoff])))
            await asyncio.sleep(APART)
        crossed = await asyncio.gather(*there), await asyncio.gather(*back)
    return [one for one in crossed[0] if one], [one for one in crossed[1] if one]


async def _page(client: aiohttp.ClientSession, conversation: str, arrived: Arrivals) -> None:
    """The stream of one open page; marks what it was told to show."""
    body = {"conversation": conversation, "last": 0, "language": "nl"}
    async with client.post("/page/live", json=body) as reply:
        async for line in reply.content:
            for mark in [mark for mark in arrived if mark.encode() in line]:
                arrived[mark].set()


async def _replied(reply: Callable[[str], object], arrived: Arrivals) -> float:
    """Seconds from the press of the button until the page was told; 0 where it never was."""
    mark = uuid4().hex
    arrived[mark] = asyncio.Event()
    started = perf_counter()
    await asyncio.to_thread(reply, f"Antwoord {mark}")
    with suppress(TimeoutError):
        await asyncio.wait_for(arrived[mark].wait(), LATEST)
    taken = perf_counter() - started if arrived[mark].is_set() else 0.0
    del arrived[mark]
    return taken


async def _desk(client: aiohttp.ClientSession, handoff: str, woken: asyncio.Event) -> None:
    """The stream of one open desk."""
    async with client.post("/balie/live", json={"handoff": handoff}) as reply:
        async for line in reply.content:
            if b"changed" in line:
                woken.set()


async def _said(
    client: aiohttp.ClientSession, service: Side, conversation: str, woken: asyncio.Event
) -> float:
    """Seconds from sending until the open desk was told, and found it."""
    mark = uuid4().hex
    started = perf_counter()
    asked = {"question": f"Vraag {mark}", "conversation": conversation, "language": "nl"}
    async with client.post("/page/ask", json=asked) as reply:
        await reply.read()
    while (left := LATEST - (perf_counter() - started)) > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), left)
        woken.clear()
        lines = await asyncio.to_thread(service.records.messages, conversation)
        if any(mark in line.text for line in lines):
            return perf_counter() - started
    return 0.0


def _written(place: Path, address: str) -> list[float]:
    settings = settings_in(place / (address and "postgresql"))
    kept = settings.records.model_copy(update={"url": address})
    with closing(open_records(settings.model_copy(update={"records": kept}))) as records:
        conversation = records.open_conversation(None, Language.NL).id
        taken = []
        for number in range(WRITES):
            answer = _answer(conversation, number)
            started = perf_counter()
            records.record(answer, "Waar kan ik mijn paspoort ophalen?", ())
            taken.append(perf_counter() - started)
    return taken[WRITES // 4 :]


def _answer(conversation: str, number: int) -> Answer:
    return Answer(
        id=f"{conversation}-{number}",
        conversation=conversation,
        outcome=Outcome.NO_SOURCE,
        completeness=Completeness.NONE,
        notice="Gemaakt door AI.",
        language=Language.NL,
        message="Dat kan ik niet vinden in onze bronnen. " * 20,
    )


def main() -> int:
    """Only what this file measures."""
    with tempfile.TemporaryDirectory() as place, town(Path(place)) as settings:
        show([*crossing(settings), *writing()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
