"""The tables of accounts: who logged in, their sessions, and conversations for employees only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.records.tables import ID, STAFF, Table, part_of

SUBJECT = String(255)


class AccountRow(Table):
    """Someone who has logged in; `told` is the name that the provider gives, `name` ours."""

    __tablename__ = "accounts"
    __table_args__ = ({"info": STAFF},)
    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    told: Mapped[str] = mapped_column(String(80))
    roles: Mapped[list[Any]] = mapped_column(JSON)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


class SessionRow(Table):
    """A session; `digest` is of the key that only the browser has, which opens `sealed` too."""

    __tablename__ = "sessions"
    __table_args__ = ({"info": STAFF},)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    digest: Mapped[str] = mapped_column(ID, unique=True)
    subject: Mapped[str] = mapped_column(
        SUBJECT, ForeignKey("accounts.subject", ondelete="CASCADE"), index=True
    )
    roles: Mapped[list[Any]] = mapped_column(JSON)
    sid: Mapped[str] = mapped_column(SUBJECT, index=True)
    sealed: Mapped[str]
    begun_at: Mapped[datetime]
    checked_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class InternalRow(Table):
    """A conversation in which passages for employees stand."""

    __tablename__ = "internal_conversations"
    conversation: Mapped[str] = part_of("conversations.id", primary=True)
