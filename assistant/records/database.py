"""Open the database, and give out transactions whose failures are one kind of error."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.records.domain import RecordsError
from assistant.records.tables import VERSION, SchemaRow, Table
from configs.domain import ConfigurationError
from configs.settings import Settings

logger = logging.getLogger(__name__)
FILE = "records.db"
POSTGRESQL, DRIVER = "postgresql", "postgresql+pg8000"
"""An address that names no driver gets the one that comes with us; SQLAlchemy's own is LGPL."""
PATIENCE = 10.0
"""Seconds that a writer waits for another one."""


class Database:
    """Gives out transactions: they commit at the end of the block, or leave no trace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._write = sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer at a time; queueing here is fairer than its own trying again.
        alone = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = Lock() if alone else nullcontext()
        self._read = sessionmaker(engine.execution_options(reading=True), expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may change rows; raises `RecordsError` when it can't be kept."""
        with self._turn, _translated(), self._write.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment and waits for no writer."""
        with _translated(), self._read.begin() as session:
            yield session

    def scrub(self) -> None:
        """After a deletion: leave no deleted text behind in SQLite's write-ahead log."""
        if self._engine.dialect.name != "sqlite":
            return
        with _translated():
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        logger.warning("The records can't be used: %s", getattr(error, "orig", None) or error)
        raise RecordsError from error


def open_database(settings: Settings) -> Database:
    """Open what `records.url` names, or else SQLite below the data folder; make the tables.

    Raises `ConfigurationError` when it can't be opened or belongs to another version.
    """
    try:
        url = _address(settings)
        engine = _engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _wrong(f"no database can be reached with this address ({error})") from error
    except OSError as error:
        raise _wrong(f"{settings.data} can't be written ({error.strerror})") from error
    try:
        _prepare(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        cause = getattr(error, "orig", None) or error
        raise _wrong(f"{url.render_as_string()} can't be opened ({cause})") from error
    except ConfigurationError:
        engine.dispose()
        raise
    return Database(engine)


def _wrong(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"VRAAGBAAK_RECORDS__URL: {problem}. Name another database, or put back a good copy."
    )


def _address(settings: Settings) -> URL:
    if settings.records.url:
        url = make_url(settings.records.url)
        if url.drivername == POSTGRESQL:
            url = url.set(drivername=DRIVER)
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise _wrong("a database in memory forgets everything, name a file")
        return url
    settings.data.mkdir(parents=True, exist_ok=True)
    file = settings.data / FILE
    file.touch(mode=0o600)  # before anything personal is in it
    return URL.create("sqlite", database=str(file))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    patience = {} if "timeout" in url.query else {"timeout": PATIENCE}
    engine = create_engine(url, connect_args=patience)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # `_begin` says when a transaction begins, not the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer queues before it reads, so that what it read can't change under its hands.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                raise _wrong(f"the database is damaged ({found})")
        name = SchemaRow.__tablename__
        if not inspect(connection).has_table(name):
            SchemaRow.metadata.create_all(connection, [SchemaRow.metadata.tables[name]])
            connection.execute(insert(SchemaRow).values(version=VERSION))
        version = connection.execute(select(SchemaRow.version)).scalar()
        if version == VERSION:
            Table.metadata.create_all(connection)  # what is there stays as it is
    if version != VERSION:
        raise _wrong(
            f"the database has version {version} and this program works with version {VERSION}"
        )
