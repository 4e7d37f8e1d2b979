"""The nouns of evaluation: a case goes in, an outcome with its facts is compared."""

from typing import Annotated, Literal

from pydantic import Field

from configs.domain import Language, Noun


class Case(Noun):
    """A question with what a good answer must hold. `urls` are acceptable pages."""

    id: str
    question: Annotated[str, Field(min_length=1)]
    language: Language = Language.NL
    expect: Literal["answered", "no_source"] = "answered"
    urls: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
