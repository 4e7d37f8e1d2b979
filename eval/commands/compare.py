"""`python -m eval compare` and `gate`: which differences are real, and may it go out."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from configs.files import ROOT
from configs.settings import Settings
from eval.commands.score import written
from eval.comparing import Change, Comparison, compare
from eval.gating import judge, read_thresholds
from eval.scoring import read_scores
from eval.sides import sides

THRESHOLDS = ROOT / "gates" / "default.yaml"


def add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("compare", help="which differences between two runs are real")
    command.add_argument("first", type=Path, help="the run before; scored")
    command.add_argument("second", type=Path, help="the run after; scored")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.set_defaults(verb=_compare, profile="default")


def add_gate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("gate", help="exit 1 where a run misses what a release must keep")
    command.add_argument("run", type=Path, help="the run to judge; scored")
    command.add_argument("--thresholds", type=Path, default=THRESHOLDS, help="a YAML file")
    command.add_argument("--baseline", type=Path, help="the run of the release before; scored")
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(verb=_gate, profile="default")


def _compare(_: Settings, options: argparse.Namespace) -> bool:
    comparison = compare(options.first, options.second, options.seed)
    if options.json:
        sys.stdout.write(f"{comparison.model_dump_json(indent=1)}\n")
    else:
        _print(Console(highlight=False), comparison)
    return True


def _gate(_: Settings, options: argparse.Namespace) -> bool:
    comparison = compare(options.baseline, options.run, options.seed) if options.baseline else None
    beside = {name: read_scores(side.path) for name, side in sides(options.run).items()}
    thresholds = read_thresholds(options.thresholds)
    verdict = judge(read_scores(options.run), thresholds, comparison, beside)
    console = Console(highlight=False)
    for line in verdict.warnings:
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
    for line in verdict.failed:
        console.print(f"[red]{escape(line)}[/]", soft_wrap=True)
    console.print("[green]passed[/]" if verdict.passed else "[bold red]not passed[/]")
    return verdict.passed


def _print(console: Console, comparison: Comparison) -> None:
    table = Table("metric", "better", "first", "second", "change", "chance", "", box=None)
    for change in comparison.changes:
        first, second, low, high = (
            written(number, change.unit)
            for number in (change.first, change.second, change.low, change.high)
        )
        cells = (first, second, f"{low} to {high}", f"{change.chance:.3g}")
        table.add_row(change.metric, change.better, *cells, _said(change))
    console.print(table)
    for line in comparison.warnings:
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)


def _said(change: Change) -> str:
    if not change.real:
        return ""
    if change.better == "neither":
        return "real"
    return "[red]worse[/]" if change.worse else "[green]better[/]"
