"""What goes in and out of the API, beside the Answer itself."""

from typing import Annotated

from pydantic import Field

from assistant.domain import Complaint, Contact, Message, State
from configs.domain import Language, Noun

Id = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(min_length=0)]
"""Text that can be stored: with any bound, pydantic refuses half of a surrogate pair (RFC 8259)."""


class Ask(Noun):
    """A question, and the conversation it belongs to."""

    question: Text = Field(description="The question, in the words of who asks it")
    conversation: Id | None = Field(None, description="Id from an earlier answer; null: begin one")
    language: Language | None = Field(None, description="Language of the answer; null: recognise")


class AskPerson(Noun):
    """A request for a person."""

    conversation: Id = Field(description="The conversation that goes to a person")
    consent: bool = Field(description="True: who asks agrees that the conversation is passed on")
    contact: Contact | None = Field(None, description="Where that person can be reached")
    message: str = Field("", max_length=2000, description="What they want to add")
    language: Language | None = Field(None, description="Language they are answered in")


class Report(Noun):
    """A report that an answer is wrong."""

    answer: Id = Field(description="Id of the answer")
    complaint: Complaint = Field(description="What is wrong with it")
    remark: str = Field("", max_length=2000, description="In their own words")


class HandoffState(Noun):
    """Where a request for a person stands."""

    id: str
    state: State
    reference: str


class Messages(Noun):
    """The lines of a conversation after a given one."""

    messages: tuple[Message, ...]
    state: State


class TextRead(Noun):
    """The text of a document, as its reader sees it."""

    text: str
    characters: int


class Erasure(Noun):
    """A conversation is gone. `copies` are requests that another system of the organisation has."""

    erased: bool = True
    copies: tuple[str, ...] = ()


class Thanks(Noun):
    """A report was stored."""

    stored: bool = True
    reference: str = Field("", description="Number of a report of discrimination")


class Problem(Noun):
    """What is wrong, for a program and for a person."""

    code: str
    message: str


class Failure(Noun):
    """The body of every error."""

    error: Problem
