"""What is planted: a sentence that was changed, the sentences it cites, and what was done to it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from configs.files import ROOT, read_yaml
from ingest.domain import Passage


@dataclass(frozen=True)
class Origin:
    """One sentence where it stands: `passage.sentences[number]`."""

    passage: Passage
    number: int

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.sentence(self.number)


@dataclass(frozen=True)
class Planted:
    """A changed sentence; a faithful one says what its origin says, in other words or fewer."""

    kind: str
    faithful: bool
    passage: Passage
    cited: tuple[int, ...]
    text: str

    @property
    def original(self) -> str:
        """The words of the sentences it cites."""
        return " ".join(self.passage.sentence(number) for number in self.cited)


Change = Callable[[str, random.Random], str | None]
"""Changes the words of a sentence, or None where there is nothing of that kind to change."""


@cache
def word_lists() -> dict[str, Any]:
    """The words of `configs/rules/planted.yaml`."""
    return read_yaml(ROOT / "rules" / "planted.yaml")


def any_of(words: list[str]) -> str:
    """A pattern that matches each of these words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
