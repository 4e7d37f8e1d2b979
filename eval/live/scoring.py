"""Scores of real answers: the metrics that need no expectation, no page and no model."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.domain import Answer
from eval.answers import given
from eval.domain import Case, Given
from eval.known import metrics
from eval.measuring import Around, Metric, Pair, Part, each, yes

LIVE = (
    *("claims_that_cite", "citation_validity", "fact_fidelity", "verbatim_share"),
    *("dropped_sentences", "says_it_is_ai", "person_offered", "personal_data"),
    *("reading_ease", "sentence_words", "passive_share", "energy"),
)
RELEASE = (
    *("claims_that_cite", "citation_validity", "fact_fidelity", "dropped_sentences"),
    *("says_it_is_ai", "person_offered", "personal_data"),
)
"""Of these a run on cases tells the same: they hardly hang on what is asked."""
UNKNOWN = "?"
"""The question is not needed, so it is not handed on."""


def _answered(pair: Pair) -> Part:
    return yes(pair.answers)


def _complete(pair: Pair) -> Part | None:
    return yes(pair.given.completeness == "complete") if pair.answers else None


def _seconds(pair: Pair) -> Part | None:
    return Part(pair.given.seconds) if pair.given.seconds else None


OWN = (
    Metric("live_answered", each(_answered), better="neither"),
    Metric("live_complete", each(_complete), better="neither"),
    Metric("live_seconds", each(_seconds), "seconds", "lower"),
)
"""All others hang on it: they are held against what they were before."""
Parts = Mapping[str, Part]


def known() -> dict[str, Metric]:
    """Every metric of real answers by its name."""
    found = {metric.name: metric for metric in metrics() if metric.name in LIVE}
    return {**found, **{metric.name: metric for metric in OWN}}


def of_answer(answer: Answer) -> Given:
    """A real answer as metrics read it; nothing in it leads to a conversation."""
    seconds = sum(answer.seconds.values())
    return given("live", answer, None, seconds)


def parts(answers: Iterable[Given]) -> list[Parts]:
    """What each answer adds to each metric."""
    pairs = [Pair(Case(id=one.case, question=UNKNOWN), one) for one in answers]
    measured = {name: metric.measure(pairs, Around()) for name, metric in known().items()}
    return [_of(measured, place) for place in range(len(pairs))]


def _of(measured: Mapping[str, Sequence[Part | None]], place: int) -> Parts:
    found = ((name, all_parts[place]) for name, all_parts in measured.items())
    return {name: part for name, part in found if part is not None and part.of}
