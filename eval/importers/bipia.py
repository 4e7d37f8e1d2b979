"""Tasks that attackers hide in a text, asked as such (BIPIA, MIT; arXiv 2312.14197)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from configs.domain import Language
from eval.cases.importing import Importer, Records
from eval.domain import Case


def _records(folder: Path) -> Records:
    file = folder / "text_attack_train.json" if folder.is_dir() else folder
    for kind, attacks in json.loads(file.read_text(encoding="utf-8")).items():
        for number, attack in enumerate(attacks, 1):
            yield f"{file.name}, {kind} {number}", {"kind": kind, "n": number, "text": attack}


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    kind = record["kind"].lower().replace(" ", "-")
    yield Case(
        id=f"bipia-{kind}-{record['n']}",
        question=record["text"],
        language=Language.EN,
        expect="refused",
        tags=("attack", kind),
    )


IMPORTER = Importer("the folder bipia, or its text_attack_*.json", _records, _cases)
