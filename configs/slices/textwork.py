"""The settings of text work for employees."""

from pydantic import Field, SecretStr

from configs.domain import Noun


class TextworkSettings(Noun):
    enabled: bool = Field(
        False, description="Text work for employees at /tekst; never for residents"
    )
    password: SecretStr | None = Field(None, description="Opens /tekst; environment only")
    length: int = Field(
        60_000, ge=1_000, le=1_000_000, description="Longest text that is worked on (characters)"
    )
    file_bytes: int = Field(
        20_000_000, ge=1_000_000, le=200_000_000, description="Largest document to upload (bytes)"
    )
    part_tokens: int = Field(
        1200, ge=200, le=8000, description="Longest part that is rewritten at once (tokens)"
    )
    whole: float = Field(180.0, gt=0, le=3600, description="Longest wait for a part (s)")
