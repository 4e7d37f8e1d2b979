"""`python -m eval cases`: check, import and describe sets of cases."""

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from configs.files import ROOT
from configs.settings import Settings
from eval.cases.importing import write_passages
from eval.cases.reading import CaseSet, read_cases, write_cases
from eval.commands.making import add_make, add_unanswerable
from eval.domain import Case
from eval.known import imported, importers

DEMO = ROOT / "demo"
SETS = {
    "demo": DEMO / "cases.jsonl",
    "demo-english": DEMO / "english.jsonl",
    "demo-personal": DEMO / "personal.jsonl",
}
"""Sets of our own about the demo municipality; `demo-fairness` is made of its templates."""


def add_cases(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its verbs."""
    parser = commands.add_parser("cases", help="check, import and describe sets of cases")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="say what is wrong with a set, and what is in it")
    check.add_argument("set", help=SET_HELP)
    check.set_defaults(verb=_check, profile="default")
    take = verbs.add_parser("import", help="write a set of others as cases")
    take.add_argument("kind", choices=sorted(importers()))
    take.add_argument("path", type=Path, help="its file or folder")
    take.add_argument("--out", type=Path, required=True, help="the JSONL file to write")
    take.add_argument("--pages", type=Path, help="folder for the texts that came with the cases")
    take.set_defaults(verb=_import, profile="default")
    add_make(verbs)
    add_unanswerable(verbs, chosen)
    verbs.add_parser("kinds", help="list the importers").set_defaults(
        verb=_kinds, profile="default"
    )
    verbs.add_parser("schema", help="the JSON schema of a case").set_defaults(
        verb=_schema, profile="default"
    )


SET_HELP = (
    "a file with cases, `demo` (-english, -fairness, -personal), or IMPORTER:PATH "
    "(see: python -m eval cases kinds)"
)


def chosen(name: str) -> CaseSet:
    """The set that a command line names. Raises `CasesError`."""
    kind, colon, path = name.partition(":")
    if name in SETS:
        return CaseSet(name, *_parts(read_cases(SETS[name])))
    if name == "demo-fairness":
        return CaseSet(name, *_parts(imported("pairs", DEMO / "fairness.yaml")))
    if colon and kind in importers():
        return imported(kind, Path(path))
    return read_cases(Path(name))


def warn(console: Console, found: CaseSet) -> None:
    """One line for each case that can't be asked."""
    for problem in found.problems:
        console.print(f"[yellow]{escape(problem)}[/]", soft_wrap=True)


def _parts(found: CaseSet) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    return found.cases, found.problems


def _check(_: Settings, options: argparse.Namespace) -> bool:
    found = chosen(options.set)
    console = Console(highlight=False)
    warn(console, found)
    table = Table("expected", "cases", "gold pages", "gold sentences", "facts", box=None)
    for expected in sorted({case.expect for case in found.cases}):
        ours = [case for case in found.cases if case.expect == expected]
        counts = (
            sum(bool(getattr(case, part)) for case in ours)
            for part in ("urls", "sentences", "facts")
        )
        table.add_row(expected, str(len(ours)), *map(str, counts))
    console.print(table)
    console.print(f"{len(found.cases)} cases; {len(found.problems)} can't be read.")
    return not found.problems


def _import(_: Settings, options: argparse.Namespace) -> bool:
    found = imported(options.kind, options.path)
    console = Console(highlight=False)
    warn(console, found)
    write_cases(options.out, found.cases)
    pages = write_passages(options.pages, found.cases) if options.pages else 0
    console.print(f"{len(found.cases)} cases in {options.out}; {pages} pages.")
    return not found.problems


def _kinds(_: Settings, __: argparse.Namespace) -> bool:
    table = Table("importer", "reads", box=None)
    for name, importer in importers().items():
        table.add_row(name, importer.about)
    Console(highlight=False).print(table)
    return True


def _schema(_: Settings, __: argparse.Namespace) -> bool:
    sys.stdout.write(f"{json.dumps(Case.model_json_schema(), ensure_ascii=False, indent=1)}\n")
    return True
