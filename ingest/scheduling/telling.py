"""What an operator sees of a run on the command line: progress on stderr, the outcome as JSON."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape

from ingest.domain import Line, Source
from ingest.scheduling.domain import Outcome, Progress

SERVER = "the running server syncs; Ctrl-C leaves it at that"


@contextmanager
def shown(source: Source) -> Iterator[Callable[[Line], None]]:
    """A line on stderr that tells how far the sync of a source is."""
    console, count = Console(stderr=True), 0
    with console.status(f"{source.name} …") as status:

        def tell(line: Line) -> None:
            nonlocal count
            count += 1
            status.update(escape(f"{source.name}: {count} · {line.status.value} {line.url}"))

        yield tell


@contextmanager
def relayed() -> Iterator[Callable[[Progress], None]]:
    """The same for a run that the server does."""
    console = Console(stderr=True)
    with console.status(SERVER) as status:

        def tell(progress: Progress) -> None:
            last = f" · {progress.last.status.value} {progress.last.url}" if progress.last else ""
            said = f"{progress.source}: {progress.lines}{last} ({SERVER})"
            status.update(escape(said))

        yield tell


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The document of `python -m ingest sync --json`."""
    reports = [
        {**report.model_dump(mode="json"), "counts": report.counts} for report in outcome.reports
    ]
    return {"reports": reports, "errors": dict(outcome.errors), "left_out": dict(outcome.left_out)}


def complain(outcome: Outcome, *, brief: bool) -> None:
    """What an operator must know beside the reports, on stderr; `brief` leaves out what rests."""
    console = Console(stderr=True)
    for reason in () if brief else outcome.left_out.values():
        console.print(f"[yellow]{escape(reason)}[/]", soft_wrap=True, highlight=False)
    if outcome.failed:
        console.print(f"[bold red]{escape(outcome.failed)}[/]", soft_wrap=True, highlight=False)
