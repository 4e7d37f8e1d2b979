"""What norms ask, who sees to it, and where that can be seen: `configs/report/checklist.yaml`."""

from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from configs.domain import ConfigurationError, Language
from configs.files import ROOT, read_yaml
from configs.settings import Settings
from configs.texts import Texts
from eval.accounting.domain import Facts, Grid, Kind, Line, Norm, Part, Proof, Sheet
from eval.report.words import Words

FILE = ROOT / "report" / "checklist.yaml"


def norms() -> tuple[Norm, ...]:
    """All norms of the file; `ConfigurationError` names the place that is wrong."""
    try:
        return tuple(
            Norm.model_validate({**norm, "lines": [_line(line) for line in norm["lines"]]})
            for norm in read_yaml(FILE)["norms"]
        )
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{FILE.name}: {' '.join(str(error).split())}.") from error


def checklist(facts: Facts) -> Sheet:
    """The sheet, each proof with its value as it stands now."""
    words = facts.words["checklist"]
    return Sheet(
        name="controlelijst",
        title=words["title"],
        intro=words["intro"],
        parts=tuple(_part(norm, facts) for norm in norms()),
    )


def setting(settings: Settings, name: str) -> object:
    """The value of a setting such as `records.content_days`; `KeyError` when there is none."""
    value: object = settings
    for part in name.split("."):
        if not isinstance(value, BaseModel) or part not in type(value).model_fields:
            raise KeyError(name)
        value = getattr(value, part)
    return value


def _line(line: dict[str, Any]) -> dict[str, Any]:
    pairs = [str(proof).partition(":") for proof in line["proof"]]
    return {
        **line,
        "id": str(line["id"]),
        "proof": [{"kind": kind, "name": name} for kind, _, name in pairs],
    }


def _part(norm: Norm, facts: Facts) -> Part:
    words = facts.words["checklist"]
    rows = tuple(_row(line, facts) for line in norm.lines)
    return Part(
        title=norm.title, text=norm.source, grid=Grid(heads=tuple(words["heads"]), rows=rows)
    )


def _row(line: Line, facts: Facts) -> tuple[str, ...]:
    words = facts.words["checklist"]
    proof = "\n".join(f"{words['kinds'][one.kind]}: {_told(one, facts)}" for one in line.proof)
    return f"{line.id}. {line.title}", words["states"][line.state], line.how, proof


def _told(proof: Proof, facts: Facts) -> str:
    match proof.kind:
        case Kind.SETTING:
            told = f"{proof.name} = {_value(setting(facts.settings, proof.name), facts)}"
        case Kind.METRIC:
            told = _measured(proof.name, facts)
        case Kind.TEXT:
            said = Texts(facts.theme.texts).say(proof.name, Language.NL)
            told = f"\u201c{said}\u201d"
        case Kind.COMMAND:
            told = f"python -m {proof.name}"
        case Kind.TEST:
            file, _, name = proof.name.partition("::")
            told = f"{name.removeprefix('test_').replace('_', ' ')} ({file})"
        case _:
            told = proof.name
    return told


def _value(value: object, facts: Facts) -> str:
    """A secret is only said to be there."""
    if isinstance(value, SecretStr):
        return "***"
    if isinstance(value, dict | tuple | list):
        return str(len(value))
    return str(value) if value not in ("", None) else str(facts.words["pack"]["unknown"])


def _measured(name: str, facts: Facts) -> str:
    words = Words(Language.NL)
    title = words.metric(name)[0]
    score = facts.scores.score(name) if facts.scores else None
    if score is None or score.value is None:
        return f"{title}: {facts.words['checklist']['not_measured']}"
    low, high = (words.number(one or 0.0, score.unit) for one in (score.low, score.high))
    interval = words.say("report", "interval", low=low, high=high)
    return f"{title}: {words.number(score.value, score.unit)} ({interval})"
