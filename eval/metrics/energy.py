"""Energy of the graphics cards per answer, where the assistant measured it."""

from eval.measuring import Metric, Pair, Part, each


def _joules(pair: Pair) -> Part | None:
    return None if pair.given.joules is None else Part(pair.given.joules)


METRICS = (Metric("energy", each(_joules), "joules", "lower"),)
