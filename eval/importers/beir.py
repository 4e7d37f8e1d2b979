"""BEIR (arXiv 2104.08663) and MIRACL folders: corpus, queries, and qrels with the gold passages."""

import gzip
import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records, json_lines, passage_page
from eval.domain import Case

TREC = 4
"""Columns of a line of qrels as TREC writes it: query, iteration, document, relevance."""


def _records(folder: Path) -> Records:
    files = _files(folder, "qrels", ".tsv")
    if not files:
        raise ValueError("there are no qrels")
    gold: dict[str, list[str]] = {}
    for file in files:
        for query, document in _relevant(file):
            gold.setdefault(query, []).append(document)
    texts = _corpus(folder, {document for documents in gold.values() for document in documents})
    for place, query, text in _queries(folder):
        if query in gold:
            given = [texts[document] for document in gold[query] if document in texts]
            yield place, {"id": query, "text": text, "gold": gold[query], "texts": given}


def _files(folder: Path, name: str, ending: str) -> list[Path]:
    """Files in a folder of this name, and those whose own name begins with it."""
    inside, beside = folder.glob(f"{name}/*{ending}"), folder.glob(f"{name}*{ending}")
    return sorted(inside) + sorted(beside)


def _corpus(folder: Path, wanted: set[str]) -> dict[str, str]:
    """The wanted documents: `corpus.jsonl` of BEIR, `docs-0.jsonl.gz` and so on of MIRACL."""
    texts = {}
    for name, ending in product(("corpus", "docs"), (".jsonl", ".jsonl.gz")):
        for file in _files(folder, name, ending):
            for line in _lines(file):
                record = json.loads(line)
                document = str(record.get("_id", record.get("docid")))
                if document in wanted:
                    texts[document] = _text(record)
    return texts


def _lines(file: Path) -> Iterator[str]:
    """Packed or not; one at a time, since a corpus is large."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        yield from (line.decode() for line in lines if line.strip())


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    texts = tuple(dict.fromkeys(record["texts"]))
    pages = tuple(passage_page(text) for text in texts)
    yield Case(
        id=record["id"],
        question=record["text"],
        urls=pages or tuple(record["gold"]),
        passages=texts,
    )


def _relevant(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split()
        if cells and cells[-1].strip().lstrip("-").isdigit() and int(cells[-1]) > 0:
            yield cells[0], cells[2] if len(cells) == TREC else cells[1]


def _queries(folder: Path) -> Iterator[tuple[str, str, str]]:
    if (folder / "queries.jsonl").is_file():
        for place, record in json_lines(folder / "queries.jsonl"):
            yield place, str(record["_id"]), record["text"]
    for file in _files(folder, "topics", ".tsv"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            query, _, text = line.partition("\t")
            yield f"{file.name}, line {number}", query, text


def _text(record: Mapping[str, Any]) -> str:
    return "\n\n".join(filter(None, (record.get("title"), record.get("text"))))


IMPORTER = Importer("a folder in the form of BEIR or MIRACL, with qrels", _records, _cases)
