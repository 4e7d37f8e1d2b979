"""Deletion of what is past its days, a little at a time, so that nobody waits for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter, sleep

from sqlalchemy import ColumnElement, CursorResult, delete, inspect, select, tuple_

from assistant.records.account_tables import AccountRow, SessionRow
from assistant.records.accounting_tables import ComplaintRow
from assistant.records.database import Database
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

LEAST, MOST = 20, 5000
"""Rows that are deleted in one transaction."""
AIM = 0.02
"""How long such a transaction should take at most (s); the next one is made to fit."""
Old = Mapping[type[Table], ColumnElement[bool]]


def past(days: RecordsSettings, now: datetime) -> Old:
    """What is older than the days of its kind, per table; periods are exact, by UTC.

    What hangs on a row goes with it, and so comes before it here: that keeps each piece small.
    """
    now = now.astimezone(UTC)  # in a zone whose clock changes, days are not all 24 hours
    content = now - timedelta(days=days.content_days)
    contact = now - timedelta(days=days.contact_days)
    figures = (now - timedelta(days=days.statistics_days)).date()
    old_answers = select(AnswerRow.id).where(AnswerRow.at < content)
    return {
        ReportRow: (ReportRow.at < content) | ReportRow.answer.in_(old_answers),
        MessageRow: MessageRow.at < content,
        AnswerRow: AnswerRow.at < content,
        PrivateRow: PrivateRow.at < max(contact, content),
        NoteRow: NoteRow.at < max(contact, content),
        HandoffRow: HandoffRow.asked_at < content,
        ApprovalRow: ApprovalRow.at < content,
        PresenceRow: PresenceRow.seen_at < content,
        ConversationRow: ConversationRow.last_at < content,
        StatisticRow: StatisticRow.day < figures,
        ComplaintRow: ComplaintRow.day < figures,
        WorkedRow: WorkedRow.day < figures,
        SessionRow: SessionRow.ends_at < now,
        AccountRow: AccountRow.last_at < now - timedelta(days=days.audit_days),
        ActRow: ActRow.at < now - timedelta(days=days.audit_days),
    }


@dataclass
class Sweeper:
    """Deletes in pieces, each a transaction; between two pieces others get as long as one took."""

    database: Database
    pause: Callable[[float], None] = sleep
    rows: int = 200

    def delete(self, old: Old) -> dict[str, int]:
        """How many rows went from each table."""
        return {table.__tablename__: sum(self._pieces(table, old[table])) for table in old}

    def _pieces(self, table: type[Table], which: ColumnElement[bool]) -> Iterator[int]:
        while True:
            asked, began = self.rows, perf_counter()
            gone = self._piece(table, which, asked)
            yield gone
            if gone < asked:
                return
            took = perf_counter() - began
            factor = 0.5 if took > AIM else 2 if took < AIM / 2 else 1
            self.rows = min(MOST, max(LEAST, int(asked * factor)))
            self.pause(took)

    def _piece(self, table: type[Table], which: ColumnElement[bool], most: int) -> int:
        keys = inspect(table).primary_key
        key = keys[0] if len(keys) == 1 else tuple_(*keys)
        chosen = select(*keys).where(which).limit(most)
        with self.database.inserting() as connection:
            result = connection.execute(delete(table).where(key.in_(chosen)))
            return result.rowcount if isinstance(result, CursorResult) else 0
