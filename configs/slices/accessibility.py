"""What the organisation states about the accessibility of its assistant."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from configs.domain import Noun


class AccessibilitySettings(Noun):
    status: Literal["", "A", "B", "C", "D"] = Field(
        "", description="Status of the accessibility statement; empty: there is none yet (E)"
    )
    updated: date | None = Field(None, description="Day on which the statement was last checked")
    tested: str = Field("", description="What was tested, how and by whom, for the statement")
    report_url: str = Field("", description="Address of the report of that test")
    register_url: str = Field("", description="Address of the statement in the national register")
    issues: tuple[str, ...] = Field(
        (), description="What does not comply: for whom, why, what is done about it and when"
    )
    signed_by: str = Field("", description="Who approved the statement, with their function")
    contact: str = Field("", description="E-mail address for barriers; empty: that of the theme")

    @model_validator(mode="after")
    def _founded(self) -> Self:
        """A status without what the law asks for it would be a false statement."""
        if self.status and not self.updated:
            raise ValueError("a status needs accessibility.updated")
        if self.status in {"A", "B"} and not (self.report_url and self.tested):
            raise ValueError("status A or B needs accessibility.report_url and .tested")
        if self.status == "B" and not self.issues:
            raise ValueError("status B needs accessibility.issues: what does not comply")
        return self
