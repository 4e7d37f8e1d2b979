"""Answers to be scored after the fact, and how often people complain: read only."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select

from assistant.records.database import Database
from assistant.records.domain import Dossier
from assistant.records.rows import dossier_of
from assistant.records.tables import AnswerRow, ReportRow, StatisticRow


class SampleRecords:
    """What live quality reads; it writes nothing and locks nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, after: datetime, before: datetime) -> list[tuple[str, datetime]]:
        """The answers between two moments, oldest first: their ids and when they were given."""
        query = (
            select(AnswerRow.id, AnswerRow.at)
            .where(AnswerRow.at > after, AnswerRow.at <= before)
            .order_by(AnswerRow.at)
        )
        with self._database.reading() as session:
            return [(row.id, row.at) for row in session.execute(query)]

    def dossiers(self, ids: list[str]) -> Iterator[Dossier]:
        """These answers, as far as they are still there."""
        for key in ids:
            with self._database.reading() as session:
                row = session.get(AnswerRow, key)
                found = dossier_of(row) if row else None
            if found:
                yield found

    def complaints(self, since: datetime) -> list[tuple[datetime, str]]:
        """When an answer was reported as wrong, and as what."""
        query = select(ReportRow.at, ReportRow.complaint).where(ReportRow.at >= since)
        with self._database.reading() as session:
            return [(row.at, row.complaint) for row in session.execute(query)]

    def answered(self, since: date) -> dict[date, int]:
        """The answers of each day."""
        query = (
            select(StatisticRow.day, func.count())
            .where(StatisticRow.day >= since)
            .group_by(StatisticRow.day)
        )
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}
