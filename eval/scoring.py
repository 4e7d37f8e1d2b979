"""Score a run: every metric over every case, groups apart, nothing asked again."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from configs.domain import Noun
from eval.domain import Kept, Missing, RunError, Score
from eval.judging.keeping import read_judge, read_opinions
from eval.known import metrics
from eval.measuring import Around, Metric, Pair, Part, Parts
from eval.resampling import figure, interval
from eval.storing import Folder, write
from models.domain import ModelError
from models.entailment import load_entailment

SCORES, PARTS = "scores.json", "parts.jsonl"
VERSION = 1
FEWEST = 5
"""A group of fewer cases is not scored apart."""
GROUPED = ("outcome_right", "all_facts", "honest_when_complete", "right_page")
"""What is scored for each group of cases."""


class Scores(Kept):
    """All figures of one run; `confusion` counts outcomes per expectation."""

    version: int = VERSION
    name: str
    endpoint: str
    edition: int | None = None
    cases: int = 0
    answered: int = 0
    failed: Mapping[str, str] = Field({}, description="Cases without an answer, and why")
    absent: Mapping[str, tuple[str, ...]] = Field({}, description="Gold pages not in the library")
    scores: tuple[Score, ...] = ()
    confusion: Mapping[str, Mapping[str, int]] = {}
    groups: Mapping[str, tuple[Score, ...]] = {}

    def score(self, metric: str) -> Score | None:
        """The figure of this name."""
        return next((one for one in self.scores if one.metric == metric), None)


class Measured(Noun):
    """The parts of one case, by metric: what two runs are compared by."""

    case: str
    parts: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Scoring:
    """`entailment` is the folder of a cross-encoder, or empty; the seed draws the intervals.

    `lint` is the Python of an environment with LiNT-II, or empty.
    """

    entailment: str = ""
    seed: int = 1
    lint: str = ""

    def __call__(self, folder: Folder) -> Scores:
        """Score the run in `folder`, and write `scores.json` and `parts.jsonl` there."""
        run, pages, answers = folder.run, folder.pages, folder.answers
        cases = [case for case in folder.cases if case.id in answers]
        if not cases:
            raise RunError(f"{folder.path}: no case was answered yet. Run it again to go on.")
        every = [Pair(case, answers[case.id], pages) for case in cases]
        pairs = [pair for pair in every if not pair.given.error]
        around = replace(
            self._around(frozenset(pages)),
            folder=folder.path,
            lint=self.lint,
            **_opinions(folder),
        )
        scored = [(metric, *_measure(metric, pairs, around)) for metric in metrics()]
        scores = Scores(
            name=run.name,
            endpoint=run.endpoint,
            edition=run.edition,
            cases=run.cases,
            answered=len(pairs),
            failed={pair.case.id: pair.given.error for pair in every if pair.given.error},
            absent=_absent(pairs, around),
            scores=tuple(self._score(metric, parts, why) for metric, parts, why in scored),
            confusion=_confusion(pairs),
            groups=self._groups(pairs, scored),
        )
        _keep(folder.path, scores, pairs, scored)
        return scores

    def _around(self, holdings: frozenset[str]) -> Around:
        if not self.entailment:
            return Around(holdings, without="needs a model that entails: give --entailment FOLDER")
        try:
            return Around(holdings, load_entailment(Path(self.entailment)))
        except ModelError as error:
            return Around(holdings, without=str(error))

    def _score(self, metric: Metric, parts: Parts, why: str) -> Score:
        known = [part for part in parts if part is not None and part.of]
        common = Score(metric=metric.name, unit=metric.unit, better=metric.better, missing=why)
        if not known:
            return common.model_copy(update={"missing": why or "no case says anything about it"})
        found, low, high = interval(
            known, figure(metric.percentile), self.seed, share=metric.unit == "share"
        )
        return common.model_copy(
            update={"value": found, "low": low, "high": high, "count": len(known)}
        )

    def _groups(
        self, pairs: Sequence[Pair], scored: Sequence[tuple[Metric, Parts, str]]
    ) -> dict[str, tuple[Score, ...]]:
        places: dict[str, list[int]] = {}
        for place, pair in enumerate(pairs):
            for name in (f"language:{pair.case.language}", *pair.case.tags):
                places.setdefault(name, []).append(place)
        return {
            name: tuple(
                self._score(metric, [parts[place] for place in group], why)
                for metric, parts, why in scored
                if metric.name in GROUPED
            )
            for name, group in sorted(places.items())
            if len(group) >= FEWEST
        }


def _opinions(folder: Folder) -> dict[str, Any]:
    """What a judge made of this run, and why it made nothing."""
    judge = read_judge(folder)
    why = judge.problem if judge else "no model judged: python -m eval judge RUN --url …"
    return {"opinions": read_opinions(folder), "unjudged": why}


def read_scores(folder: Path) -> Scores:
    """The scores of a run. Raises `RunError` when it was not scored."""
    try:
        return Scores.model_validate_json((folder / SCORES).read_bytes())
    except (OSError, ValueError) as error:
        raise RunError(f"{folder}: has no scores. Make them with: python -m eval score.") from error


def read_parts(folder: Path) -> dict[str, Mapping[str, Part]]:
    """The parts of each case, by metric. Raises `RunError` when the run was not scored."""
    read_scores(folder)
    lines = (folder / PARTS).read_text(encoding="utf-8").splitlines()
    kept = [Measured.model_validate_json(line) for line in lines]
    return {one.case: {name: Part(*part) for name, part in one.parts.items()} for one in kept}


def _measure(metric: Metric, pairs: Sequence[Pair], around: Around) -> tuple[Parts, str]:
    try:
        return metric.measure(pairs, around), ""
    except (Missing, ModelError) as error:
        return [None] * len(pairs), str(error)


def _absent(pairs: Sequence[Pair], around: Around) -> dict[str, tuple[str, ...]]:
    """Gold pages that the library does not hold; their cases are no misses of retrieval."""
    found = {
        pair.case.id: tuple(page for page in pair.case.urls if page not in around.endings)
        for pair in pairs
        if around.holdings
    }
    return {case: pages for case, pages in found.items() if pages}


def _confusion(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for pair in pairs:
        partial = "" if pair.given.completeness != "partial" else " (partial)"
        counts.setdefault(pair.case.expect, Counter())[f"{pair.given.outcome}{partial}"] += 1
    return {expected: dict(counted.most_common()) for expected, counted in counts.items()}


def _keep(
    folder: Path,
    scores: Scores,
    pairs: Sequence[Pair],
    scored: Sequence[tuple[Metric, Parts, str]],
) -> None:
    lines = (
        json.dumps(
            {
                "case": pair.case.id,
                "parts": {
                    metric.name: tuple(part)
                    for metric, parts, _ in scored
                    if (part := parts[place]) is not None and part.of
                },
            }
        )
        for place, pair in enumerate(pairs)
    )
    write(folder / PARTS, "".join(f"{line}\n" for line in lines))
    write(folder / SCORES, scores.model_dump_json(indent=1))
