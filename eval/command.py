"""The command line of the evaluation."""

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from configs.domain import ConfigurationError
from configs.settings import load_settings
from eval.planted.command import add_planted
from models.domain import ModelError

DONE, FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0 goals met, 1 a goal missed, 2 usage or configuration."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    add_planted(parser.add_subparsers(required=True, metavar="COMMAND"))
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        settings = load_settings(options.profile)
        return DONE if options.verb(settings, options) else FAILED
    except (ConfigurationError, ModelError) as error:
        Console(stderr=True).print(f"[bold red]{escape(str(error))}[/]", soft_wrap=True)
        return USAGE
