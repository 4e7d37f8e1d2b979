"""`python -m eval planted`: plant errors in real pages and say which the checks catch."""

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console

from assistant.checks import checks
from configs.domain import ConfigurationError
from configs.settings import Settings
from eval.planted.measuring import failed_goals, judge
from eval.planted.pages import origins
from eval.planted.planting import plant
from eval.planted.reporting import document, report


def add_planted(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("planted", help="plant errors in real sentences")
    command.add_argument(
        "sentences", nargs="+", type=Path, help="files or folders with pages (html, md, txt)"
    )
    command.add_argument("--per-kind", type=int, default=100, help="sentences of each kind")
    command.add_argument("--seed", type=int, default=1, help="the same seed plants the same")
    command.add_argument("--list", action="store_true", help="list misses and false alarms")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.add_argument("--profile", default="default", help="settings to check by")
    command.set_defaults(verb=planted)


def planted(settings: Settings, options: argparse.Namespace) -> bool:
    """Print the table; whether every goal was met. Raises `ConfigurationError` without pages."""
    absent = [str(place) for place in options.sentences if not place.exists()]
    if absent:
        raise ConfigurationError(f"planted: there is no {', '.join(absent)}.")
    found = origins(options.sentences)
    if not found:
        raise ConfigurationError("planted: no page there holds a Dutch sentence to change.")
    judged = judge(plant(found, options.per_kind, options.seed), checks(settings.answering))
    if options.json:
        sys.stdout.write(f"{json.dumps(document(judged), ensure_ascii=False, indent=1)}\n")
        return not failed_goals(judged)
    console = Console(width=None if Console().is_terminal else 140, highlight=False)
    console.print(f"{len(judged)} planted in {len(found)} sentences, seed {options.seed}.")
    report(console, judged, listed=options.list)
    return not failed_goals(judged)
