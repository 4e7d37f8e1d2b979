"""What editors change: each version is kept, with its line in the audit log."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from assistant.records.auditing import note
from assistant.records.database import Database
from assistant.records.domain import Act, Change, Overtaken, Version
from assistant.records.lever_tables import LeverRevisionRow, LeverRow
from assistant.records.tables import AnswerRow

ONLY = 1
"""The id of the one row that holds the revision."""


class LeverRecords:
    """Every method is one transaction. Raises `RecordsError` when the database fails."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def revision(self) -> int:
        """Grows with every change; read for nearly every question, so it is one row."""
        with self._database.reading() as session:
            return _revision(session)

    def current(self) -> tuple[int, list[Version]]:
        """The revision, and the last version of everything that was not taken away."""
        last = select(func.max(LeverRow.id)).group_by(LeverRow.kind, LeverRow.name)
        query = select(LeverRow).where(LeverRow.id.in_(last)).order_by(LeverRow.id)
        with self._database.reading() as session:
            found = [_version(row) for row in session.scalars(query)]
            return _revision(session), [one for one in found if not one.gone]

    def gone(self, kind: str) -> list[Version]:
        """The last version of everything of a kind that was taken away, latest first."""
        last = select(func.max(LeverRow.id)).where(LeverRow.kind == kind).group_by(LeverRow.name)
        query = select(LeverRow).where(LeverRow.id.in_(last), LeverRow.gone)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(LeverRow.id.desc()))
            return [_version(row) for row in rows]

    def history(self, kind: str, name: str) -> list[Version]:
        """Every version of one thing, newest first."""
        with self._database.reading() as session:
            return [_version(row) for row in session.scalars(_newest(kind, name))]

    def latest(self, limit: int) -> list[Version]:
        """The last changes of all, newest first."""
        with self._database.reading() as session:
            query = select(LeverRow).order_by(LeverRow.id.desc()).limit(limit)
            return [_version(row) for row in session.scalars(query)]

    def keep(self, by: str, changes: Sequence[Change]) -> list[Version]:
        """Keep all these changes or none; `Overtaken` where somebody was first with one."""
        with self._database.writing() as session:
            _take_turn(session)
            return [self._keep(session, by, change) for change in changes]

    def _keep(self, session: Session, by: str, change: Change) -> Version:
        last = session.scalars(_newest(change.kind, change.name).limit(1)).first()
        if last is not None and last.number != change.seen:
            raise Overtaken(_version(last))
        row = LeverRow(
            kind=change.kind,
            name=change.name,
            number=(last.number if last else 0) + 1,
            content=dict(change.content),
            gone=change.gone,
            by=by,
            at=self._clock(),
        )
        session.add(row)
        session.flush()
        detail = {"did": change.did, "version": str(row.number)}
        act = f"levers.{change.kind}"
        note(session, Act(who=by, action=act, subject=change.name, detail=detail, at=row.at))
        return _version(row)

    def asked(self, limit: int) -> list[str]:
        """The last questions of the journal as they were masked, newest first, each once."""
        query = select(AnswerRow.question).order_by(AnswerRow.at.desc()).limit(limit)
        with self._database.reading() as session:
            return list(dict.fromkeys(session.scalars(query)))


def _take_turn(session: Session) -> None:
    """Lock the row of the revision until the end of the transaction, on either database."""
    which = update(LeverRevisionRow).where(LeverRevisionRow.id == ONLY)
    next_one = which.values(number=LeverRevisionRow.number + 1).returning(LeverRevisionRow.number)
    if session.scalar(next_one) is None:
        session.add(LeverRevisionRow(id=ONLY, number=1))
        session.flush()


def _revision(session: Session) -> int:
    query = select(LeverRevisionRow.number).where(LeverRevisionRow.id == ONLY)
    return session.scalar(query) or 0


def _newest(kind: str, name: str) -> Select[LeverRow]:
    same = (LeverRow.kind == kind, LeverRow.name == name)
    return select(LeverRow).where(*same).order_by(LeverRow.number.desc())


def _version(row: LeverRow) -> Version:
    return Version(**{name: getattr(row, name) for name in Version.model_fields})
