"""Which differences between two runs are real: the same cases, paired, corrected for many looks."""

from pathlib import Path

from configs.domain import Noun
from eval.domain import RunError
from eval.known import metrics
from eval.measuring import Metric, Part
from eval.resampling import Difference, difference, figure, holm
from eval.scoring import read_parts, read_scores
from eval.storing import Folder

REAL = 0.05
"""From this corrected chance down a difference is called real."""


class Change(Noun):
    """A metric in two runs; `chance` is Holm's, `worse` only where the difference is real."""

    metric: str
    unit: str
    better: str
    first: float
    second: float
    low: float
    high: float
    chance: float
    count: int

    @property
    def real(self) -> bool:
        """Whether chance alone hardly ever makes such a difference."""
        return self.chance <= REAL and self.first != self.second

    @property
    def worse(self) -> bool:
        """Whether it is real, and the wrong way."""
        falls = self.second < self.first
        return self.real and self.better != "neither" and falls == (self.better == "higher")


class Comparison(Noun):
    """All metrics that both runs have, and what makes the runs differ beside the assistant."""

    first: str
    second: str
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()

    @property
    def worse(self) -> list[Change]:
        """What is really worse in the second; how long it took hangs on the machine too."""
        return [change for change in self.changes if change.worse and change.unit != "seconds"]


def compare(first: Path, second: Path, seed: int = 1) -> Comparison:
    """The second run against the first. Raises `RunError` where they share no scored case."""
    before, after = read_parts(first), read_parts(second)
    shared = [case for case in before if case in after]
    if not shared:
        raise RunError(f"{first} and {second} have no case in common.")
    found: list[tuple[Metric, Difference]] = []
    for metric in metrics():
        pairs = [
            (before[case][metric.name], after[case][metric.name])
            for case in shared
            if metric.name in before[case] and metric.name in after[case]
        ]
        if pairs:
            found.append((metric, _difference(metric, pairs, seed)))
    chances = holm([one.chance for _, one in found])
    return Comparison(
        first=str(first),
        second=str(second),
        changes=tuple(
            _change(metric, one, chance)
            for (metric, one), chance in zip(found, chances, strict=True)
        ),
        warnings=tuple(_warnings(first, second, len(shared))),
    )


def _difference(metric: Metric, pairs: list[tuple[Part, Part]], seed: int) -> Difference:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    return difference(first, second, figure(metric.percentile), seed)


def _change(metric: Metric, found: Difference, chance: float) -> Change:
    return Change(
        metric=metric.name,
        unit=metric.unit,
        better=metric.better,
        first=found.first,
        second=found.second,
        low=found.low,
        high=found.high,
        chance=chance,
        count=found.count,
    )


def _warnings(first: Path, second: Path, shared: int) -> list[str]:
    """What else differs between the runs."""
    one, other = Folder(first).run, Folder(second).run
    found = []
    if one.edition != other.edition:
        found.append(
            f"The editions differ ({one.edition}, {other.edition}): the sources may have changed."
        )
    if shared < max(one.cases, other.cases):
        found.append(f"Only {shared} cases are scored in both ({one.cases} and {other.cases}).")
    if Folder(first).cases != Folder(second).cases:
        found.append("The cases are not the same ones: expectations may have changed.")
    if read_scores(first).version != read_scores(second).version:
        found.append("The runs were scored by different versions: score both again.")
    return found
