"""Measure what the readers extract, and how fast; prints two tables (`make bench-reading`)."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pypdfium2
from rich.console import Console
from rich.table import Table

from ingest.domain import Page
from ingest.reading import read
from ingest.reading.pdf import read_pdf
from ingest.splitting import split
from tests.bench.extraction import CORPORA, extraction, noisy, site
from tests.bench.machine import machine
from tests.bench.town import READ, SOURCE, html_pages

ROUNDS, CORES = 5, 2
Row = tuple[str, ...]


def html() -> list[Row]:
    """HTML to passages: the demo's pages, and real ones."""
    real = [
        (file.read_bytes(), f"https://x.example/{file.name}")
        for folder in ("bestandsformaten", "rijksoverheid-vac/site")
        for file in sorted((CORPORA / folder).rglob("*.html"))
    ]
    sets = {"the demo's": html_pages(), "the real": real}
    return [_html_row(name, pages) for name, pages in sets.items() if pages]


def _html_row(name: str, pages: list[tuple[bytes, str]]) -> Row:
    def once() -> None:
        for body, url in pages:
            split(_read(body, url, "text/html"), SOURCE, 200)

    clock, processor = _rates(once, len(pages))
    size = sum(len(body) for body, _ in pages) / len(pages) / 1000
    told = f"HTML read and split, {name} {len(pages)} pages of {size:.0f} kB, one core"
    return told, f"{clock:.0f} pages/s ({processor:.0f} by processor time)", ">= 100 on 2 cores"


def pdf() -> list[Row]:
    """PDF to pages: in this process, and as a sync does it, each in a process of its own."""
    files = sorted(CORPORA.rglob("*.pdf"))
    bodies = [file.read_bytes() for file in files if file.stat().st_size]
    if not bodies:
        return []
    sheets = sum(len(pypdfium2.PdfDocument(body)) for body in bodies)
    inside = _rates(lambda: [read_pdf(body, "https://x.example/a.pdf") for body in bodies], sheets)

    def confined() -> None:
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda body: _read(body, "https://x.example/a.pdf", ""), bodies))

    apart = _rates(confined, sheets, rounds=1)
    name = f"PDF read, {len(bodies)} documents, {sheets} pages"
    return [
        (f"{name}, one core", f"{inside[0]:.0f} pages/s ({inside[1]:.0f})", ">= 20"),
        (f"{name}, each in its process, 2 at once", f"{apart[0]:.0f} pages/s", ">= 20"),
    ]


def _read(body: bytes, url: str, kind: str) -> Page:
    return read(body, url, kind, SOURCE, READ).page


def _rates(call: Callable[[], object], count: int, rounds: int = ROUNDS) -> tuple[float, float]:
    """Things per second on the clock and by processor time: medians of some rounds."""
    clock, processor = [], []
    call()
    for _ in range(rounds):
        started, used = perf_counter(), process_time()
        call()
        clock.append(count / (perf_counter() - started))
        processor.append(count / (process_time() - used))
    return median(clock), median(processor)


def _texts() -> Iterator[Row]:
    for name, pairs in (("noisy", list(noisy())), ("site", list(site()))):
        if pairs:
            yield from extraction(name, pairs)


def main() -> int:
    """Both tables; the texts beside the checkout are needed for all of them but one row."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    options = parser.parse_args()
    console = Console(stderr=True)
    with console.status("reading …"):
        texts, speed = list(_texts()), [*html(), *pdf()]
    if not texts:
        console.print(f"{CORPORA} is absent: put the folder `shared` beside the checkout.")
    heads = ("pages and extractor", "token F1", "precision", "recall", "4-gram F1")
    for title, names, rows in (
        ("Extraction: mean and 95 % bootstrap interval", heads, texts),
        (machine(), ("what", "measured", "aim"), speed),
    ):
        table = Table(title=title, title_justify="left")
        for name in names:
            table.add_column(name)
        for row in rows:
            table.add_row(*row)
        Console(width=None if sys.stdout.isatty() else 160).print(table)
    if options.json:
        told = {"machine": machine(), "extraction": texts, "speed": speed}
        options.json.write_text(json.dumps(told, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
