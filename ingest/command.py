"""The command line of the ingest: options, settings, and errors as one line and an exit code."""

import argparse
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler

from configs.commanding import DONE, FAILED, USAGE, Codes, conduct
from configs.domain import Audience
from configs.settings import load_settings
from ingest import searching, upkeep, verbs
from ingest.curating import verbs as curating
from ingest.domain import IngestError, SourceError
from ingest.editor import verbs as telling
from ingest.reviewing import verbs as asking
from ingest.verbs import Verb
from models.domain import ModelError, ModelMissing

SAFE = "the library holds what was published last"
CODES: Codes = {
    SourceError: USAGE,
    ModelMissing: USAGE,
    ModelError: FAILED,
    IngestError: FAILED,
    OSError: FAILED,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0 done, 1 failed, 2 usage or configuration, 130 Ctrl-C."""
    return conduct(_parser(), arguments, _perform, CODES, SAFE)


def _perform(options: argparse.Namespace) -> int:
    _log(Console(stderr=True), options.verbose)
    verb: Verb = options.verb
    return DONE if verb(load_settings(options.profile), options) else FAILED


def _log(console: Console, verbose: bool) -> None:
    handler = RichHandler(console=console, show_path=False, show_time=False)
    logging.basicConfig(level=logging.ERROR, format="%(message)s", handlers=[handler])
    logging.getLogger("ingest").setLevel(logging.DEBUG if verbose else logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _sync(_command(commands, "sync", verbs.sync_sources, "bring the library up to date"))
    _curating(commands)
    listing = _command(commands, "list", verbs.list_sources, "the approved sources")
    _sources(listing)
    show = _command(commands, "show", searching.show_page, "the passages of a page as they stand")
    show.add_argument("url")
    show.add_argument("--edition", type=_positive, metavar="N", help="an earlier edition")
    _find(_command(commands, "find", searching.find_passages, "search the library"))
    forget = _command(commands, "forget", upkeep.forget_pages, "erase a page from every edition")
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("url", nargs="?")
    which.add_argument("--source", metavar="NAME", help="all pages of a source")
    rollback = _command(commands, "rollback", verbs.roll_back, "publish an earlier edition again")
    rollback.add_argument(
        "--to", type=_positive, metavar="N", help="its number (default: previous)"
    )
    asking.add_options(
        _command(commands, "review", asking.review, "what waits for a person, and deciding it")
    )
    telling.add_options(
        _command(commands, "report", telling.report, "for web editors: what is wrong or missing")
    )
    _command(commands, "editions", verbs.list_editions, "the editions that are kept")
    _upkeep(commands)
    return parser


Commands = argparse._SubParsersAction


def _command(
    commands: "Commands[argparse.ArgumentParser]", name: str, verb: Verb, about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    profile = os.environ.get("VRAAGBAAK_PROFILE", "default")
    parser.add_argument("--profile", default=profile, help="a profile of configs/ (%(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--verbose", action="store_true", help="every line, and a log of requests")
    parser.set_defaults(verb=verb)
    return parser


def _curating(commands: "Commands[argparse.ArgumentParser]") -> None:
    about = "check the list of sources, or propose one"
    verbs = commands.add_parser("sources", help=about, description=about)
    which = verbs.add_subparsers(required=True, metavar="COMMAND")
    check = _command(which, "check", curating.check_sources, "every file, every problem")
    _sources(check)
    check.add_argument("--offline", action="store_true", help="ask no site for its robots.txt")
    add = _command(which, "add", curating.add_source, "propose a source file, for a person to read")
    add.add_argument("url", metavar="URL", help="the first page of the site")
    add.add_argument("--out", type=Path, metavar="FILE", help="a new file; left out: stdout")


def _upkeep(commands: "Commands[argparse.ArgumentParser]") -> None:
    rebuild = _command(commands, "rebuild", upkeep.rebuild_library, "make all vectors anew")
    rebuild.add_argument("--check", action="store_true", help="only say whether it is due")
    backup = _command(commands, "backup", upkeep.back_up_library, "write the library to a file")
    backup.add_argument("file", type=Path)
    restore = _command(commands, "restore", upkeep.restore_library, "make a backup the library")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true", help="in place of the library that is there")


def _sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sources", type=Path, metavar="FILE-OR-FOLDER", help="in place of ingest.sources"
    )


def _sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sources")
    _sources(parser)
    parser.add_argument("--yes", action="store_true", help="publish even if many pages vanish")
    parser.add_argument("--due", action="store_true", help="only sources whose rhythm says so")


def _find(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("query", nargs="?", help="what to look for")
    what.add_argument("--queries", type=Path, metavar="FILE", help='lines {"id", "query"}')
    parser.add_argument("--limit", type=_positive, default=10, metavar="N")
    parser.add_argument("--per-page", type=_positive, metavar="N", help="most passages of a page")
    parser.add_argument("--edition", type=_positive, metavar="N", help="an earlier edition")
    parser.add_argument("--collection", metavar="NAME", help="only the sources of a collection")
    parser.add_argument(
        "--audience",
        choices=list(Audience),
        default=Audience.PUBLIC,
        type=Audience,
        help="internal also finds what only employees may see",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
