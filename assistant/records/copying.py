"""A copy of the database that is of one moment, made while others read and write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.records.opening import address_of
from configs.domain import ConfigurationError
from configs.settings import Settings

PAGES, PAUSE = 1000, 0.01
"""So many pages are copied at once, and the pause after them (s)."""


def back_up(settings: Settings, file: Path) -> int:
    """Write a copy of the SQLite database to a new file; its size in bytes.

    Raises `ConfigurationError` where there is none, the file is there already, or can't be written.
    """
    address = address_of(settings)
    if address.get_backend_name() != "sqlite":
        shown = address.set(drivername="postgresql", password=None).render_as_string()
        raise ConfigurationError(
            "VRAAGBAAK_RECORDS__URL: PostgreSQL makes its own backups, for one: "
            f"pg_dump --format=custom --file={file} '{shown}'"
        )
    made = Path(str(address.database))
    if not made.is_file():
        raise ConfigurationError(f"VRAAGBAAK_DATA: there is no database at {made} yet.")
    if file.exists():
        raise ConfigurationError(f"{file} is there already; name a new file.")
    partial = file.with_name(f"{file.name}.part")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        _copy(made, partial)
        partial.rename(file)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise ConfigurationError(f"{file} can't be written ({error}).") from error
    return file.stat().st_size


def _copy(made: Path, file: Path) -> None:
    """Checked before it counts as a copy, and one file: its log is emptied into it."""
    with (
        closing(sqlite3.connect(f"{made.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy, pages=PAGES, sleep=PAUSE)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
