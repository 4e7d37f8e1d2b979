"""The settings of the models: how they are served, and how they are spoken to."""

from pydantic import Field, SecretStr

from configs.domain import Noun


class ModelsSettings(Noun):
    card: str = Field("", description="Model that `python -m models serve` starts, by its card")
    folder: str = Field(
        "", description="Folder with a folder per model; empty: `models` below the data folder"
    )
    catalogue: str = Field("", description="Your own model cards (YAML), over the shipped ones")
    memory: float = Field(
        0, ge=0, le=10_000, description="Memory of each graphics card (GiB); 0: ask the card"
    )
    vllm: str = Field("vllm", min_length=1, description="The program `vllm`, or its path")
    watermark_key: SecretStr | None = Field(
        None, description="Number that keys vLLM's watermark (environment)"
    )


class ChatSettings(Noun):
    url: str = Field("", description="OpenAI-compatible address of the model server, up to `/v1`")
    model: str = Field("", description="Name of the model as it is served there")
    key: SecretStr | None = Field(None, description="Key of that server; environment only")
    tokenizer: str = Field(
        "", description="Folder of the model, to count tokens here; empty: the server counts"
    )
    window: int = Field(
        0, ge=0, description="Tokens that prompt and answer may take; 0: what the server says"
    )
    answer_tokens: int = Field(600, ge=50, le=8000, description="Longest answer (tokens)")
    passage_tokens: int = Field(
        5000, ge=200, le=200_000, description="Most tokens of passages in one prompt"
    )
    temperature: float = Field(0.2, ge=0, le=2, description="Chance in the choice of words")
    wait: float = Field(
        8.0, gt=0, le=600, description="Longest wait for the next line of an answer (s)"
    )
    whole: float = Field(60.0, gt=0, le=3600, description="Longest wait for a whole answer (s)")
    step: float = Field(
        3.0, gt=0, le=60, description="Longest wait for the model in a step before writing (s)"
    )
    least_routing: float = Field(
        0.75,
        ge=0,
        le=1,
        description="Share of known messages that it must route rightly to route at all; 0: any",
    )
