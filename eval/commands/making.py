"""`python -m eval cases make` and `unanswerable`: sets of cases out of a library."""

import argparse
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from configs.settings import Settings
from eval.cases.reading import CaseSet, write_cases
from eval.domain import Case, CasesError
from eval.drafting import drafts
from eval.hiding import unanswerable
from ingest.library.library import Library, open_library

Chosen = Callable[[str], CaseSet]


def add_make(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb that drafts cases."""
    make = verbs.add_parser("make", help="draft cases from what pages ask and answer themselves")
    make.add_argument("--out", type=Path, required=True, help="the JSONL file to write")
    make.add_argument("--source", default="", help="only of this source")
    make.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    make.set_defaults(verb=_make)


def add_unanswerable(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", chosen: Chosen
) -> None:
    """Add the verb that hides the pages of answerable cases."""
    hide = verbs.add_parser("unanswerable", help="ask what can be answered with its page hidden")
    hide.add_argument("set", help="the set with answerable cases")
    hide.add_argument("--out", type=Path, required=True, help="the JSONL file to write")
    hide.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    hide.set_defaults(verb=_unanswerable, chosen=chosen)


def without_own(settings: Settings, cases: CaseSet) -> CaseSet:
    """The answerable cases of a set with their own pages hidden. Raises `CasesError`."""
    with closing(open_library(settings, read_only=True)) as library:
        shown = track(cases.cases, "hiding", console=Console(stderr=True), transient=True)
        found = tuple(unanswerable(shown, library))
    if not found:
        raise CasesError(
            f"{cases.name}: the library holds no gold page of these cases, so none can be hidden. "
            "Read the source first, or name the profile whose library it is (--profile)."
        )
    return CaseSet(f"{cases.name}-hidden", found, cases.problems)


def _make(settings: Settings, options: argparse.Namespace) -> bool:
    with closing(open_library(settings, read_only=True)) as library:
        found = drafts(one for one in library.passages() if _wanted(one.source, options.source))
        named = _addressed(found, library)
    if not named:
        raise CasesError("No page of this library asks a question or has a row with an amount.")
    write_cases(options.out, tuple(named))
    console = Console(highlight=False)
    table = Table("made from", "drafts", box=None)
    for tag in sorted({case.tags[-1] for case in named}):
        table.add_row(tag, str(sum(case.tags[-1] == tag for case in named)))
    console.print(table)
    console.print(
        f"{len(named)} drafts in {options.out}. None is asked before a person has read it and "
        "taken `draft` away.",
        soft_wrap=True,
    )
    return True


def _wanted(source: str, chosen: str) -> bool:
    return not chosen or source == chosen


def _addressed(cases: list[Case], library: Library) -> list[Case]:
    """Pages by the end of their address, where only one page of the library has it."""
    held = [url for source in library.sources() for url in library.holdings(source)]
    ends: dict[str, int] = {}
    for url in held:
        ends[_end(url)] = ends.get(_end(url), 0) + 1
    return [
        case.model_copy(update={"urls": (_end(url),)}) if ends.get(_end(url)) == 1 else case
        for case in cases
        for url in case.urls
    ]


def _end(url: str) -> str:
    """The address without scheme and host."""
    return f"/{url.partition('://')[2].partition('/')[2]}"


def _unanswerable(settings: Settings, options: argparse.Namespace) -> bool:
    found = without_own(settings, options.chosen(options.set))
    write_cases(options.out, found.cases)
    hidden = sum(len(case.hidden) for case in found.cases)
    console = Console(highlight=False)
    console.print(
        f"{len(found.cases)} cases in {options.out}; {hidden / len(found.cases):.1f} pages are "
        "hidden for each on average."
    )
    return True
