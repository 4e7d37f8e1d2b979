"""The nouns of the editor's report."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from configs.domain import Noun
from ingest.comparing.domain import Contradiction, PageRef, Twins
from ingest.reviewing.domain import Waiting
from ingest.usage import Usage


class Past(Noun):
    """One sync that was kept: when, how long, and how many pages ended how."""

    at: datetime
    seconds: float
    published: bool
    failed: bool
    counts: Mapping[str, int]


class SourceState(Noun):
    """How a source stands: what the library holds of it, its review, its last syncs."""

    name: str
    owner: str = ""
    kind: str = ""
    audience: str = ""
    listed: bool = True
    """Whether it is on the list of approved sources."""
    review_by: date | None = None
    overdue: bool = False
    pages: int = 0
    """Pages that the library holds."""
    remarks: tuple[str, ...] = ()
    held_back: str = ""
    """Why the last sync was not published."""
    confirm: bool = False
    """Whether `sync --yes` publishes it after all."""
    past: tuple[Past, ...] = ()
    """The last syncs, newest first."""


class Trouble(Noun):
    """A page that is not as it should be, and why; `since` where earlier syncs tell it."""

    source: str
    url: str
    reason: str
    since: datetime | None = None
    earlier: bool = False
    """Whether it may be longer: no report is kept from before `since`."""


class DeadLink(Noun):
    """A page of the source that links to another one that is not there."""

    source: str
    page: str
    target: str
    reason: str


class Task(StrEnum):
    """What an editor can do, in the order of how much depends on it."""

    HELD_BACK = "held_back"
    WAITING = "waiting"
    CONTRADICTIONS = "contradictions"
    OVERDUE = "overdue"
    STALE = "stale"
    GAPS = "gaps"
    COMPLAINTS = "complaints"
    DEAD_LINKS = "dead_links"
    NO_TEXT = "no_text"
    HIDDEN = "hidden"
    TWINS = "twins"


class Report(Noun):
    """Everything that an editor should know, at one moment."""

    at: datetime
    edition: int = 0
    compared_at: datetime | None = None
    """When the pages were laid beside each other; None: not yet."""
    titles: Mapping[str, str] = {}
    """Of every page that the library holds, by URL."""
    passages: int = 0
    sources: tuple[SourceState, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    rejected: tuple[Trouble, ...] = ()
    """Pages whose new text a person keeps out; `since` is the day of that decision."""
    stale: tuple[Trouble, ...] = ()
    skipped: tuple[Trouble, ...] = ()
    no_text: tuple[Trouble, ...] = ()
    hidden: tuple[Trouble, ...] = ()
    """Pages of which something was left out that a reader can't see."""
    dead_links: tuple[DeadLink, ...] = ()
    twins: tuple[Twins, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    never_cited: tuple[PageRef, ...] = ()
    usage: Usage | None = None

    @property
    def pages(self) -> int:
        """How many pages the library holds."""
        return len(self.titles)

    @property
    def tasks(self) -> dict[Task, int]:
        """How much there is to do of each kind; nothing is left out."""
        usage = self.usage
        counts = {
            Task.HELD_BACK: sum(bool(source.held_back) for source in self.sources),
            Task.WAITING: len(self.waiting),
            Task.CONTRADICTIONS: len(self.contradictions),
            Task.OVERDUE: sum(source.overdue for source in self.sources),
            Task.STALE: len(self.stale),
            Task.GAPS: len(usage.gaps) if usage else 0,
            Task.COMPLAINTS: len(usage.complaints) if usage else 0,
            Task.DEAD_LINKS: len({link.target for link in self.dead_links}),
            Task.NO_TEXT: len(self.no_text),
            Task.HIDDEN: len(self.hidden),
            Task.TWINS: len(self.twins),
        }
        return {task: counts[task] for task in Task}
