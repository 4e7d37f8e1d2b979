"""Answers that a person looks at first: each change is one transaction with what it tells."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.domain import Answer, NotFound, Role
from assistant.records import journal
from assistant.records.accounting_domain import Behind
from assistant.records.auditing import note
from assistant.records.database import Database
from assistant.records.desk_domain import Approval, Review
from assistant.records.desk_tables import ApprovalRow
from assistant.records.domain import Act, Found, Line
from assistant.records.internal import mark
from assistant.records.rows import GONE, storable
from ingest.domain import Hit

Deciding = Callable[[Approval], tuple[Approval, list[Line], Answer | None]]
"""What becomes of one: the lines to be told, and an answer that stands in the first of them."""


class ApprovalRecords:
    """The rules stand with the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, approval: Approval, told: Answer, hits: Sequence[Hit]) -> None:
        """Keep the question, that a person looks first (`told`), and apart from it the answer."""
        asked = Line(role=Role.USER, text=approval.question)
        with self._database.inserting() as connection:
            where = approval.conversation
            journal.reach(connection, where, approval.at)
            journal.add_line(connection, where, asked, approval.at, None)
            journal.keep_found(connection, told, approval.question, (), approval.at)
            line = Line(role=Role.ASSISTANT, text=told.message)
            journal.add_line(connection, where, line, approval.at, told)
            journal.insert_row(connection, ApprovalRow, _values(approval))
            mark(connection, where, hits)

    def get(self, approval: str) -> Approval:
        """One of them; `NotFound` without it."""
        with self._database.reading() as session:
            row = session.get(ApprovalRow, approval)
            if row is None:
                raise NotFound(GONE)
            return _approval(row)

    def waiting(self) -> list[Approval]:
        """What is to be looked at; what was asked first comes first."""
        query = select(ApprovalRow).where(ApprovalRow.state == Review.WAITING.value)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(ApprovalRow.at, ApprovalRow.id))
            return [_approval(row) for row in rows]

    def pending(self, conversation: str) -> bool:
        """Whether the resident waits for one."""
        query = select(func.count()).select_from(ApprovalRow)
        query = query.where(
            ApprovalRow.conversation == conversation, ApprovalRow.state == Review.WAITING.value
        )
        with self._database.reading() as session:
            return bool(session.scalar(query))

    def all(self) -> Iterator[Approval]:
        """Everything that is kept, oldest first, a few rows at a time."""
        query = select(ApprovalRow).order_by(ApprovalRow.at, ApprovalRow.id)
        with self._database.reading() as session:
            yield from map(_approval, session.scalars(query.execution_options(yield_per=200)))

    def decide(self, approval: str, at: datetime, decide: Deciding) -> Approval:
        """Let `decide` say what becomes of one, or refuse: all or nothing."""
        with self._database.writing() as session:
            return self._decided(session, approval, at, decide)

    def overdue(self, now: datetime) -> list[str]:
        """Those that nobody looked at in time."""
        query = select(ApprovalRow.id).where(
            ApprovalRow.state == Review.WAITING.value, ApprovalRow.due <= now
        )
        with self._database.reading() as session:
            return list(session.scalars(query))

    def _decided(self, session: Session, approval: str, at: datetime, decide: Deciding) -> Approval:
        query = select(ApprovalRow).where(ApprovalRow.id == approval).with_for_update()
        row = session.scalar(query)
        if row is None:
            raise NotFound(GONE)
        after, lines, answer = decide(_approval(row))
        row.state, row.staff, row.reason = after.state.value, after.staff, storable(after.reason)
        row.final, row.decided_at = _final(after), at
        connection = session.connection()
        journal.reach(connection, after.conversation, at)
        if answer:
            journal.keep_found(connection, answer, after.question, after.found, at)
            journal.keep_behind(connection, answer.id, after.behind)
        for place, line in enumerate(lines):
            journal.add_line(
                connection, after.conversation, line, at, answer if place == 0 else None
            )
        if after.staff:
            action = f"desk.{after.state.value}"
            note(session, Act(who=after.staff, action=action, subject=approval, at=at))
        return after


def _final(approval: Approval) -> dict[str, object]:
    shown = approval.shown.model_dump(mode="json") if approval.shown else None
    return {"shown": shown, "words": storable(approval.words)}


def _values(approval: Approval) -> dict[str, object]:
    return {
        "id": approval.id,
        "conversation": approval.conversation,
        "question": storable(approval.question),
        "answer": approval.answer.model_dump(mode="json"),
        "found": [one.model_dump(mode="json") for one in approval.found],
        "behind": approval.behind.model_dump(mode="json"),
        "state": approval.state.value,
        "staff": approval.staff,
        "reason": approval.reason,
        "final": _final(approval),
        "at": approval.at,
        "due": approval.due,
        "decided_at": approval.decided_at,
    }


def _approval(row: ApprovalRow) -> Approval:
    shown = row.final["shown"]
    return Approval(
        id=row.id,
        conversation=row.conversation,
        question=row.question,
        answer=Answer.model_validate(row.answer),
        found=tuple(Found.model_validate(one) for one in row.found),
        behind=Behind.model_validate(row.behind),
        state=Review(row.state),
        staff=row.staff,
        reason=row.reason,
        shown=Answer.model_validate(shown) if shown else None,
        words=row.final["words"],
        at=row.at,
        due=row.due,
        decided_at=row.decided_at,
    )
