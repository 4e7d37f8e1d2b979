"""All that is kept about someone: found, given out whole, and erased without a trace.

GDPR (EU 2016/679), articles 15 and 17.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.records import auditing
from assistant.records.database import Database
from assistant.records.domain import Act, Copy, Erased, Stage
from assistant.records.hanging import Rows, about_staff, names, naming, plain, rows_of, tables
from assistant.records.tables import ActRow, ConversationRow, HandoffRow, PrivateRow

ACTS = ActRow.metadata.tables[ActRow.__tablename__]
ERASED = "erased"
"""What the audit log says in the place of what was erased."""
DIGITS = 9
"""So many digits at the end of a phone number tell it from others."""


class SubjectRecords:
    """Conversations of one person, whole: found by id, by reference or by how to reach them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def find(self, conversation: str = "", reference: str = "", contact: str = "") -> list[str]:
        """The ids of the conversations, oldest first; each argument that is given adds its own.

        `contact` is a whole e-mail address, phone number or name, as it was left for the desk.
        """
        query = select(ConversationRow.id).order_by(ConversationRow.begun_at, ConversationRow.id)
        with self._database.reading() as session:
            found = {conversation, *_of_reference(session, reference)}
            found |= set(_of_contact(session, contact))
            return list(session.scalars(query.where(ConversationRow.id.in_(found))))

    def export(self, conversations: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table about these conversations, and what the audit log says of them.

        Names of tables, of columns, and their values; moments are in UTC (ISO 8601).
        """
        with self._database.reading() as session:
            rows = rows_of(session, conversations)
            told = {name: [plain(row) for row in found] for name, found in rows.items()}
            return told | dict(_told_elsewhere(session, names(rows)))

    def erase(self, conversations: Iterable[str], who: str = "") -> Erased:
        """Delete them with all that hangs on them; the audit log forgets what they were called.

        `who` stands in the audit log; empty for who had the conversation. The deleted text itself
        is gone from the files after `Records.scrub`.
        """
        wanted = list(conversations)
        with self._database.reading() as session:  # a long look keeps no writer waiting
            called = names(rows_of(session, wanted))
            acts = session.scalars(select(ActRow.id).where(naming(ACTS, called))).all()
        with self._database.writing() as session:
            rows = rows_of(session, wanted)
            session.execute(delete(ConversationRow).where(ConversationRow.id.in_(wanted)))
            for act in session.scalars(select(ActRow).where(ActRow.id.in_(acts))):
                act.subject, act.detail = _without(act, called)
            counts = {name: len(found) for name, found in rows.items() if found}
            if counts:
                shown = {name: str(count) for name, count in counts.items()}
                done = Act(who=who, action="records.erase", detail=shown, at=self._clock())
                auditing.note(session, done)
        return Erased(rows=counts, copies=tuple(_copies(rows)), called=called)

    def left(self, called: Iterable[str]) -> list[str]:
        """The tables in which any of these names stands; after an erasure there is none."""
        wanted = frozenset(called)
        with self._database.reading() as session:
            return [
                table.name
                for table in tables()
                if session.execute(select(table).where(naming(table, wanted)).limit(1)).first()
            ]


def _of_reference(session: Session, reference: str) -> Iterable[str]:
    query = select(HandoffRow.conversation)
    return session.scalars(
        query.where(func.upper(HandoffRow.reference) == reference.strip().upper())
    )


def _of_contact(session: Session, contact: str) -> Iterator[str]:
    wanted = _alike(contact)
    if not wanted:
        return
    query = select(HandoffRow.conversation, PrivateRow.contact, PrivateRow.note)
    for conversation, given, note in session.execute(query.join_from(PrivateRow, HandoffRow)):
        left = {_alike(str(value)) for value in given.values()}
        if wanted in left or ("@" in wanted and wanted in _alike(note)):
            yield conversation


def _alike(contact: str) -> str:
    """The same for every way to write an address, a number or a name."""
    plainly = " ".join(contact.casefold().split())
    digits = re.sub(r"[\s().+-]", "", plainly)
    return digits[-DIGITS:] if digits.isdecimal() and len(digits) >= DIGITS else plainly


def _told_elsewhere(
    session: Session, called: frozenset[str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for table in about_staff():
        query = select(table).where(naming(table, called))
        if found := session.execute(query).mappings().all():
            yield table.name, [plain(row) for row in found]


def _without(act: ActRow, called: frozenset[str]) -> tuple[str, dict[str, Any]]:
    def without(text: str) -> str:
        for one in called:
            text = text.replace(one, ERASED)
        return text

    return without(act.subject), {key: without(str(value)) for key, value in act.detail.items()}


def _copies(rows: Rows) -> Iterator[Copy]:
    references: Mapping[str, str] = {row["id"]: row["reference"] for row in rows["handoffs"]}
    for row in rows["deliveries"]:
        if row["known"] or row["begun"]:
            yield Copy(
                desk=row["desk"],
                reference=references[row["handoff"]],
                known=row["known"],
                whole=row["stage"] == Stage.DELIVERED.value,
            )
