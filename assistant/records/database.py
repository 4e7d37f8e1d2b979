"""Give out transactions of a database that is open; their failures are one kind of error."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock
from time import sleep

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from assistant.records.domain import RecordsError

logger = logging.getLogger(__name__)
PATIENCE = 10.0
"""Seconds that a writer waits for another one."""
SHORT = 0.2
"""The same while the database fails."""
TRIES, PAUSE = 20, 0.1
"""So often the log of SQLite is tried to be emptied, with pauses (s)."""


class Turn:
    """A lock that is not waited for longer than the database itself would be.

    While the database fails, one waits for it, and the others hear at once that it does.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._failing = False

    def __enter__(self) -> None:
        """Raises `RecordsError` where others took too long."""
        if not self._lock.acquire(timeout=SHORT if self._failing else PATIENCE):
            raise RecordsError

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the next one."""
        self._failing = kind is not None and issubclass(kind, RecordsError)
        self._lock.release()


class Database:
    """Gives out transactions: they commit at the end of the block, or leave no trace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._write = sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer at a time; queueing here is fairer than its own trying again.
        self._turn = Turn() if engine.dialect.name == "sqlite" else nullcontext()
        self._read = sessionmaker(engine.execution_options(reading=True), expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may change rows; raises `RecordsError` when it can't be kept."""
        with self._turn, _translated(), self._write.begin() as session:
            yield session

    @contextmanager
    def inserting(self) -> Iterator[Connection]:
        """The same without a session, for what is done for every question."""
        with self._turn, _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment and waits for no writer."""
        with _translated(), self._read.begin() as session:
            yield session

    def scrub(self, *, rewrite: bool = False) -> bool:
        """After a deletion: leave no deleted text in the files; whether nothing stood in the way.

        SQLite overwrites it at once, but its write-ahead log still holds it. PostgreSQL keeps
        deleted rows until a VACUUM, which hinders nobody but leaves their bytes in free space until
        that is used again; with `rewrite` they go at once, and all wait while the tables are made
        anew (VACUUM FULL).
        """
        with _translated():
            if self._engine.dialect.name == "sqlite":
                return self._empty_log()
            self._vacuum("VACUUM FULL" if rewrite else "VACUUM")
            return True

    def _vacuum(self, how: str) -> None:
        """Only outside a transaction, and so over a line of its own."""
        alone = create_engine(self._engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with alone.connect() as connection:
            connection.exec_driver_sql(how)

    def _empty_log(self) -> bool:
        """Readers may be in the way for a moment."""
        for _ in range(TRIES):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (busy, *_) = cursor.fetchone() or (1,)
            finally:
                connection.close()
            if not busy:
                return True
            sleep(PAUSE)
        logger.warning("The log of the database could not be emptied; it is tried again later.")
        return False

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:  # pg8000 lets a cut line through as it is
        logger.warning("The records can't be used: %s", cause_of(error))
        raise RecordsError from error


def cause_of(error: SQLAlchemyError | OSError) -> object:
    """What the database itself says; pg8000 wraps it in the fields of the protocol."""
    cause = getattr(error, "orig", None) or error
    said = cause.args[0] if cause.args else None
    return said.get("M", cause) if isinstance(said, dict) else cause
