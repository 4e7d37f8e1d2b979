"""What every command line does alike: errors become one line on stderr and an exit code."""

import argparse
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape

from configs.domain import ConfigurationError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
Codes = Mapping[type[BaseException], int]
"""The exit code of each kind of error that is told in one line; the first that fits counts."""
ALWAYS: Codes = {ConfigurationError: USAGE, KeyboardInterrupt: INTERRUPTED}


def conduct(
    parser: argparse.ArgumentParser,
    arguments: Sequence[str] | None,
    perform: Callable[[argparse.Namespace], int],
    codes: Codes,
    comfort: str = "",
) -> int:
    """Parse, perform, and tell what went wrong; `comfort` says after a halt what is still well.

    Errors that are not in `codes` are ours, and come through with their trace.
    """
    known = {**codes, **ALWAYS}
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or DONE)
    try:
        return perform(options)
    except tuple(known) as error:
        console = Console(stderr=True)
        line = escape(_line(error, comfort))
        console.print(f"[bold red]{line}[/]", soft_wrap=True, highlight=False)
        return next(code for kind, code in known.items() if isinstance(error, kind))


def _line(error: BaseException, comfort: str) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "; ".join(filter(None, ("stopped", comfort)))
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return "; ".join(filter(None, (f"{error.strerror or error}{place}", comfort)))
    return " ".join(str(error).split())
