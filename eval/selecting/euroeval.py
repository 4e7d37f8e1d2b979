"""EuroEval (euroeval.com, MIT), named and wrapped: its call for a served card, and its results.

It is not a dependency: it brings a hundred packages, one of them under the GPL, and it fetches its
data sets from a hub. Install it in an environment of its own: `pip install euroeval`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configs.domain import Noun
from eval.domain import Kept, RunError

RESULTS = "euroeval_benchmark_results.jsonl"
"""What it writes, in the folder that it is started in."""
PROVIDER = "hosted_vllm/"
"""How it is told that a server of vLLM's kind serves the model."""


class Result(Noun):
    """One data set: the figure and the half of its 95 % interval, as EuroEval gives them."""

    model: str
    dataset: str
    task: str
    languages: tuple[str, ...]
    metric: str
    value: float
    margin: float | None = None


class _Line(Kept):
    model: str
    dataset: str
    task: str
    languages: tuple[str, ...] = ()
    dataset_languages: tuple[str, ...] = ()
    results: dict[str, Any]


def command(program: str, model: str, url: str, languages: Sequence[str]) -> list[str]:
    """The exact call; the key of the server stands in HOSTED_VLLM_API_KEY, not in the call."""
    named = [part for language in languages for part in ("--language", language)]
    return [
        *(program, "--model", f"{PROVIDER}{model}", "--api-base", url, *named),
        *("--generative-type", "instruction_tuned", "--no-trust-remote-code"),
    ]


def read_results(file: Path) -> list[Result]:
    """The figures in its results file. Raises `RunError` naming the line that can't be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{file}: cannot be read. EuroEval writes it as {RESULTS}.") from error
    found: list[Result] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found += _results(_Line.model_validate(json.loads(line)))
            except (ValidationError, ValueError, TypeError) as error:
                raise RunError(f"{file}, line {number}: is no result of EuroEval.") from error
    return found


def _results(line: _Line) -> list[Result]:
    total = line.results.get("total", {})
    return [
        Result(
            model=line.model.removeprefix(PROVIDER),
            dataset=line.dataset,
            task=line.task,
            languages=line.languages or line.dataset_languages,
            metric=name.removeprefix("test_"),
            value=float(value),
            margin=float(total[f"{name}_se"]) if f"{name}_se" in total else None,
        )
        for name, value in total.items()
        if name.startswith("test_") and not name.endswith("_se")
    ]
