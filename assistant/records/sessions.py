"""Sessions of accounts, as they are kept: looked up at every request, so that ending one counts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from sqlalchemy import ColumnElement, CursorResult, Select, delete, select, update
from sqlalchemy.orm import Session

from assistant.records.account_tables import AccountRow, SessionRow
from assistant.records.auditing import note
from assistant.records.database import Database
from assistant.records.domain import Act
from configs.domain import Noun


class Known(Noun):
    """Someone who has logged in, with the roles they had then."""

    subject: str
    name: str
    roles: tuple[str, ...]
    first_at: datetime
    last_at: datetime


class Kept(Noun):
    """A session. `sid` is the provider's name for its own session, `sealed` its tokens."""

    id: str
    subject: str
    name: str
    roles: tuple[str, ...]
    sid: str = ""
    sealed: str = ""
    begun_at: datetime
    checked_at: datetime
    ends_at: datetime


class SessionRecords:
    """Every method is one transaction; what changes is in the audit log with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, kept: Kept, digest: str, instead_of: str = "") -> Kept:
        """Keep a new session, and end the one that the same browser had.

        `kept.name` is the provider's; the name that comes back is that person's alone.
        """
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.digest == instead_of))
            row = _account(session, kept)
            named = kept.model_copy(update={"name": row.name})
            columns = named.model_dump(exclude={"name"}) | {"roles": list(kept.roles)}
            session.add(SessionRow(digest=digest, **columns))
            detail = {"roles": " ".join(kept.roles), "session": kept.id}
            note(session, _act(kept, "accounts.login", row.name, kept.begun_at, **detail))
            return named

    def find(self, digest: str, now: datetime) -> Kept | None:
        """The session, while it lasts."""
        with self._database.reading() as session:
            query = _both().where(SessionRow.digest == digest, SessionRow.ends_at > now)
            found = session.execute(query).one_or_none()
            return _kept(*found) if found else None

    def claim(self, kept: Kept, now: datetime) -> bool:
        """Whether it is up to the caller, and to nobody else, to ask the provider anew."""
        where = (SessionRow.id == kept.id, SessionRow.checked_at == kept.checked_at)
        with self._database.writing() as session:
            done = session.execute(update(SessionRow).where(*where).values(checked_at=now))
            return isinstance(done, CursorResult) and done.rowcount == 1

    def renew(self, kept: Kept, roles: Sequence[str], sealed: str, now: datetime) -> Kept:
        """Keep what the provider says now."""
        with self._database.writing() as session:
            values = {"roles": list(roles), "sealed": sealed}
            session.execute(update(SessionRow).where(SessionRow.id == kept.id).values(**values))
            if set(roles) != set(kept.roles):
                account = update(AccountRow).where(AccountRow.subject == kept.subject)
                session.execute(account.values(roles=list(roles)))
                changed = {"before": " ".join(kept.roles), "after": " ".join(roles)}
                note(session, _act(kept, "accounts.roles", kept.name, now, **changed))
        return kept.model_copy(update={"roles": tuple(roles), "sealed": sealed})

    def end(self, kept: Kept, action: str, who: str, now: datetime) -> None:
        """End one session."""
        self._end(SessionRow.id == kept.id, action, who, now)

    def end_by_id(self, session_id: str, who: str, now: datetime) -> int:
        """End the session that an administrator points at; how many there were."""
        return self._end(SessionRow.id == session_id, "accounts.ended", who, now)

    def end_elsewhere(self, subject: str, sid: str, now: datetime) -> int:
        """End what the provider says has ended: one session of it, or all of a person."""
        where = SessionRow.sid == sid if sid else SessionRow.subject == subject
        if sid and subject:
            where = where & (SessionRow.subject == subject)
        return self._end(where, "accounts.logout", "provider", now)

    def active(self, now: datetime) -> list[Kept]:
        """The sessions that last, the newest first."""
        with self._database.reading() as session:
            query = _both().where(SessionRow.ends_at > now).order_by(SessionRow.begun_at.desc())
            return [_kept(*row) for row in session.execute(query)]

    def known(self, limit: int = 1000) -> list[Known]:
        """Who has logged in; who did last comes first."""
        with self._database.reading() as session:
            query = select(AccountRow).order_by(AccountRow.last_at.desc()).limit(limit)
            return [
                Known(**{name: getattr(row, name) for name in Known.model_fields})
                for row in session.scalars(query)
            ]

    def _end(self, where: ColumnElement[bool], action: str, who: str, now: datetime) -> int:
        with self._database.writing() as session:
            ended = [_kept(*row) for row in session.execute(_both().where(where))]
            session.execute(delete(SessionRow).where(where))
            for kept in ended:
                detail = {"account": kept.name, "session": kept.id}
                note(session, _act(kept, action, who or kept.name, now, **detail))
            return len(ended)


def _both() -> Select[SessionRow, AccountRow]:
    return select(SessionRow, AccountRow).join(AccountRow)


def _kept(row: SessionRow, account: AccountRow) -> Kept:
    shared = {name: getattr(row, name) for name in Kept.model_fields if name != "name"}
    return Kept(name=account.name, **shared)


def _account(session: Session, kept: Kept) -> AccountRow:
    """Who logs in, under the name they had, or else one that nobody else has."""
    row = session.get(AccountRow, kept.subject)
    if row is None:
        row = AccountRow(subject=kept.subject, told="", name="", first_at=kept.begun_at)
        session.add(row)
    if not row.name or row.told != kept.name:
        with session.no_autoflush:
            row.told, row.name = kept.name, _free_name(session, kept)
    row.roles, row.last_at = list(kept.roles), kept.begun_at
    session.flush()
    return row


def _free_name(session: Session, kept: Kept) -> str:
    wanted = kept.name or kept.subject[:60]
    others = select(AccountRow.name).where(AccountRow.subject != kept.subject)
    taken = set(session.scalars(others.where(AccountRow.name.startswith(wanted, autoescape=True))))
    names = (wanted if number == 1 else f"{wanted} ({number})" for number in count(1))
    return next(name for name in names if name not in taken)


def _act(kept: Kept, action: str, who: str, now: datetime, **detail: str) -> Act:
    return Act(who=who, action=action, subject=kept.subject, detail=detail, at=now)
