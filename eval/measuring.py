"""What a metric is: it gives each case a part of a figure, or none where it says nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from eval.asking import matches
from eval.domain import Case, Given, PageText
from eval.judging.domain import Opinion
from models.domain import Entailment

CITING = frozenset({"answered", "references", "pinned"})
"""Outcomes that answer from sources."""


class Part(NamedTuple):
    """What one case adds: `value` out of `of`, such as 2 of 3 facts; a figure is 1 of them."""

    value: float
    of: float = 1.0


@dataclass(frozen=True)
class Pair:
    """A case with what it was given, and the texts of the pages that it cites."""

    case: Case
    given: Given
    pages: Mapping[str, PageText] = field(default_factory=dict, repr=False)

    @property
    def answers(self) -> bool:
        """Whether there is an answer from sources, or from memory."""
        return bool(self.given.claims)

    @cached_property
    def right_page(self) -> bool:
        """Whether a gold page is cited."""
        return any(matches(cited.url, self.case.urls) for cited in self.given.citations)

    def cited(self, numbers: Sequence[int]) -> list[str]:
        """The sentences that these citations quote."""
        return [
            sentence
            for citation in self.given.citations
            if citation.number in numbers
            for sentence in citation.sentences
        ]


Parts = Sequence[Part | None]


@dataclass(frozen=True)
class Around:
    """What metrics may use beside the pairs: the library's addresses, a model that entails."""

    holdings: frozenset[str] = frozenset()
    entailment: Entailment | None = None
    without: str = ""
    """Why there is no such model."""
    folder: Path | None = None
    """Where the run was kept."""
    lint: str = ""
    """The Python of an environment that has LiNT-II."""
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    """What a judge model made of the answers, by case."""
    unjudged: str = ""
    """Why there are none."""

    @cached_property
    def endings(self) -> dict[str, list[str]]:
        """The addresses by each of their ends that begins with a slash, and by themselves."""
        found: dict[str, list[str]] = {}
        for url in sorted(self.holdings):
            starts = [0, *(place for place, sign in enumerate(url) if sign == "/")]
            for start in starts:
                found.setdefault(url[start:], []).append(url)
        return found


@dataclass(frozen=True)
class Metric:
    """`measure` may raise `Missing`. The share, mean or percentile over all parts is the score."""

    name: str
    measure: Callable[[Sequence[Pair], Around], Parts]
    unit: Literal["share", "number", "seconds", "joules"] = "share"
    better: Literal["higher", "lower", "neither"] = "higher"
    percentile: float | None = None


def each(one: Callable[[Pair], Part | None]) -> Callable[[Sequence[Pair], Around], Parts]:
    """A metric that looks at one case at a time."""

    def measure(pairs: Sequence[Pair], _: Around) -> Parts:
        return [one(pair) for pair in pairs]

    return measure


def yes(right: bool) -> Part:
    """One of one, or none of one."""
    return Part(float(right))
