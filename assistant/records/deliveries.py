"""Deliveries as they are kept: every step is one transaction, so none is lost or done twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.domain import NotFound
from assistant.records.database import Database
from assistant.records.domain import Delivery, Stage
from assistant.records.rows import GONE
from assistant.records.tables import DeliveryRow

LEASE = timedelta(minutes=3)
"""So long a delivery is with the process that claimed it, counted from its last step."""


def queue(session: Session, handoff: str, desks: Iterable[str], at: datetime) -> None:
    """Put a new request on its way, in the transaction that keeps the request."""
    for desk in desks:
        session.add(
            DeliveryRow(
                handoff=handoff,
                desk=desk,
                stage=Stage.WAITING.value,
                begun="",
                known={},
                tries=0,
                error="",
                due=at,
                at=at,
            )
        )


class DeliveryRecords:
    """What is on its way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, desks: Iterable[str]) -> Delivery | None:
        """The delivery that is due longest, for the caller alone while the lease lasts."""
        query = (
            select(DeliveryRow)
            .where(DeliveryRow.stage == Stage.WAITING.value, DeliveryRow.due <= now)
            .where(DeliveryRow.desk.in_(list(desks)))
            .order_by(DeliveryRow.due, DeliveryRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._database.writing() as session:
            row = session.scalar(query)
            if row is None:
                return None
            row.due = now + LEASE
            return _delivery(row)

    def begin(self, delivery: int, step: str, now: datetime) -> None:
        """Say that a step is being done, before it is."""
        self._set(delivery, begun=step, due=now + LEASE)

    def advance(self, delivery: int, known: Mapping[str, str], now: datetime) -> None:
        """Keep what a step brought."""
        self._set(delivery, known=dict(known), due=now + LEASE)

    def postpone(self, delivery: int, due: datetime, error: str) -> None:
        """Try again then."""
        self._set(delivery, due=due, error=error, tries=DeliveryRow.tries + 1)

    def settle(self, delivery: int, stage: Stage, error: str = "") -> None:
        """It needs no more tries."""
        self._set(delivery, stage=stage.value, error=error)

    def retry(self, delivery: int, now: datetime) -> Delivery:
        """Bring a dead delivery back to life; `NotFound` where there is none such."""
        with self._database.writing() as session:
            row = session.get(DeliveryRow, delivery)
            if row is None or row.stage != Stage.DEAD.value:
                raise NotFound(GONE)
            row.stage, row.tries, row.due, row.at = Stage.WAITING.value, 0, now, now
            return _delivery(row)

    def all(self, limit: int = 1000) -> list[Delivery]:
        """The latest deliveries, newest first."""
        with self._database.reading() as session:
            newest = select(DeliveryRow).order_by(DeliveryRow.id.desc()).limit(limit)
            return [_delivery(row) for row in session.scalars(newest)]

    def count(self, stage: Stage) -> int:
        """How many stand in a stage."""
        query = select(func.count()).select_from(DeliveryRow).where(DeliveryRow.stage == stage)
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def _set(self, delivery: int, **changes: object) -> None:
        with self._database.writing() as session:
            session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery).values(**changes))


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.model_fields})
