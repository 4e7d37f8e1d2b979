"""The nouns of comparing: pages that say the same, and sentences that contradict each other."""

from datetime import date, datetime

from configs.domain import Noun
from models.facts import FactKind


class PageRef(Noun):
    """A page of the library, with what decides which of two counts."""

    url: str
    title: str
    source: str
    authority: float = 1.0
    modified: date | None = None
    read_at: datetime

    @property
    def rank(self) -> tuple[float, date, datetime]:
        """The higher one counts: authority first, then the younger text."""
        return (self.authority, self.modified or date.min, self.read_at)


class Twins(Noun):
    """Two pages with nearly the same text; `share` of their word triples they have in common."""

    better: PageRef
    other: PageRef
    share: float


class Statement(Noun):
    """A sentence with a fact, on its page; `place` is the heading it stands under."""

    page: PageRef
    text: str
    lead: str = ""
    place: str = ""


class Contradiction(Noun):
    """Two sentences about the same with other facts; a candidate, for a person to judge."""

    kind: FactKind
    one: Statement
    other: Statement
    values: tuple[tuple[str, ...], tuple[str, ...]]
    """The facts of both as they stand there."""
    score: float
    """How much of what they say beside the facts is the same, from 0 to 1."""
    more: int = 0
    """Further sentences of these two pages that contradict."""


class Comparison(Noun):
    """What was found in one published edition."""

    at: datetime
    edition: int
    rules: int = 0
    """The version of the rules that compared."""
    pages: tuple[PageRef, ...]
    passages: int = 0
    twins: tuple[Twins, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
