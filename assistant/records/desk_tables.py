"""The tables of the desk: for whom a request waits, notes, who is there, answers held back."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.records.tables import ID, STAFF, Table, part_of


class MarkRow(Table):
    __tablename__ = "handoff_marks"
    handoff: Mapped[str] = part_of("handoffs.id", primary=True)
    topic: Mapped[str]
    meant_for: Mapped[str]


class NoteRow(Table):
    __tablename__ = "handoff_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    handoff: Mapped[str] = part_of("handoffs.id", index=True)
    author: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class PresenceRow(Table):
    __tablename__ = "desk_presence"
    __table_args__ = ({"info": STAFF},)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    away: Mapped[bool]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class WatchedRow(Table):
    """When the page of a conversation that a person has was open last."""

    __tablename__ = "watched_conversations"
    conversation: Mapped[str] = part_of("conversations.id", primary=True)
    open: Mapped[bool]
    at: Mapped[datetime]


class ApprovalRow(Table):
    __tablename__ = "approvals"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation: Mapped[str] = part_of("conversations.id", index=True)
    question: Mapped[str]
    answer: Mapped[dict[str, Any]]
    found: Mapped[list[dict[str, Any]]]
    behind: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), index=True)
    staff: Mapped[str]
    reason: Mapped[str]
    final: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)
    due: Mapped[datetime]
    decided_at: Mapped[datetime | None]
