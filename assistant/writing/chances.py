"""How likely it is that what was found answers: learned from cases, not laid down.

Two logistic models over what is seen of the best sentences; their coefficients and the thresholds
stand in `configs/rules/sureness.yaml`, made by `python -m tests.untouched.training`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from assistant.writing.asking import Part
from assistant.writing.weighing import Candidate
from configs.files import ROOT, read_yaml
from ingest.domain import Hit

AROUND = 6
"""The best sentences that are compared with each other."""
FEATURES = (
    *("coverage", "near", "stated", "unmet", "lacking", "score", "margin"),
    *("relevance", "most", "matched", "rank", "same", "pages", "absent"),
)
"""Of the best sentence: the shares of the question that it holds (with its page; with its headings
alone), whether a fact of the wanted kind is in it, or is wanted and is not, the share of the words
that it lacks, its score and how far that lies above the next one's. The relevance of its passage,
and the highest; how much of the question the best passage matches (`Hit`). 1 over the rank of its
page; of the best sentences the share on the same page, and of their pages the number per sentence.
The share of the words that no sentence found has."""


@dataclass(frozen=True)
class Chances:
    """Two probabilities, 0 to 1."""

    best: float
    """That the best sentence answers, with what is quoted around it."""
    among: float
    """That one of the best places answers, as they are shown where no sentence surely does."""


@dataclass(frozen=True)
class Sureness:
    """The models, and from which chance on something is called complete, or is shown.

    From `close` on it is shown as what comes closest, where no part of the question has an answer.
    """

    best: Mapping[str, float]
    among: Mapping[str, float]
    complete: float
    shown: float
    close: float

    def __call__(self, part: Part, found: Sequence[Candidate], hits: Sequence[Hit]) -> Chances:
        """The chances of a part; `found` are its candidates, best first."""
        if not found:
            return Chances(0.0, 0.0)
        seen = dict(zip(FEATURES, features(part, found, hits), strict=True))
        return Chances(_chance(self.best, seen), _chance(self.among, seen))


def features(part: Part, found: Sequence[Candidate], hits: Sequence[Hit]) -> tuple[float, ...]:
    """What is seen of the best sentences, in the order of `FEATURES`."""
    best = found[0]
    around = _distinct(found, hits)
    pages = [hits[one.hit].passage.url for one in around]
    ranked = list(dict.fromkeys(hit.passage.url for hit in hits))
    return (
        best.coverage,
        best.near,
        float(best.fit == 1),
        float(part.kind.strict and not best.fit),
        len(best.lacking) / max(1, len(part.terms)),
        best.score,
        best.score - around[1].score if len(around) > 1 else 0.0,
        hits[best.hit].relevance,
        max(hit.relevance for hit in hits),
        max(hit.matched for hit in hits),
        1 / (1 + ranked.index(pages[0])),
        pages.count(pages[0]) / len(pages),
        len(set(pages)) / AROUND,
        len(frozenset.intersection(*(frozenset(one.lacking) for one in found)))
        / max(1, len(part.terms)),
    )


@cache
def read_sureness() -> Sureness:
    """The models as they were learned."""
    return Sureness(**read_yaml(ROOT / "rules" / "sureness.yaml"))


def _distinct(found: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """The best sentences, none twice."""
    kept: dict[str, Candidate] = {}
    for one in found:
        kept.setdefault(hits[one.hit].passage.sentence(one.span), one)
        if len(kept) == AROUND:
            break
    return list(kept.values())


def _chance(model: Mapping[str, float], seen: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum."""
    weighted = model["always"] + sum(model[name] * value for name, value in seen.items())
    return 1 / (1 + exp(-weighted))
