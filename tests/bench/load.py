"""Many at the same moment, on one server. `python -m tests.bench.load` prints only this."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from uuid import uuid4

import aiohttp
import httpx

from assistant.web.running import open_many
from configs.settings import Settings
from tests.bench.measures import Row, questions, row, town
from tests.bench.printing import show

CHATS, CROWD = 100, 1000
ROUNDS = 3


@dataclass(frozen=True)
class Asked:
    """One question: seconds until the first word of the server, until the answer; whether it came.

    The first word is the answer, a claim of it, or the place in the line (`waited`).
    """

    first: float
    whole: float
    good: bool
    waited: bool = False


Chat = Callable[[aiohttp.ClientSession, str, float], Awaitable[Asked]]


def serving(settings: Settings) -> list[Row]:
    """100 and 1,000 at once, and the server's memory before and after."""
    open_many()
    with _server(settings) as (origin, process):
        idle = _resident(process)
        rows = [
            *_some(origin, process, "API", _api),
            *_some(origin, process, "chat page", _page),
            *_crowd(origin),
        ]
        busy = _resident(process)
    return [
        ("server idle, resident memory", f"{idle:.0f} MB", "< 600"),
        *rows,
        ("resident memory after them", f"{busy:.0f} MB", ""),
    ]


def _some(origin: str, process: int, name: str, chat: Chat) -> list[Row]:
    """The middle one of some rounds, since other programs share this machine."""
    spent = _processor(process)
    rounds = [asyncio.run(_at_once(origin, chat, CHATS)) for _ in range(ROUNDS)]
    each = (_processor(process) - spent) / ROUNDS / CHATS
    done = sorted(rounds, key=_p95)[ROUNDS // 2]
    errors = sum(not one.good for round_ in rounds for one in round_)
    return [
        row(f"{CHATS} simultaneous questions, {name}", [one.whole for one in done], "p95 <= 2 s"),
        ("  errors", str(errors), "0"),
        ("  processor time of the server, each", f"{each * 1000:.1f} ms", ""),
    ]


def _crowd(origin: str) -> list[Row]:
    """A thousand open pages, and a question from each of them."""
    done = asyncio.run(_at_once(origin, _page, CROWD, pages=CROWD))
    first, whole = [one.first for one in done], [one.whole for one in done]
    told = sum(one.waited for one in done)
    return [
        (f"{CROWD:,} simultaneous chats: last first word", f"{max(first):.2f} s", "<= 2 s"),
        ("  told their place first", f"{told:,} of {CROWD:,}", ""),
        ("  answered: half of them, all", f"{median(whole):.1f} s, {max(whole):.1f} s", ""),
        ("  errors", str(sum(not one.good for one in done)), "0"),
    ]


async def _at_once(origin: str, chat: Chat, count: int, pages: int = 0) -> list[Asked]:
    texts = (questions() * (count // len(questions()) + 1))[:count]
    whole = aiohttp.ClientTimeout(total=120)
    async with (
        aiohttp.ClientSession(
            origin, connector=aiohttp.TCPConnector(limit=0), timeout=whole
        ) as client,
        AsyncExitStack() as opened,
    ):
        for _ in range(pages):  # what a page keeps open as long as it stands
            address = f"/gradio_api/heartbeat/{uuid4().hex}"
            await opened.enter_async_context(client.get(address))
        started = perf_counter()
        return list(await asyncio.gather(*(chat(client, text, started) for text in texts)))


async def _api(client: aiohttp.ClientSession, text: str, started: float) -> Asked:
    async with client.post("/api/v1/ask", json={"question": text}) as reply:
        good = reply.status == httpx.codes.OK and "outcome" in await reply.json()
    taken = perf_counter() - started
    return Asked(taken, taken, good)


async def _page(client: aiohttp.ClientSession, text: str, started: float) -> Asked:
    """What the page does: ask, and read events until the answer stands."""
    asked = {"question": text, "conversation": "", "language": "nl"}
    first, good, waited = 0.0, False, False
    async with client.post("/page/ask", json=asked) as reply:
        kind = ""
        async for line in reply.content:
            first = first or perf_counter() - started
            kind = line.decode()[7:-1] if line.startswith(b"event: ") else kind
            waited = waited or kind == "waiting"
            if kind == "answer" and line.startswith(b"data: "):
                good = 'class="answer' in json.loads(line[6:])["log"]
    return Asked(first, perf_counter() - started, good, waited)


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[str, int]]:
    port = 7863
    command = [sys.executable, "-m", "assistant", "serve", "--profile", "demo"]
    environment = {
        "VRAAGBAAK_DATA": str(settings.data),
        "VRAAGBAAK_SERVER__PORT": str(port),
        "VRAAGBAAK_SERVER__REQUESTS_PER_MINUTE": "0",
    }
    process = subprocess.Popen(command, env={**os.environ, **environment})
    origin, deadline = f"http://127.0.0.1:{port}", monotonic() + 60
    try:
        while not _alive(origin):
            if monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("The server did not start.")
            sleep(0.2)
        yield origin, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _alive(origin: str) -> bool:
    try:
        return httpx.get(f"{origin}/health/ready", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _processor(process: int) -> float:
    """Processor time so far (s) (Linux; elsewhere that of this process's children)."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    """Resident memory in MB (Linux; elsewhere that of this process's children)."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    line = next(text for text in status.read_text().splitlines() if text.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _p95(done: list[Asked]) -> float:
    return quantiles([one.whole for one in done], n=20)[-1]


def main() -> int:
    """Only what this file measures."""
    with tempfile.TemporaryDirectory() as place, town(Path(place)) as settings:
        show(serving(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
