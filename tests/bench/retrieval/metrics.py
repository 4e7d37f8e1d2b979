"""R@k, nDCG@k and the reciprocal rank as trec_eval defines them, with bootstrap intervals."""

from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

DEPTH = 10
RESAMPLES = 2000
NAMES = ("R@1", "R@5", "nDCG@10", "MRR")


def figures(ranked: Sequence[str], gold: frozenset[str]) -> tuple[float, float, float, float]:
    """The figures of one question, in the order of `NAMES`; `ranked` has no page twice."""
    places = [place for place, url in enumerate(ranked[:DEPTH]) if url in gold]
    ideal = sum(1 / log2(place + 2) for place in range(min(len(gold), DEPTH)))
    return (
        sum(place < 1 for place in places) / len(gold),
        sum(place < 5 for place in places) / len(gold),
        sum(1 / log2(place + 2) for place in places) / ideal,
        1 / (places[0] + 1) if places else 0.0,
    )


def interval(values: NDArray[np.float64], seed: int = 1) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of a mean (Efron 1979)."""
    dice = np.random.default_rng(seed)
    drawn = dice.integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
