"""Whether the same question in another language gets less, or from other pages."""

from collections.abc import Callable, Sequence

from eval.measuring import Around, Metric, Pair, Part, Parts, yes
from eval.metrics.facts import full
from eval.metrics.outcome import accepted
from eval.pairing import Twin, pages, twins


def _outcome(twin: Twin) -> Part:
    """Whether both end as they should, or both do not."""
    return yes(_right(twin.first) == _right(twin.other))


def _sources(twin: Twin) -> Part | None:
    """Of those that were both answered: whether they share a page, or each has a gold one."""
    if not twin.first.answers or not twin.other.answers:
        return None
    shared = pages(twin.first) & pages(twin.other)
    return yes(bool(shared) or (twin.first.right_page and twin.other.right_page))


def _gap(twin: Twin) -> Part:
    """Right in the first language and not in the other."""
    return yes(_good(twin.first) and not _good(twin.other))


def _good(pair: Pair) -> bool:
    """Ends as it should, with all that is needed where something is."""
    needed = pair.case.expect == "answered" and bool(pair.case.facts)
    return _right(pair) and (full(pair) or not needed)


def _right(pair: Pair) -> bool:
    return accepted(pair.case.expect, pair.given.outcome)


def _measured(one: Callable[[Twin], Part | None]) -> Callable[[Sequence[Pair], Around], Parts]:
    def measure(pairs: Sequence[Pair], _: Around) -> Parts:
        parts: list[Part | None] = [None] * len(pairs)
        for twin in twins(pairs, language=True):
            parts[twin.place] = one(twin)
        return parts

    return measure


METRICS = (
    Metric("language_outcome", _measured(_outcome)),
    Metric("language_sources", _measured(_sources)),
    Metric("language_gap", _measured(_gap), better="lower"),
)
