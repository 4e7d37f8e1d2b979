"""Every setting, typed and described once: default.yaml ← profile ← environment."""

from __future__ import annotations

import os
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from configs.domain import ConfigurationError, Noun
from configs.files import ROOT, read_yaml
from configs.textwork import TextworkSettings

PREFIX = "VRAAGBAAK_"
NO_PROFILE = {"models"}
"""Files of `configs/` that hold something else than settings."""
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=10)]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class IngestSettings(Noun):
    sources: Path = Field(Path("sources"), description="Folder or file with the approved sources")
    contact: str = Field("", description="Web page or e-mail named in the crawler's user agent")
    allow_private_hosts: bool = Field(
        False, description="Development only: crawl plain http and private or loopback addresses"
    )
    delay: float = Field(1.0, ge=0, le=60, description="Pause between two requests to a host (s)")
    timeout: float = Field(20.0, gt=0, le=120, description="Longest wait for one response (s)")
    max_bytes: int = Field(20_000_000, ge=1_000, description="Largest decoded body (bytes)")
    max_pages: int = Field(20_000, ge=1, description="Most addresses visited per source")
    max_vanished: Share = Field(
        0.3, description="Largest share of pages that may vanish or change without `--yes`"
    )
    passage_words: int = Field(200, ge=40, le=800, description="Longest passage (words)")


class LibraryWeights(Noun):
    words: Weight = Field(1.0, description="Weight of the words vector")
    grams: Weight = Field(1.5, description="Weight of the character 5-grams vector")
    dense: Weight = Field(0.0, description="Weight of the dense vector, where an embedder is set")


class LibrarySettings(Noun):
    engine: Literal["embedded", "server"] = Field(
        "embedded", description="Qdrant Edge in this process, or a Qdrant server"
    )
    url: str = Field("", description="Address of the Qdrant server, for `engine: server`")
    api_key: SecretStr | None = Field(None, description="Key of the Qdrant server (environment)")
    collection: str = Field("vraagbaak", pattern=r"^[a-z0-9_-]{1,40}$", description="Its name")
    keep_editions: int = Field(10, ge=1, le=1000, description="Editions kept for rollback")
    embedder: str = Field("", description="Folder of a sentence-transformers model; empty: none")
    query_prefix: str = Field("", description="Put before a question by that model (E5: 'query: ')")
    passage_prefix: str = Field("", description="Put before a passage by that model")
    weights: LibraryWeights = LibraryWeights()


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


class AnsweringSettings(Noun):
    writer: Literal["quote", "generate"] = Field(
        "quote", description="Quote the sources, or let the model of `chat` write"
    )
    passages: int = Field(12, ge=1, le=50, description="Passages read for one answer")
    per_page: int = Field(4, ge=1, le=20, description="Most passages of one page")
    least_relevance: Share = Field(0.12, description="Passages below this are not read")
    sentences: int = Field(6, ge=1, le=20, description="Most sentences quoted in one answer")
    question_length: int = Field(
        1000, ge=50, le=10_000, description="Longest question (characters)"
    )
    allowed_links: tuple[str, ...] = Field(
        (), description="Links, phones and e-mails that an answer may name without a source"
    )
    forbidden_words: tuple[str, ...] = Field(
        (), description="Words that an answer may only use where its source does"
    )
    entailment: str = Field("", description="Folder of a cross-encoder that checks; empty: none")
    least_entailment: Share = Field(
        0.5, description="What that model gives a sentence at least that is shown"
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


class ServerSettings(Noun):
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(7860, ge=0, le=65535, description="Port the server listens on")
    slots: int = Field(200, ge=1, le=5000, description="Chats answered at the same time")
    queue: int = Field(2000, ge=1, description="Chats that may wait before 'busy' is said")
    public_url: str = Field("", description="Address of the assistant as its users see it")
    requests_per_minute: int = Field(
        600, ge=0, description="Most questions from one address in a minute; 0: no limit"
    )


class DeskSettings(Noun):
    password: SecretStr | None = Field(None, description="Opens /balie; environment only")
    time_zone: str = Field("Europe/Amsterdam", description="Time zone of the opening hours")
    country: str = Field(
        "NL", description="Public holidays of this country are closed; empty: none"
    )
    closed_on: tuple[date, ...] = Field((), description="Further days on which the desk is closed")
    hours: dict[Day, tuple[tuple[time, time], ...]] = Field(
        default_factory=dict, description="Opening hours per weekday; a day left out is closed"
    )


class RecordsSettings(Noun):
    url: str = Field("", description="SQLAlchemy address; empty: SQLite below the data folder")
    content_days: int = Field(90, ge=1, le=3650, description="Days that texts are kept")
    statistics_days: int = Field(730, ge=1, le=3650, description="Days that figures are kept")
    contact_days: int = Field(30, ge=1, le=3650, description="Days that contact details are kept")


class Settings(BaseSettings):
    """All settings of one process; frozen once loaded."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    profile: str = Field("default", description="The profile that was loaded")
    data: Path = Field(Path(".data"), description="Folder for everything that is kept")
    theme: str = Field("neutral", description="Name of a theme in configs/themes, or its path")
    language: Literal["nl", "en"] = Field("nl", description="Language of the interface at first")
    ingest: IngestSettings = IngestSettings()
    library: LibrarySettings = LibrarySettings()
    models: ModelsSettings = ModelsSettings()
    answering: AnsweringSettings = AnsweringSettings()
    chat: ChatSettings = ChatSettings()
    textwork: TextworkSettings = TextworkSettings()
    server: ServerSettings = ServerSettings()
    desk: DeskSettings = DeskSettings()
    records: RecordsSettings = RecordsSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` merged counts; it reads the environment itself."""
        return (init_settings,)


def load_settings(profile: str = "default", **changes: object) -> Settings:
    """Read default.yaml, the profile over it, then the environment; `changes` win over all.

    Raises `ConfigurationError` naming the setting that is wrong.
    """
    merged = read_yaml(ROOT / "default.yaml")
    if profile != "default":
        merged = _merge(merged, read_yaml(_profile_file(profile)))
    _refuse_unknown_variables()
    merged = _merge(merged, EnvSettingsSource(Settings)())
    try:
        return Settings(**_merge(merged, {**changes, "profile": profile}))
    except ValidationError as error:
        raise ConfigurationError(_explain(error)) from error


def _profile_file(profile: str) -> Path:
    file = ROOT / f"{profile}.yaml"
    if profile not in profiles():
        known = ", ".join(profiles())
        raise ConfigurationError(f"There is no profile {profile!r}. Profiles: {known}.")
    return file


def profiles() -> list[str]:
    """The names that `--profile` takes."""
    return sorted({file.stem for file in ROOT.glob("*.yaml")} - NO_PROFILE)


def resolve(path: Path) -> Path:
    """A path of a setting: as it stands from here, or else inside `configs/`."""
    return path if path.is_absolute() or path.exists() else ROOT / path


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _refuse_unknown_variables() -> None:
    known = set(Settings.model_fields)
    for name in os.environ:
        section = name.removeprefix(PREFIX).split("__")[0].lower()
        if name.startswith(PREFIX) and section not in known:
            raise ConfigurationError(f"{name}: there is no setting {section!r}.")


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        place = "__".join(str(part) for part in problem["loc"])
        lines.append(f"{PREFIX}{place.upper()}: {problem['msg']}.")
    return " ".join(lines)
