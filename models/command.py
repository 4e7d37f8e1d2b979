"""The command line of the models: options, settings, and errors as one line and an exit code."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from configs.commanding import DONE, FAILED, USAGE, Codes, conduct
from configs.settings import load_settings
from models import verbs
from models.domain import ModelError, ModelMissing
from models.verbs import Verb

LAST_PORT, MOST_GIB = 65535, 10_000
CODES: Codes = {ModelMissing: USAGE, ModelError: FAILED, OSError: FAILED}


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0 done, 1 failed, 2 usage or configuration, 130 Ctrl-C."""
    return conduct(_parser(), arguments, _perform, CODES)


def _perform(options: argparse.Namespace) -> int:
    verb: Verb = options.verb
    return DONE if verb(load_settings(options.profile), options) else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = _command(commands, "list", verbs.list_cards, "the cards, and what fits this machine")
    _memory(listing)
    show = _command(commands, "show", verbs.show_card, "one card in full")
    show.add_argument("name")
    _memory(show)
    _check(_command(commands, "check", verbs.check_model, "a model's folder, and its server"))
    prepare = _command(
        commands, "prepare", verbs.prepare_model, "make a folder that needs no code of its maker"
    )
    prepare.add_argument("name")
    prepare.add_argument("source", type=Path, help="the folder as it was published")
    _serve(_command(commands, "serve", verbs.serve_model, "start vLLM with a model"))
    return parser


Commands = argparse._SubParsersAction


def _command(
    commands: "Commands[argparse.ArgumentParser]", name: str, verb: Verb, about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    profile = os.environ.get("VRAAGBAAK_PROFILE", "default")
    parser.add_argument("--profile", default=profile, help="a profile of configs/ (%(default)s)")
    parser.add_argument(
        "--catalogue", type=Path, metavar="FILE", help="in place of models.catalogue"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.set_defaults(verb=verb)
    return parser


def _memory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--memory", type=_size, metavar="GIB", help="of each graphics card, in place of asking it"
    )
    parser.add_argument("--gpus", type=_count, metavar="N", help="how many such cards")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="a card or a folder (default: models.card)")
    parser.add_argument(
        "--folder", type=Path, help="where the model of the card lies (default: in models.folder)"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    _model(parser)
    parser.add_argument(
        "--write-hashes", action="store_true", help="write SHA256SUMS, for later checks"
    )
    parser.add_argument("--url", help="also look at the server there (ending in /v1)")
    parser.add_argument("--server-only", action="store_true", help="leave the folder alone")


def _serve(parser: argparse.ArgumentParser) -> None:
    _model(parser)
    parser.add_argument("--print", action="store_true", help="show the command, start nothing")
    parser.add_argument("--port", type=_port, default=8000, metavar="N")
    parser.add_argument("--window", type=_count, metavar="N", help="longest text (tokens)")
    parser.add_argument("--cpu", action="store_true", help="on vLLM's CPU build: slow, for trials")
    _memory(parser)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _port(text: str) -> int:
    number = _count(text)
    if number > LAST_PORT:
        raise argparse.ArgumentTypeError(f"must be at most {LAST_PORT}")
    return number


def _size(text: str) -> float:
    number = float(text)
    if not 0 < number <= MOST_GIB:
        raise argparse.ArgumentTypeError(f"must be more than 0, and at most {MOST_GIB}")
    return number
