"""`python -m eval score`: score a run and the baselines in it; nothing is asked again."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from configs.settings import Settings
from eval.domain import Score
from eval.scoring import Scores, Scoring
from eval.storing import Folder


def add_score(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("score", help="score a run; may be repeated")
    command.add_argument("run", type=Path, help="the folder of the run")
    command.add_argument("--entailment", default="", help="folder of a cross-encoder, for ALCE")
    command.add_argument("--lint", default="", help="the Python of an environment with LiNT-II")
    command.add_argument("--seed", type=int, default=1, help="draws the intervals")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.set_defaults(verb=_score, profile="default")


def _score(settings: Settings, options: argparse.Namespace) -> bool:
    scoring = Scoring(
        options.entailment or settings.answering.entailment, options.seed, options.lint
    )
    scores = score_all(scoring, options.run)
    if options.json:
        sys.stdout.write(f"{scores[0].model_dump_json(indent=1)}\n")
        return True
    _print(Console(highlight=False), scores)
    return True


def score_all(scoring: Scoring, path: Path) -> list[Scores]:
    """The scores of a run, and of the baselines in it."""
    folder = Folder(path)
    return [scoring(one) for one in (folder, *folder.inside)]


def shown(score: Score | None) -> str:
    """A figure with its interval, or a dash."""
    if score is None or score.value is None:
        return "-"
    numbers = (score.value, score.low or 0.0, score.high or 0.0)
    value, low, high = (written(number, score.unit) for number in numbers)
    return f"{value} ({low} to {high})"


def written(number: float, unit: str) -> str:
    """A figure for people: a share as a percentage."""
    return f"{number:.1%}" if unit == "share" else f"{number:.3g}"


def _print(console: Console, scores: list[Scores]) -> None:
    table = Table("metric", "better", *(one.endpoint for one in scores), "cases", box=None)
    for score in scores[0].scores:
        others = (shown(one.score(score.metric)) for one in scores)
        table.add_row(score.metric, score.better, *others, str(score.count))
    console.print(table)
    for score in scores[0].scores:
        if score.value is None:
            console.print(f"[dim]{score.metric}: {score.missing}[/]", soft_wrap=True)
    for case, why in scores[0].failed.items():
        console.print(f"[yellow]{case}: {why}[/]", soft_wrap=True)
    for case, pages in scores[0].absent.items():
        console.print(f"[dim]{case}: not in the library: {', '.join(pages)}[/]", soft_wrap=True)
