"""The settings of what is kept."""

from pydantic import Field

from configs.domain import Noun


class RecordsSettings(Noun):
    url: str = Field(
        "", description="Address of a PostgreSQL database; empty: SQLite below the data folder"
    )
    content_days: int = Field(90, ge=1, le=3650, description="Days that texts are kept")
    statistics_days: int = Field(730, ge=1, le=3650, description="Days that figures are kept")
    contact_days: int = Field(30, ge=1, le=3650, description="Days that contact details are kept")
    audit_days: int = Field(1825, ge=1, le=3650, description="Days that the audit log is kept")
    least_conversations: int = Field(
        3, ge=2, le=100, description="Conversations that must share a word before editors see it"
    )
