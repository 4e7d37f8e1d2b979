"""The embedded library at 100,000 passages: open, find, memory, disk, and what upkeep takes."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from queue import Queue
from statistics import fmean, median, quantiles
from time import perf_counter, process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from configs.settings import Settings, load_settings
from ingest.domain import Passage, Search
from ingest.library.backup import back_up, restore
from ingest.library.domain import EVERY_PASSAGE, GRAMS, WORDS
from ingest.library.library import open_library
from ingest.library.opening import generations_of
from ingest.library.rebuilding import Rebuild
from ingest.library.searching import PAYLOAD
from models.domain import SparseVector
from tests.bench.crowd import base, crowd
from tests.bench.machine import machine
from tests.bench.measures import Row, questions
from tests.bench.memory import resident

SAMPLE = 2_000
ROUNDS = 3


def filling(settings: Settings, count: int, models: list[Passage]) -> list[Row]:
    """From passages to a published library on disk; making up the texts is not counted."""
    with closing(open_library(settings)) as library, library.writing("town") as writing:
        put = cpu = 0.0
        passages = list(crowd(count, models))
        started, began = perf_counter(), process_time()
        writing.put(passages)
        put, cpu = perf_counter() - started, process_time() - began
        writing.publish("bench")
        published = perf_counter() - started
        ended = perf_counter()
    whole = perf_counter() - ended
    size = _size(settings.data / "library")
    return [
        ("put, vectors included", f"{count / put:,.0f} passages/s ({cpu / put:.0%} of a core)", ""),
        ("publish after the last one", f"{published - put:.1f} s", ""),
        ("merge and index when it is closed", f"{whole:.1f} s", ""),
        ("on disk", f"{size / 1e6:,.0f} MB, {size / count / 1e3:.1f} kB a passage", ""),
    ]


def finding(settings: Settings) -> list[Row]:
    """A fresh process opens the library and searches."""
    context = get_context("spawn")
    answers: Queue[list[Row]] = context.Queue()
    child = context.Process(target=_find, args=(settings, answers))
    child.start()
    rows = answers.get(timeout=600)
    child.join()
    return rows


def _find(settings: Settings, answers: "Queue[list[Row]]") -> None:
    before = resident()
    started = perf_counter()
    library = open_library(settings, read_only=True)
    library.find(Search(text="paspoort"))
    opened, after = perf_counter() - started, resident()
    searches = [Search(text=text, limit=12, per_page=4) for text in questions()]
    cold = [_timed(lambda s=search: library.find(s)) for search in searches]
    warm = [_timed(lambda s=search: library.find(s)) for search in searches * ROUNDS]
    began = process_time()
    for search in searches:
        library.find(search)
    cpu = (process_time() - began) / len(searches)
    used = resident()
    library.close()
    answers.put(
        [
            ("open, until the first answer", f"{opened:.2f} s", "<= 2 s"),
            _row("find, first time", cold, ""),
            _row("find", warm, "p95 <= 15 ms"),
            ("  processor time", f"{cpu * 1000:.1f} ms", ""),
            (
                "memory: own, and mapped files",
                f"{used[0] - before[0]:.0f} MB and {used[1] - before[1]:.0f} MB more than without "
                f"({after[0] - before[0]:.0f} and {after[1] - before[1]:.0f} after opening)",
                "",
            ),
        ]
    )


def sizes(settings: Settings) -> list[Row]:
    """What a passage is made of: the figures of the sums in configs/deploy/cluster.md."""
    generations = generations_of(settings)
    with generations.reading(generations.live()) as engine:
        words, grams, payloads = [], [], []
        for place, point in enumerate(engine.scroll(EVERY_PASSAGE, PAYLOAD, (WORDS, GRAMS))):
            if place == SAMPLE:
                break
            words.append(_terms(point.vectors[WORDS]))
            grams.append(_terms(point.vectors[GRAMS]))
            payloads.append(sum(len(str(value).encode()) for value in point.payload.values()))
    return [
        ("terms of a passage: words, 5-grams", f"{fmean(words):.0f}, {fmean(grams):.0f}", ""),
        ("its fields", f"{fmean(payloads):,.0f} bytes", ""),
    ]


def upkeep(settings: Settings, count: int) -> list[Row]:
    """Erase, back up, restore and rebuild."""
    with closing(open_library(settings)) as library:
        url = next(iter(library.holdings("town")))
        erased = _timed(lambda: library.forget(url))
    file = settings.data / "bench.backup"
    saved = _timed(lambda: back_up(settings, file, _silent))
    size = file.stat().st_size
    restored = _timed(lambda: restore(settings, file, True, _silent))
    rebuilt = _timed(lambda: Rebuild(generations_of(settings), None).run())
    return [
        ("forget a page, until no byte is left", f"{erased:.1f} s", ""),
        (
            "backup",
            f"{saved:.0f} s, {size / 1e6:,.0f} MB, {size / count / 1e3:.1f} kB a passage",
            "",
        ),
        ("restore", f"{restored:.0f} s", ""),
        ("rebuild", f"{rebuilt:.0f} s, {count / rebuilt:,.0f} passages/s", ""),
    ]


def main() -> int:
    """All of it, as a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.library", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="keep the library here")
    parser.add_argument("--quick", action="store_true", help="without the upkeep")
    options = parser.parse_args()
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as place:
        settings = load_settings("demo", data=options.data or Path(place))
        with console.status("reading the texts …"):
            name, models = base()
        rows: list[Row] = []
        steps: list[Callable[[], list[Row]]] = [
            lambda: filling(settings, options.passages, models),
            lambda: finding(settings),
            lambda: sizes(settings),
        ]
        if not options.quick:
            steps.append(lambda: upkeep(settings, options.passages))
        for step in steps:
            with console.status(f"{options.passages:,} passages …"):
                rows += step()
    table = Table(
        title=f"{machine()}\n{options.passages:,} passages made of {name}", title_justify="left"
    )
    for head in ("what", "measured", "aim"):
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    return 0


def _terms(vector: Any) -> int:
    return len(vector.indices) if isinstance(vector, SparseVector) else 0


def _timed(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _row(name: str, taken: list[float], aim: str) -> Row:
    p95 = quantiles(taken, n=20)[-1]
    return name, f"median {median(taken) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms", aim


def _size(folder: Path) -> int:
    """What the files take on disk; the engine makes them larger than they are full."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def _silent(done: int, total: int) -> None:
    """Nobody looks."""


if __name__ == "__main__":
    sys.exit(main())
