"""The nouns of a conversation: a question goes in, an answer always comes out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from configs.domain import Audience, Language, Noun


class Outcome(StrEnum):
    """How a question ended. Every road through the pipeline has exactly one."""

    ANSWERED = "answered"
    REFERENCES = "references"
    PINNED = "pinned"
    GREETING = "greeting"
    PERSON = "person"
    REVIEW = "review"  # a person looks at the answer first
    CLARIFY = "clarify"
    OUT_OF_SCOPE = "out_of_scope"
    NO_SOURCE = "no_source"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    OWN_CASE = "own_case"
    EMERGENCY = "emergency"
    FAILED = "failed"


CITING = frozenset({Outcome.ANSWERED, Outcome.REFERENCES, Outcome.PINNED})  # all with claims


class Completeness(StrEnum):
    """How much of the question the claims answer."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class Turn(Noun):
    """An earlier question of the conversation, as it was asked after masking."""

    question: str
    outcome: Outcome
    titles: tuple[str, ...] = ()  # of the pages its answer cited


class Conversation(Noun):
    """The earlier turns, oldest first, and who is asking."""

    id: str
    turns: tuple[Turn, ...] = ()
    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})


class Question(Noun):
    """What is asked. `language` None: recognise it."""

    text: Annotated[str, Field(min_length=1)]
    language: Language | None = None


class Claim(Noun):
    """One checked sentence of an answer and the numbers of the citations that carry it."""

    text: Annotated[str, Field(min_length=1)]
    cited: Annotated[tuple[int, ...], Field(min_length=1)]


class Citation(Noun):
    """A numbered source: `link` opens `url` at the first quoted sentence."""

    number: Annotated[int, Field(ge=1)]
    title: str
    url: str
    link: str
    headings: tuple[str, ...]
    sentences: Annotated[tuple[str, ...], Field(min_length=1)]  # used, exactly as they stand there
    source: str
    owner: str
    language: str = "nl"
    read_at: datetime
    edition: int


class Related(Noun):
    """A page about the same subject, offered where the sources hold no answer."""

    title: str
    url: str


class Reason(StrEnum):
    """Why a person is offered, or was asked for."""

    ASKED = "asked"
    NO_SOURCE = "no_source"
    PARTIAL = "partial"
    TWICE_UNHELPFUL = "twice_unhelpful"
    ROUTED = "routed"
    NEGATIVE_FEEDBACK = "negative_feedback"
    EMERGENCY_SWITCH = "emergency_switch"
    APPROVAL = "approval"
    FAILED = "failed"


class Offer(Noun):
    """Whether this answer should offer a person by itself; asking for one is always possible."""

    offered: bool = False
    reason: Reason | None = None


class Answer(Noun):
    """What the user sees. Cannot exist without a notice, nor claim without a source."""

    id: str
    conversation: str
    outcome: Outcome
    completeness: Completeness
    notice: Annotated[str, Field(min_length=1)]
    language: Language
    claims: tuple[Claim, ...] = ()
    written: tuple[int, ...] = ()  # places, from 0, of the claims that a model wrote, not a source
    citations: tuple[Citation, ...] = ()
    message: str = ""  # what it says itself: what is missing, or why there are no claims
    related: tuple[Related, ...] = ()
    suggestions: tuple[str, ...] = ()
    handoff: Offer = Offer()
    notices: tuple[str, ...] = ()  # what the organisation tells everybody now, such as a failure
    lever: str = ""  # the editors' text it is, as `pin/3f2a91c0@2`: kind, name and version
    ai_generated: bool = True  # the marking for machines; `model` names what wrote, if one did
    model: str | None = None
    joules: float | None = None  # energy of the graphics cards for writing it, where measured
    edition: int | None = None
    seconds: Mapping[str, float] = {}
    dropped: Mapping[str, int] = {}

    @model_validator(mode="after")
    def _claims_are_cited(self) -> Self:
        cited = {number for claim in self.claims for number in claim.cited}
        if cited != {citation.number for citation in self.citations}:
            raise ValueError("Claims and citations must match.")
        if bool(self.claims) != (self.outcome in CITING):
            raise ValueError(f"An answer with outcome {self.outcome} has the wrong claims.")
        if bool(self.claims) == (self.completeness is Completeness.NONE):
            raise ValueError("An answer is complete or partial if and only if it has claims.")
        if not self.claims and not self.message:
            raise ValueError("An answer without claims needs a message.")
        return self


class Working(Noun):
    """An event: this step has begun; `wait` tells the `place` in the line."""

    step: str
    place: int = 0  # from 1


Event = Working | Claim | Answer
"""What `ask` yields: any number of `Working` and `Claim`, and last exactly one `Answer`."""


class Complaint(StrEnum):
    """What a user says is wrong with an answer."""

    INCORRECT = "incorrect"
    OUTDATED = "outdated"
    INCOMPLETE = "incomplete"
    DISCRIMINATING = "discriminating"
    OTHER = "other"


class State(StrEnum):
    """Where a hand-off stands; `bot` is a conversation without one."""

    BOT = "bot"
    OFFERED = "offered"
    CONTACT_ASKED = "contact_asked"
    QUEUED = "queued"
    TAKEN = "taken"
    CLOSED = "closed"


class Contact(Noun):
    """How a person can be reached; for the desk only, never for the model or the journal."""

    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class Role(StrEnum):
    """Who said something in a conversation."""

    USER = "user"
    ASSISTANT = "assistant"
    STAFF = "staff"
    SYSTEM = "system"


class Message(Noun):
    """One line of a conversation as user and staff see it; an answer stands in it whole."""

    id: int
    role: Role
    text: str
    author: str = ""
    answer: Answer | None = None
    at: datetime


class Handoff(Noun):
    """A conversation passed to a person."""

    id: str
    conversation: str
    reference: str  # the number the user gets, such as V-2026-00417
    state: State
    reason: Reason
    contact: Contact | None = None
    note: str = ""
    staff: str = ""
    result: str = ""
    asked_at: datetime
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    language: Language = Language.NL


class AssistantError(Exception):
    """Something a user or a caller did can't be done; the key names the text that says so.

    * AssistantError: NotFound, NotAllowed
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotFound(AssistantError):
    """There is no such conversation, answer or hand-off."""


class NotAllowed(AssistantError):
    """It is not in a state for that."""
