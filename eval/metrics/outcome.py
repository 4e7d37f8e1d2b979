"""Did the question end as it should? Refusals that are right, and refusals that are not.

After UAEval4RAG (arXiv 2412.12300): what can't be answered must not be, what can must.
"""

from eval.measuring import CITING, Metric, Pair, Part, each, yes

NOTHING = frozenset({"no_source", "unsupported", "out_of_scope"})
ACCEPTED: dict[str, frozenset[str]] = {
    "answered": CITING,
    "no_source": NOTHING,
    "out_of_scope": NOTHING,
    "refused": NOTHING | {"refused", "clarify"},
}
"""The outcomes that are as good as the expected one; for the others only that one is."""


def accepted(expected: str, outcome: str) -> bool:
    """Whether a question that should end so may end like this."""
    return outcome in ACCEPTED.get(expected, frozenset({expected}))


def _right(pair: Pair) -> Part:
    return yes(accepted(pair.case.expect, pair.given.outcome))


def _answerable(pair: Pair) -> Part | None:
    """Of what can be answered: how much is not."""
    return yes(not pair.answers) if pair.case.expect == "answered" else None


def _unanswerable(pair: Pair) -> Part | None:
    """Of what can't be answered: how much is not called answered in full."""
    return yes(not _called_complete(pair)) if pair.case.expect == "no_source" else None


def _plainly(pair: Pair) -> Part | None:
    """Of what can't be answered: how much gets no claim at all."""
    return yes(not pair.answers) if pair.case.expect == "no_source" else None


def _precise(pair: Pair) -> Part | None:
    """Of what is refused: how much can't be answered indeed."""
    if pair.answers or pair.case.expect not in {"answered", "no_source"}:
        return None
    return yes(pair.case.expect == "no_source")


def _called_complete(pair: Pair) -> bool:
    return pair.answers and pair.given.completeness == "complete"


METRICS = (
    Metric("outcome_right", each(_right)),
    Metric("wrong_refusals", each(_answerable), better="lower"),
    Metric("unanswerable_held_back", each(_unanswerable)),
    Metric("refusal_recall", each(_plainly)),
    Metric("refusal_precision", each(_precise)),
)
