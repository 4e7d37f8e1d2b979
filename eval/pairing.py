"""Cases that ask the same of two people, or in two languages, as the pairs that they are."""

from collections.abc import Sequence
from typing import NamedTuple

from eval.measuring import Pair


class Twin(NamedTuple):
    """A case with what it was given, and the case that it asks the same as."""

    place: int
    """Of the other one, which names the first, among the pairs that were looked at."""
    first: Pair
    other: Pair

    @property
    def varies(self) -> str:
        """In what the two differ."""
        return self.other.case.varies


def twins(pairs: Sequence[Pair], *, language: bool = False) -> list[Twin]:
    """The pairs of cases that differ in their language, or those that differ in who asks.

    One whose twin was not answered is left out.
    """
    known = {pair.case.id: pair for pair in pairs}
    return [
        Twin(place, known[pair.case.like], pair)
        for place, pair in enumerate(pairs)
        if pair.case.like in known and (pair.case.varies == "language") == language
    ]


def pages(pair: Pair) -> frozenset[str]:
    """The addresses that an answer cites."""
    return frozenset(cited.url for cited in pair.given.citations)


def length(pair: Pair) -> int:
    """Words that were shown as claims."""
    return len(pair.given.said.split())
