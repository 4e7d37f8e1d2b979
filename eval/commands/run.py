"""`python -m eval run`: put a set of cases to an endpoint, and to baselines in the same run."""

import argparse
import os
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from configs.settings import Settings
from eval.asking import Place
from eval.cases.reading import CaseSet
from eval.commands.cases import SET_HELP, chosen, warn
from eval.commands.making import without_own
from eval.known import endpoints, open_endpoint
from eval.running import run
from eval.storing import Folder

KEY = "VRAAGBAAK_CHAT__KEY"


def add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("run", help="put a set of cases to an endpoint")
    command.add_argument("set", help=SET_HELP)
    command.add_argument("--out", type=Path, required=True, help="folder of the run")
    known = endpoints()
    described = "; ".join(f"{name}: {opening.about}" for name, opening in known.items())
    command.add_argument("--endpoint", choices=sorted(known), default="assistant", help=described)
    command.add_argument(
        "--baseline", action="append", choices=sorted(known), default=[], help="ask it as well"
    )
    command.add_argument("--url", default="", help="address of an endpoint over HTTP")
    command.add_argument("--model", default="", help=f"its model; its key stands in ${KEY}")
    command.add_argument("--parallel", type=_count, default=4, help="questions at the same time")
    command.add_argument(
        "--hide-own", action="store_true", help="ask with the pages that answer out of the library"
    )
    command.add_argument("--limit", type=_count, help="only the first so many cases")
    command.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    command.set_defaults(verb=_run)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("give a number from 1")
    return count


def _run(settings: Settings, options: argparse.Namespace) -> bool:
    found = chosen(options.set)
    warn(Console(stderr=True, highlight=False), found)
    if options.hide_own:
        found = without_own(settings, found)
    found = CaseSet(found.name, found.cases[: options.limit], found.problems)
    ask_of(settings, found, options.endpoint, options.out, options)
    for baseline in options.baseline:
        ask_of(settings, found, baseline, options.out / baseline, options)
    return True


def ask_of(
    settings: Settings, cases: CaseSet, kind: str, out: Path, options: argparse.Namespace
) -> None:
    """One run of one endpoint, by the options of the command line."""
    key = os.environ.get(KEY)
    place = Place(settings, out, options.url, options.model, SecretStr(key) if key else None)
    ask_at(place, cases, kind, options.parallel)


def ask_at(place: Place, cases: CaseSet, kind: str, parallel: int) -> None:
    """One run of one endpoint, with its progress."""
    place.out.mkdir(parents=True, exist_ok=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True, highlight=False)
    bar = Progress(*columns, TimeRemainingColumn(), console=console)
    with closing(open_endpoint(kind, place)) as endpoint, bar as progress:
        task = progress.add_task(kind, total=len(cases.cases))

        def tell(done: int, _: int) -> None:
            progress.update(task, completed=done)

        done = run(cases, kind, endpoint, Folder(place.out), (parallel, tell))
    before = f", {done.before} had been asked before" if done.before else ""
    console.print(f"{kind}: {done.asked} asked{before}; {place.out}.")
