"""Citing what no longer holds: an outdated page, or one that the library no longer has."""

from collections.abc import Sequence

from eval.asking import matches
from eval.measuring import Around, Metric, Pair, Part, Parts, yes


def _stale(pairs: Sequence[Pair], around: Around) -> Parts:
    return [_one(pair, around.holdings) for pair in pairs]


def _one(pair: Pair, holdings: frozenset[str]) -> Part | None:
    if not pair.given.citations:
        return None
    return yes(
        any(
            matches(cited.url, pair.case.avoid) or (holdings and cited.url not in holdings)
            for cited in pair.given.citations
        )
    )


METRICS = (Metric("stale_sources", _stale, better="lower"),)
