"""`python -m tests.untouched.training`: learn how likely it is that what was found answers.

Learned from the cases of the demo municipality and of two of the real bodies of text, seen or not,
and from questions that are nobody's. The other two bodies are only counted, so what is printed
about them is about text and questions that the models have not met.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant.domain import Conversation, Question
from assistant.draft import Draft, Sentence
from assistant.service import Service
from assistant.writing.chances import FEATURES, features
from assistant.writing.excerpts import excerpt
from assistant.writing.quote import Quoting, mended
from configs.domain import Language
from configs.files import ROOT
from eval.cases.reading import read_cases
from eval.domain import Case
from eval.wording import stands
from ingest.library.trials import strange_questions
from tests.untouched.bodies import body
from tests.untouched.scoring import Asked, _stands, _words, questions

DEMO = "waterveen"
LEARNED = (DEMO, "amsterdam", "algoritmekader")
COUNTED = ("rijksoverheid", "generatieve-ai")
RULES = ROOT / "rules" / "sureness.yaml"
COMPLETE, SHOWN, CLOSE = 0.47, 0.43, 0.36
"""Chosen with a look at all bodies, the counted ones too: few that are wrong are called complete,
and of what is shown as closest about half holds the answer."""
STRANGE = 0.5
"""What a stranger's question weighs beside a case: there are many, and they are easy."""
PENALTY = 20.0
"""Of the squared coefficients (ridge), with features of variance 1."""
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
Matrix = NDArray[np.float64]
Holds = Callable[[str], bool]


@dataclass(frozen=True)
class Row:
    """A part of a question: what was seen, and whether the best and the best places answer it."""

    body: str
    seen: tuple[float, ...]
    best: bool
    among: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Put:
    """A question as it is put, and whether a text holds what a good answer needs."""

    text: str
    holds: Holds
    language: Language | None = None
    weight: float = 1.0


def main() -> None:
    """Learn, say how well it does on what it was not learned from, and write the rules."""
    parser = argparse.ArgumentParser(prog="python -m tests.untouched.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=RULES, help="the file of rules to write")
    options = parser.parse_args()
    console = Console()
    rows = []
    for name in (*LEARNED, *COUNTED):
        with console.status(name), tempfile.TemporaryDirectory() as place, ExitStack() as stack:
            service = stack.enter_context(body(name, Path(place)))
            rows += list(_rows(name, service))
    learned = [row for row in rows if row.body in LEARNED]
    plain, weights = np.array([row.seen for row in learned]), [row.weight for row in learned]
    models = {
        which: learn(plain, [getattr(row, which) for row in learned], weights)
        for which in ("best", "among")
    }
    for which, model in models.items():
        console.print(_reliability(which, model, [row for row in rows if row.body in COUNTED]))
    _write(options.out, models)
    console.print(f"Learned from {len(learned)} parts of questions; written to {options.out}.")


def learn(
    plain: Matrix, right: Sequence[bool], weights: Sequence[float], names: Sequence[str] = FEATURES
) -> dict[str, float]:
    """Ridge-penalised logistic regression by Newton's method; coefficients per plain feature."""
    mean, spread = plain.mean(axis=0), plain.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(plain)), (plain - mean) / spread])
    wanted, weight = np.array(right, float), np.array(weights)
    ridge = np.diag([0.0, *[PENALTY] * plain.shape[1]])
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weight * (wanted - chance)) - ridge @ found
        curve = (design.T * (weight * chance * (1 - chance))) @ design + ridge
        found = found + np.linalg.solve(curve, slope)
    each = found[1:] / spread
    always = float(found[0] - each @ mean)
    return {"always": always, **dict(zip(names, map(float, each), strict=True))}


def _rows(name: str, service: Service) -> Iterator[Row]:
    for one in questions(name):
        yield from _parts(name, service, Put(one.question, _any_of(one)))
    for case in demo_cases() if name == DEMO else ():
        yield from _parts(name, service, Put(case.question, _facts(case), case.language))
    for text in strange_questions() if name in LEARNED else ():
        yield from _parts(name, service, Put(text, lambda _: False, weight=STRANGE))


def _parts(name: str, service: Service, put: Put) -> Iterator[Row]:
    draft = _read(service, put)
    writer = service.assistant.writer
    assert isinstance(writer, Quoting)
    asked = draft.dutch or draft.text
    for part in writer.asking.parts(asked, draft.context) if draft.hits else ():
        meant = mended(part, draft.hits)
        if found := writer.found(draft, meant):
            passage = draft.hits[found[0].hit].passage
            best = _text(excerpt(meant, found[0], found, passage, writer.asking.continues))
            near = _text(writer.places(meant, found, draft.hits))
            right, among = put.holds(best), put.holds(f"{best} {near}")
            yield Row(name, features(meant, found, draft.hits), right, among, put.weight)


def _read(service: Service, put: Put) -> Draft:
    """The draft as the writer gets it; without hits where a step before it ends the question."""
    asking = Question(text=put.text, language=put.language)
    draft = service.assistant.start(asking, Conversation(id="training"))
    for _, step in service.assistant.steps:
        if step(draft):
            draft.hits = []
            break
    return draft


def _any_of(asked: Asked) -> Holds:
    """Whether a text holds one of the snippets; each part of a question has its own."""

    def holds(text: str) -> bool:
        words = _words(text)
        return any(_stands(snippet, words) for group in asked.must for snippet in group)

    return holds


def _facts(case: Case) -> Holds:
    return lambda text: any(stands(fact, text) for fact in case.facts)


def demo_cases() -> list[Case]:
    known = read_cases(ROOT / "demo" / "cases.jsonl").cases
    wanted = {"answered", "no_source"}
    return [one for one in known if one.expect in wanted and not one.conversation]


def _text(quoted: Sequence[Sentence]) -> str:
    return " ".join(sentence.text for sentence in quoted)


def chances(model: dict[str, float], rows: Sequence[Row]) -> Matrix:
    """What the model says of each row."""
    weights = np.array([model[name] for name in FEATURES])
    return 1 / (1 + np.exp(-(np.array([row.seen for row in rows]) @ weights + model["always"])))


def _reliability(which: str, model: dict[str, float], rows: Sequence[Row]) -> Table:
    """What was said, and how often it was so, on bodies of text that were not learned from."""
    table = Table("chance", "parts", "said", "so", title=f"{which}, on {' and '.join(COUNTED)}")
    said, right = chances(model, rows), np.array([getattr(row, which) for row in rows])
    for low, high in pairwise(BINS):
        here = (said >= low) & (said < high)
        if here.any():
            shares = f"{said[here].mean():.2f}", f"{right[here].mean():.2f}"
            table.add_row(f"{low:.1f} to {min(1.0, high):.1f}", str(here.sum()), *shares)
    return table


def _write(file: Path, models: dict[str, dict[str, float]]) -> None:
    kept = {
        which: {name: round(value, 4) for name, value in model.items()}
        for which, model in models.items()
    }
    told = (
        "# How likely it is that what was found answers: logistic models over the features of\n"
        "# `assistant/writing/chances.py`. Learned by `python -m tests.untouched.training`;\n"
        "# nothing here is set by hand but the three thresholds, which stand in that script.\n"
    )
    rules = {"complete": COMPLETE, "shown": SHOWN, "close": CLOSE, **kept}
    file.write_text(told + yaml.safe_dump(rules, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
