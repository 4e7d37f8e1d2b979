"""The tables. Content and statistics stand apart, so that each can have its own retention."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

VERSION = 2
"""Not to be raised: a change of the tables is a step in `revisions`. It stands here for programs
from before the steps, which worked with version 1 and refuse any other."""

ID = String(64)
ACTIVE = text("state IN ('queued', 'taken')")
NOBODY, STAFF = {"about": "nobody"}, {"about": "staff"}
"""The `info` of a table that is not part of a conversation: whom its rows are about.

Any other table is exported and erased with a conversation, by its reference to one (`part_of`).
"""


class Utc(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone, because SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Utc,
        str: Text,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        dict[str, float]: JSON,
    }


def part_of(column: str, *, primary: bool = False, index: bool = False) -> Mapped[str]:
    """A reference that disappears together with what it refers to."""
    owner = ForeignKey(column, ondelete="CASCADE")
    return mapped_column(ID, owner, primary_key=primary, index=index)


class SchemaRow(Table):
    __tablename__ = "schema_version"
    __table_args__ = ({"info": NOBODY},)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class ConversationRow(Table):
    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    begun_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


class AnswerRow(Table):
    __tablename__ = "answers"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation: Mapped[str] = part_of("conversations.id", index=True)
    question: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(32))
    edition: Mapped[int | None]
    content: Mapped[dict[str, Any]]
    found: Mapped[list[dict[str, Any]]]
    at: Mapped[datetime] = mapped_column(index=True)
    report: Mapped["ReportRow | None"] = relationship(lazy="joined", viewonly=True)


class MessageRow(Table):
    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_of_conversation", "conversation", "id"),
        {"sqlite_autoincrement": True},  # a number is never used twice, also after an erasure
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = part_of("conversations.id")
    role: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    author: Mapped[str]
    answer_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("answers.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[AnswerRow | None] = relationship(lazy="joined", viewonly=True)


class ReportRow(Table):
    __tablename__ = "reports"
    answer: Mapped[str] = part_of("answers.id", primary=True)
    complaint: Mapped[str] = mapped_column(String(32))
    remark: Mapped[str]
    at: Mapped[datetime]


class HandoffRow(Table):
    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "one_active_handoff",
            "conversation",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
    )
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation: Mapped[str] = part_of("conversations.id", index=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    staff: Mapped[str]
    result: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    private: Mapped["PrivateRow | None"] = relationship(lazy="joined", viewonly=True)


class PrivateRow(Table):
    """What only the desk may read, and not for long: how to reach someone, and what they wrote."""

    __tablename__ = "contacts"
    handoff: Mapped[str] = part_of("handoffs.id", primary=True)
    contact: Mapped[dict[str, Any]]
    note: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class DeliveryRow(Table):
    """A request on its way to another system; it goes together with the request."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("handoff", "desk"),
        Index("deliveries_due", "stage", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    handoff: Mapped[str] = part_of("handoffs.id")
    desk: Mapped[str] = mapped_column(String(32))
    stage: Mapped[str] = mapped_column(String(16))
    begun: Mapped[str] = mapped_column(String(32))
    known: Mapped[dict[str, Any]]
    tries: Mapped[int]
    error: Mapped[str]
    due: Mapped[datetime]
    at: Mapped[datetime]


class ActRow(Table):
    """A line of the audit log."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True, "info": STAFF},)
    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str]
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)


class ReferenceRow(Table):
    """The last reference given out in a year; it outlives the hand-offs, so none returns."""

    __tablename__ = "handoff_references"
    __table_args__ = ({"info": NOBODY},)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int]


class WorkedRow(Table):
    __tablename__ = "text_work"
    __table_args__ = ({"info": NOBODY},)
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    task: Mapped[str] = mapped_column(String(16))
    ended: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    model: Mapped[str] = mapped_column(String(200))
    given: Mapped[int]
    made: Mapped[int]
    marked: Mapped[int]
    parts: Mapped[int]
    seconds: Mapped[float]


class StatisticRow(Table):
    __tablename__ = "statistics"
    __table_args__ = ({"info": NOBODY},)
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(32))
    completeness: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    edition: Mapped[int | None]
    model: Mapped[str | None] = mapped_column(String(200))
    claims: Mapped[int]
    citations: Mapped[int]
    hits: Mapped[int]
    dropped: Mapped[int]
    offered: Mapped[bool]
    seconds: Mapped[dict[str, float]]
