"""From rows to nouns and back, and the one way in which a message enters a conversation."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.domain import Answer, Contact, Handoff, Message, NotFound, Reason, Role, State
from assistant.records.domain import Asked, Dossier, Found, Line, Report, Statistic
from assistant.records.tables import (
    AnswerRow,
    ConversationRow,
    HandoffRow,
    MessageRow,
    StatisticRow,
)
from configs.domain import Language

NEAR = 0.3
"""Relevance from which on a page that was found is about what was asked."""
GONE = "handoff.not_found"


def storable(text: str) -> str:
    """Text that every database takes: no NUL, no halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def touch(session: Session, conversation: str, at: datetime) -> ConversationRow:
    """The conversation, locked until the end of the transaction; `NotFound` without it."""
    query = select(ConversationRow).where(ConversationRow.id == conversation).with_for_update()
    row = session.scalar(query)
    if row is None:
        raise NotFound(GONE)
    row.last_at = at
    return row


def add_message(session: Session, conversation: str, line: Line, at: datetime) -> Message:
    """Add a line to a conversation that this transaction has locked."""
    row = MessageRow(
        conversation=conversation,
        role=line.role.value,
        text=storable(line.text),
        author=storable(line.author),
        at=at,
    )
    session.add(row)
    session.flush()
    return Message(id=row.id, role=line.role, text=row.text, author=row.author, at=at)


def message_of(row: MessageRow) -> Message:
    answer = Answer.model_validate(row.answer.content) if row.answer else None
    return Message(
        id=row.id,
        role=Role(row.role),
        text=row.text,
        author=row.author,
        answer=answer,
        at=row.at,
    )


def dossier_of(row: AnswerRow, **more: object) -> Dossier:
    """With `more` of what lies elsewhere."""
    report = row.report and Report(
        complaint=row.report.complaint, remark=row.report.remark, at=row.report.at
    )
    return Dossier(
        question=row.question,
        answer=Answer.model_validate(row.content),
        found=tuple(Found.model_validate(one) for one in row.found),
        report=report,
        at=row.at,
        **more,
    )


def asked_of(row: AnswerRow) -> Asked:
    return Asked(
        conversation=row.conversation,
        question=row.question,
        outcome=row.outcome,
        completeness=row.content["completeness"],
        cited=tuple(citation["url"] for citation in row.content["citations"]),
        nearest=next((one["url"] for one in row.found[:1] if one["relevance"] >= NEAR), ""),
        complaint=row.report.complaint if row.report else None,
        at=row.at,
    )


def statistic_of(row: StatisticRow) -> Statistic:
    return Statistic(**{name: getattr(row, name) for name in Statistic.model_fields})


def handoff_of(row: HandoffRow) -> Handoff:
    private = row.private
    contact = Contact.model_validate(private.contact) if private else Contact()
    return Handoff(
        id=row.id,
        conversation=row.conversation,
        reference=row.reference,
        state=State(row.state),
        reason=Reason(row.reason),
        contact=contact if contact != Contact() else None,
        note=private.note if private else "",
        staff=row.staff,
        result=row.result,
        asked_at=row.asked_at,
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        language=Language(row.language),
    )
