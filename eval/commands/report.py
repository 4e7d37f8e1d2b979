"""`python -m eval report` and `demo`: from a run to a report that can be published."""

import argparse
from contextlib import closing
from pathlib import Path

from rich.console import Console

from assistant.demo import SITE, site_on_loopback
from assistant.quality import Live, file_of, read_live
from configs.settings import Settings, load_settings, resolve
from eval.cases.reading import CaseSet
from eval.commands.cases import chosen
from eval.commands.compare import THRESHOLDS
from eval.commands.injection import ask_poisoned
from eval.commands.making import without_own
from eval.commands.run import ask_of
from eval.commands.score import score_all
from eval.domain import RunError
from eval.gating import read_thresholds
from eval.report.files import write_report
from eval.report.gathering import gather
from eval.scoring import Scoring
from eval.sides import ENGLISH, FAIRNESS, HIDDEN, INJECTION, PERSONAL, side
from ingest.library.library import open_library
from ingest.sources import load_sources
from ingest.sync import sync


def add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("report", help="write the report of a scored run")
    command.add_argument("run", type=Path, help="the folder of the run")
    command.add_argument("--compare", type=Path, help="the run before; scored")
    command.add_argument("--thresholds", type=Path, default=THRESHOLDS, help="a YAML file")
    command.add_argument("--live", type=Path, help="data folder of a server: how it does in use")
    command.set_defaults(verb=_report, profile="default")


def add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser(
        "demo", help="read the demo municipality, ask its cases and the other sets, score, report"
    )
    command.add_argument("--out", type=Path, required=True, help="folder of the run")
    command.add_argument("--compare", type=Path, help="the run before; scored")
    command.set_defaults(verb=_demo, profile="demo", thresholds=THRESHOLDS)
    command.add_argument("--plain", action="store_true", help="only the cases, no other sets")
    command.set_defaults(url="", model="", parallel=4, site=SITE, texts=[], live=None)


def _ask_sides(settings: Settings, cases: CaseSet, options: argparse.Namespace) -> None:
    """Fairness, English, pages hidden, personal data and attacks, each as a run of its own."""
    sets = {
        ENGLISH: chosen("demo-english"),
        FAIRNESS: chosen("demo-fairness"),
        HIDDEN: without_own(settings, cases),
        PERSONAL: chosen("demo-personal"),
    }
    for name, found in sets.items():
        out = side(options.out, name)
        ask_of(settings, found, "assistant", out, options)
        score_all(Scoring(settings.answering.entailment), out)
    ask_poisoned(settings, cases, side(options.out, INJECTION), options)


def _report(_: Settings, options: argparse.Namespace) -> bool:
    report = gather(options.run, options.compare, read_thresholds(options.thresholds))
    if options.live:
        report = report.model_copy(update={"live": _in_use(options.live)})
    console = Console(highlight=False)
    for file in write_report(report, options.run):
        console.print(str(file), soft_wrap=True)
    return True


def _in_use(data: Path) -> Live:
    live = read_live(data)
    if live is None:
        raise RunError(f"{file_of(data)}: there are no figures. Make them: python -m eval live.")
    return live


def _demo(_: Settings, options: argparse.Namespace) -> bool:
    """The library of the demo stands in the folder of the run, so that nothing else is touched."""
    settings = load_settings("demo", data=options.out / "data")
    cases = chosen("demo")
    with site_on_loopback(), closing(open_library(settings)) as library:
        for source in load_sources(resolve(settings.ingest.sources)):
            made = sync(source, library, settings)
            if made.failed:
                raise RunError(f"The demo site was not read: {made.reason}")
    for kind, out in (("assistant", options.out), ("bm25", options.out / "bm25")):
        ask_of(settings, cases, kind, out, options)
    scoring = Scoring(settings.answering.entailment)
    score_all(scoring, options.out)
    if not options.plain:
        _ask_sides(settings, cases, options)
    options.run = options.out
    return _report(settings, options)
