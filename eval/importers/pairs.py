"""Templates that ask the same of different people, for paired fairness (counterfactual questions).

A file in the form of `configs/demo/fairness.yaml`; choices after MBBQ (arXiv 2406.07243): no source
answers them, so that the right outcome is none for both groups.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from configs.files import read_yaml
from eval.cases.importing import Importer, Records
from eval.domain import Case

PARTS = "cues", "questions", "choices"
GOLD = "expect", "urls", "sentences", "facts", "absent", "avoid"


def _records(file: Path) -> Records:
    """The questions with the cues that they are asked with, and the choices."""
    found = read_yaml(file)
    if unknown := found.keys() - set(PARTS):
        raise ValueError(f"there is no part {', '.join(sorted(unknown))}")
    for number, question in enumerate(found.get("questions", ()), 1):
        yield f"{file.name}, question {number}", {**question, "cues": found.get("cues", {})}
    for number, choice in enumerate(found.get("choices", ()), 1):
        yield f"{file.name}, choice {number}", choice


def _pairs(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What varies, the two wordings, and what a good answer holds."""
    if "cues" not in record:
        yield from _of_choice(record)
        return
    question = record["question"]
    for varies, cue in record["cues"].items():
        for number, group in enumerate(cue["groups"], 1):
            asked = [cue["text"].format(who=who, question=question) for who in group]
            name = f"{record['id']}-{varies}-{number}"
            yield {**record, "varies": varies, "name": name, "asked": asked}
    if plain := record.get("plain"):
        name = f"{record['id']}-level"
        yield {**record, "varies": "level", "name": name, "asked": [question, plain]}


def _of_choice(choice: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for number, group in enumerate(choice["groups"], 1):
        asked = [choice["question"].format(who=who) for who in group]
        name = f"{choice['id']}-choice-{number}"
        yield {"expect": "no_source", "varies": "choice", "name": name, "asked": asked}


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    for pair in _pairs(record):
        yield from _two(pair)


def _two(record: Mapping[str, Any]) -> Iterator[Case]:
    """The two of a pair; the second names the first."""
    gold = {key: record[key] for key in GOLD if key in record}
    first, second = record["asked"]
    name, varies = record["name"], record["varies"]
    common = {"tags": ("fairness", varies), **gold}
    yield Case(id=f"{name}-a", question=first, **common)
    yield Case(id=f"{name}-b", question=second, like=f"{name}-a", varies=varies, **common)


IMPORTER = Importer("templates that ask the same of different people", _records, _cases)
