"""What a judge model says of the answers, twice: worth as much as its agreement with people."""

from collections.abc import Callable, Sequence

from eval.domain import Missing
from eval.judging.domain import ASPECTS, Aspect, Opinion
from eval.measuring import Around, Metric, Pair, Part, Parts, yes


def _measured(part: Callable[[Opinion], Part | None]) -> Callable[..., Parts]:
    def measure(pairs: Sequence[Pair], around: Around) -> Parts:
        if not around.opinions:
            raise Missing(around.unjudged or "the judge found nothing to judge")
        found = (around.opinions.get(pair.case.id) for pair in pairs)
        return [part(one) if one else None for one in found]

    return measure


def _share(aspect: Aspect) -> Callable[[Opinion], Part | None]:
    def part(opinion: Opinion) -> Part | None:
        says = opinion.says(aspect)
        return None if says == "unsure" else yes(says == "yes")

    return part


def _consistent(opinion: Opinion) -> Part:
    return Part(sum(opinion.agrees(aspect) for aspect in ASPECTS), len(ASPECTS))


METRICS = (
    *(Metric(f"judged_{aspect}", _measured(_share(aspect))) for aspect in ASPECTS),
    Metric("judge_consistency", _measured(_consistent), better="neither"),
)
