"""The measurements; each returns rows of name, figure and aim."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

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
PASSAGES = 20_000
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
        row("masking of a question", _timed(real), ""),
        ("  10,000 hostile characters against 5,000", f"{growth:.1f} times", "about 2"),
    ]


@contextmanager
def town(data: Path) -> Iterator[Settings]:
    """Settings of a library of 20,000 passages below `data`."""
    settings = settings_in(data)
    with closing(open_library(settings)) as library, library.writing("town") as writing:
        writing.put(many(PASSAGES))
        writing.publish("bench")
    yield settings


def finding(settings: Settings) -> list[Row]:
    """`Library.find` at 20,000 passages."""
    with closing(open_library(settings)) as library:
        searches = [Search(text=text, limit=12, per_page=4) for text in questions()]
        taken = _timed([lambda s=search: library.find(s) for search in searches * 3])
    return [row(f"find at {PASSAGES:,} passages", taken, "p95 <= 10 ms")]


def asking(settings: Settings) -> list[Row]:
    """A whole references-only answer at 20,000 passages, journal included."""
    service = build(settings)

    async def ask(text: str) -> None:
        async for _ in service.ask(text):
            pass

    with closing(service):
        taken = _timed([lambda t=text: asyncio.run(ask(t)) for text in questions() * 2])
    return [row(f"ask (quote) at {PASSAGES:,} passages", taken, "p95 <= 100 ms")]


def settings_in(data: Path) -> Settings:
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


def row(name: str, taken: list[float], aim: str) -> Row:
    p95 = quantiles(taken, n=20)[-1]
    return name, f"median {median(taken) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms", aim
