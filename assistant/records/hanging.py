"""Which rows of which tables are about a conversation: read from the tables, so none is forgotten.

A table belongs to conversations when its reference to one, or to what hangs on one, says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, RowMapping, String, Table, Text, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import cast
from sqlalchemy.types import JSON

from assistant.records.tables import STAFF, ConversationRow
from assistant.records.tables import Table as Base

Rows = Mapping[str, Sequence[RowMapping]]
"""Rows by the name of their table, those of conversations first."""
FIRST = ConversationRow.__tablename__
NAMES = ("id", "reference")
"""Columns that hold what a row is called elsewhere, such as in the audit log."""


def tables() -> Sequence[Table]:
    """Every table, each after those that it refers to."""
    return Base.metadata.sorted_tables


def references(table: Table) -> list[ForeignKey]:
    """By which references rows of this table hang on a conversation."""
    return [key for key in table.foreign_keys if _hangs(key.column.table)]


def _hangs(table: Table) -> bool:
    return table.name == FIRST or bool(references(table))


def rows_of(session: Session, conversations: Iterable[str]) -> Rows:
    """Every row of every table that hangs on these conversations."""
    wanted = list(conversations)
    found: dict[str, Sequence[RowMapping]] = {}
    for table in tables():
        which = _which(table, wanted, found)
        if which is not None:
            query = select(table).where(which).order_by(*table.primary_key.columns)
            found[table.name] = session.execute(query).mappings().all()
    return {FIRST: found.pop(FIRST), **found}


def _which(table: Table, wanted: list[str], found: Rows) -> ColumnElement[bool] | None:
    if table.name == FIRST:
        return table.c.id.in_(wanted)
    keys = [
        key.parent.in_([row[key.column.name] for row in found[key.column.table.name]])
        for key in references(table)
    ]
    return or_(*keys) if keys else None


def names(rows: Rows) -> frozenset[str]:
    """What these rows are called: ids that nobody can guess, and references."""
    return frozenset(
        str(row[name])
        for of_table in rows.values()
        for row in of_table
        for name in NAMES
        if isinstance(row.get(name), str)
    )


def naming(table: Table, called: Iterable[str]) -> ColumnElement[bool]:
    """Whether any text in a row of this table holds one of these names."""
    texts = [column for column in table.columns if isinstance(column.type, (String, Text, JSON))]
    hits = [cast(column, Text).contains(one, autoescape=True) for column in texts for one in called]
    return or_(*hits) if hits else ~true()


def about_staff() -> Iterator[Table]:
    """The tables that tell what staff did, perhaps with a conversation."""
    return (table for table in tables() if table.info == STAFF)


def plain(row: RowMapping) -> dict[str, Any]:
    """A row as JSON has it: moments as text in UTC, everything else as it is."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
