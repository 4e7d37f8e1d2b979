"""The measurements; each returns rows of name, figure and aim."""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from uuid import uuid4

import httpx

from assistant.build import build
from assistant.masking import mask
from configs.settings import Settings, load_settings
from eval.domain import Case
from ingest.domain import Search
from ingest.library.library import open_library
from ingest.reading import read
from ingest.splitting import split
from tests.bench.town import READ, SOURCE, html_pages, many

Row = tuple[str, str, str]
PASSAGES, CHATS = 20_000, 100
CASES = Path(__file__).parents[2] / "configs" / "demo" / "cases.jsonl"


def questions() -> list[str]:
    """The questions of the demo's cases."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [Case.model_validate_json(line).question for line in lines]


def reading() -> list[Row]:
    """HTML to passages, on one core."""
    pages = html_pages()
    rates = []
    for _ in range(5):
        started = perf_counter()
        for body, url in pages:
            split(read(body, url, "text/html", SOURCE, READ).page, SOURCE, 200)
        rates.append(len(pages) / (perf_counter() - started))
    return [("HTML read and split, one core", f"{median(rates):.0f} pages/s", ">= 100")]


def masking() -> list[Row]:
    """Personal data in a question, and how the time grows with hostile text."""
    real = [lambda t=text: mask(t) for text in questions()]
    hostile = [
        [_once(lambda t=(unit * size)[:size]: mask(t)) for unit in ("0", "a@", "NL91 ", "06-")]
        for size in (5_000, 10_000)
    ]
    growth = max(long / short for short, long in zip(*hostile, strict=True))
    return [
        _row("masking of a question", _timed(real), ""),
        ("  10,000 hostile characters against 5,000", f"{growth:.1f} times", "about 2"),
    ]


@contextmanager
def town(data: Path) -> Iterator[Settings]:
    """Settings of a library of 20,000 passages below `data`."""
    settings = _settings(data)
    with closing(open_library(settings)) as library, library.writing("town") as writing:
        writing.put(many(PASSAGES))
        writing.publish("bench")
    yield settings


def finding(settings: Settings) -> list[Row]:
    """`Library.find` at 20,000 passages."""
    with closing(open_library(settings)) as library:
        searches = [Search(text=text, limit=12, per_page=4) for text in questions()]
        taken = _timed([lambda s=search: library.find(s) for search in searches * 3])
    return [_row(f"find at {PASSAGES:,} passages", taken, "p95 <= 10 ms")]


def asking(settings: Settings) -> list[Row]:
    """A whole references-only answer at 20,000 passages, journal included."""
    service = build(settings)

    async def ask(text: str) -> None:
        async for _ in service.ask(text):
            pass

    with closing(service):
        taken = _timed([lambda t=text: asyncio.run(ask(t)) for text in questions() * 2])
    return [_row(f"ask (quote) at {PASSAGES:,} passages", taken, "p95 <= 100 ms")]


def serving(settings: Settings) -> list[Row]:
    """The server with 100 chats at once, and its memory when idle."""
    with _server(settings) as (origin, process):
        idle = _resident(process)
        rows = []
        for name, chat in (("API", _ask), ("chat page", _chat)):
            taken, errors = asyncio.run(_at_once(origin, chat, CHATS))
            rows += [
                _row(f"{CHATS} simultaneous questions, {name}", taken, "p95 <= 2 s"),
                ("  errors", str(errors), "0"),
            ]
        busy = _resident(process)
    return [
        ("server idle, resident memory", f"{idle:.0f} MB", "< 600"),
        *rows,
        ("resident memory after them", f"{busy:.0f} MB", ""),
    ]


Chat = Callable[[httpx.AsyncClient, str], Awaitable[bool]]


async def _at_once(origin: str, chat: Chat, count: int) -> tuple[list[float], int]:
    texts = (questions() * 2)[:count]
    limits = httpx.Limits(max_connections=2 * count)
    async with httpx.AsyncClient(base_url=origin, timeout=60, limits=limits) as client:

        async def timed(text: str) -> tuple[float, bool]:
            started = perf_counter()
            good = await chat(client, text)
            return perf_counter() - started, good

        done = await asyncio.gather(*(timed(text) for text in texts))
    return [seconds for seconds, _ in done], sum(not good for _, good in done)


async def _ask(client: httpx.AsyncClient, text: str) -> bool:
    reply = await client.post("/api/v1/ask", json={"question": text})
    return reply.status_code == httpx.codes.OK and "outcome" in reply.json()


async def _chat(client: httpx.AsyncClient, text: str) -> bool:
    """What the page does: join Gradio's queue, and read events until the answer is whole."""
    session = uuid4().hex
    job = {"data": [text, ""], "fn_index": 0, "session_hash": session}
    await client.post("/gradio_api/queue/join", json=job)
    address = f"/gradio_api/queue/data?session_hash={session}"
    async with client.stream("GET", address) as events:
        async for line in events.aiter_lines():
            if "process_completed" in line:
                return '"success":true' in line.replace(" ", "")
    return False


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


def _resident(process: int) -> float:
    """Resident memory in MB (Linux; elsewhere that of this process's children)."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    line = next(text for text in status.read_text().splitlines() if text.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _settings(data: Path) -> Settings:
    return load_settings("demo", data=data)


def _once(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _timed(calls: list[Callable[[], object]]) -> list[float]:
    for call in calls[: len(calls) // 3]:
        call()
    taken = []
    for call in calls:
        started = perf_counter()
        call()
        taken.append(perf_counter() - started)
    return taken


def _row(name: str, taken: list[float], aim: str) -> Row:
    p95 = quantiles(taken, n=20)[-1]
    return name, f"median {median(taken) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms", aim
