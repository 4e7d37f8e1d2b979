"""The settings of live quality: how many real answers are scored after the fact."""

from pydantic import Field

from configs.domain import Noun


class LiveSettings(Noun):
    share: float = Field(0.2, ge=0, le=1, description="Share of the real answers that is scored")
    most_per_hour: int = Field(60, ge=1, le=10_000, description="Most answers of an hour scored")
    release: str = Field(
        "", description="Folder of the release's scored run, to hold real answers against"
    )
