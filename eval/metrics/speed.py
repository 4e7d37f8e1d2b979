"""How long somebody waits: for the first sentence, and for the whole answer."""

from eval.measuring import Metric, Pair, Part, each

HALF, MOST = 50.0, 95.0


def _first(pair: Pair) -> Part | None:
    first = pair.given.first_claim
    return None if first is None else Part(first)


def _whole(pair: Pair) -> Part:
    return Part(pair.given.seconds)


METRICS = tuple(
    Metric(f"{name}_p{percentile:.0f}", each(measure), "seconds", "lower", percentile)
    for name, measure in (("first_claim", _first), ("answer", _whole))
    for percentile in (HALF, MOST)
)
