"""Read a set of cases from JSONL, JSON or YAML; a wrong case is named, the others run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from configs.domain import ConfigurationError
from configs.files import read_yaml
from eval.domain import Case, CasesError

DRAFT = "is a draft: read it, mend it, and take `draft` away."


@dataclass(frozen=True)
class CaseSet:
    """The cases that can be asked, and a line about each that can't."""

    name: str
    cases: tuple[Case, ...]
    problems: tuple[str, ...] = ()


def read_cases(file: Path) -> CaseSet:
    """The set in a file: a case per line (`.jsonl`), or a list under `cases` (`.yaml`, `.json`).

    Raises `CasesError` when the file can't be read or holds no case at all.
    """
    cases: dict[str, Case] = {}
    problems: list[str] = []
    for place, raw in _raw(file):
        found = _case(raw)
        if isinstance(found, str):
            problems.append(f"{place}: {found}")
        elif found.id in cases:
            problems.append(f"{place}: there is an earlier case with the id {found.id!r}.")
        else:
            cases[found.id] = found
    if not cases:
        why = f" {problems[0]}" if problems else " Put a case on each line."
        raise CasesError(f"{file}: holds no case that can be asked.{why}")
    return CaseSet(file.stem, tuple(cases.values()), tuple(problems))


def write_cases(file: Path, cases: tuple[Case, ...]) -> None:
    """One case per line; what is left at its default is not written."""
    lines = [case.model_dump_json(exclude_defaults=True) + "\n" for case in cases]
    file.write_text("".join(lines), encoding="utf-8")


def _raw(file: Path) -> Iterator[tuple[str, object]]:
    """What may be a case, with its place in the file."""
    if file.suffix in {".yaml", ".yml"}:
        yield from _listed(file, _yaml(file))
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise CasesError(f"{file}: cannot be read ({reason}).") from error
    if file.suffix == ".json":
        yield from _listed(file, _json(text))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield f"{file}, line {number}", _json(line)


def _listed(file: Path, content: object) -> Iterator[tuple[str, object]]:
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list):
        raise CasesError(f"{file}: must hold a list of cases under `cases`.")
    for number, raw in enumerate(cases, 1):
        yield f"{file}, case {number}", raw


def _yaml(file: Path) -> object:
    try:
        return read_yaml(file)
    except ConfigurationError as error:
        raise CasesError(str(error)) from error


def _json(text: str) -> object:
    """The value; or the error, so that one wrong line leaves the others."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return error


def _case(raw: object) -> Case | str:
    """The case, or what is wrong with it."""
    if isinstance(raw, json.JSONDecodeError):
        return f"is not valid JSON ({raw.msg} at column {raw.colno})."
    try:
        case = Case.model_validate(raw)
    except ValidationError as error:
        parts = [
            f"{'.'.join(str(part) for part in problem['loc']) or 'the case'}: {problem['msg']}"
            for problem in error.errors()
        ]
        return f"{'; '.join(parts)}."
    return DRAFT if case.draft else case
