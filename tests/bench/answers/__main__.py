"""`python -m tests.bench.answers`: put every importable set to the library of all corpora.

Nothing is taken out of the index: who asks in the words of a title finds it. What that says of
retrieval stands in `make bench-retrieval`; this tells what an asker gets in the end. First all
cases to the assistant without a model and to plain BM25; then a sample to them and to three that
need a model, all on one vLLM: one that is named, or one that serves a tiny model on this machine.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from configs.settings import Settings, load_settings
from tests.bench.answers.asking import Way, put
from tests.bench.answers.corpus import SETS, SHARED, cases, read
from tests.bench.answers.model import served
from tests.bench.answers.plotting import drawn
from tests.bench.answers.reporting import READING, Part, markdown, show, written
from tests.bench.machine import machine
from tests.vllm.environment import Unavailable

PASSAGES = 5
"""A processor reads more of them for half a minute."""
AT_ONCE = 8
PATIENT = {"wait": 600.0, "whole": 3600.0, "step": 60.0, "answer_tokens": 300}
REPORT, PICTURE = "report.md", "report.svg"
GENERATING = 1
"""The column of the model behind our checks."""


def main() -> int:
    """Read, ask, score, and print the tables."""
    options = _options()
    errors = Console(stderr=True)
    if not SHARED.is_dir():
        errors.print(f"{SHARED} is absent; put the Dutch corpora and questions there.")
        return 2
    runs = options.out / "runs"
    shutil.rmtree(runs, ignore_errors=True)
    runs.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), runs)
        with errors.status("reading …"):
            library = f"{read(place.settings())}; {machine()}"
        parts = [_whole(place, options.sets)]
        _write(options.out, library, parts)  # what was measured stays, whatever comes after it
        try:
            parts += [] if options.sample == 0 else [_beside(place, options, errors)]
        except Unavailable as reason:
            errors.print(f"No model was asked. {reason}")
            told = f"No model was asked, so three baselines are missing. {reason}"
            parts = [replace(part, told=told) for part in parts]
    show(parts)
    _write(options.out, library, parts)
    errors.print(f"Written to {options.out / REPORT}; every answer is in {runs}.")
    return 0


@dataclass(frozen=True)
class Place:
    """Where the library is, and where the runs are kept."""

    data: Path
    runs: Path

    def settings(self, **changes: Any) -> Settings:
        """Of the demo, on this library."""
        return load_settings("demo", data=self.data, theme="neutral", **changes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answers", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("bench-results/answers"))
    parser.add_argument(
        "--sample",
        type=int,
        default=20,
        help="cases of each set that are put to a model; 0: none (%(default)s)",
    )
    parser.add_argument(
        "--set", action="append", dest="sets", choices=SETS, help="only this one; may be repeated"
    )
    parser.add_argument("--url", default="", help="a vLLM server, ending in /v1 (default: our own)")
    parser.add_argument("--model", default="", help="its model (default: the only one it has)")
    options = parser.parse_args()
    options.sets = options.sets or list(SETS)
    return options


def _whole(place: Place, sets: Sequence[str]) -> Part:
    """Every case to those who need no model."""
    settings = place.settings()
    ways = (Way("quotes", "assistant", settings), Way("plain BM25", "bm25", settings))
    asked = [put(cases(name), name, ways, place.runs / "whole") for name in sets]
    return Part("Every case, without a model", "", ways, asked)


def _beside(place: Place, options: argparse.Namespace, errors: Console) -> Part:
    """The same sample to all; raises `Unavailable` where no model can be served."""
    errors.print("asking the model …" if options.url else "making a model, and starting vLLM …")
    with served(options.url, options.model, place.data / "vllm") as model:
        few = {"passages": PASSAGES}
        chat = {**model.chat, **PATIENT}
        quoting = place.settings(answering=few)
        writing = place.settings(answering={**few, "writer": "generate"}, chat=chat)
        ways = (
            Way("quotes", "assistant", quoting),
            Way("generate", "assistant", writing, AT_ONCE),
            Way("plain BM25", "bm25", quoting),
            Way("citation engine", "citation_engine", writing, AT_ONCE),
            Way("closed book", "chat", writing, AT_ONCE),
        )
        asked = [
            put(cases(name, options.sample), name, ways, place.runs / "beside")
            for name in options.sets
        ]
    told = READING.format(passages=PASSAGES, parallel=AT_ONCE)
    told = f"{model.told}\n\n{told}\n\n{written(asked, GENERATING)}"
    return Part("The same cases, beside one model", told, ways, asked)


def _write(out: Path, library: str, parts: Sequence[Part]) -> None:
    picture = PICTURE if len(parts) > 1 else ""
    if picture:
        (out / picture).write_text(drawn(parts[-1]), encoding="utf-8")
    (out / REPORT).write_text(markdown(library, parts, picture), encoding="utf-8")


sys.exit(main())
