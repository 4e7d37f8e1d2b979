"""Inspect (inspect-ai, UK AI Security Institute, MIT) as log viewer and runner: the only adapter.

It has an environment of its own (`make inspect`), because it wants other versions than ours and
brings clients of clouds; so this file imports little, and is run there as `eval.inspecting`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from inspect_ai import Task
from inspect_ai import eval as run_task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import (
    EvalConfig,
    EvalDataset,
    EvalLog,
    EvalMetric,
    EvalResults,
    EvalSample,
    EvalScore,
    EvalSpec,
    write_eval_log,
)
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput, ModelUsage
from inspect_ai.scorer import Score, mean, scorer, stderr
from inspect_ai.solver import TaskState, solver
from pydantic import SecretStr

from configs.settings import load_settings
from eval.asking import Endpoint, Place
from eval.cases.reading import read_cases
from eval.domain import Case, EvalError, Given, Run
from eval.measuring import Around, Metric, Pair
from eval.storing import Folder

PARTS, SCORES = "parts.jsonl", "scores.json"
NONE = "mockllm/model"
"""Inspect asks a model; ours stands behind an endpoint."""


def write_log(path: Path, file: Path) -> Path:
    """A finished run as a log of Inspect's; its scores and every answer with its parts."""
    folder = Folder(path)
    run, answers, parts = folder.run, folder.answers, _parts(path)
    samples = [
        _sample(case, answers[case.id], parts.get(case.id, {}))
        for case in folder.cases
        if case.id in answers
    ]
    log = EvalLog(
        status="success",
        eval=EvalSpec(
            created=run.started_at.isoformat(),
            task=run.name,
            task_display_name=f"{run.name} · {run.endpoint}",
            dataset=EvalDataset(name=run.name, samples=run.cases),
            model=run.model or run.writer or run.endpoint,
            config=EvalConfig(),
            packages={"vraagbaak": run.software, "inspect_ai": version("inspect_ai")},
            metadata=_about(run),
        ),
        results=EvalResults(
            total_samples=run.cases, completed_samples=len(samples), scores=_scores(path)
        ),
        samples=samples,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    write_eval_log(log, str(file), format="eval")
    return file


def task(cases: Sequence[Case], endpoint: Endpoint, name: str) -> Task:
    """Our cases, put to one of our endpoints by Inspect's own runner."""
    known = {case.id: case for case in cases}
    given: dict[str, Given] = {}
    samples = [Sample(id=case.id, input=case.question, target=_target(case)) for case in cases]

    def asking() -> Callable[..., Any]:
        async def solve(state: TaskState, _: object) -> TaskState:
            made = await endpoint.ask(known[str(state.sample_id)])
            given[made.case] = made
            state.output = _output(made)
            state.messages.append(state.output.message)
            return state

        return solve

    def judging() -> Callable[..., Any]:
        async def score(state: TaskState, _: object) -> Score:
            made = given[str(state.sample_id)]
            return Score(value=_values(known[made.case], made), answer=made.shown)

        return score

    figures = {"*": [mean(), stderr()]}
    return Task(
        name=name,
        dataset=MemoryDataset(samples, name=name),
        solver=solver(asking)(),
        scorer=scorer(metrics=figures)(judging)(),
    )


def _values(case: Case, given: Given) -> dict[str, float]:
    """What the judge-free metrics of outcome and facts say; 1 where they say nothing."""
    from eval.metrics import facts, outcome

    known: list[Metric] = [*outcome.METRICS, *facts.METRICS]
    wanted = {metric.name: metric for metric in known}
    found = {}
    for name in ("outcome_right", "all_facts"):
        (part,) = wanted[name].measure([Pair(case, given)], Around())
        found[name] = part.value / part.of if part else 1.0
    return found


def _sample(case: Case, given: Given, parts: Mapping[str, Sequence[float]]) -> EvalSample:
    asked = [ChatMessageUser(content=text) for text in (*case.conversation, case.question)]
    output = _output(given)
    return EvalSample(
        id=case.id,
        epoch=1,
        input=asked,
        target=_target(case),
        messages=[*asked, output.message],
        output=output,
        scores={name: Score(value=value / of) for name, (value, of) in parts.items()},
        metadata={"case": case.model_dump(mode="json"), "given": given.model_dump(mode="json")},
        total_time=given.seconds,
    )


def _output(given: Given) -> ModelOutput:
    """The answer as it was to be read, each claim with the numbers that it cites."""
    lines = [" ".join([one.text, *(f"[{number}]" for number in one.cited)]) for one in given.claims]
    lines += [given.message] if given.message else []
    sources = [f"[{one.number}] {one.title} {one.url}".strip() for one in given.citations]
    text = "\n".join([*lines, *([""] if sources else []), *sources]) or given.error
    made = ModelOutput.from_content(given.model or NONE, text)
    made.choices[0].message = ChatMessageAssistant(content=text)
    made.time = given.seconds
    if given.written_tokens is not None:
        read, wrote = given.prompt_tokens or 0, given.written_tokens
        made.usage = ModelUsage(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)
    return made


def _target(case: Case) -> list[str]:
    return [*case.facts] or [*case.sentences] or [case.expect]


def _about(run: Run) -> dict[str, Any]:
    kept = run.model_dump(mode="json")
    return {name: kept[name] for name in ("endpoint", "edition", "machine", "settings", "problems")}


def _parts(path: Path) -> dict[str, Mapping[str, Sequence[float]]]:
    """The parts of each case; none where the run was not scored."""
    if not (path / PARTS).is_file():
        return {}
    lines = (json.loads(line) for line in (path / PARTS).read_text("utf-8").splitlines())
    return {one["case"]: one["parts"] for one in lines}


def _scores(path: Path) -> list[EvalScore]:
    if not (path / SCORES).is_file():
        return []
    known = json.loads((path / SCORES).read_text("utf-8"))["scores"]
    return [
        EvalScore(
            name=one["metric"],
            scorer="vraagbaak",
            scored_samples=one["count"],
            metrics={
                key: EvalMetric(name=key, value=one[key])
                for key in ("value", "low", "high")
                if one[key] is not None
            },
        )
        for one in known
        if one["value"] is not None
    ]


def main(arguments: Sequence[str]) -> int:
    """`log RUN FILE`, or `ask CASES URL FOLDER`; 0 done, 2 what is wrong on stderr."""
    parser = argparse.ArgumentParser(prog="python -m eval.inspecting", description=__doc__)
    parser.add_argument("what", choices=["log", "ask"])
    parser.add_argument("places", nargs="+")
    options = parser.parse_args(arguments)
    try:
        if options.what == "log":
            path, file = map(Path, options.places)
            write_log(path, file)
            return 0
        return _ask(*options.places)
    except EvalError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _ask(cases: str, url: str, folder: str) -> int:
    from eval.endpoints.api import ENDPOINT

    found = read_cases(Path(cases))
    place = Place(load_settings(), Path(folder), url=url, key=SecretStr(""))
    made = task(found.cases, ENDPOINT.open(place), found.name)
    (log,) = run_task(made, model=NONE, log_dir=folder, display="plain")
    return 0 if log.status == "success" else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
