"""Hand-offs as they are kept: every change is one transaction, with what it says to the user."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.domain import Contact, Handoff, Message, NotFound, State
from assistant.records.auditing import note
from assistant.records.database import Database
from assistant.records.deliveries import queue
from assistant.records.desk import keep_mark, keep_note
from assistant.records.desk_domain import Change, Mark, Note
from assistant.records.domain import Act
from assistant.records.rows import GONE, add_message, handoff_of, storable, touch
from assistant.records.tables import HandoffRow, PrivateRow, ReferenceRow

ACTIVE = (State.QUEUED.value, State.TAKEN.value)


class HandoffRecords:
    """The rules stand with the caller; here they are applied with nobody in between."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, handoff: Handoff, year: int, desks: Iterable[str] = (), mark: Mark | None = None
    ) -> Handoff:
        """Keep a new hand-off under the next reference of the year, on its way to these desks.

        Where its conversation has an active one, nothing is added and that one is returned.
        """
        with self._database.writing() as session:
            touch(session, handoff.conversation, handoff.asked_at)
            if active := session.scalar(_active(handoff.conversation)):
                return handoff_of(active)
            named = handoff.model_copy(update={"reference": _next_reference(session, year)})
            session.add(_row(named))
            session.flush()
            if named.contact or named.note:
                session.add(_private(named))
            if mark:
                keep_mark(session, named.id, mark)
            queue(session, named.id, desks, named.asked_at)
            return named

    def change(
        self, handoff: str, at: datetime, alter: Callable[[Handoff], Change]
    ) -> tuple[Handoff, Message | None]:
        """Let `alter` change a hand-off and tell the user, or refuse: all or nothing."""
        with self._database.writing() as session:
            row = session.scalar(
                select(HandoffRow).where(HandoffRow.id == handoff).with_for_update(of=HandoffRow)
            )
            if row is None:
                raise NotFound(GONE)
            change = alter(handoff_of(row))
            after = change.after
            row.state, row.staff, row.result = after.state.value, after.staff, after.result
            row.taken_at, row.closed_at = after.taken_at, after.closed_at
            _keep_beside(session, change, at)
            if change.line is None:
                return after, None
            touch(session, after.conversation, at)
            return after, add_message(session, after.conversation, change.line, at)

    def get(self, handoff: str) -> Handoff:
        """One hand-off; `NotFound` without it."""
        with self._database.reading() as session:
            row = session.get(HandoffRow, handoff)
            if row is None:
                raise NotFound(GONE)
            return handoff_of(row)

    def active(self, conversation: str) -> Handoff | None:
        """The hand-off of this conversation that waits or is taken."""
        with self._database.reading() as session:
            row = session.scalar(_active(conversation))
            return None if row is None else handoff_of(row)

    def in_state(self, state: State, staff: str | None = None) -> list[Handoff]:
        """All in a state, perhaps of one member of staff; who asked first comes first."""
        query = select(HandoffRow).where(HandoffRow.state == state.value)
        if staff is not None:
            query = query.where(HandoffRow.staff == staff)
        return self._all(query.order_by(HandoffRow.asked_at, HandoffRow.reference))

    def latest(self, limit: int) -> list[Handoff]:
        """The last ones in any state; who asked last comes first."""
        newest = (HandoffRow.asked_at.desc(), HandoffRow.reference.desc())
        return self._all(select(HandoffRow).order_by(*newest).limit(limit))

    def _all(self, query: Select[HandoffRow]) -> list[Handoff]:
        with self._database.reading() as session:
            return [handoff_of(row) for row in session.scalars(query)]


def _keep_beside(session: Session, change: Change, at: datetime) -> None:
    """For whom it waits, what was noted, and who did what."""
    handoff = change.after
    if change.mark is not None:
        keep_mark(session, handoff.id, change.mark)
    if change.note:
        keep_note(session, handoff.id, Note(author=change.by, text=change.note, at=at))
    if change.action:
        act = Act(who=change.by, action=change.action, subject=handoff.reference, at=at)
        note(session, act)


def _active(conversation: str) -> Select[HandoffRow]:
    of_it = HandoffRow.conversation == conversation
    return select(HandoffRow).where(of_it, HandoffRow.state.in_(ACTIVE))


def _next_reference(session: Session, year: int) -> str:
    """One statement, so that two first requests of a year can't both be number 1."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    counted = (
        insert(ReferenceRow)
        .values(year=year, last=1)
        .on_conflict_do_update(
            index_elements=[ReferenceRow.year], set_={"last": ReferenceRow.last + 1}
        )
        .returning(ReferenceRow.last)
    )
    return f"V-{year}-{session.scalars(counted).one():05d}"


def _row(handoff: Handoff) -> HandoffRow:
    return HandoffRow(
        id=handoff.id,
        conversation=handoff.conversation,
        reference=handoff.reference,
        state=handoff.state.value,
        reason=handoff.reason.value,
        staff=handoff.staff,
        result=handoff.result,
        language=handoff.language.value,
        asked_at=handoff.asked_at,
    )


def _private(handoff: Handoff) -> PrivateRow:
    contact = handoff.contact or Contact()
    return PrivateRow(
        handoff=handoff.id,
        contact={name: storable(value) for name, value in contact.model_dump().items()},
        note=storable(handoff.note),
        at=handoff.asked_at,
    )
