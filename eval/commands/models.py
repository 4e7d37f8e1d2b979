"""`python -m eval models`: the same cases over several models, and the table of them."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.domain import AssistantError
from configs.domain import ConfigurationError
from configs.settings import Settings
from eval.cases.reading import CaseSet
from eval.commands.cases import SET_HELP, chosen, warn
from eval.commands.run import ask_at
from eval.commands.score import shown
from eval.domain import EvalError
from eval.report.selection import write_selection
from eval.scoring import Scoring
from eval.selecting.candidates import Candidate, place_of, read_candidates
from eval.selecting.table import SHOWN, Row, Selection, contrasts, row_of, warnings
from eval.storing import Folder
from ingest.domain import IngestError
from models.catalogue import Catalogue, find_card, load_catalogue
from models.domain import ModelError

Ask = Callable[[Candidate, Path], Row]


def add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("models", help="the same cases over several models")
    command.add_argument("set", help=SET_HELP)
    command.add_argument("--endpoints", type=Path, required=True, help="YAML: models and addresses")
    command.add_argument(
        "--out", type=Path, required=True, help="a folder per model, and the table"
    )
    command.add_argument("--parallel", type=int, default=4, help="questions at the same time")
    command.add_argument("--limit", type=int, help="only the first so many cases")
    command.add_argument("--entailment", default="", help="folder of a cross-encoder, for ALCE")
    command.add_argument("--seed", type=int, default=1, help="draws the intervals")
    command.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    command.set_defaults(verb=_models)


def _models(settings: Settings, options: argparse.Namespace) -> bool:
    own = settings.models.catalogue
    catalogue = load_catalogue(Path(own) if own else None)
    candidates = read_candidates(options.endpoints, catalogue)
    found = chosen(options.set)
    console = Console(stderr=True, highlight=False)
    warn(console, found)
    cases = CaseSet(found.name, found.cases[: options.limit], found.problems)
    scoring = Scoring(options.entailment or settings.answering.entailment, options.seed)

    def asked(one: Candidate) -> Row:
        return _row(one, settings, catalogue, cases, (options, scoring))

    rows = tuple(_or_why(one, asked, console) for one in candidates)
    made = _selection(rows, cases, options)
    for file in write_selection(made, options.out):
        console.print(str(file), soft_wrap=True)
    _print(Console(highlight=False), made)
    return any(not row.problem for row in rows)


def _or_why(one: Candidate, asked: Callable[[Candidate], Row], console: Console) -> Row:
    """A model that can't be asked is a line in the table, and the others go on."""
    try:
        return asked(one)
    except (ConfigurationError, ModelError, EvalError, IngestError, AssistantError) as error:
        console.print(f"[yellow]{escape(one.label)}: {escape(str(error))}[/]", soft_wrap=True)
        return Row(name=one.label, card=one.card, url=one.url, problem=str(error))


def _row(
    one: Candidate,
    settings: Settings,
    catalogue: Catalogue,
    cases: CaseSet,
    how: tuple[argparse.Namespace, Scoring],
) -> Row:
    options, scoring = how
    out = options.out / one.label
    place = place_of(one, settings, catalogue, out)
    ask_at(place, cases, one.kind, options.parallel)
    scoring(Folder(out))
    licence = find_card(catalogue, one.card).licence.name if one.card else ""
    about = {"name": one.label, "card": one.card, "licence": licence}
    return row_of(out, {**about, "model": place.model, "url": one.url})


def _selection(rows: tuple[Row, ...], cases: CaseSet, options: argparse.Namespace) -> Selection:
    paths = {row.name: options.out / row.name for row in rows if not row.problem}
    return Selection(
        name=cases.name,
        cases=len(cases.cases),
        rows=rows,
        contrasts=contrasts(paths, options.seed),
        warnings=tuple(warnings(paths, rows)),
    )


def _print(console: Console, made: Selection) -> None:
    measured = [row for row in made.rows if not row.problem]
    table = Table("metric", *(escape(row.name) for row in measured), box=None)
    for metric in SHOWN:
        scores = [row.score(metric) for row in measured]
        if any(score and score.value is not None for score in scores):
            table.add_row(metric, *(shown(score) for score in scores))
    console.print(table)
    for one in made.real:
        better = f"; better: {escape(one.better)}" if one.better else ""
        names = f"{escape(one.one)} {one.first:.3g}, {escape(one.other)} {one.second:.3g}"
        console.print(f"real: {one.metric}: {names} (chance {one.chance:.2g}){better}")
    for line in made.warnings:
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
