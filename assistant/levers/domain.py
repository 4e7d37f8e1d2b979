"""The nouns of the levers: what editors can change, and what is wrong with what they wrote."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from assistant.domain import AssistantError
from configs.domain import Language, Noun
from configs.theme import Colour

Text = Annotated[str, Field(min_length=1, max_length=1_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Both = Annotated[Mapping[Language, Text], Field(min_length=len(Language))]
"""A text in every language of the interface."""


class Kind(StrEnum):
    """What can be changed; also what the version and the audit log call it."""

    PIN = "pin"
    BLOCK = "block"
    NOTICE = "notice"
    TEXT = "text"
    ROUTE = "route"
    THEME = "theme"


class Quote(Noun):
    """A sentence of an approved page, as it stands there; where it is gone, its pin rests."""

    url: Line
    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    title: str = ""
    headings: tuple[str, ...] = ()


class Listed(Noun):
    """Something that editors find again in a list by its title."""

    def title(self, language: Language) -> str:
        """What it is called; nothing where its place says so."""
        return ""


class Pin(Listed):
    """A fixed answer. It is made of quotes only, so it can't say anything without a source."""

    language: Language
    questions: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1, max_length=8)]
    until: date
    """The last day on which it is given, in the time zone of the desk."""

    def title(self, language: Language) -> str:
        """Its first question."""
        return self.questions[0]


class Block(Listed):
    """A topic that is not answered: what is said instead, and where to turn."""

    phrases: Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]
    says: Both
    turn: str = ""
    """A link, phone or e-mail of the theme or of `answering.allowed_links`."""
    until: date | None = None

    def title(self, language: Language) -> str:
        """Its first phrases."""
        return ", ".join(self.phrases[:3])


class Severity(StrEnum):
    """How much a notice stands out."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


class Notice(Listed):
    """What everybody sees at the top of the chat for a while."""

    severity: Severity
    says: Both
    begins: AwareDatetime
    ends: AwareDatetime

    def title(self, language: Language) -> str:
        """What it says."""
        return self.says[language]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("ends")
        return self


class Wording(Noun):
    """A text of `configs/texts` in the organisation's own words."""

    text: Text


class Phrases(Noun):
    """What leads to a route, beside the rules of `configs/rules/routes.yaml`."""

    phrases: Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]


class Logo(Noun):
    """A PNG that was drawn anew from what was uploaded."""

    base64: Annotated[str, Field(max_length=400_000)]


class Look(Noun):
    """The part of a theme that editors change."""

    organisation: Annotated[str, Field(min_length=1, max_length=80)]
    assistant: Annotated[str, Field(min_length=1, max_length=40)]
    brand: Colour
    brand_soft: Colour
    focus: Colour
    knows: Mapping[Language, Annotated[str, Field(max_length=200)]] = {}
    examples: Mapping[Language, Annotated[tuple[Line, ...], Field(max_length=6)]] = {}
    logo: Logo | None = None


NOUNS: Mapping[Kind, type[Noun]] = {
    Kind.PIN: Pin,
    Kind.BLOCK: Block,
    Kind.NOTICE: Notice,
    Kind.TEXT: Wording,
    Kind.ROUTE: Phrases,
    Kind.THEME: Look,
}


class Wrong(NamedTuple):
    """What is wrong with a field: the text that says so, and what is filled in there."""

    field: str
    key: str
    fields: Mapping[str, object] = {}


class Unfit(AssistantError):
    """What an editor wrote can't be kept; every field that is wrong is named."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__("editing.unfit")
        self.wrong = wrong
