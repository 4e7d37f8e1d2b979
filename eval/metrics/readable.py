"""How hard an answer reads; of quotes it is the source that is measured."""

from collections.abc import Callable

from configs.domain import Language
from eval.measuring import Metric, Pair, Part, Parts, each
from eval.readability import Reading, read


def _measured(figure: Callable[[Reading], Part]) -> Callable[..., Parts]:
    def one(pair: Pair) -> Part | None:
        language = pair.given.language or pair.case.language
        found = read([claim.text for claim in pair.given.claims], Language(language))
        return figure(found) if found else None

    return each(one)


METRICS = (
    Metric("reading_ease", _measured(lambda found: Part(found.ease)), "number"),
    Metric("plainness", _measured(lambda found: Part(found.plainness)), "number"),
    Metric(
        "sentence_words",
        _measured(lambda found: Part(found.words, found.sentences)),
        "number",
        "lower",
    ),
    Metric(
        "passive_share",
        _measured(lambda found: Part(found.passives, found.sentences)),
        "share",
        "lower",
    ),
)
