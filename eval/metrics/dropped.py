"""How many of the sentences that were written failed a check, and were never shown."""

from eval.measuring import Metric, Pair, Part, each


def _dropped(pair: Pair) -> Part | None:
    dropped = sum(pair.given.dropped.values())
    total = dropped + len(pair.given.claims)
    return Part(dropped, total) if total else None


METRICS = (Metric("dropped_sentences", each(_dropped), better="neither"),)
