"""What is kept: conversations, the accountable journal of answers, reports and figures."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.domain import (
    Answer,
    Complaint,
    Conversation,
    Message,
    NotFound,
    Outcome,
    Role,
    Turn,
)
from assistant.masking import mask
from assistant.records import journal
from assistant.records.accounting import AccountingRecords
from assistant.records.accounting_domain import Behind
from assistant.records.approvals import ApprovalRecords
from assistant.records.auditing import AuditRecords
from assistant.records.database import Database
from assistant.records.deliveries import DeliveryRecords
from assistant.records.desk import DeskRecords
from assistant.records.domain import Asked, Dossier, Line, Statistic, Worked, utc_now
from assistant.records.handoffs import HandoffRecords
from assistant.records.internal import InternalRecords, mark
from assistant.records.levers import LeverRecords
from assistant.records.retention import Sweeper, past
from assistant.records.rows import (
    GONE,
    add_message,
    asked_of,
    message_of,
    statistic_of,
    touch,
)
from assistant.records.sampling import SampleRecords
from assistant.records.sessions import SessionRecords
from assistant.records.subjects import SubjectRecords
from assistant.records.tables import (
    AnswerRow,
    ConversationRow,
    MessageRow,
    StatisticRow,
    WorkedRow,
)
from configs.domain import Language
from configs.slices.records import RecordsSettings
from ingest.domain import Hit

TURNS = 20
"""Earlier questions that a conversation remembers."""


class Records:
    """Every method but `enforce_retention` is one transaction; any thread may call.

    Raises `NotFound` for an id that is not there, `RecordsError` when the database fails.
    """

    def __init__(
        self,
        database: Database,
        settings: RecordsSettings,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self.handoffs = HandoffRecords(database)
        self.deliveries = DeliveryRecords(database)
        self.audit = AuditRecords(database, clock)
        self.desk = DeskRecords(database)
        self.approvals = ApprovalRecords(database)
        self.accounting = AccountingRecords(database, clock)
        self.subjects = SubjectRecords(database, clock)
        self.samples = SampleRecords(database)
        self.levers = LeverRecords(database, clock)
        self.sessions = SessionRecords(database)
        self.internal = InternalRecords(database)

    def open_conversation(self, known: str | None, language: Language) -> Conversation:
        """Go on with a conversation, or without an id begin one under an unguessable id."""
        now = self._clock()
        if known is not None:
            with self._database.writing() as session:
                touch(session, known, now).language = language.value
                return _conversation(session, known)
        begun = Conversation(id=secrets.token_urlsafe(18))
        with self._database.inserting() as connection:
            journal.begin(connection, begun.id, language, now)
        return begun

    def conversation(self, conversation: str) -> Conversation:
        """The conversation with its last twenty questions, oldest first."""
        with self._database.reading() as session:
            return _conversation(session, conversation)

    def messages(self, conversation: str, after: int = 0) -> list[Message]:
        """What was said since message `after`, oldest first."""
        with self._database.reading() as session:
            if session.get(ConversationRow, conversation) is None:
                raise NotFound(GONE)
            query = (
                select(MessageRow)
                .where(MessageRow.conversation == conversation, MessageRow.id > after)
                .order_by(MessageRow.id)
            )
            return [message_of(row) for row in session.scalars(query)]

    def say(self, conversation: str, role: Role, text: str, author: str = "") -> Message:
        """Add a message; what a user says is masked before it is stored."""
        words = mask(text).text if role is Role.USER else text
        now = self._clock()
        with self._database.writing() as session:
            touch(session, conversation, now)
            line = Line(role=role, text=words, author=author)
            return add_message(session, conversation, line, now)

    def record(
        self, answer: Answer, question: str, hits: Sequence[Hit], behind: Behind | None = None
    ) -> Message:
        """Keep the question (masked), the answer with what lay behind it, and the figures."""
        now = self._clock()
        asked = Line(role=Role.USER, text=mask(question).text)
        said = [claim.text for claim in answer.claims] + [answer.message]
        answered = Line(role=Role.ASSISTANT, text="\n".join(filter(None, said)))
        with self._database.inserting() as connection:
            journal.reach(connection, answer.conversation, now)
            journal.add_line(connection, answer.conversation, asked, now, None)
            journal.keep(connection, answer, asked.text, hits, now)
            mark(connection, answer.conversation, hits)
            if behind is not None:
                journal.keep_behind(connection, answer.id, behind)
            return journal.add_line(connection, answer.conversation, answered, now, answer)

    def answer(self, answer_id: str) -> Answer | None:
        """An earlier answer, or None where there is none (any more)."""
        with self._database.reading() as session:
            row = session.get(AnswerRow, answer_id)
            return None if row is None else Answer.model_validate(row.content)

    def dossier(self, answer_id: str) -> Dossier:
        """Everything behind an answer."""
        return self.accounting.dossier(answer_id)

    def complain(self, answer_id: str, complaint: Complaint, remark: str) -> str:
        """Keep what is wrong with an answer; a second report takes the place of the first.

        Gives the reference of a report of discrimination, and of any other an empty text.
        """
        return self.accounting.complain(answer_id, complaint, remark)

    def asked(self) -> Iterator[Asked]:
        """All that the journal holds of what was asked, oldest first, a few rows at a time."""
        with self._database.reading() as session:
            query = select(AnswerRow).order_by(AnswerRow.at).execution_options(yield_per=200)
            yield from map(asked_of, session.scalars(query))

    def statistics(self, since: date) -> list[Statistic]:
        """The figures from that day (UTC) on, oldest first."""
        with self._database.reading() as session:
            query = select(StatisticRow).where(StatisticRow.day >= since).order_by(StatisticRow.id)
            return [statistic_of(row) for row in session.scalars(query)]

    def worked(self, worked: Worked) -> None:
        """Keep the figures of text work."""
        with self._database.writing() as session:
            session.add(WorkedRow(**worked.model_dump()))

    def text_work(self, since: date) -> list[Worked]:
        """The figures of text work from that day (UTC) on, oldest first."""
        with self._database.reading() as session:
            query = select(WorkedRow).where(WorkedRow.day >= since).order_by(WorkedRow.id)
            return [
                Worked.model_validate(row, from_attributes=True) for row in session.scalars(query)
            ]

    def check(self) -> None:
        """Raise `RecordsError` when nothing can be written now."""
        with self._database.writing() as session:
            session.execute(select(1))

    def enforce_retention(self, now: datetime) -> dict[str, int]:
        """Delete what is past its days, in pieces; the number of rows per table."""
        deleted = Sweeper(self._database).delete(past(self._settings, now))
        self._database.scrub()  # also what an erasure could not wipe at once
        return deleted

    def erase(self, conversation: str) -> int:
        """Delete a conversation and all that hangs on it; the number of its messages."""
        erased = self.subjects.erase([conversation])
        self.scrub()
        return erased.rows.get(MessageRow.__tablename__, 0)

    def scrub(self, *, rewrite: bool = False) -> bool:
        """Wipe what was deleted from the database's files; see `Database.scrub`."""
        return self._database.scrub(rewrite=rewrite)

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _conversation(session: Session, conversation: str) -> Conversation:
    if session.get(ConversationRow, conversation) is None:
        raise NotFound(GONE)
    query = (
        select(AnswerRow)
        .join(MessageRow, MessageRow.answer_id == AnswerRow.id)
        .where(MessageRow.conversation == conversation)
        .order_by(MessageRow.id.desc())
        .limit(TURNS)
    )
    rows = list(session.scalars(query))
    return Conversation(id=conversation, turns=tuple(_turn(row) for row in reversed(rows)))


def _turn(row: AnswerRow) -> Turn:
    titles = tuple(citation["title"] for citation in row.content["citations"])
    return Turn(question=row.question, outcome=Outcome(row.outcome), titles=titles)
