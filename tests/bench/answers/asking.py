"""Who is asked, and what each of them made of a set of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from configs.settings import Settings
from eval.asking import Place
from eval.cases.reading import CaseSet
from eval.commands.run import ask_at
from eval.domain import Given, RunError, Score
from eval.scoring import Scores, Scoring
from eval.storing import Folder


@dataclass(frozen=True)
class Way:
    """A column: an endpoint of the evaluation by some settings, asked `parallel` at a time."""

    name: str
    endpoint: str
    settings: Settings
    parallel: int = 2


@dataclass(frozen=True)
class Asked:
    """A set and what became of it, way by way; no scores where nobody answered to the end."""

    name: str
    cases: int
    scores: tuple[Scores | None, ...]
    answers: tuple[tuple[Given, ...], ...]

    def told(self, metric: str) -> list[str]:
        """The figure of each way, with its interval."""
        return [_told(one.score(metric) if one else None) for one in self.scores]


def put(cases: CaseSet, short: str, ways: Sequence[Way], out: Path) -> Asked:
    """Ask every way the same cases; one that stays away leaves its column empty."""
    scores: list[Scores | None] = []
    answers: list[tuple[Given, ...]] = []
    for way in ways:
        place = Place(way.settings, out / short / way.name.replace(" ", "-"))
        console = Console(stderr=True, highlight=False)
        console.print(f"{short}, {way.name}:")
        try:
            ask_at(place, cases, way.endpoint, way.parallel)
            scores.append(Scoring()(Folder(place.out)))
            answers.append(tuple(Folder(place.out).answers.values()))
        except RunError as error:
            console.print(f"[red]{way.name} could not be asked: {error}[/]")
            scores.append(None)
            answers.append(())
    return Asked(short, len(cases.cases), tuple(scores), tuple(answers))


def _told(score: Score | None) -> str:
    if score is None or score.value is None:
        return "-"
    low, high = score.low or 0.0, score.high or 0.0
    if score.unit == "share":
        return f"{score.value:.1%} [{low:.1%}, {high:.1%}]"
    return f"{score.value:.3f} [{low:.3f}, {high:.3f}]"
