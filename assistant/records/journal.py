"""Keep an answer: plain inserts, since this happens for every question and a session is work.

Against the same rows as objects of a session it takes a third of the processor time, and a
statement that is made once half of what one takes that is made anew with its values.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from assistant.domain import Answer, Message, NotFound
from assistant.records.accounting_domain import Behind
from assistant.records.accounting_tables import BehindRow
from assistant.records.domain import Found, Line
from assistant.records.rows import GONE, storable
from assistant.records.tables import AnswerRow, ConversationRow, MessageRow, StatisticRow
from assistant.records.tables import Table as Rows
from configs.domain import Language
from ingest.domain import Hit

CONVERSATIONS: Table = ConversationRow.metadata.tables[ConversationRow.__tablename__]
MESSAGES: Table = MessageRow.metadata.tables[MessageRow.__tablename__]
ANSWERS: Table = AnswerRow.metadata.tables[AnswerRow.__tablename__]
BEHIND: Table = BehindRow.metadata.tables[BehindRow.__tablename__]
STATISTICS: Table = StatisticRow.metadata.tables[StatisticRow.__tablename__]

BEGIN, ADD_LINE = insert(CONVERSATIONS), insert(MESSAGES)
KEEP_ANSWER, KEEP_BEHIND, COUNT = insert(ANSWERS), insert(BEHIND), insert(STATISTICS)
REACH = (
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("reached"))
    .values(last_at=bindparam("at"))
)


def begin(connection: Connection, conversation: str, language: Language, at: datetime) -> None:
    """A conversation of which nothing was said yet."""
    values = {"id": conversation, "language": language.value, "begun_at": at, "last_at": at}
    connection.execute(BEGIN, values)


def reach(connection: Connection, conversation: str, at: datetime) -> None:
    """Lock the conversation until the end of the transaction; `NotFound` without it."""
    if not connection.execute(REACH, {"reached": conversation, "at": at}).rowcount:
        raise NotFound(GONE)


def add_line(
    connection: Connection, conversation: str, line: Line, at: datetime, answer: Answer | None
) -> Message:
    """Add a line to a conversation that this transaction has reached."""
    values = {
        "conversation": conversation,
        "role": line.role.value,
        "text": storable(line.text),
        "author": storable(line.author),
        "answer_id": answer.id if answer else None,
        "at": at,
    }
    key = connection.execute(ADD_LINE, values).inserted_primary_key
    return Message(
        id=key[0] if key else 0,
        role=line.role,
        text=storable(line.text),
        author=storable(line.author),
        answer=answer,
        at=at,
    )


def keep(
    connection: Connection, answer: Answer, question: str, hits: Sequence[Hit], at: datetime
) -> None:
    """The answer with what was found for it, and apart from it the figures."""
    keep_found(connection, answer, question, found_of(hits), at)


def keep_found(
    connection: Connection, answer: Answer, question: str, found: Sequence[Found], at: datetime
) -> None:
    """The same where the passages themselves are not at hand any more."""
    connection.execute(KEEP_ANSWER, _content(answer, question, found, at))
    connection.execute(COUNT, _figures(answer, found, at))


def keep_behind(connection: Connection, answer: str, behind: Behind) -> None:
    """What lay behind an answer that this transaction has kept."""
    content = behind.model_dump(mode="json", exclude={"setup"})
    values = {"answer": answer, "setup": behind.setup, "content": content}
    connection.execute(KEEP_BEHIND, values)


def found_of(hits: Sequence[Hit]) -> tuple[Found, ...]:
    """What lay before the writer, as it is kept."""
    return tuple(
        Found(passage=hit.passage.id, url=hit.passage.url, relevance=hit.relevance) for hit in hits
    )


def insert_row(connection: Connection, row: type[Rows], values: Mapping[str, Any]) -> None:
    """One row of any table."""
    connection.execute(insert(row.metadata.tables[row.__tablename__]).values(dict(values)))


def _content(answer: Answer, question: str, found: Sequence[Found], at: datetime) -> dict[str, Any]:
    return {
        "id": answer.id,
        "conversation": answer.conversation,
        "question": storable(question),
        "outcome": answer.outcome.value,
        "edition": answer.edition,
        "content": answer.model_dump(mode="json"),
        "found": [one.model_dump(mode="json") for one in found],
        "at": at,
    }


def _figures(answer: Answer, hits: Sequence[Found], at: datetime) -> dict[str, Any]:
    return {
        "day": at.date(),
        "outcome": answer.outcome.value,
        "completeness": answer.completeness.value,
        "language": answer.language.value,
        "edition": answer.edition,
        "model": answer.model,
        "claims": len(answer.claims),
        "citations": len(answer.citations),
        "hits": len(hits),
        "dropped": sum(answer.dropped.values()),
        "offered": answer.handoff.offered,
        "seconds": dict(answer.seconds),
    }
