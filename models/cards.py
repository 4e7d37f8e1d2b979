"""The nouns of the catalogue: a model's card, and the machine that it must fit."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from configs.domain import Noun


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
