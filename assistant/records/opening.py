"""Open the database that the settings name, with the tables of this program."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.records.database import PATIENCE, Database, cause_of
from assistant.records.migrating import Standing, migrate, standing
from assistant.records.tables import Table
from configs.domain import ConfigurationError, Noun
from configs.settings import Settings

logger = logging.getLogger(__name__)
FILE = "records.db"
POSTGRESQL, DRIVER = "postgresql", "postgresql+pg8000"
"""An address that names no driver gets the one that comes with us; SQLAlchemy's own is LGPL."""


class Look(Noun):
    """A database as it is found: its address without password, its steps, rows per table."""

    address: str
    standing: Standing
    rows: Mapping[str, int]


def open_database(settings: Settings) -> Database:
    """Open what `records.url` names, or else SQLite below the data folder; make the tables.

    Raises `ConfigurationError` when it can't be opened or belongs to another version.
    """
    url, engine = _reach(settings, make=True)
    with _explained(url, engine):
        _prepare(engine)
    return Database(engine)


def look(settings: Settings) -> Look:
    """How the database stands; nothing is made or changed. Raises `ConfigurationError`."""
    url, engine = _reach(settings, make=False)
    with _explained(url, engine), engine.execution_options(reading=True).begin() as connection:
        there = set(inspect(connection).get_table_names())
        rows = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in sorted(Table.metadata.tables.items())
            if name in there
        }
        found = Look(address=url.render_as_string(), standing=standing(connection), rows=rows)
    engine.dispose()
    return found


def step(settings: Settings) -> tuple[str, ...]:
    """Bring the database to the tables of this program; the steps that were taken."""
    url, engine = _reach(settings, make=True)
    with _explained(url, engine):
        taken = _prepare(engine)
    engine.dispose()
    return taken


def _reach(settings: Settings, *, make: bool) -> tuple[URL, Engine]:
    try:
        url = address_of(settings)
        engine = engine_of(url)
        file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        if file and make and not settings.records.url:
            settings.data.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)  # before anything personal is in it
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _wrong(f"no database can be reached with this address ({error})") from error
    except OSError as error:
        raise _wrong(f"{settings.data} can't be written ({error.strerror})") from error
    if file and not make and not file.is_file():
        raise _wrong(f"there is no database at {file} yet")
    return url, engine


@contextmanager
def _explained(url: URL, engine: Engine) -> Iterator[None]:
    """What goes wrong becomes one clear message, and leaves nothing open."""
    try:
        yield
    except SQLAlchemyError as error:
        engine.dispose()
        raise _wrong(f"{url.render_as_string()} can't be opened ({cause_of(error)})") from error
    except ConfigurationError:
        engine.dispose()
        raise


def _wrong(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"VRAAGBAAK_RECORDS__URL: {problem}. Name another database, or put back a good copy."
    )


def address_of(settings: Settings) -> URL:
    """Where the database stands; nothing is made. Raises `ConfigurationError`."""
    if settings.records.url:
        url = make_url(settings.records.url)
        if url.drivername == POSTGRESQL:
            url = url.set(drivername=DRIVER)
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise _wrong("a database in memory forgets everything, name a file")
        return url
    return URL.create("sqlite", database=str((settings.data / FILE).absolute()))


def engine_of(url: URL) -> Engine:
    """Not connected yet."""
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


def _prepare(engine: Engine) -> tuple[str, ...]:
    """Take the steps that the database lacks; a newer one is refused and left as it is."""
    with migrating(engine) as connection:
        _refuse_damaged(connection)
        before = migrate(connection)
    if before.newer:
        raise _wrong(
            f"the database is of a newer version ({before.named}) than this program; "
            "install that version"
        )
    if before.at and before.lacking:
        logger.warning("The records went on to: %s", ", ".join(before.lacking))
    return before.lacking


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may change: a table that SQLite makes anew loses no rows."""
    with engine.connect() as connection:
        _enforce(connection, foreign_keys=False)
        try:
            with connection.begin():
                yield connection
                _refuse_orphans(connection)
        finally:
            _enforce(connection, foreign_keys=True)


def _enforce(connection: Connection, *, foreign_keys: bool) -> None:
    """Only outside a transaction, and so beside SQLAlchemy (SQLite: PRAGMA foreign_keys)."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()


def _refuse_damaged(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise _wrong(f"the database is damaged ({found})")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found:
            raise _wrong(f"the database is damaged (a row of {found[0]} refers to nothing)")
