"""Questions of rijksoverheid.nl (`questions.jsonl`, `section-queries.jsonl`): CC0."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records, json_lines
from eval.domain import Case


def _records(folder: Path) -> Records:
    for name in ("questions.jsonl", "section-queries.jsonl"):
        if (folder / name).is_file():
            yield from json_lines(folder / name)


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    headed = "query" in record
    yield Case(
        id=f"rijk-{record['id']}",
        question=record["query"] if headed else record["question"],
        urls=(_page(record["gold_page"]),),
        tags=("heading" if headed else "question",),
    )


def _page(file: str) -> str:
    return f"/{file.removeprefix('site/').removesuffix('index.html')}"


IMPORTER = Importer("the folder rijksoverheid-vac: questions and headings", _records, _cases)
