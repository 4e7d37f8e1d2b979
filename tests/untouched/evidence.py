"""`python -m tests.untouched.evidence`: learn what shows that a library answers a question.

Learned from the questions with an answer to the demo municipality and two of the real bodies of
text, beside the strangers that a library is calibrated by. What is printed is about other bodies
of text, asked questions and strangers that the weights have not met, at the line that each library
drew itself when its edition was published.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from assistant.service import Service
from assistant.writing.asking import Asking
from configs.domain import Audience, Language
from configs.files import ROOT
from eval.planted.measuring import wilson
from ingest.domain import Search
from ingest.library.calibrating import REFUSED
from ingest.library.evidence import Evidence
from ingest.library.trials import strange_questions
from models.language import recognise
from tests.bench.retrieval.refusing import off_topic, off_topic_at_length
from tests.untouched.bodies import body
from tests.untouched.scoring import questions
from tests.untouched.training import COUNTED, DEMO, LEARNED, demo_cases, learn

RULES = ROOT / "rules" / "evidence.yaml"
SIGNS = ("relevance", "matched", "strange")
EACH = 100.0
"""What the questions of a body weigh together, and its strangers: all bodies count alike."""
Signs = tuple[float, float, float]


@dataclass(frozen=True)
class Asked:
    """The signs of questions that were put to one body of text, by kind."""

    body: str
    answered: list[Signs]
    strange: list[Signs]
    drawn: list[Signs]
    """The strangers as a library asks them of itself, without the assistant's other words."""
    off_topic: list[Signs]
    at_length: list[Signs]


def main() -> None:
    """Learn, say how well it does on what it was not learned from, and write the rules."""
    parser = argparse.ArgumentParser(prog="python -m tests.untouched.evidence", description=__doc__)
    parser.add_argument("--out", type=Path, default=RULES, help="the file of rules to write")
    options = parser.parse_args()
    console = Console()
    asked = []
    for name in (*LEARNED, *COUNTED):
        with console.status(name), tempfile.TemporaryDirectory() as place, ExitStack() as stack:
            asked.append(_asked(name, stack.enter_context(body(name, Path(place)))))
    learned = _learned([one for one in asked if one.body in LEARNED])
    table = Table("body", "refused", "n", "share", "95 %")
    for one in asked:
        others = [other for other in asked if other.body in LEARNED and other.body != one.body]
        for row in _rows(one, _learned(others)):
            table.add_row(*row)
    console.print(table)
    _write(options.out, learned)
    console.print(f"Learned from {', '.join(LEARNED)}; written to {options.out}.")


def _asked(name: str, service: Service) -> Asked:
    answered = [one.question for one in questions(name) if one.answerable]
    if name == DEMO:
        answered += [one.question for one in demo_cases() if one.facts]
    dutch = [text for text in answered if recognise(text, Language.NL) is Language.NL]
    kinds = (dutch, strange_questions(), off_topic(), off_topic_at_length())
    asking, (own, strange, *off) = Asking(), kinds
    return Asked(
        name,
        [_signs(service, _search(text, asking)) for text in own],
        [_signs(service, _search(text, asking)) for text in strange],
        [_signs(service, _search(text)) for text in strange],
        *([_signs(service, _search(text, asking)) for text in some] for some in off),
    )


def _search(text: str, asking: Asking | None = None) -> Search:
    also, named = (asking.other_words(text), asking.named(text)) if asking else ("", ())
    return Search(text=text, also=also, named=named, limit=1, audiences=frozenset(Audience))


def _signs(service: Service, search: Search) -> Signs:
    found = service.library.find(search)
    return (found[0].relevance, found[0].matched, found[0].strange) if found else (0.0, 0.0, 1.0)


def _learned(asked: Sequence[Asked]) -> Evidence:
    rows = [
        (signs, right, EACH / len(some))
        for one in asked
        for right, some in ((True, one.answered), (False, one.strange))
        for signs in some
    ]
    plain, right, weights = zip(*rows, strict=True)
    found = learn(np.array(plain), right, weights, SIGNS)
    return Evidence(**{name: round(value, 4) for name, value in found.items()})


def _rows(asked: Asked, weights: Evidence) -> Iterator[tuple[str, ...]]:
    """Who is refused at the line that follows from the strangers of this body."""
    line = float(np.quantile([weights.of(*signs) for signs in asked.drawn], REFUSED))
    kinds = {"answered": asked.answered, "off topic": asked.off_topic, "long": asked.at_length}
    for kind, some in kinds.items():
        below = sum(weights.of(*signs) < line for signs in some)
        low, high = wilson(below, len(some))
        yield asked.body, kind, str(len(some)), f"{below / len(some):.1%}", f"{low:.0%}-{high:.0%}"


def _write(file: Path, weights: Evidence) -> None:
    told = (
        "# How likely it is that a library answers: a logistic model over the signs of\n"
        "# `ingest/library/evidence.py`. Learned by `python -m tests.untouched.evidence`;\n"
        "# nothing here is set by hand.\n"
    )
    file.write_text(told + yaml.safe_dump(weights.model_dump(), sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
