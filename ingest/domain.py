"""The nouns of the library: where a text comes from, what is kept of it, what a sync did."""

from collections import Counter
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from configs.domain import Audience, Noun
from ingest.errors import FetchError as FetchError
from ingest.errors import FetchRefused as FetchRefused
from ingest.errors import IngestError as IngestError
from ingest.errors import LibraryBusy as LibraryBusy
from ingest.errors import LibraryError as LibraryError
from ingest.errors import LibraryMismatch as LibraryMismatch
from ingest.errors import ReadError as ReadError
from ingest.errors import SourceError as SourceError


class SourceKind(StrEnum):
    """How the pages of a source are found."""

    WEBSITE = "website"
    DOCUMENTS = "documents"
    URLS = "urls"
    MARKDOWN = "markdown"
    LAWS = "laws"
    VAC = "vac"
    """The questions and answers that rijksoverheid.nl gives as open data."""


class Rhythm(StrEnum):
    """How often a source is read by `sync --due` and by the server itself."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BY_HAND = "by-hand"


class Source(Noun):
    """A website or a set of documents that its owner approved as a source of answers."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
    owner: Annotated[str, Field(min_length=1)]
    kind: SourceKind = SourceKind.WEBSITE
    audience: Audience = Audience.PUBLIC
    collection: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,60})?$")] = ""
    """A label on sources that belong together; all of one collection have the same audience."""
    licence: str = ""
    language: str = "nl"
    authority: Annotated[float, Field(ge=0.1, le=2.0)] = 1.0
    rhythm: Rhythm = Rhythm.DAILY
    review_by: date
    start: Annotated[tuple[str, ...], Field(min_length=1)]
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    """For a website: RSS and Atom feeds that also name pages."""
    base_url: str = ""
    """For files: where they stand in public; empty: documents below `/documents/<name>/`."""
    proposed: bool = False
    """Proposed by a program; refused until a person has read it and taken this away."""


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
    refresh: str | None = None
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
    named: tuple[tuple[str, str], ...] = ()
    """Words of `text`, each with its other words."""
    limit: int = 10
    per_page: int | None = None
    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})
    sources: frozenset[str] = frozenset()
    """Only these sources; empty means all."""
    without: frozenset[str] = frozenset()
    """Not these sources, such as those that rest."""
    without_pages: frozenset[str] = frozenset()
    """Not these addresses, as when an evaluation asks what a library lacks."""
    edition: int | None = None
    """An earlier edition to replay; None means the published one."""


class Hit(Noun):
    """A passage that was found: its raw fused score, and a relevance to compare questions by."""

    passage: Passage
    score: float
    relevance: Annotated[float, Field(ge=0, le=1)]
    matched: float = 2.0
    """How much of the question it holds: `relevance` times the IDF of all its words, in words that
    the library does not have. The defaults are those of a usual question."""
    strange: float = 0.6
    """Their mean IDF; 1 where the library has none of them, nor another word for them."""


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
