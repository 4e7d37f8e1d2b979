"""What the assistant adds to vLLM: the same prompts, asked of the server alone and through it all.

`python -m tests.bench.serve` serves a tiny model on this machine's CPU; `--url` names a server that
runs already, with a real model, whose key stands in VRAAGBAAK_CHAT__KEY. A model on the CPU and who
asks it take each other's processors, as no model on a graphics card does; so the rates are measured
twice, on shared cores and with cores of their own for each.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from assistant.domain import Claim, Conversation, Question
from assistant.service import Service
from assistant.writing.generate import Generating
from models.chat import MOST_PIECE
from models.domain import Prompt
from tests.assistant.town import town
from tests.bench.cores import apart
from tests.bench.measures import Row, questions
from tests.bench.raw import Server, raw
from tests.vllm.environment import problem
from tests.vllm.servers import MODEL, make_model, vllm
from tests.vllm.verbatim import truthful

ASKED, AT_ONCE, LINES = 60, 32, 4


async def through(service: Service, question: str) -> float:
    """Seconds until the first checked claim; the answer is read to its end."""
    started, first = perf_counter(), 0.0
    async for event in service.assistant.ask(Question(text=question), Conversation(id="bench")):
        if isinstance(event, Claim) and not first:
            first = perf_counter() - started
    return first


async def prompts(service: Service) -> list[tuple[str, Prompt]]:
    """Questions of the demo that reach the writer, with the prompt that each leads to."""
    voice, found = service.assistant.voice, []
    assert isinstance(voice, Generating)
    for text in questions():
        draft = service.assistant.start(Question(text=text), Conversation(id="bench"))
        for _, step in service.assistant.steps:
            if step(draft):
                break
        else:
            prompt, offer = await voice.prompting(draft)
            if '::= "[' in prompt.grammar and offer:
                found.append((text, prompt))
    return found[:ASKED]


async def first_lines(
    service: Service, server: Server, asked: list[tuple[str, Prompt]]
) -> list[Row]:
    """Alternately alone and through it all, after each prompt was read once."""
    alone, ours = [], []
    for place, (question, prompt) in enumerate(asked):
        await raw(server, prompt)
        for turn in (0, 1):
            if (place + turn) % 2:
                alone.append(await raw(server, prompt))
            else:
                ours.append(await through(service, question))
    alone, ours = _seen(alone), _seen(ours)
    more = [f"{(_share(ours, share) - _share(alone, share)) * 1000:+.0f} ms" for share in (50, 95)]
    return [
        ("first full line, vLLM alone, p50 / p95", _pair(alone), ""),
        ("first checked claim, through it all, p50 / p95", _pair(ours), ""),
        ("  more than vLLM alone, p50 / p95", " / ".join(more), "<= 60 / 150 ms"),
    ]


async def saturated(
    service: Service, server: Server, asked: list[tuple[str, Prompt]], where: str
) -> list[Row]:
    """Tokens per second with 32 answers at the same time, twice each in turn."""
    asks: dict[str, Callable[[str, Prompt], Awaitable[float]]] = {
        "alone": lambda _, prompt: raw(server, prompt),
        "alone, large pieces": lambda _, prompt: raw(server, prompt, MOST_PIECE),
        "through": lambda question, _: through(service, question),
    }
    rates: dict[str, list[float]] = {name: [] for name in asks}
    spent: dict[str, list[float]] = {name: [] for name in asks}
    for name in (*asks, *reversed(asks)):
        works = [partial(asks[name], *one) for one in (asked * 4)[: 4 * AT_ONCE]]
        before, started = server.metric("generation_tokens_total"), perf_counter()
        used = process_time()
        await _at_once(works)
        seconds = perf_counter() - started
        spent[name].append((process_time() - used) / len(works) * 1000)
        rates[name].append((server.metric("generation_tokens_total") - before) / seconds)
    alone, alike, ours = (sum(rate) / 2 for rate in rates.values())
    costs = " / ".join(f"{sum(cost) / 2:.0f}" for cost in spent.values())
    return [
        (f"tokens/s, {AT_ONCE} answers at once, {where}, vLLM alone", f"{alone:.0f}", ""),
        ("  in pieces as large as ours", f"{alike:.0f}", ""),
        (
            "  through it all",
            f"{ours:.0f} ({ours / alone:.0%} and {ours / alike:.0%})",
            ">= 98 %",
        ),
        ("  processor of who asks, per answer, of these three", f"{costs} ms", ""),
    ]


async def cancelled(service: Service, server: Server, asked: list[tuple[str, Prompt]]) -> list[Row]:
    """How soon vLLM is free after a reader left."""
    times = []
    for text, _ in asked[:10]:
        events = service.assistant.ask(Question(text=text), Conversation(id="bench"))
        async for event in events:
            if isinstance(event, Claim):
                break
        started = perf_counter()
        await events.aclose()  # type: ignore[attr-defined]
        while await asyncio.to_thread(server.metric, "num_requests_running"):
            await asyncio.sleep(0.005)
        times.append(perf_counter() - started)
    return [("vLLM free after a reader left, most", f"{max(times) * 1000:.0f} ms", "<= 1 s")]


async def _at_once(works: Sequence[Callable[[], Awaitable[float]]]) -> None:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(work: Callable[[], Awaitable[float]]) -> None:
        async with turn:
            await work()

    await asyncio.gather(*(one(work) for work in works))


def _seen(times: list[float]) -> list[float]:
    return [time for time in times if time]


def _share(times: list[float], share: int) -> float:
    return median(times) if share == 50 else quantiles(times, n=20)[-1]


def _pair(times: list[float]) -> str:
    return f"{_share(times, 50) * 1000:.0f} / {_share(times, 95) * 1000:.0f} ms"


@contextmanager
def _server(options: argparse.Namespace, place: Path) -> Iterator[Server]:
    if options.url:
        yield Server(options.url.rstrip("/"), options.model, os.environ["VRAAGBAAK_CHAT__KEY"])
        return
    with vllm(make_model(place / MODEL, "eurollm"), place / "log", door=True) as server:
        known = server.settings()
        assert server.process
        yield Server(known["url"], known["model"], known["key"], server.process.pid)


def main() -> int:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serve", description=__doc__)
    parser.add_argument("--url", help="a server that runs, up to /v1")
    parser.add_argument("--model", help="the model's name there")
    options = parser.parse_args()
    if not options.url and (reason := problem()):
        sys.stderr.write(f"{reason}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, _server(options, Path(folder)) as server:
        chat = {"url": server.url, "model": server.model, "key": server.key, "wait": 120.0}
        writing = {"answering": {"writer": "generate"}, "chat": {**chat, "whole": 600.0}}
        with town(Path(folder) / "data", **writing) as service:
            rows = asyncio.run(_measured(truthful(service, LINES, temperature=0.0), server))
    table = Table(title=f"{server.model}, {len(rows)} figures", title_justify="left")
    for head in ("what", "measured", "aim"):
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    return 0


async def _measured(service: Service, server: Server) -> list[Row]:
    service = replace(service, assistant=replace(service.assistant, journal=lambda *_: None))
    asked = await prompts(service)
    rows = await first_lines(service, server, asked)
    rows += await saturated(service, server, asked, "shared cores")
    if server.group and (os.cpu_count() or 1) > 1:
        with apart(server.group):
            rows += await saturated(service, server, asked, "cores apart")
    return rows + await cancelled(service, server, asked)


if __name__ == "__main__":
    sys.exit(main())
