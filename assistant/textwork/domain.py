"""The nouns of text work: a text is given, a result comes out, and what is not in it is marked."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from configs.domain import Language, Noun

WISH = 1_000
"""Characters of the longest wish."""


class Task(StrEnum):
    """What is to be done with the text."""

    REWRITE = "rewrite"
    SHORTEN = "shorten"
    SUMMARISE = "summarise"
    TRANSLATE = "translate"
    LETTER = "letter"


FOLLOWING = frozenset({Task.REWRITE, Task.SHORTEN, Task.TRANSLATE})
"""Tasks that go through the text paragraph by paragraph, so that none is skipped."""
WHOLE = frozenset({Task.LETTER})
"""Tasks that need the whole text before them at once."""


class Given(Noun):
    """A text of a user, and what is wanted of it."""

    task: Task = Field(description="What is to be done with the text")
    text: str = Field(min_length=0, description="The text, paragraphs apart by an empty line")
    wish: str = Field("", max_length=WISH, description="What the user adds to it, in own words")
    into: Language = Field(Language.NL, description="Language to translate into")


class Why(StrEnum):
    """Why words of a result are marked."""

    ABSENT = "absent"
    """They stand nowhere in the given text."""
    ELSEWHERE = "elsewhere"
    """They stand in another paragraph than the one that was being worked on."""


class Mark(Noun):
    """Words of a sentence that its reader must look at, and why."""

    words: str
    why: Why


class Piece(Noun):
    """A finished sentence of a result, held against the given text."""

    text: Annotated[str, Field(min_length=1)]
    breaks: Annotated[int, Field(ge=0, le=2)] = 0
    """Line breaks before it: none, a new line, or an empty line."""
    marks: tuple[Mark, ...] = ()


class Progress(Noun):
    """An event: work on this part (from 1) has begun."""

    part: int
    parts: int


class Ended(StrEnum):
    """How the work ended."""

    DONE = "done"
    PARTIAL = "partial"
    """It broke off: what stands is checked, the rest is missing."""
    FAILED = "failed"
    REFUSED = "refused"


class Result(Noun):
    """What became of a given text. Cannot exist without saying that AI made it."""

    task: Task
    ended: Ended
    language: Language
    notice: Annotated[str, Field(min_length=1)]
    message: str = ""
    """What is missing, or why there is nothing."""
    text: str = ""
    """All pieces as plain text, with the marks in words."""
    pieces: tuple[Piece, ...] = ()
    lost: tuple[str, ...] = ()
    """Facts of the given text that the result does not name, in the words of the text."""
    parts: int = 0
    ai_generated: bool = True
    official: bool = False
    """Always false: no official source stands behind it."""
    model: str
    seconds: float = 0.0

    @model_validator(mode="after")
    def _says_what_is_missing(self) -> Self:
        if bool(self.pieces) != (self.ended in {Ended.DONE, Ended.PARTIAL}):
            raise ValueError(f"A result that is {self.ended} has the wrong pieces.")
        if self.ended is not Ended.DONE and not self.message:
            raise ValueError("A result that is not whole says why.")
        return self


Event = Progress | Piece | Result
"""What the work yields: any number of `Progress` and `Piece`, and last exactly one `Result`."""
