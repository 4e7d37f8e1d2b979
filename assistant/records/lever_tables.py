"""The tables of what editors change: every version is kept, and one number says that any came."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.records.tables import NOBODY, STAFF, Table


class LeverRow(Table):
    """A version; rows are added, and never changed."""

    __tablename__ = "levers"
    __table_args__ = (UniqueConstraint("kind", "name", "number"), {"info": STAFF})
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    gone: Mapped[bool]
    by: Mapped[str]
    at: Mapped[datetime]


class LeverRevisionRow(Table):
    """One row: how many changes there were. Changing it first is what lets editors take turns."""

    __tablename__ = "levers_revision"
    __table_args__ = ({"info": NOBODY},)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int]
