"""The nouns of the models: their cards, and what turns text into numbers."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import Field, model_validator

from configs.domain import Noun


class ModelError(Exception):
    """A model cannot be loaded or used.

    * ModelError
      - ModelMissing: its package or its folder is not there
      - ModelUnfit: it does not fit the memory
      - ModelRefused: its folder or its server is not what it must be
    """


class ModelMissing(ModelError):
    """The package or the folder of a model is not there; the message says how to get it."""


class ModelUnfit(ModelError):
    """A model does not fit the memory; the message says what would."""


class ModelRefused(ModelError):
    """A model's folder, or the server that serves it, is not what it must be."""


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


class Purpose(StrEnum):
    """What a model is for: it writes, it finds, it orders what was found, or it judges."""

    CHAT = "chat"
    EMBEDDER = "embedder"
    RERANKER = "reranker"
    ENTAILMENT = "entailment"


class Use(StrEnum):
    """Whether a municipality may use a model for its public task."""

    YES = "yes"
    CONDITIONS = "conditions"
    NO = "no"


class Licence(Noun):
    """The licence of the weights; `use` is None while nobody has read it."""

    name: str
    use: Use | None = None
    note: str = ""


class Attention(Noun):
    """The shape of a model's attention, from its configuration."""

    layers: int = Field(ge=1)
    key_value_heads: int = Field(ge=1)
    head_size: int = Field(ge=1)

    @property
    def cache_bytes(self) -> int:
        """Bytes of key-value cache for one token, in 16 bits: a key and a value in each layer."""
        return self.layers * 2 * self.key_value_heads * self.head_size * 2


class Template(Noun):
    """How a conversation becomes a prompt.

    `file` stands in `configs/templates`; None: the model's folder holds its own. `markers` are
    the strings that a prompt of this template holds; `system`: whether it has a system role.
    """

    file: str | None = None
    markers: tuple[str, ...] = ()
    system: bool | None = None


class Sampling(Noun):
    temperature: float = Field(ge=0, le=2)
    top_p: float = Field(1.0, gt=0, le=1)


class Measured(Noun):
    """What others measured in Dutch; `source` says who, where and when."""

    source: str
    values: dict[str, float]


class ModelCard(Noun):
    """All that is known of one model. None means unknown, and is shown as unknown."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    id: str
    purpose: Purpose
    revision: str | None = Field(None, pattern=r"^[0-9a-f]{40}$")
    licence: Licence
    languages: tuple[str, ...] = ()
    window: int | None = Field(None, ge=1, description="Longest text (tokens)")
    weights_gb: float | None = Field(None, gt=0, description="Size of the weights (10^9 bytes)")
    least_gib: float | None = Field(None, gt=0, description="Memory that the maker names (GiB)")
    attention: Attention | None = None
    size: int | None = Field(None, ge=1, description="Numbers in a vector of an embedder")
    format: Literal["hf", "mistral"] = "hf"
    template: Template = Template()
    sampling: Sampling | None = None
    options: tuple[str, ...] = Field((), description="Further options of `vllm serve`")
    watermark: Literal["gumbel", "dual_key_gumbel"] | None = None
    remote_code: bool = Field(False, description="As published it runs code: prepare it first")
    query_prefix: str = ""
    passage_prefix: str = ""
    threshold: float | None = Field(None, ge=0, le=1, description="From here on it entails")
    scores: tuple[Measured, ...] = ()
    weaknesses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dutch(self) -> bool:
        """Whether its maker lists Dutch."""
        return "nl" in self.languages


class Gpu(Noun):
    """A graphics card of this machine, and its memory (GiB)."""

    name: str
    memory: float = Field(gt=0)


class Finding(Noun):
    """One thing that was looked at; `good` is None when there was nothing to look at."""

    what: str
    good: bool | None
    detail: str
