"""The nouns of the library: where a text comes from, what is kept of it, what a sync did."""

from collections import Counter
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from configs.domain import Audience, Noun


class SourceKind(StrEnum):
    """How the pages of a source are found."""

    WEBSITE = "website"
    DOCUMENTS = "documents"
    URLS = "urls"


class Source(Noun):
    """A website or a set of documents that its owner approved as a source of answers."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
    owner: Annotated[str, Field(min_length=1)]
    kind: SourceKind = SourceKind.WEBSITE
    audience: Audience = Audience.PUBLIC
    language: str = "nl"
    authority: Annotated[float, Field(ge=0.1, le=2.0)] = 1.0
    review_by: date
    start: Annotated[tuple[str, ...], Field(min_length=1)]
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    base_url: str = ""
    """For documents: where the files stand in public; empty: below `/documents/<name>/`."""


class BlockKind(StrEnum):
    """What a block is to a reader; a list item and a table row need their lead to be understood."""

    PROSE = "prose"
    ITEM = "item"
    ROW = "row"


CELL = " | "
"""Between the cells of a row, in its text and in its lead."""


class Block(Noun):
    """A paragraph, a list item with its lead-in, or a table row with its column heads."""

    kind: BlockKind
    text: str
    lead: str = ""


class Section(Noun):
    """The blocks under one heading: `headings` is the trail below the page's title."""

    headings: tuple[str, ...] = ()
    anchor: str | None = None
    number: int | None = None  # the page number, from 1, in a document that has pages
    blocks: tuple[Block, ...] = ()
    language: str | None = None  # where it is marked as another than the page's


class Page(Noun):
    """One page or document as it was read on one day."""

    source: str
    url: str
    title: str
    language: str
    sections: tuple[Section, ...]
    read_at: datetime
    modified: date | None = None
    trail: tuple[str, ...] = ()  # the breadcrumb, without the page itself
    remarks: tuple[str, ...] = ()  # what an editor should know, such as hidden text


class Reading(Noun):
    """What a reader made of some bytes: the page, and where it points a crawler."""

    page: Page
    links: tuple[str, ...] = ()
    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False


class Span(Noun):
    """One sentence of a passage: `text[start:end]`, with the lead that makes it readable alone."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PROSE
    lead: str = ""


class Passage(Noun):
    """A part of a page small enough to cite; knows its sentences and where they stand."""

    source: str
    owner: str
    audience: Audience
    authority: float
    url: str
    title: str
    subject: str = ""  # what the page is about beyond its title: the breadcrumb
    opening: str = ""  # the page's first words, indexed with every passage, never cited from it
    headings: tuple[str, ...] = ()
    anchor: str | None = None
    number: int | None = None
    language: str = "nl"
    text: str
    sentences: tuple[Span, ...]
    place: int = 0  # its order on its page
    modified: date | None = None
    read_at: datetime

    @property
    def id(self) -> str:
        """SHA-256 over everything but the dates and its order: same text, same id."""
        dateless = self.model_dump_json(exclude={"read_at", "modified", "place"})
        return sha256(dateless.encode()).hexdigest()

    def sentence(self, number: int) -> str:
        """The words of sentence `number`, counted from 0."""
        span = self.sentences[number]
        return self.text[span.start : span.end]


class Search(Noun):
    """What `Library.find` is asked."""

    text: str
    also: str = ""
    """Other words for the same; they weigh less than those of `text`."""
    limit: int = 10
    per_page: int | None = None
    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})
    sources: frozenset[str] = frozenset()
    """Only these sources; empty means all."""
    edition: int | None = None
    """An earlier edition to replay; None means the published one."""


class Hit(Noun):
    """A passage that was found: its raw fused score, and a relevance to compare questions by."""

    passage: Passage
    score: float
    relevance: Annotated[float, Field(ge=0, le=1)]


class Edition(Noun):
    """One published state of the library."""

    number: int
    published_at: datetime
    source: str
    passages: int
    note: str = ""


class Status(StrEnum):
    """What became of one URL in a sync."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    STALE = "stale"
    SKIPPED = "skipped"
    QUARANTINED = "quarantined"


class Line(Noun):
    """The one line of a SyncReport about one URL."""

    url: str
    status: Status
    reason: str = ""
    passages: int = 0


class SyncReport(Noun):
    """What a sync did; every URL it met has exactly one line."""

    source: str
    edition: int | None
    published: bool
    failed: bool = False  # nothing was published although it should have been
    reason: str = ""  # why, where that is so
    started_at: datetime
    seconds: float
    requests: int = 0
    bytes_read: int = 0
    embedded: int = 0  # passages that were turned into vectors and put
    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()  # what the owner should know, such as an overdue review

    @property
    def counts(self) -> dict[str, int]:
        """Lines per status."""
        return dict(Counter(line.status.value for line in self.lines))


class IngestError(Exception):
    """Something on the way from source to library failed; the message says what to do.

    * IngestError
      - SourceError: a source file is wrong
      - FetchError: a page could not be fetched
        · FetchRefused: the address is not allowed (private, off the list, robots.txt)
      - ReadError: bytes could not be read as a page
      - LibraryError: the library cannot be used
        · LibraryBusy: another process has it
        · LibraryMismatch: it was made with another embedder or lexicon
    """


class SourceError(IngestError):
    """A source file is wrong; the message names the file and the field."""


class FetchError(IngestError):
    """A page could not be fetched."""


class FetchRefused(FetchError):
    """The address is not allowed."""


class ReadError(IngestError):
    """Bytes could not be read as a page."""


class LibraryError(IngestError):
    """The library cannot be used."""


class LibraryBusy(LibraryError):
    """Another process has the embedded library open."""


class LibraryMismatch(LibraryError):
    """The library was made with another embedder or lexicon than the settings name."""
