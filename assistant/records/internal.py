"""Which conversations are for employees only, because passages for employees stand in them."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, insert, select

from assistant.domain import NotFound
from assistant.records.account_tables import InternalRow
from assistant.records.database import Database
from assistant.records.rows import GONE
from assistant.records.tables import AnswerRow
from configs.domain import Audience
from ingest.domain import Hit

INTERNAL: Table = InternalRow.metadata.tables[InternalRow.__tablename__]


def mark(connection: Connection, conversation: str, hits: Sequence[Hit]) -> None:
    """In the transaction that keeps an answer: whose passages lay before its writer."""
    if all(hit.passage.audience is Audience.PUBLIC for hit in hits):
        return
    known = select(INTERNAL.c.conversation).where(INTERNAL.c.conversation == conversation)
    if connection.execute(known).first() is None:
        connection.execute(insert(INTERNAL).values(conversation=conversation))


class InternalRecords:
    """Asked before anything of a conversation is shown, used or changed on someone's behalf."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def require(self, conversation: str, audiences: frozenset[Audience]) -> None:
        """Raise `NotFound`, as for one that is not there, where it is not for these."""
        if Audience.INTERNAL not in audiences and self._holds(conversation):
            raise NotFound(GONE)

    def require_answer(self, answer: str, audiences: frozenset[Audience]) -> None:
        """The same for the conversation of an answer."""
        if Audience.INTERNAL in audiences:
            return
        query = select(AnswerRow.id).join(
            InternalRow, InternalRow.conversation == AnswerRow.conversation
        )
        with self._database.reading() as session:
            if session.scalar(query.where(AnswerRow.id == answer)):
                raise NotFound(GONE)

    def _holds(self, conversation: str) -> bool:
        with self._database.reading() as session:
            return session.get(InternalRow, conversation) is not None
