"""`python -m eval register`: the entry for the Algoritmeregister, for a person to check."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from configs.settings import Settings, resolve
from configs.theme import load_theme
from eval.register import register
from eval.scoring import read_scores
from ingest.sources import load_sources


def add_register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("register", help="the entry for the Algoritmeregister")
    command.add_argument("--run", type=Path, help="a scored run, whose figures are named")
    command.add_argument("--json", action="store_true", help="the entry as the API takes it")
    command.add_argument("--profile", default="default")
    command.set_defaults(verb=_register)


def _register(settings: Settings, options: argparse.Namespace) -> bool:
    ingest = settings.ingest
    made = register(
        settings,
        load_theme(settings.theme),
        load_sources(resolve(ingest.sources), ingest.allow_private_hosts),
        read_scores(options.run) if options.run else None,
    )
    if options.json:
        sys.stdout.write(f"{made.entry.model_dump_json(indent=1)}\n")
        return True
    table = Table("field", "value", box=None)
    for name, value in made.entry.model_dump(mode="json").items():
        empty = made.empty.get(name)
        table.add_row(name, f"[yellow]{escape(empty)}[/]" if empty else escape(str(value)))
    Console(highlight=False).print(table)
    return True
