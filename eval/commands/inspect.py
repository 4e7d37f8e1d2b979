"""`python -m eval inspect`: a run as a log of Inspect's, or our cases by Inspect's own runner."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from configs.files import ROOT
from configs.settings import Settings
from eval.cases.reading import write_cases
from eval.commands.cases import chosen
from eval.domain import RunError
from eval.storing import Folder

TOP = ROOT.parent
ELSEWHERE = TOP / ".venv-inspect" / "bin" / "python"
"""The environment that `make inspect` makes."""
LOGS = "inspect"
"""The folder of logs in that of a run."""


def add_inspect(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("inspect", help="a run as a log for `inspect view`")
    command.add_argument("run", help="the folder of a run; with --url a set of cases to ask")
    command.add_argument("--url", default="", help="let Inspect ask the assistant at this address")
    command.add_argument("--out", type=Path, help=f"folder of the logs; default: RUN/{LOGS}")
    command.set_defaults(verb=_inspect, profile="default")


def _inspect(_: Settings, options: argparse.Namespace) -> bool:
    out: Path = options.out or Path(options.run) / LOGS
    if options.url:
        return _ask(options, out)
    folder = Folder(Path(options.run))
    if not folder.answers:
        raise RunError(f"{options.run}: holds no answer yet. Make a run: python -m eval run.")
    for one in (folder, *folder.inside):
        which = one.path.name if one is not folder else "run"
        name = f"{one.run.started_at:%Y-%m-%dT%H-%M-%S}_{one.run.endpoint}_{which}.eval"
        _call(["log", str(one.path), str(out / name)])
    _told(out)
    return True


def _ask(options: argparse.Namespace, out: Path) -> bool:
    if not options.out:
        raise RunError("--out: name the folder for the log.")
    out.mkdir(parents=True, exist_ok=True)
    cases = out / "cases.jsonl"
    write_cases(cases, chosen(options.run).cases)
    _call(["ask", str(cases), options.url, str(out)])
    _told(out)
    return True


def _told(out: Path) -> None:
    console = Console(stderr=True, highlight=False)
    console.print(f"Now: .venv-inspect/bin/inspect view --log-dir {out}", soft_wrap=True)


def _call(arguments: Sequence[str]) -> None:
    """In the environment that has Inspect: this one, or that of `make inspect`."""
    python = sys.executable if find_spec("inspect_ai") else str(ELSEWHERE)
    if not Path(python).exists():
        raise RunError(
            "Inspect is not installed. Make its environment with: make inspect (or install "
            "inspect-ai, in an environment of its own, as .venv-inspect beside the code)."
        )
    call = [python, "-m", "eval.inspecting", *(str(Path(one).absolute()) if _is_file(one) else one
                                               for one in arguments)]  # fmt: skip
    done = subprocess.run(call, cwd=TOP, capture_output=True, text=True, check=False)  # noqa: S603 - our words
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise RunError(f"Inspect failed: {last}")


def _is_file(word: str) -> bool:
    return "/" in word and "://" not in word
