"""Every setting, typed and described once: default.yaml ← profile ← environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from configs.domain import ConfigurationError
from configs.files import ROOT, read_yaml
from configs.slices.accessibility import AccessibilitySettings
from configs.slices.accounts import AccountsSettings
from configs.slices.answering import AnsweringSettings
from configs.slices.audit import AuditSettings
from configs.slices.editing import EditingSettings
from configs.slices.handoff import HandoffSettings
from configs.slices.ingest import IngestSettings
from configs.slices.library import LibrarySettings
from configs.slices.live import LiveSettings
from configs.slices.models import ChatSettings, ModelsSettings
from configs.slices.records import RecordsSettings
from configs.slices.server import DeskSettings, ServerSettings
from configs.slices.textwork import TextworkSettings

PREFIX = "VRAAGBAAK_"
NO_PROFILE = {"models"}
"""Files of `configs/` that hold something else than settings."""


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
    editing: EditingSettings = EditingSettings()
    server: ServerSettings = ServerSettings()
    desk: DeskSettings = DeskSettings()
    accounts: AccountsSettings = AccountsSettings()
    handoff: HandoffSettings = HandoffSettings()
    records: RecordsSettings = RecordsSettings()
    accessibility: AccessibilitySettings = AccessibilitySettings()
    audit: AuditSettings = AuditSettings()
    live: LiveSettings = LiveSettings()

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
