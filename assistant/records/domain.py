"""The nouns of the records: what is kept about one answer, and what may go wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from assistant.domain import Answer, AssistantError, Complaint, Completeness, Outcome, Role
from assistant.records.accounting_domain import Behind, Passed, Setup
from configs.domain import Language, Noun


class Found(Noun):
    """A passage that lay before the writer: its id, its page, and how relevant it was (0 to 1)."""

    passage: str
    url: str
    relevance: float


class Report(Noun):
    """What a user says is wrong with an answer; the remark is masked."""

    complaint: Complaint
    remark: str
    at: datetime


class Dossier(Noun):
    """Everything behind one answer: the masked question, what was found, and a report on it.

    Edition, outcome, model, seconds and what was dropped stand in the answer itself.
    """

    question: str
    answer: Answer
    found: tuple[Found, ...]
    report: Report | None = None
    at: datetime
    behind: Behind | None = None
    setup: Setup | None = None
    signal: str = ""
    """The reference of a report of discrimination."""
    passed: tuple[Passed, ...] = ()


class Asked(Noun):
    """An answered or unanswered question, as far as counting needs it; the question is masked."""

    conversation: str
    question: str
    outcome: Outcome
    completeness: Completeness
    cited: tuple[str, ...]
    nearest: str
    """The page that was found first, if it is about what was asked."""
    complaint: Complaint | None
    at: datetime


class Statistic(Noun):
    """The figures of one answer on one day; no words, and nothing that leads to a conversation."""

    day: date
    outcome: Outcome
    completeness: Completeness
    language: Language
    edition: int | None
    model: str | None
    claims: int
    citations: int
    hits: int
    dropped: int
    offered: bool
    seconds: Mapping[str, float]


class Worked(Noun):
    """The figures of one piece of text work; no words, and nothing that leads to who asked it.

    `given` and `made` are characters, `marked` sentences with something not in the given text.
    """

    day: date = Field(default_factory=lambda: utc_now().date())
    task: str
    ended: str
    language: Language
    model: str
    given: int
    made: int
    marked: int
    parts: int
    seconds: float


class Stage(StrEnum):
    """Where a delivery stands; `dead` needs a person, `spared` was closed before it was sent."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    SPARED = "spared"
    DEAD = "dead"


class Delivery(Noun):
    """One request on its way to one desk."""

    id: int
    handoff: str
    desk: str
    stage: Stage
    begun: str = ""
    """The step that was begun last: it may have reached the other side without our knowing."""
    known: Mapping[str, str] = {}
    """What the other side said in the steps that are done, by step."""
    tries: int = 0
    error: str = ""
    due: datetime
    at: datetime


class Act(Noun):
    """One line of the audit log; `action` is such as `desk.take` or `levers.pin`.

    `detail` never holds what a resident said, nor how to reach one.
    """

    id: int = 0
    who: str
    action: str
    subject: str = ""
    detail: Mapping[str, str] = {}
    at: datetime


class Copy(Noun):
    """What another system has of a request; `known` is what it called the parts.

    Not `whole`: it was not confirmed to have arrived there, or not all of it.
    """

    desk: str
    reference: str
    known: Mapping[str, str]
    whole: bool


class Erased(Noun):
    """How many rows went from each table, what others have, and what it was all called."""

    rows: Mapping[str, int]
    copies: tuple[Copy, ...] = ()
    called: frozenset[str] = frozenset()


class Version(Noun):
    """One version of something that editors change; the highest `number` counts.

    `gone` says that it was taken away with this version; its content is what it was before.
    """

    kind: str
    name: str
    number: int
    content: Mapping[str, Any]
    gone: bool = False
    by: str
    at: datetime


class Change(Noun):
    """What an editor wants to keep; `seen` is the number they started from, 0 for a new one."""

    kind: str
    name: str
    content: Mapping[str, Any]
    gone: bool = False
    seen: int
    did: str = "saved"


class Overtaken(AssistantError):
    """Somebody else changed it after the editor opened it; `version` is what stands there now."""

    def __init__(self, version: Version) -> None:
        super().__init__("editing.overtaken")
        self.version = version


class Line(Noun):
    """Something to be said in a conversation: who says it, and what."""

    role: Role
    text: str
    author: str = ""


class RecordsError(AssistantError):
    """The database can't be used now: it is full, locked, damaged or out of reach.

    Its cause is the database's own error; its key names a text that asks to try again.
    """

    def __init__(self) -> None:
        super().__init__("handoff.not_saved")


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)
