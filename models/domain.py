"""The nouns of what turns text into numbers."""

from collections.abc import Sequence
from typing import Protocol

from pydantic import model_validator

from configs.domain import Noun


class ModelError(Exception):
    """A model cannot be loaded or used.

    * ModelError
      - ModelMissing: its package or its folder is not there
    """


class ModelMissing(ModelError):
    """The package or the folder of a model is not there; the message says how to get it."""


class SparseVector(Noun):
    """Weights of terms: `indices` (unsigned 32-bit term ids, ascending) and their `values`."""

    indices: tuple[int, ...]
    values: tuple[float, ...]

    @model_validator(mode="after")
    def _same_length(self) -> "SparseVector":
        if len(self.indices) != len(self.values):
            raise ValueError("A sparse vector needs one value for each index.")
        return self


class Embedder(Protocol):
    """Text to dense vectors of `size` numbers, normalised to length one."""

    size: int
    fingerprint: str

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text of a passage."""
        ...

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class Entailment(Protocol):
    """Pairs of a text and a sentence to how surely the text says what the sentence says."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One number from 0 to 1 for each pair."""
        ...
