"""Deletion: what is past its days, and what someone asks to be erased."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, func, select
from sqlalchemy.orm import Session

from assistant.records.account_tables import AccountRow, SessionRow
from assistant.records.desk_tables import ApprovalRow, NoteRow, PresenceRow
from assistant.records.tables import (
    ActRow,
    AnswerRow,
    ConversationRow,
    HandoffRow,
    MessageRow,
    PrivateRow,
    ReportRow,
    StatisticRow,
    Table,
    WorkedRow,
)
from configs.slices.records import RecordsSettings


def delete_old(session: Session, days: RecordsSettings, now: datetime) -> dict[str, int]:
    """Delete every row older than the days of its kind; the number deleted per table."""
    content = now - timedelta(days=days.content_days)
    contact = now - timedelta(days=days.contact_days)
    figures = (now - timedelta(days=days.statistics_days)).astimezone(UTC).date()
    old_answers = select(AnswerRow.id).where(AnswerRow.at < content)
    old: tuple[tuple[type[Table], ColumnElement[bool]], ...] = (
        (ReportRow, (ReportRow.at < content) | ReportRow.answer.in_(old_answers)),
        (MessageRow, MessageRow.at < content),
        (AnswerRow, AnswerRow.at < content),
        (PrivateRow, PrivateRow.at < max(contact, content)),
        (NoteRow, NoteRow.at < max(contact, content)),
        (HandoffRow, HandoffRow.asked_at < content),
        (ApprovalRow, ApprovalRow.at < content),
        (PresenceRow, PresenceRow.seen_at < content),
        (ConversationRow, ConversationRow.last_at < content),
        (StatisticRow, StatisticRow.day < figures),
        (WorkedRow, WorkedRow.day < figures),
        (SessionRow, SessionRow.ends_at < now),
        (AccountRow, AccountRow.last_at < now - timedelta(days=days.audit_days)),
        (ActRow, ActRow.at < now - timedelta(days=days.audit_days)),
    )
    return {table.__tablename__: _delete(session, table, which) for table, which in old}


def delete_conversation(session: Session, conversation: str) -> int:
    """Delete a conversation with all that hangs on it; the number of its messages."""
    of_it = MessageRow.conversation == conversation
    messages = session.scalar(select(func.count()).select_from(MessageRow).where(of_it))
    _delete(session, ConversationRow, ConversationRow.id == conversation)
    return messages or 0


def _delete(session: Session, table: type[Table], which: ColumnElement[bool]) -> int:
    result = session.execute(
        delete(table).where(which), execution_options={"synchronize_session": False}
    )
    return result.rowcount if isinstance(result, CursorResult) else 0
