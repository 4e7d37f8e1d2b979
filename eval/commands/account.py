"""`python -m eval account`: the accounting pack, for people to check and complete."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from configs.settings import Settings, resolve
from configs.theme import load_theme
from eval.accounting.pack import Pack
from eval.scoring import read_scores
from ingest.sources import load_sources


def add_account(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser(
        "account", help="model card, source card, data sheet for a DPIA, checklist, register entry"
    )
    command.add_argument("--out", type=Path, required=True, help="folder to write to")
    command.add_argument("--run", type=Path, help="a scored run, whose figures are named")
    command.add_argument("--profile", default="default")
    command.set_defaults(verb=_account)


def _account(settings: Settings, options: argparse.Namespace) -> bool:
    ingest = settings.ingest
    pack = Pack(
        settings,
        load_theme(settings.theme),
        load_sources(resolve(ingest.sources), ingest.allow_private_hosts),
        read_scores(options.run) if options.run else None,
    )
    console = Console(highlight=False)
    for file in pack.write(options.out, datetime.now(UTC).date()):
        console.print(str(file), soft_wrap=True)
    return True
