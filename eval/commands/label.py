"""`python -m eval label` and `labels`: people label blind, and how far they agree."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.web.quiet import silence
from assistant.web.running import run
from configs.domain import Language
from configs.settings import Settings
from configs.theme import load_theme
from eval.labelling.agreement import Agreement, People, people, require_labels
from eval.report.words import Words
from eval.storing import Folder

HOST = "127.0.0.1"


def add_label(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("label", help="a page on which people label answers, blind")
    command.add_argument("run", type=Path, help="the folder of the run")
    command.add_argument("--port", type=int, default=7870, help="on 127.0.0.1, nowhere else")
    command.add_argument("--limit", type=int, help="so many answers, the same ones for everybody")
    command.add_argument("--language", choices=[*Language], default=Language.NL.value)
    command.set_defaults(verb=_label, profile="default")


def add_labels(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("labels", help="how far people, and a judge, agree")
    command.add_argument("run", type=Path, help="the folder of the run")
    command.add_argument("--seed", type=int, default=1, help="draws the intervals")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.set_defaults(verb=_labels, profile="default")


def _label(settings: Settings, options: argparse.Namespace) -> bool:
    silence()
    from eval.labelling.page import Labelling
    from eval.labelling.serving import create_app

    labelling = Labelling(Folder(options.run), Words(Language(options.language)), options.limit)
    count = len(labelling.items)
    app = create_app(labelling, load_theme(settings.theme))
    console = Console(stderr=True, highlight=False)
    console.print(f"{count} answers to label: http://{HOST}:{options.port}/  (Ctrl+C ends it)")
    run(app, settings.server.model_copy(update={"host": HOST, "port": options.port}))
    return True


def _labels(_: Settings, options: argparse.Namespace) -> bool:
    folder = Folder(options.run)
    found = people(folder, options.seed) if folder.run else People()
    require_labels(found)
    if options.json:
        sys.stdout.write(f"{found.model_dump_json(indent=1)}\n")
        return True
    _print(Console(highlight=False), found)
    return True


def _print(console: Console, found: People) -> None:
    for name, count in found.labels.items():
        console.print(f"{escape(name)}: {count} answers labelled")
    table = Table("between", "about", "answers", "agreed", "kappa", "95 %", box=None)
    for one in (*found.between, *found.judged):
        table.add_row(
            f"{escape(one.one)}, {escape(one.other)}", one.aspect, str(one.count), *_figures(one)
        )
    console.print(table)
    if not found.between:
        console.print("[yellow]Two people must label the same answers to compare them.[/]")
    if not found.judged:
        console.print("[yellow]No judge's opinions beside these labels: not validated.[/]")
    for one in (*found.between, *found.judged):
        _print_table(console, one)
    for other in found.disagreements:
        says = ", ".join(f"{escape(name)} {says}" for name, says in other.says.items())
        console.print(f"{escape(other.run)} {escape(other.case)}: {other.aspect}: {says}")


def _figures(one: Agreement) -> tuple[str, str, str]:
    if one.kappa is None:
        return f"{one.agreed:.0%}", "-", "both always said the same"
    return f"{one.agreed:.0%}", f"{one.kappa:.2f}", f"{one.low or 0:.2f} to {one.high or 0:.2f}"


def _print_table(console: Console, one: Agreement) -> None:
    heads = (f"{escape(one.other)}: {says}" for says in one.table)
    table = Table(f"{one.aspect}; {escape(one.one)}:", *heads, box=None)
    for says, row in one.table.items():
        table.add_row(says, *(str(count) for count in row.values()))
    console.print(table)
