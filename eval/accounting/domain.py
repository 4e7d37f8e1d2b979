"""The nouns of the accounting pack: sheets of parts, and what a norm is covered by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from configs.domain import Noun
from configs.settings import Settings
from configs.theme import Theme
from eval.scoring import Scores
from ingest.domain import Source

Cells = tuple[str, ...]


class Grid(Noun):
    """A table: its heads, and rows of as many cells."""

    heads: Cells
    rows: tuple[Cells, ...]


class Part(Noun):
    """A piece of a sheet: what is known, what a person still has to fill in, and a table."""

    title: str = ""
    text: str = ""
    open: str = ""
    grid: Grid | None = None


class Sheet(Noun):
    """One document of the pack; `name` is its file without an ending."""

    name: str
    title: str
    intro: str
    parts: tuple[Part, ...]


class State(StrEnum):
    """Who sees to a demand: the software, people, or both."""

    SYSTEM = "system"
    BOTH = "both"
    ORGANISATION = "organisation"


class Kind(StrEnum):
    """What kind of proof is pointed at."""

    SETTING = "setting"
    METRIC = "metric"
    TEST = "test"
    COMMAND = "command"
    TEXT = "text"
    FILE = "file"


class Proof(Noun):
    """Where one can see that a demand is met, such as the setting `records.content_days`."""

    kind: Kind
    name: Annotated[str, Field(min_length=1)]


class Line(Noun):
    """One demand of a norm."""

    id: str
    title: str
    state: State
    how: str
    proof: Annotated[tuple[Proof, ...], Field(min_length=1)]


class Norm(Noun):
    """A law, a guide or a list that asks something of an assistant."""

    name: str
    title: str
    source: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """All that the pack is made of; `words` is `configs/report/accounting.yaml`."""

    settings: Settings
    theme: Theme
    sources: tuple[Source, ...]
    words: Mapping[str, Any]
    scores: Scores | None = None
