"""Citation recall and precision by entailment: ALCE (Gao et al. 2023, arXiv 2305.14627, section 4).

Recall: a sentence counts where all that it cites together entails it; without a citation, or with
one that does not exist, it does not. Precision: a citation of a sentence that is recalled is
irrelevant where it alone does not entail it and the others do without it; the citations of a
sentence that is not recalled count as imprecise. Both are averages over answers of the share
within each. Over-citation is the share of irrelevant ones, over recalled sentences only.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from eval.domain import Missing, Said
from eval.measuring import Around, Metric, Pair, Part, Parts

ENTAILS = 0.5
"""From this score on a model that tells how surely says yes."""


class Judged(NamedTuple):
    """One sentence: is it recalled, and how many of its citations are precise, or irrelevant."""

    recalled: bool
    cited: int
    precise: int
    irrelevant: int


Entails = Callable[[str, str], bool]


def judge(texts: Sequence[str], sentence: str, entails: Entails) -> Judged:
    """One sentence against the text of each of its citations, in their order."""
    if not texts or not entails(" ".join(texts), sentence):
        return Judged(False, len(texts), 0, 0)
    if len(texts) == 1:
        return Judged(True, 1, 1, 0)
    irrelevant = sum(_irrelevant(texts, place, sentence, entails) for place in range(len(texts)))
    return Judged(True, len(texts), len(texts) - irrelevant, irrelevant)


def _irrelevant(texts: Sequence[str], place: int, sentence: str, entails: Entails) -> bool:
    if entails(texts[place], sentence):
        return False
    others = [text for at, text in enumerate(texts) if at != place]
    return entails(" ".join(others), sentence)


def _measured(part: Callable[[list[Judged]], Part | None]) -> Callable[..., Parts]:
    def measure(pairs: Sequence[Pair], around: Around) -> Parts:
        if around.entailment is None:
            raise Missing(around.without)
        known: dict[tuple[str, str], bool] = {}
        model = around.entailment

        def entails(text: str, sentence: str) -> bool:
            if (text, sentence) not in known:
                known[text, sentence] = model.scores([(text, sentence)])[0] >= ENTAILS
            return known[text, sentence]

        return [part(_judged(pair, entails)) if pair.answers else None for pair in pairs]

    return measure


def _judged(pair: Pair, entails: Entails) -> list[Judged]:
    return [judge(_texts(pair, claim), claim.text, entails) for claim in pair.given.claims]


def _texts(pair: Pair, claim: Said) -> list[str]:
    """What each citation quotes; none where one of them does not exist."""
    found = [" ".join(pair.cited([number])) for number in claim.cited]
    return found if all(found) else []


def _recall(judged: list[Judged]) -> Part:
    return Part(sum(one.recalled for one in judged) / len(judged))


def _precision(judged: list[Judged]) -> Part:
    cited = sum(one.cited for one in judged)
    return Part(sum(one.precise for one in judged) / cited if cited else 0.0)


def _over(judged: list[Judged]) -> Part | None:
    cited = sum(one.cited for one in judged if one.recalled)
    return Part(sum(one.irrelevant for one in judged), cited) if cited else None


METRICS = (
    Metric("citation_recall", _measured(_recall)),
    Metric("citation_precision", _measured(_precision)),
    Metric("over_citation", _measured(_over), better="lower"),
)
