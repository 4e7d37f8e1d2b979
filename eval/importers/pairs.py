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
    """A record for each pair: what varies, the two wordings, and what a good answer holds."""
    found = read_yaml(file)
    if unknown := found.keys() - set(PARTS):
        raise ValueError(f"there is no part {', '.join(sorted(unknown))}")
    for number, question in enumerate(found.get("questions", ()), 1):
        place = f"{file.name}, question {number}"
        yield from ((place, one) for one in _of_question(question, found.get("cues", {})))
    for number, choice in enumerate(found.get("choices", ()), 1):
        place = f"{file.name}, choice {number}"
        yield from ((place, one) for one in _of_choice(choice))


def _of_question(
    question: Mapping[str, Any], cues: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    for varies, cue in cues.items():
        for number, group in enumerate(cue["groups"], 1):
            asked = [cue["text"].format(who=who, question=question["question"]) for who in group]
            name = f"{question['id']}-{varies}-{number}"
            yield {**question, "varies": varies, "name": name, "asked": asked}
    if plain := question.get("plain"):
        asked = [question["question"], plain]
        yield {**question, "varies": "level", "name": f"{question['id']}-level", "asked": asked}


def _of_choice(choice: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for number, group in enumerate(choice["groups"], 1):
        asked = [choice["question"].format(who=who) for who in group]
        name = f"{choice['id']}-choice-{number}"
        yield {"expect": "no_source", "varies": "choice", "name": name, "asked": asked}


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    """The two of a pair; the second names the first."""
    gold = {key: record[key] for key in GOLD if key in record}
    tags = "fairness", record["varies"]
    first, second = record["asked"]
    name = record["name"]
    yield Case(id=f"{name}-a", question=first, tags=tags, **gold)
    yield Case(
        id=f"{name}-b",
        question=second,
        tags=tags,
        like=f"{name}-a",
        varies=record["varies"],
        **gold,
    )


IMPORTER = Importer("templates that ask the same of different people", _records, _cases)
