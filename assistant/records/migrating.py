"""Bring a database to the tables of this program, all of it or nothing (only here: alembic).

The steps stand in `revisions`, one file each, and lead forwards only. Everything happens in the
one transaction of the caller, in which PostgreSQL and SQLite also make tables. Several steps may
follow the same one, so that rooms can add tables without knowing each other.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import cast

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, inspect, select

from assistant.records.tables import VERSION, SchemaRow
from configs.domain import Noun

REVISIONS = Path(__file__).parent / "revisions"
FIRST = 1
"""The version of databases from before the steps; their tables are those of the first step."""
LOCK = 4_153_271_902
"""Of PostgreSQL's advisory locks the one for this, so that two processes take turns."""


class Standing(Noun):
    """How a database stands: the last steps it has, and those it lacks, in their order.

    `unknown` are steps that only a newer program knows.
    """

    at: tuple[str, ...]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    version: int | None = None

    @property
    def newer(self) -> bool:
        """Whether only a newer program can work with it."""
        return bool(self.unknown) or self.version not in {None, FIRST, VERSION}

    @property
    def named(self) -> str:
        """What only a newer program knows."""
        return ", ".join(self.unknown) or f"version {self.version}"


def standing(connection: Connection) -> Standing:
    """Look, and change nothing."""
    at = MigrationContext.configure(connection).get_current_heads()
    unknown = tuple(sorted(set(at) - {script.revision for script in _scripts().walk_revisions()}))
    return Standing(
        at=tuple(sorted(at)),
        lacking=() if unknown else tuple(step.to_revisions[0] for step in _steps(at)),
        unknown=unknown,
        version=_version(connection),
    )


def migrate(connection: Connection) -> Standing:
    """Take the steps that lack, in the transaction of `connection`; how it stood before.

    Nothing is done where only a newer program can work with the database.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    before = standing(connection)
    if before.lacking and not before.newer:
        with EnvironmentContext(Config(), _scripts(), fn=lambda at, _: _steps(at)) as environment:
            environment.configure(connection=connection, transactional_ddl=True)
            environment.run_migrations()
        connection.execute(delete(SchemaRow))
        connection.execute(insert(SchemaRow).values(version=VERSION))
    return before


def _steps(at: Sequence[str]) -> list[RevisionStep]:
    return [
        step
        for step in _scripts()._upgrade_revs(
            "heads", cast("str", tuple(at))
        )  # as alembic itself does
        if isinstance(step, RevisionStep)
    ]


def _version(connection: Connection) -> int | None:
    """What a program from before the steps looks at; it refuses ours."""
    if not inspect(connection).has_table(SchemaRow.__tablename__):
        return None
    return connection.execute(select(SchemaRow.version)).scalar()


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory(REVISIONS, version_locations=[REVISIONS])
