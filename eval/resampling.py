"""Chance, by resampling: intervals of one run, differences of two (Efron & Tibshirani 1993)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measuring import Part
from eval.planted.measuring import wilson

Numbers = NDArray[np.float64]
Figure = Callable[[Numbers, Numbers], Numbers]
"""From values and weights, a row for each resampled run, to its figure."""
ROUNDS, SWAPS = 2_000, 5_000
LOW, HIGH = 2.5, 97.5
TINY = 1e-12
"""What two equal sums may differ by."""
AT_ONCE = 2_000_000
"""Numbers that are drawn at the same time."""


@dataclass(frozen=True)
class Difference:
    """How much more the second run has, its 95 % interval, and the chance of it without cause."""

    first: float
    second: float
    low: float
    high: float
    chance: float
    count: int

    @property
    def change(self) -> float:
        """The second less the first."""
        return self.second - self.first


def figure(percentile: float | None) -> Figure:
    """The share or mean (sum of values by sum of weights), or a percentile of the values."""
    if percentile is None:
        return lambda values, weights: values.sum(axis=-1) / weights.sum(axis=-1)
    return lambda values, _: np.percentile(values, percentile, axis=-1)


def interval(
    parts: Sequence[Part], of: Figure, seed: int, *, share: bool
) -> tuple[float, float, float]:
    """The figure, and the ends of its 95 % bootstrap interval (percentiles).

    Where all cases agree there is nothing to draw from; of a share it is Wilson's then.
    """
    values, weights = _columns(parts)
    found = float(of(values, weights))
    if share and len(set(values / weights)) == 1:
        low, high = wilson(round(values.sum()), round(weights.sum()))
        return found, min(low, found), max(high, found)
    drawn = np.concatenate(
        [of(values[rows], weights[rows]) for rows in _rows(len(parts), seed, ROUNDS)]
    )
    low, high = np.percentile(drawn, [LOW, HIGH])
    return found, float(low), float(high)


def difference(first: Sequence[Part], second: Sequence[Part], of: Figure, seed: int) -> Difference:
    """Of the same cases in two runs: a paired bootstrap, and a paired permutation test.

    The test swaps the two runs of each case at random: how often is the change as large?
    Smucker, Allan & Carterette 2007; one is added to both counts (Phipson & Smyth 2010).
    """
    a, wa = _columns(first)
    b, wb = _columns(second)
    one, other = float(of(a, wa)), float(of(b, wb))
    if np.array_equal(a, b) and np.array_equal(wa, wb):
        return Difference(one, other, 0.0, 0.0, 1.0, len(a))
    found = other - one
    drawn = np.concatenate(
        [of(b[rows], wb[rows]) - of(a[rows], wa[rows]) for rows in _rows(len(a), seed, ROUNDS)]
    )
    low, high = np.percentile(drawn, [LOW, HIGH])
    larger = sum(
        int(np.sum(np.abs(change) >= abs(found) - TINY))
        for change in _swapped((a, wa), (b, wb), of, seed)
    )
    return Difference(
        first=one,
        second=other,
        low=float(low),
        high=float(high),
        chance=(1 + larger) / (1 + SWAPS),
        count=len(a),
    )


def holm(chances: Sequence[float]) -> list[float]:
    """The chances, corrected for how many were looked at (Holm 1979)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected, most = [0.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (len(chances) - rank) * chances[place]))
        corrected[place] = most
    return corrected


def _columns(parts: Sequence[Part]) -> tuple[Numbers, Numbers]:
    found = np.asarray(parts, dtype=np.float64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _rows(count: int, seed: int, rounds: int) -> Iterator[NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    for size in _sizes(count, rounds):
        yield rng.integers(0, count, (size, count))


def _swapped(
    first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers], of: Figure, seed: int
) -> Iterator[Numbers]:
    rng = np.random.default_rng(seed + 1)
    (a, wa), (b, wb) = first, second
    for size in _sizes(len(a), SWAPS):
        swap = rng.integers(0, 2, (size, len(a))).astype(bool)
        one = of(np.where(swap, a, b), np.where(swap, wa, wb))
        yield one - of(np.where(swap, b, a), np.where(swap, wb, wa))


def _sizes(count: int, rounds: int) -> Iterator[int]:
    most = max(1, AT_ONCE // max(1, count))
    while rounds > 0:
        yield min(most, rounds)
        rounds -= most
