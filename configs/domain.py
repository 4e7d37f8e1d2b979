"""The nouns that every floor shares, and the one error of configuration."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A value: frozen, and strict about the fields it has."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Audience(StrEnum):
    """Who may see a source: everybody, or employees only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Language(StrEnum):
    """The languages the interface speaks (ISO 639-1)."""

    NL = "nl"
    EN = "en"


class ConfigurationError(Exception):
    """A setting or a file in `configs/` is wrong; the message names it and says how to mend it."""
