"""From the runs of several models to one table: figures, and which differences are real."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from configs.domain import Noun
from eval.comparing import REAL
from eval.domain import Score
from eval.known import metrics
from eval.measuring import Metric, Part
from eval.resampling import Difference, difference, figure, holm
from eval.scoring import Scores, read_parts, read_scores
from eval.storing import Folder

QUALITY = (
    *("all_facts", "fact_recall", "honest_when_complete", "outcome_right", "wrong_refusals"),
    *("unanswerable_held_back", "wrong_but_complete", "right_page", "citation_validity"),
    *("fact_fidelity", "citation_recall", "dropped_sentences", "reading_ease"),
    *("judged_correct", "judged_complete", "judged_grounded"),
)
COSTS = (
    *("first_claim_p50", "first_claim_p95", "answer_p50", "answer_p95"),
    *("prompt_tokens", "written_tokens", "energy"),
)
SHOWN = QUALITY + COSTS


class Row(Noun):
    """One model: its scores; or `problem`, which says why there are none.

    `written` counts the answers in which at least one sentence is the model's own; where it is far
    below `answered` the assistant quoted sources instead, and little is known of the model.
    """

    name: str
    card: str = ""
    licence: str = ""
    model: str = ""
    url: str
    problem: str = ""
    answered: int = 0
    written: int = 0
    scores: tuple[Score, ...] = ()

    def score(self, metric: str) -> Score | None:
        """The figure of this name."""
        return next((one for one in self.scores if one.metric == metric), None)


class Contrast(Noun):
    """Two models on one metric, over the cases that both answered; `chance` is Holm's."""

    one: str
    other: str
    metric: str
    unit: str
    first: float
    second: float
    low: float
    high: float
    chance: float
    count: int
    better: str
    """The name of the better one; empty where the difference is not real, or none is better."""


class Selection(Noun):
    """The table; `contrasts` holds every pair and metric that was tested."""

    name: str
    cases: int
    rows: tuple[Row, ...]
    contrasts: tuple[Contrast, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def real(self) -> list[Contrast]:
        """The differences that are more than chance."""
        return [one for one in self.contrasts if one.chance <= REAL and one.first != one.second]


def row_of(path: Path, about: Mapping[str, str]) -> Row:
    """The row of a scored run."""
    scores: Scores = read_scores(path)
    answers = Folder(path).answers.values()
    return Row.model_validate(
        {
            **about,
            "answered": scores.answered,
            "written": sum(any(claim.written for claim in one.claims) for one in answers),
            "scores": [one for name in SHOWN if (one := scores.score(name))],
        }
    )


def contrasts(paths: Mapping[str, Path], seed: int = 1) -> tuple[Contrast, ...]:
    """Every two models on every metric that both have: paired, and Holm's over all of them."""
    parts = {name: read_parts(path) for name, path in paths.items()}
    known = {metric.name: metric for metric in metrics()}
    found = [
        (one, other, known[name], made)
        for one, other in combinations(paths, 2)
        for name in SHOWN
        if (made := _difference(known[name], parts[one], parts[other], seed))
    ]
    chances = holm([made.chance for *_, made in found])
    return tuple(
        _contrast((one, other), metric, made, chance)
        for (one, other, metric, made), chance in zip(found, chances, strict=True)
    )


def warnings(paths: Mapping[str, Path], rows: Sequence[Row]) -> Iterator[str]:
    """What else differs between the runs, and what the figures do not tell."""
    runs = {name: Folder(path).run for name, path in paths.items()}
    if len({run.edition for run in runs.values() if run.edition}) > 1:
        yield "The editions of the library differ between the models: the sources may too."
    for row in rows:
        if not row.problem and row.answered and row.written < row.answered / 2:
            yield (
                f"{row.name}: wrote in {row.written} of {row.answered} answers only; in the others "
                "the assistant quoted sources or said that it did not know."
            )


def _difference(
    metric: Metric,
    first: Mapping[str, Mapping[str, Part]],
    second: Mapping[str, Mapping[str, Part]],
    seed: int,
) -> Difference | None:
    pairs = [
        (first[case][metric.name], second[case][metric.name])
        for case in first
        if metric.name in first[case] and metric.name in second.get(case, {})
    ]
    if not pairs:
        return None
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return difference(one, other, figure(metric.percentile), seed)


def _contrast(names: tuple[str, str], metric: Metric, made: Difference, chance: float) -> Contrast:
    one, other = names
    better = ""
    if chance <= REAL and made.first != made.second and metric.better != "neither":
        rises = made.second > made.first
        better = other if rises == (metric.better == "higher") else one
    return Contrast(
        one=one,
        other=other,
        metric=metric.name,
        unit=metric.unit,
        first=made.first,
        second=made.second,
        low=made.low,
        high=made.high,
        chance=chance,
        count=made.count,
        better=better,
    )
