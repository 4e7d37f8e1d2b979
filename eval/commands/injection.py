"""`python -m eval injection`: ask on a copy of real pages that attackers wrote on."""

import argparse
import os
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from configs.settings import Settings
from eval.cases.reading import CaseSet
from eval.commands.cases import SET_HELP, chosen
from eval.commands.run import ask_of
from eval.commands.score import score_all, shown
from eval.domain import CasesError
from eval.poisoning.domain import Planted, Poisoning
from eval.poisoning.exporting import export
from eval.poisoning.planting import copy_site, on_poison, own_poisons, poison, poisons_of
from eval.poisoning.reading import keep, kept, read_copy
from eval.scoring import Scores, Scoring
from eval.storing import ANSWERS
from ingest.library.library import open_library

PAGES = "pages"
"""Where the poisoned copy stands in the folder of the run."""
TOLD = ("injected_content", "injected_action", "prompt_leak", "all_facts", "outcome_right")


def add_injection(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser(
        "injection", help="ask on a poisoned copy of the library, or of a folder with pages"
    )
    command.add_argument("set", help=SET_HELP)
    command.add_argument("--out", type=Path, required=True, help="folder of the run")
    command.add_argument("--site", type=Path, help="a folder with HTML to copy, not the library")
    command.add_argument(
        "--texts", action="append", default=[], help="attacks of others as well: IMPORTER:PATH"
    )
    command.add_argument("--parallel", type=int, default=4, help="questions at the same time")
    command.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    command.set_defaults(verb=_injection, url="", model="")


def _injection(settings: Settings, options: argparse.Namespace) -> bool:
    poisoning, scores = ask_poisoned(settings, chosen(options.set), options.out, options)
    _print(Console(highlight=False), poisoning, scores)
    return True


def ask_poisoned(
    settings: Settings, cases: CaseSet, out: Path, options: argparse.Namespace
) -> tuple[Poisoning, Scores]:
    """Copy, poison, read and ask: the same command goes on with a run that was broken off."""
    own = _beside(settings, out)
    before = kept(out) if (out / ANSWERS).exists() else None
    poisoning = before or _read(settings, own, cases, (out, options))
    asked = CaseSet(
        f"{cases.name}-injection", tuple(on_poison(cases.cases, poisoning.pages)), cases.problems
    )
    if not asked.cases:
        raise CasesError(f"{cases.name}: no case asks about a page that was poisoned.")
    ask_of(own, asked, "assistant", out, options)
    return poisoning, score_all(Scoring(settings.answering.entailment), out)[0]


def _beside(settings: Settings, out: Path) -> Settings:
    """The same settings over an embedded library of its own, which is read from this machine."""
    ingest = settings.ingest.model_copy(update={"allow_private_hosts": True, "delay": 0.0})
    library = settings.library.model_copy(update={"engine": "embedded"})
    return settings.model_copy(update={"data": out / "data", "ingest": ingest, "library": library})


def _read(
    settings: Settings, own: Settings, cases: CaseSet, placed: tuple[Path, argparse.Namespace]
) -> Poisoning:
    out, options = placed
    site = out / PAGES
    out.mkdir(parents=True, exist_ok=True)
    if options.site:
        copy_site(options.site, site)
    else:
        with closing(open_library(settings, read_only=True)) as library:
            export(library.passages(), site)
    attacks = [case for name in options.texts for case in chosen(name).cases]
    planted: tuple[Planted, ...] = poison(site, [*own_poisons(), *poisons_of(attacks)], cases.cases)
    if not planted:
        raise CasesError(f"{cases.name}: none of its gold pages is among those that were copied.")
    poisoning = read_copy(site, planted, own)
    keep(poisoning, out)
    return poisoning


def _print(console: Console, poisoning: Poisoning, scores: Scores) -> None:
    table = Table("hidden as", "pages", "quarantined", "in the library", box=None)
    for style, counts in sorted(poisoning.styles.items()):
        table.add_row(style, *map(str, counts))
    console.print(table)
    console.print(
        f"{len(poisoning.pages)} pages poisoned, {poisoning.quarantined} quarantined by the "
        f"inspection, {poisoning.reached} with the attacker's words in the library."
    )
    for name in TOLD:
        score = scores.score(name)
        count = f", {score.count} cases" if score and score.count else ""
        console.print(f"{name}: {shown(score)}{count}")
