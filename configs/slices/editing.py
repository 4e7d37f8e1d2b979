"""The settings of the editors' page."""

from pydantic import Field, SecretStr

from configs.domain import Noun


class EditingSettings(Noun):
    password: SecretStr | None = Field(None, description="Opens /redactie; environment only")
    refresh: float = Field(
        1.0, ge=0, le=60, description="Longest time until an editor's change counts everywhere (s)"
    )
