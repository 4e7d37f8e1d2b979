"""The tables of accounting for answers: what lay behind each, complaints counted, and signals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.records.tables import ID, NOBODY, Table, part_of


class SetupRow(Table):
    """How the assistant was set up: settings without secrets, prompts, rules, models; by digest."""

    __tablename__ = "setups"
    __table_args__ = ({"info": NOBODY},)
    digest: Mapped[str] = mapped_column(ID, primary_key=True)
    content: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class BehindRow(Table):
    """What lay behind an answer beyond what `answers` holds: the setup, and what was dropped."""

    __tablename__ = "behind"
    answer: Mapped[str] = part_of("answers.id", primary=True)
    setup: Mapped[str] = mapped_column(ID)
    content: Mapped[dict[str, Any]]


class ComplaintRow(Table):
    """How often something was said to be wrong on a day; it outlives the reports themselves."""

    __tablename__ = "complaint_counts"
    __table_args__ = ({"info": NOBODY},)
    day: Mapped[date] = mapped_column(primary_key=True)
    complaint: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class SignalRow(Table):
    """A report of discrimination, for the person who is named for it; who saw it, and the end."""

    __tablename__ = "signals"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = part_of("answers.id", index=True)
    at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    error: Mapped[str]
    seen_by: Mapped[str]
    seen_at: Mapped[datetime | None]
    result: Mapped[str]
