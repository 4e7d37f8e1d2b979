"""How far two raters agree beyond chance: Cohen's kappa (1960) with a bootstrap interval."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from configs.domain import Noun
from eval.domain import RunError
from eval.judging.domain import ASPECTS, Aspect, Judge, Opinion, Says
from eval.judging.keeping import read_judge, read_opinions
from eval.labelling.items import Key, read_all
from eval.storing import Folder

SAYS: tuple[Says, ...] = ("yes", "no", "unsure")
ROUNDS, LOW, HIGH = 2_000, 2.5, 97.5
FEWEST = 2
"""So many answers must both have rated before anything is said."""
JUDGE = "judge"
Ratings = Mapping[Key, Mapping[Aspect, Says]]
Counts = NDArray[np.float64]


class Agreement(Noun):
    """Two raters about one aspect. `kappa` None: both always said the same one thing.

    `table` counts what the first said (rows) against the second; `agreed` is the plain share.
    """

    one: str
    other: str
    aspect: Aspect
    count: int
    agreed: float
    kappa: float | None = None
    low: float | None = None
    high: float | None = None
    table: Mapping[Says, Mapping[Says, int]]


class Disagreement(Noun):
    """An answer of which people do not say the same."""

    run: str
    case: str
    aspect: Aspect
    says: Mapping[str, Says]


class People(Noun):
    """All that labels tell: `judged` is the judge against each person."""

    labels: Mapping[str, int] = {}
    between: tuple[Agreement, ...] = ()
    judged: tuple[Agreement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    judge: Judge | None = None

    @property
    def validated(self) -> bool:
        """Whether a judge's verdicts can be held against people's."""
        return bool(self.judged)


def people(folder: Folder, seed: int = 1, *, named: bool = True) -> People:
    """The agreement over a run, its baselines included; empty where nobody labelled or judged.

    Without `named` people bear numbers: what is published says nothing of who labelled.
    """
    labels = read_all(folder)
    raters: dict[str, Ratings] = {
        name if named else str(number): {key: label.says for key, label in found.items()}
        for number, (name, found) in enumerate(labels.items(), 1)
    }
    judge, opinions = _judged(folder)
    return People(
        labels={name: len(found) for name, found in raters.items()},
        between=tuple(
            made
            for one, other in combinations(raters, 2)
            for made in _agreements((one, raters[one]), (other, raters[other]), seed)
        ),
        judged=tuple(
            made
            for name, found in raters.items()
            for made in _agreements((JUDGE, opinions), (name, found), seed)
        ),
        disagreements=tuple(_disagreements(raters)),
        judge=judge,
    )


def kappa(table: Counts) -> Counts:
    """Cohen's kappa of counts `(..., k, k)`; NaN where chance alone would always agree."""
    total = table.sum(axis=(-2, -1))
    observed = np.trace(table, axis1=-2, axis2=-1) / total
    expected = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1) / total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def interval(table: Counts, seed: int) -> tuple[float, float]:
    """The 95 % bootstrap interval: answers drawn anew are a draw of the table's cells."""
    count = round(table.sum())
    shares = table.ravel() / count
    drawn = np.random.default_rng(seed).multinomial(count, shares, ROUNDS)
    known = kappa(drawn.reshape(-1, *table.shape).astype(np.float64))
    low, high = np.nanpercentile(known, [LOW, HIGH]) if not np.isnan(known).all() else (-1.0, 1.0)
    return float(low), float(high)


def _agreements(
    first: tuple[str, Ratings], second: tuple[str, Ratings], seed: int
) -> Iterator[Agreement]:
    (one, ours), (other, theirs) = first, second
    shared = [key for key in ours if key in theirs]
    if len(shared) < FEWEST:
        return
    for aspect in ASPECTS:
        pairs = [(ours[key][aspect], theirs[key][aspect]) for key in shared]
        yield _agreement((one, other, aspect), pairs, seed)


def _agreement(
    which: tuple[str, str, Aspect], pairs: Sequence[tuple[Says, Says]], seed: int
) -> Agreement:
    table = np.array([[pairs.count((row, column)) for column in SAYS] for row in SAYS], np.float64)
    found = float(kappa(table))
    low, high = (None, None) if np.isnan(found) else interval(table, seed)
    return Agreement(
        one=which[0],
        other=which[1],
        aspect=which[2],
        count=len(pairs),
        agreed=float(np.trace(table) / len(pairs)),
        kappa=None if np.isnan(found) else found,
        low=low,
        high=high,
        table={
            row: {column: int(table[r, c]) for c, column in enumerate(SAYS)}
            for r, row in enumerate(SAYS)
        },
    )


def _judged(folder: Folder) -> tuple[Judge | None, Ratings]:
    """What the judge said of the run and its baselines."""
    found: dict[Key, Mapping[Aspect, Says]] = {}
    for one in (folder, *folder.inside):
        run = one.path.relative_to(folder.path).as_posix()
        found |= {Key(run, case): _said(made) for case, made in read_opinions(one).items()}
    return read_judge(folder), found


def _said(opinion: Opinion) -> Mapping[Aspect, Says]:
    return {aspect: opinion.says(aspect) for aspect in ASPECTS}


def _disagreements(raters: Mapping[str, Ratings]) -> Iterator[Disagreement]:
    keys = dict.fromkeys(key for found in raters.values() for key in found)
    for key in keys:
        for aspect in ASPECTS:
            says = {name: found[key][aspect] for name, found in raters.items() if key in found}
            if len(set(says.values())) > 1:
                yield Disagreement(run=key.run, case=key.case, aspect=aspect, says=says)


def require_labels(found: People) -> None:
    """Raise `RunError` where nobody labelled."""
    if not found.labels:
        raise RunError("Nobody has labelled this run. Let people do so: python -m eval label RUN.")
