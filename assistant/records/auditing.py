"""The audit log: who changed or looked at what, one line per act; nothing in it is ever changed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records.database import Database
from assistant.records.domain import Act
from assistant.records.tables import ActRow


def note(session: Session, act: Act) -> None:
    """Keep an act, in the transaction that does it: the one cannot stand without the other."""
    session.add(ActRow(**act.model_dump(exclude={"id"})))


class AuditRecords:
    """What was done by those who may do more than ask."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def note(
        self, who: str, action: str, subject: str = "", detail: Mapping[str, str] | None = None
    ) -> None:
        """Keep an act that changes nothing in the database itself, such as logging in."""
        act = Act(who=who, action=action, subject=subject, detail=detail or {}, at=self._clock())
        with self._database.writing() as session:
            note(session, act)

    def all(self, limit: int = 1000, action: str = "", who: str = "", before: int = 0) -> list[Act]:
        """The latest acts, newest first.

        `action` keeps those that begin with it, `who` those of somebody with that in their name,
        `before` those older than the act with that id.
        """
        query = select(ActRow).order_by(ActRow.id.desc()).limit(limit)
        if action:
            query = query.where(ActRow.action.startswith(action, autoescape=True))
        if who:
            query = query.where(ActRow.who.icontains(who, autoescape=True))
        if before:
            query = query.where(ActRow.id < before)
        with self._database.reading() as session:
            return [_act(row) for row in session.scalars(query)]


def _act(row: ActRow) -> Act:
    return Act(**{name: getattr(row, name) for name in Act.model_fields})
