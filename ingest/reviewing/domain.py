"""The nouns of review: a page that waits, and what a person decided about it."""

from datetime import datetime
from enum import StrEnum

from configs.domain import Noun


class Verdict(StrEnum):
    """What a person decided about a page as it was then."""

    APPROVED = "approved"
    REJECTED = "rejected"


class Decision(Noun):
    """Who decided what, and when; it counts for the digest of the page it stands with."""

    verdict: Verdict
    by: str
    at: datetime
    note: str = ""


class Waiting(Noun):
    """A page that was kept apart, as it was then; a decision does not count for another text."""

    source: str
    url: str
    digest: str
    """SHA-256 over its title, headings and text; over the reason where there is no text."""
    reason: str
    since: datetime
    title: str = ""
    text: str = ""
    """What it says now, cut where it is long."""
    held: bool = False
    """Whether the library holds an older text of it, which keeps answering."""
    changes: tuple[str, ...] = ()
    """Sentences that went (`- …`) and came (`+ …`) against the held text."""
    decision: Decision | None = None
