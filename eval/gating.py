"""May this release go out? Thresholds, and nothing really worse than the release before."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from configs.domain import ConfigurationError, Noun
from configs.files import read_yaml
from eval.comparing import Comparison
from eval.domain import Score
from eval.known import metrics
from eval.scoring import Scores


class Bound(Noun):
    """The least or the most that a metric may be."""

    at_least: float | None = None
    at_most: float | None = None


class Thresholds(Noun):
    """What a release has to keep to: see `configs/gates/default.yaml`."""

    metrics: Mapping[str, Bound] = {}
    answered: float = 1.0
    """The least share of the cases that got an answer at all."""
    sides: Mapping[str, Mapping[str, Bound]] = {}
    """The same for the sets beside the main one, where these were asked."""


class Verdict(Noun):
    """Why a release may not go out: empty where it may."""

    failed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it may."""
        return not self.failed


def read_thresholds(file: Path) -> Thresholds:
    """Raise `ConfigurationError` naming what is wrong, such as a metric that does not exist."""
    try:
        found = Thresholds.model_validate(read_yaml(file))
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise ConfigurationError(f"{file}: {place}: {problem['msg']}.") from error
    named = found.metrics.keys() | {one for side in found.sides.values() for one in side}
    if unknown := named - {metric.name for metric in metrics()}:
        raise ConfigurationError(f"{file}: there is no metric {', '.join(sorted(unknown))}.")
    return found


def judge(
    scores: Scores,
    thresholds: Thresholds,
    comparison: Comparison | None = None,
    beside: Mapping[str, Scores] | None = None,
) -> Verdict:
    """The verdict on a run and its side sets, and where there is one by the run before."""
    failed = [
        line
        for name, bound in thresholds.metrics.items()
        if (line := _missed(scores.score(name), name, bound))
    ]
    failed += [
        f"{side}: {line}"
        for side, found in (beside or {}).items()
        for name, bound in thresholds.sides.get(side, {}).items()
        if (line := _missed(found.score(name), name, bound))
    ]
    if scores.answered < thresholds.answered * scores.cases:
        failed.append(f"only {scores.answered} of {scores.cases} cases were answered")
    if comparison:
        failed += [
            f"{change.metric}: {change.second:.3g}, and {change.first:.3g} before "
            f"(chance {change.chance:.3g})"
            for change in comparison.worse
        ]
    return Verdict(failed=tuple(failed), warnings=comparison.warnings if comparison else ())


def _missed(score: Score | None, name: str, bound: Bound) -> str:
    if score is None or score.value is None:
        return f"{name}: was not measured ({score.missing if score else 'no such score'})"
    if bound.at_least is not None and score.value < bound.at_least:
        return f"{name}: {score.value:.3g}, at least {bound.at_least:.3g}"
    if bound.at_most is not None and score.value > bound.at_most:
        return f"{name}: {score.value:.3g}, at most {bound.at_most:.3g}"
    return ""
