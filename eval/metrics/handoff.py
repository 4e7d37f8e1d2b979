"""Whether a person is offered when the answer leaves out (some of) what was asked."""

from eval.measuring import Metric, Pair, Part, each, yes

DUE = frozenset({"no_source", "unsupported", "person", "own_case", "failed"})


def _offered(pair: Pair) -> Part | None:
    given = pair.given
    partial = pair.answers and given.completeness != "complete"
    due = partial or given.outcome in DUE or pair.case.expect in {"person", "own_case"}
    return yes(given.offered) if due else None


METRICS = (Metric("person_offered", each(_offered)),)
