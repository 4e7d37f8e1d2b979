"""The settings of accounting for answers."""

from pydantic import Field, SecretStr

from configs.domain import Noun


class AuditSettings(Noun):
    password: SecretStr | None = Field(None, description="Opens /verantwoording; environment only")
    discrimination_to: tuple[str, ...] = Field(
        (), description="Who is mailed that discrimination was reported (over `handoff.mail`)"
    )
