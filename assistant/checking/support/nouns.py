"""What a sentence is to the support check: words in clauses, and those that decide what it says."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a word is in its sentence."""

    CONTENT = "content"
    VALUE = "value"
    DECIDING = "deciding"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is what its forms share; of a value it is its kind and value."""

    text: str
    folded: str
    key: str
    part: Part
    clause: int
    sentence: int
    hyphened: bool = False
    """Whether a hyphen joins it to the word before."""
    timely: bool = False
    """Whether it is a date, a period or a time."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A word of class `says` at place `start` to `end` of the words."""

    says: str
    start: int
    end: int
    optional: bool = False
    """Whether it need not be said: the question before the sentence that answers it."""


@dataclass(frozen=True)
class Reading:
    """The words of a text in order, and those that decide what it says."""

    words: tuple[Word, ...]
    operators: tuple[Operator, ...]
    leading: frozenset[int] = frozenset()
    """Clauses that end in a colon: what they say holds for what follows."""
