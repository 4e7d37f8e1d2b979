"""SQuAD and what has its form (arXiv 1806.03822): `data`, `paragraphs`, `context`, `qas`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records, passage_page
from eval.domain import Case


def _records(file: Path) -> Records:
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for number, asked in enumerate(paragraph.get("qas", ()), 1):
                place = f"{file.name}, {article.get('title', '')}, question {number}"
                yield place, {"context": paragraph["context"], **asked}


def _cases(asked: Mapping[str, Any]) -> Iterator[Case]:
    context = asked["context"]
    answers = dict.fromkeys(answer["text"] for answer in asked["answers"])
    impossible = asked.get("is_impossible") or not answers
    yield Case(
        id=str(asked["id"]),
        question=asked["question"].strip(),
        expect="no_source" if impossible else "answered",
        urls=() if impossible else (passage_page(context),),
        facts=() if impossible else ("|".join(answers),),
        passages=(context,),
    )


IMPORTER = Importer("a JSON file in the form of SQuAD 1.1 or 2.0", _records, _cases)
