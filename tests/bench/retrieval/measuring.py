"""Put every set of questions to every variant of the library, as asked and with typing errors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.domain import Embedder
from tests.bench.retrieval.asked import Asked, Case
from tests.bench.retrieval.baseline import RECIPES
from tests.bench.retrieval.corpora import Known
from tests.bench.retrieval.metrics import NAMES, figures, interval
from tests.bench.retrieval.systems import (
    VARIANTS,
    Ranks,
    Variant,
    engine,
    passages,
    plain,
    ranks,
    recipes,
)
from tests.bench.retrieval.typos import misspelt

PLAIN = "plain BM25, whole pages"
ONE = "gold"
Scores = NDArray[np.float64]
"""A row per question, a column per figure."""


@dataclass(frozen=True)
class Measured:
    """What one system made of one set of questions."""

    system: str
    asked: str
    typos: bool
    scores: Scores

    def mean(self, name: str) -> float:
        """The mean of one figure."""
        return float(self.scores[:, NAMES.index(name)].mean())

    def interval(self, name: str) -> tuple[float, float]:
        """Its 95 % bootstrap interval."""
        return interval(self.scores[:, NAMES.index(name)])

    def against(self, other: "Measured", name: str) -> tuple[float, float, float]:
        """The mean difference question by question, and its 95 % interval."""
        column = NAMES.index(name)
        apart = self.scores[:, column] - other.scores[:, column]
        return (float(apart.mean()), *interval(apart))


def measure(
    known: Sequence[Known],
    asked: Sequence[Asked],
    folder: Path,
    progress: Callable[[str], None],
    *,
    seed: int = 1,
    variants: Sequence[Variant] = VARIANTS,
    embedder: Embedder | None = None,
) -> list[Measured]:
    """Everything; the library is built anew only for what is indexed otherwise."""
    found: list[Measured] = []
    for library, source in dict.fromkeys((one.library, one.source) for one in asked):
        here = [one for one in asked if (one.library, one.source) == (library, source)]
        held = [one for one in known if source in {"", one.source.name}]
        progress(f"{PLAIN}: {library} {source}")
        found += _both(PLAIN, here, plain(held, library), seed)
        for name, ranked in recipes(held, library, RECIPES).items():
            progress(f"{name}: {library} {source}")
            found += _both(name, here, ranked, seed)
        for changes in dict.fromkeys(variant.indexed for variant in variants):
            same = [variant for variant in variants if variant.indexed == changes]
            progress(f"{library}: {same[0].name}")
            indexed = list(passages(held, library, same[0]))
            place = folder / f"{library}-{source}-{same[0].name.replace(' ', '-')}"
            with engine(indexed, place, embedder) as made:
                for variant in same:
                    progress(f"{library}: {variant.name}")
                    found += _both(variant.name, here, ranks(made, variant, embedder), seed)
    return found


def _both(name: str, asked: Sequence[Asked], ranked: Ranks, seed: int) -> list[Measured]:
    found = []
    for one in asked:
        for typos in (False, True):
            rows = [scored(_typed(case, typos, seed), ranked) for case in one.cases]
            found.append(Measured(name, one.name, typos, np.array(rows)))
    return found


def _typed(case: Case, typos: bool, seed: int) -> Case:
    return replace(case, question=misspelt(case.question, seed)) if typos else case


def scored(case: Case, ranked: Ranks) -> tuple[float, ...]:
    """The figures of one question; where either of several pages will do, they count as one."""
    found, gold = ranked(case), case.gold
    if case.either:
        found = list(dict.fromkeys(ONE if url in gold else url for url in found))
        gold = frozenset({ONE})
    return figures(found, gold)
