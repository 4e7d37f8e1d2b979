"""The nouns of models that write and of what turns text into numbers; cards stand in `cards.py`."""

from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Literal, Protocol

from pydantic import Field, model_validator

from configs.domain import Noun


class ModelError(Exception):
    """A model cannot be loaded or used.

    * ModelError
      - ModelMissing: its package or its folder is not there
      - ModelUnfit: it does not fit the memory
      - ModelRefused: its folder or its server is not what it must be
      - ModelSlow: it did not end in the time allowed
      - ChatError: the served model gave no whole answer
        · ChatDown: nobody answers at its address, or the server failed
        · ChatSlow: no word in the time allowed
        · ChatBusy: it is full (429, 503)
        · ChatDenied: the key is wrong (401, 403)
        · ChatOverflow: the prompt does not fit the window
        · ChatCut: the stream broke off before its end
        · ChatRefused: it does not take this request, or knows no such model
    """


class ModelMissing(ModelError):
    """The package or the folder of a model is not there; the message says how to get it."""


class ModelUnfit(ModelError):
    """A model does not fit the memory; the message says what would."""


class ModelRefused(ModelError):
    """A model's folder, or the server that serves it, is not what it must be."""


class ModelSlow(ModelError):
    """A model in this process did not end its work in the time allowed."""


class ChatError(ModelError):
    """The served model gave no whole answer."""


class ChatDown(ChatError):
    """Nobody answers at its address, or the server failed."""


class ChatSlow(ChatError):
    """No word in the time allowed."""


class ChatBusy(ChatError):
    """It is full for now."""


class ChatDenied(ChatError):
    """The key is wrong."""


class ChatOverflow(ChatError):
    """The prompt does not fit the window."""


class ChatCut(ChatError):
    """The stream broke off before its end."""


class ChatRefused(ChatError):
    """It does not take this request, or knows no such model."""


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
    """Text to dense vectors of `size` numbers, normalised to length one.

    `floor` is the cosine of texts that have nothing to do with each other.
    """

    size: int
    fingerprint: str
    floor: float

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


class Reranker(Protocol):
    """A question and texts to how well each of them answers it."""

    def scores(self, question: str, texts: Sequence[str], patience: float) -> list[float]:
        """One number from 0 to 1 for each text; `ModelSlow` after `patience` seconds."""
        ...


class Message(Noun):
    """One message to a model; what comes from a page must have been neutralised before."""

    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(Noun):
    """What a served model is asked; it may write only what `grammar` or `choices` allows.

    `grammar` is EBNF as xgrammar reads it; empty leaves the model free.
    """

    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    most_tokens: Annotated[int, Field(ge=1)]
    grammar: str = ""
    choices: tuple[str, ...] = ()
    temperature: float = 0.0


class Usage(Noun):
    """Tokens of one completion; `cached` of the prompt's were known from an earlier one."""

    prompt: int
    cached: int
    written: int


class Chunk(Noun):
    """A piece of a completion. The last one says how it ended: `length` is cut at `most_tokens`."""

    text: str = ""
    finish: Literal["", "stop", "length"] = ""
    usage: Usage | None = None


class Served(Noun):
    """A model as its server presents it: its name, and its window in tokens."""

    model: str
    window: int


class Chat(Protocol):
    """A served model that writes. Every method may raise a `ChatError`."""

    @property
    def model(self) -> str:
        """Its name at the server."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[Chunk, None]:
        """The pieces as they come; closing the generator ends the work at the server as well."""
        ...

    async def served(self) -> Served:
        """The model at the server."""
        ...

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special ones, by the served model's own tokenizer."""
        ...
