"""The nouns of the desk's records: who is there, what staff note, and what they look at first."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from assistant.domain import Answer, Handoff
from assistant.records.accounting_domain import Behind
from assistant.records.domain import Found, Line
from configs.domain import Noun


class Mark(Noun):
    """For whom a request waits: a topic of the desk, a member of staff, or anyone."""

    topic: str = ""
    meant_for: str = ""


class Note(Noun):
    """What staff write down for each other; a resident never sees it."""

    author: str
    text: str
    at: datetime


class Present(Noun):
    """A member of staff who has the desk open; `away`: not to be counted on for now."""

    name: str
    away: bool = False
    seen_at: datetime


class Change(NamedTuple):
    """What becomes of a hand-off: all of it is kept, or nothing.

    `action` goes to the audit log under the name `by`; `line` is told to the resident, `note` not.
    """

    after: Handoff
    by: str
    action: str
    line: Line | None = None
    mark: Mark | None = None
    note: str = ""


class Review(StrEnum):
    """Where an answer stands that a person looks at before the resident sees it."""

    WAITING = "waiting"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    EXPIRED = "expired"
    """Nobody looked in time: the resident was offered a person."""


class Approval(Noun):
    """An answer that was held back, and what became of it; both versions stay.

    `answer` is what the assistant made, `shown` what is left of it as checked claims, and `words`
    what a person wrote in its place.
    """

    id: str
    conversation: str
    question: str
    answer: Answer
    found: tuple[Found, ...] = ()
    behind: Behind = Behind()
    state: Review = Review.WAITING
    staff: str = ""
    reason: str = ""
    shown: Answer | None = None
    words: str = ""
    at: datetime
    due: datetime
    decided_at: datetime | None = None
