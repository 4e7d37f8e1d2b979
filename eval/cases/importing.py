"""Turn a set of others into cases; what an importer has to offer, and what several share."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.cases.reading import CaseSet
from eval.domain import Case, CasesError

WRONG = KeyError, TypeError, ValueError, AttributeError
"""What comes of a record, or a file, that has another form."""
Records = Iterator[tuple[str, Mapping[str, Any]]]
"""Raw records, each with the place where it stands."""


@dataclass(frozen=True)
class Importer:
    """`about` says in one line what it reads; a record may hold several cases, or none."""

    about: str
    records: Callable[[Path], Records]
    cases: Callable[[Mapping[str, Any]], Iterable[Case]]


def import_cases(kind: str, importer: Importer, path: Path) -> CaseSet:
    """The cases that it finds at `path`; a record that is wrong is named, the others stay.

    Raises `CasesError` where nothing can be read.
    """
    cases: dict[str, Case] = {}
    problems: list[str] = []
    try:
        for place, record in importer.records(path):
            try:
                cases |= {case.id: case for case in importer.cases(record)}
            except WRONG as error:
                problems.append(f"{place}: {_why(error)}")
    except (OSError, *WRONG) as error:
        raise CasesError(f"{path}: is not what {kind} reads ({_why(error)}).") from error
    if not cases:
        raise CasesError(f"{path}: {kind} finds no case there. {' '.join(problems[:1])}".strip())
    return CaseSet(kind, tuple(cases.values()), tuple(problems))


def write_passages(folder: Path, cases: Iterable[Case]) -> int:
    """The texts that came with the cases as pages that a sync can read; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {text for case in cases for text in case.passages}
    for text in texts:
        (folder / passage_page(text).lstrip("/")).write_text(text, encoding="utf-8")
    return len(texts)


def passage_page(text: str) -> str:
    """The end of the address under which `write_passages` puts a text."""
    return f"/{sha256(text.encode()).hexdigest()[:16]}.txt"


def json_lines(file: Path) -> Records:
    """The objects of a JSONL file; a line that is none becomes a record without fields."""
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            yield f"{file.name}, line {number}", _object(line)


def table(file: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> Records:
    """The rows of a table with column heads."""
    with file.open(encoding=encoding, newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter=delimiter), 2):
            yield f"{file.name}, line {number}", row


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
    if isinstance(error, KeyError):
        return f"has no field {error}"
    return " ".join(str(error).split())
