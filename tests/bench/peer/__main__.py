"""Ours and llama-index's stock parts on the same texts: finding the right page, and time."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from math import log2
from pathlib import Path
from statistics import fmean, median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import unquote

from rich.console import Console
from rich.table import Table

from configs.settings import load_settings
from ingest.domain import Search, Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync
from tests.bench.crowd import SHARED
from tests.bench.machine import machine
from tests.bench.peer.environment import FOLDER, PYTHON, make
from tests.ingest.library.test_retrieval_real import sections

PAGES = SHARED / "corpora" / "rijksoverheid-vac" / "api-json"
OTHERS = ("algoritmekader", "developer-overheid", "generatieve-ai-overheid")
STOCK = Path(__file__).parent / "stock.py"
BEST = 10
Measured = dict[str, Any]


def texts(folder: Path) -> list[dict[str, str]]:
    """Pages with their questions left out, other government texts beside them, as plain text.

    Plain text, because the stock reader of folders takes Markdown and HTML apart only with further
    packages. Gives the questions, each with the name of its page's file.
    """
    folder.mkdir()
    asking = []
    for file in sorted(PAGES.glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        parts = [f"{heading}\n\n{text}" if heading else text for heading, text in sections(record)]
        (folder / f"{file.stem}.txt").write_text("\n\n".join(parts), encoding="utf-8")
        asking.append({"id": file.stem, "query": record["question"], "page": f"{file.stem}.txt"})
    for name in OTHERS:
        for place, file in enumerate(sorted((SHARED / "corpora" / name).rglob("*"))):
            if file.suffix in {".md", ".txt"}:
                text = file.read_text(encoding="utf-8", errors="replace")
                (folder / f"{name}-{place}.txt").write_text(text, encoding="utf-8")
    return asking


def ours(folder: Path, asking: list[dict[str, str]], data: Path) -> Measured:
    """The folder as a source, through sync and find."""
    settings = load_settings(data=data, ingest={"allow_private_hosts": True})
    source = Source(
        name="texts",
        owner="X",
        kind=SourceKind.DOCUMENTS,
        review_by=date(2099, 1, 1),
        start=(str(folder),),
        base_url="https://texts.example/",
    )
    started, began = perf_counter(), process_time()
    library = open_library(settings)
    sync(source, library, settings, confirmed=True)
    library.close()
    index = {"wall": perf_counter() - started, "cpu": process_time() - began}
    found, seconds = {}, []
    with closing(open_library(settings, read_only=True)) as library:
        began = process_time()
        for one in asking:
            started = perf_counter()
            hits = library.find(Search(text=one["query"], limit=BEST, per_page=1))
            seconds.append(perf_counter() - started)
            found[one["id"]] = [unquote(hit.passage.url).rsplit("/", 1)[1] for hit in hits]
        cpu = (process_time() - began) / len(asking)
        count = library.count()
    return {"index": index, "found": found, "seconds": seconds, "cpu": cpu, "parts": count}


def stock(folder: Path, asking: list[dict[str, str]], place: Path) -> Measured:
    """The same in the other environment."""
    questions, out = place / "questions.jsonl", place / "stock.json"
    lines = (json.dumps(one, ensure_ascii=False) for one in asking)
    questions.write_text("\n".join(lines), encoding="utf-8")
    command = [str(PYTHON), str(STOCK), str(folder), str(questions), str(out)]
    bundled = next(FOLDER.glob("lib/python*/site-packages/llama_index/core/_static"))
    offline = {
        "TIKTOKEN_CACHE_DIR": str(bundled / "tiktoken_cache"),
        "NLTK_DATA": str(bundled / "nltk_cache"),
        "HF_HUB_OFFLINE": "1",
    }
    environment = {**os.environ, **offline, "PYTHONWARNINGS": "ignore"}
    subprocess.run(command, check=True, env=environment)
    result: Measured = json.loads(out.read_text(encoding="utf-8"))
    return result


def quality(found: dict[str, list[str]], asking: list[dict[str, str]]) -> tuple[float, ...]:
    """R@1, R@5 and nDCG@10; each question has one right page."""
    places = [
        found[one["id"]].index(one["page"]) if one["page"] in found[one["id"]] else None
        for one in asking
    ]
    first = fmean(place == 0 for place in places)
    five = fmean(place is not None and place < 5 for place in places)
    gain = fmean(0.0 if place is None else 1 / log2(place + 2) for place in places)
    return first, five, gain


def rows(mine: Measured, theirs: Measured, asking: list[dict[str, str]]) -> list[list[str]]:
    """One row per way of finding; times as ratios to ours."""
    ways = (
        ("SentenceSplitter + QdrantVectorStore, LSA vectors", theirs["dense"]),
        ("SentenceSplitter + BM25Retriever, as delivered", theirs["bm25"]),
        ("the same with a Dutch stemmer", theirs["bm25_dutch"]),
    )
    whole = [(name, way, _sum(theirs["split"], way["index"])) for name, way in ways]
    whole.insert(0, ("Vraagbaak: sync and find, as delivered", mine, mine["index"]))
    table = []
    for name, way, index in whole:
        share = [f"{value:.3f}" for value in quality(way["found"], asking)]
        p95 = quantiles(way["seconds"], n=20)[-1]
        times = [
            f"{median(way['seconds']) * 1000:.1f} / {p95 * 1000:.1f} ms",
            f"{way['cpu'] / mine['cpu']:.1f}",
            f"{index['wall']:.1f} s",
            f"{index['cpu'] / mine['index']['cpu']:.2f}",
        ]
        table.append([name, *share, *times])
    return table


def main() -> int:
    """Make the texts, measure both, print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peer", description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    options = parser.parse_args()
    console = Console(stderr=True)
    if not PAGES.is_dir():
        console.print(f"{PAGES} is absent: put the shared text beside the checkout.")
        return 1
    with console.status("making .venv-peer …"):
        if reason := make():
            console.print(reason)
            return 1
    with tempfile.TemporaryDirectory() as name, console.status("both …"):
        place = Path(name)
        asking = texts(place / "texts")
        mine = ours(place / "texts", asking, place / "data")
        theirs = stock(place / "texts", asking, place)
        files = len(list((place / "texts").iterdir()))
    table = Table(
        title=f"{machine()}\n{len(asking)} questions to {files} texts: {mine['parts']} passages, "
        f"{theirs['nodes']} stock nodes",
        title_justify="left",
    )
    heads = ("", "R@1", "R@5", "nDCG@10", "find p50 / p95", "its CPU, ratio", "index", "CPU, ratio")
    for head in heads:
        table.add_column(head)
    found = rows(mine, theirs, asking)
    for row in found:
        table.add_row(*row)
    Console(width=150).print(table)
    if options.json:
        options.json.write_text(json.dumps({"heads": heads, "rows": found}, indent=2))
    return 0


def _sum(*parts: dict[str, float]) -> dict[str, float]:
    return {key: sum(part[key] for part in parts) for key in ("wall", "cpu")}


sys.exit(main())
