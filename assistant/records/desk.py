"""What the desk keeps beside its hand-offs: notes, marks, and who is there on either side."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.domain import NotFound
from assistant.records.auditing import note
from assistant.records.database import Database
from assistant.records.desk_domain import Mark, Note, Present
from assistant.records.desk_tables import MarkRow, NoteRow, PresenceRow, WatchedRow
from assistant.records.domain import Act
from assistant.records.rows import GONE, storable
from assistant.records.tables import AnswerRow, ConversationRow, HandoffRow, MessageRow, ReportRow


def keep_mark(session: Session, handoff: str, mark: Mark) -> None:
    """For whom it waits, from now on."""
    session.merge(MarkRow(handoff=handoff, **mark.model_dump()))


def keep_note(session: Session, handoff: str, written: Note) -> None:
    """Add a note for staff."""
    session.add(
        NoteRow(handoff=handoff, author=written.author, text=storable(written.text), at=written.at)
    )


class DeskRecords:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_note(self, handoff: str, written: Note) -> None:
        """Add a note for staff; `NotFound` without the hand-off."""
        with self._database.writing() as session:
            row = session.get(HandoffRow, handoff)
            if row is None:
                raise NotFound(GONE)
            keep_note(session, handoff, written)
            act = Act(who=written.author, action="desk.note", subject=row.reference, at=written.at)
            note(session, act)

    def notes(self, handoff: str) -> list[Note]:
        """What staff noted, oldest first."""
        query = select(NoteRow).where(NoteRow.handoff == handoff).order_by(NoteRow.id)
        with self._database.reading() as session:
            return [
                Note(author=row.author, text=row.text, at=row.at) for row in session.scalars(query)
            ]

    def marks(self, handoffs: Iterable[str]) -> Mapping[str, Mark]:
        """For whom each of these waits, where that was said."""
        query = select(MarkRow).where(MarkRow.handoff.in_(list(handoffs)))
        with self._database.reading() as session:
            return {
                row.handoff: Mark(topic=row.topic, meant_for=row.meant_for)
                for row in session.scalars(query)
            }

    def be_present(self, person: Present) -> None:
        """Keep that someone has the desk open."""
        with self._database.writing() as session:
            session.merge(PresenceRow(**person.model_dump()))

    def leave(self, name: str) -> None:
        """Forget that someone has the desk open."""
        with self._database.writing() as session:
            session.execute(delete(PresenceRow).where(PresenceRow.name == name))

    def present(self, since: datetime) -> list[Present]:
        """Who has had the desk open since then, by name."""
        query = select(PresenceRow).where(PresenceRow.seen_at >= since).order_by(PresenceRow.name)
        with self._database.reading() as session:
            return [
                Present.model_validate(row, from_attributes=True) for row in session.scalars(query)
            ]

    def watch(self, conversation: str, at: datetime, *, is_open: bool) -> None:
        """Keep whether the resident has the page open; an erased conversation is left alone."""
        with self._database.writing() as session:
            if session.get(ConversationRow, conversation) is not None:
                session.merge(WatchedRow(conversation=conversation, open=is_open, at=at))

    def watched(self, conversation: str) -> tuple[bool, datetime] | None:
        """Whether the resident had the page open when that was last heard, and when it was."""
        with self._database.reading() as session:
            row = session.get(WatchedRow, conversation)
            return None if row is None else (row.open, row.at)

    def reported(self, conversation: str) -> frozenset[str]:
        """The answers of this conversation that were reported as wrong."""
        query = (
            select(ReportRow.answer)
            .join(AnswerRow, AnswerRow.id == ReportRow.answer)
            .where(AnswerRow.conversation == conversation)
        )
        with self._database.reading() as session:
            return frozenset(session.scalars(query))

    def newest(self, after: int) -> tuple[int, frozenset[str]]:
        """The number of the last line of all, and the conversations with lines after `after`."""
        with self._database.reading() as session:
            last = session.scalar(select(func.max(MessageRow.id))) or 0
            if last <= after:
                return last, frozenset()
            query = select(MessageRow.conversation).where(
                MessageRow.id > after, MessageRow.id <= last
            )
            return last, frozenset(session.scalars(query.distinct()))
