"""`python -m eval euroeval`: EuroEval's own benchmark of a served card, called and read."""

import argparse
import shlex
import shutil
import subprocess
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from configs.settings import Settings
from eval.domain import RunError
from eval.selecting.euroeval import RESULTS, Result, command, read_results
from models.catalogue import find_card, load_catalogue


def add_euroeval(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    made = commands.add_parser("euroeval", help="EuroEval's call for a served model; its results")
    made.add_argument("card", help="a model card, by its name")
    made.add_argument("--url", default="", help="its server, up to /v1; default: chat.url")
    made.add_argument("--model", default="", help="its name there, where that is not the card's")
    made.add_argument("--language", action="append", help="default: nl")
    made.add_argument("--program", default="euroeval", help="the program, or its path")
    made.add_argument("--out", type=Path, default=Path(), help="folder of its results")
    made.add_argument("--start", action="store_true", help="start it, rather than print the call")
    made.add_argument("--profile", default="default")
    made.set_defaults(verb=_euroeval)


def _euroeval(settings: Settings, options: argparse.Namespace) -> bool:
    own = settings.models.catalogue
    card = find_card(load_catalogue(Path(own) if own else None), options.card)
    url, model = options.url or settings.chat.url, options.model or card.name
    if not url:
        raise RunError("--url: give the address of the model's server, such as http://…:8000/v1.")
    call = command(options.program, model, url, options.language or ["nl"])
    console = Console(highlight=False)
    console.print(escape(shlex.join(call)), soft_wrap=True)
    good = _start(call, options.out) if options.start else True
    if (options.out / RESULTS).is_file():
        found = [one for one in read_results(options.out / RESULTS) if one.model == model]
        _print(console, found)
    return good


def _start(call: list[str], folder: Path) -> bool:
    if not shutil.which(call[0]):
        raise RunError(
            f"There is no program {call[0]}. Install it in an environment of its own (pip install "
            "euroeval), and name it with --program."
        )
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(call, cwd=folder, check=False).returncode == 0  # noqa: S603 - our words


def _print(console: Console, found: list[Result]) -> None:
    table = Table("data set", "task", "metric", "value", box=None)
    for one in found:
        margin = f" ± {one.margin:.2f}" if one.margin is not None else ""
        table.add_row(one.dataset, one.task, one.metric, f"{one.value:.2f}{margin}")
    console.print(table)
