"""Relations that the authors of the Algoritmekader wrote into their own pages: EUPL-1.2.

`toelichting-naar-pagina.jsonl`: summaries, and the page each belongs to;
`vereiste-naar-maatregelen.jsonl`: requirements, and the measures that belong to each.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records, json_lines
from eval.domain import Case


def _records(folder: Path) -> Records:
    for name in ("toelichting-naar-pagina.jsonl", "vereiste-naar-maatregelen.jsonl"):
        if (folder / name).is_file():
            yield from json_lines(folder / name)


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    gold = record["gold"]
    several = isinstance(gold, list)
    yield Case(
        id=f"kader-{'maatregelen' if several else 'pagina'}-{record['id']}",
        question=record["query"],
        urls=tuple(_page(file) for file in (gold if several else [gold])),
        tags=("measures" if several else "page",),
    )


def _page(file: str) -> str:
    return f"/{file.removeprefix('docs/')}"


IMPORTER = Importer("the folder algoritmekader-relaties", _records, _cases)
