"""Where the sentences that an editor chose stand in the library now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

from assistant.draft import Sentence
from assistant.levers.domain import Pin, Quote
from assistant.steps.pin import Pinned
from assistant.writing.excerpts import as_quoted
from configs.domain import Audience
from ingest.domain import Hit, LibraryError, Passage, Search

PUBLIC = frozenset({Audience.PUBLIC})
RESULTS, PER_PAGE = 8, 3
"""Passages that an editor chooses from at once."""


class Shelves(Protocol):
    """What is asked of the library."""

    @property
    def published(self) -> int:
        """The published edition."""

    def find(self, search: Search) -> list[Hit]:
        """The passages that fit."""

    def show(self, url: str) -> list[Passage]:
        """The passages of a page."""


class Place(NamedTuple):
    """A chosen sentence where it stands now."""

    passage: Passage
    number: int


@dataclass(frozen=True)
class Resolver:
    """`resting` names the sources that may not be cited now."""

    library: Shelves
    resting: Callable[[], frozenset[str]] = frozenset

    def places(
        self, quotes: Sequence[Quote], audiences: frozenset[Audience] = PUBLIC
    ) -> list[Place | None]:
        """Where each stands; None for one that is not there, or not for these readers."""
        resting = self.resting()
        pages = {url: self._page(url) for url in dict.fromkeys(quote.url for quote in quotes)}
        usable = {
            url: [one for one in page if one.audience in audiences and one.source not in resting]
            for url, page in pages.items()
        }
        return [_place(quote, usable[quote.url]) for quote in quotes]

    def pinned(self, pin: Pin, audiences: frozenset[Audience], lever: str) -> Pinned | None:
        """The answer of a pin, or None where a sentence of it is gone: half of it says less."""
        found = self.places(pin.quotes, audiences)
        places = [place for place in found if place is not None]
        if len(places) != len(found) or not places:
            return None
        passages = list(dict.fromkeys(place.passage for place in places))
        sentences: list[Sentence] = []
        for passage, group in groupby(places, lambda place: place.passage):
            numbers = [place.number for place in group]
            sentences += as_quoted(passage, passages.index(passage), numbers)
        hits = tuple(Hit(passage=passage, score=1.0, relevance=1.0) for passage in passages)
        return Pinned(hits, tuple(sentences), self.library.published, lever)

    def search(self, text: str) -> list[Passage]:
        """Passages of public pages to choose sentences from."""
        search = Search(text=text, limit=RESULTS, per_page=PER_PAGE)
        return [hit.passage for hit in self.library.find(search)]

    def _page(self, url: str) -> list[Passage]:
        try:
            return self.library.show(url)
        except LibraryError:
            return []


def quotes_of(passage: Passage) -> list[Quote]:
    """Every sentence of a passage, to be chosen."""
    return [
        Quote(
            url=passage.url,
            text=passage.sentence(number),
            title=passage.title,
            headings=passage.headings,
        )
        for number in range(len(passage.sentences))
    ]


def _place(quote: Quote, page: Sequence[Passage]) -> Place | None:
    """Under the heading where it was chosen, or else wherever the page says the same."""
    places = [
        Place(passage, number)
        for passage in page
        for number in range(len(passage.sentences))
        if passage.sentence(number) == quote.text
    ]
    return min(places, key=lambda place: place.passage.headings != quote.headings, default=None)
