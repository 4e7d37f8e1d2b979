"""The outbox: every request reaches every desk once, through crashes, outages and lost answers."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from assistant.domain import AssistantError, NotFound, State
from assistant.handoff.delivering.domain import Desk, Parcel, Refused, TryLater
from assistant.records import Records
from assistant.records.domain import Delivery, Stage, utc_now
from assistant.rounds import going_round

logger = logging.getLogger(__name__)
FIRST, LONGEST = timedelta(seconds=15), timedelta(hours=1)
"""The pause after the first failure; each one doubles it, up to the longest."""
ROUND = 5.0
"""Seconds between two looks at what is due; a new request is looked at at once."""


class Outbox:
    """Delivers what is due. Of several processes, each delivery is with one at a time."""

    def __init__(
        self,
        records: Records,
        desks: Sequence[Desk],
        give_up: timedelta,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._records = records
        self._kept = records.deliveries
        self._desks = {desk.name: desk for desk in desks}
        self._give_up = give_up
        self._clock = clock
        self._called = threading.Event()

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Where requests go."""
        return tuple(self._desks.values())

    def call(self) -> None:
        """Say that there is something new."""
        self._called.set()

    def deliver_due(self) -> int:
        """Deliver all that is due now; how many reached their desk."""
        done = 0
        while delivery := self._kept.claim(self._clock(), tuple(self._desks)):
            done += self._deliver(delivery)
        return done

    @contextmanager
    def running(self, pause: float = ROUND) -> Iterator[None]:
        """Deliver in a thread of its own while the context lasts."""
        done = threading.Event()

        def rounds() -> None:
            while not done.is_set():
                self._called.clear()
                self._round()
                self._called.wait(pause)

        def stop() -> None:
            done.set()
            self._called.set()

        with going_round("outbox", rounds, stop):
            yield

    def _round(self) -> None:
        try:
            self.deliver_due()
        except AssistantError:
            logger.exception("The outbox can't be read; it is tried again.")

    def _deliver(self, delivery: Delivery) -> bool:
        """Every step that is left; what each brought is kept before the next is begun."""
        desk, known = self._desks[delivery.desk], dict(delivery.known)
        try:
            parcel = self._parcel(delivery)
            if parcel is None:
                self._settle(delivery, Stage.SPARED)
                return False
            for step in desk.steps(parcel):
                if step not in known:
                    again = delivery.begun == step
                    self._kept.begin(delivery.id, step, self._clock())
                    known |= desk.send(step, parcel, known, again=again)
                    self._kept.advance(delivery.id, known, self._clock())
        except TryLater as error:
            self._postpone(delivery, str(error))
        except Refused as error:
            self._settle(delivery, Stage.DEAD, str(error))
        except Exception as error:  # one desk must not stop the others
            logger.exception("Delivery %s to %s failed.", delivery.id, delivery.desk)
            self._postpone(delivery, f"{type(error).__name__} (see the log)")
        else:
            self._settle(delivery, Stage.DELIVERED)
            return True
        return False

    def _parcel(self, delivery: Delivery) -> Parcel | None:
        """What is sent; None where staff closed the request before anything was."""
        try:
            handoff = self._records.handoffs.get(delivery.handoff)
        except NotFound:
            return None
        if handoff.state is State.CLOSED and not delivery.begun:
            return None
        messages = self._records.messages(handoff.conversation)
        return Parcel(handoff=handoff, messages=tuple(messages))

    def _postpone(self, delivery: Delivery, error: str) -> None:
        now = self._clock()
        if now - delivery.at >= self._give_up:
            self._settle(delivery, Stage.DEAD, error)
            return
        pause = min(LONGEST, FIRST * 2 ** min(delivery.tries, 20))
        logger.warning("%s: %s Trying again in %s.", delivery.desk, error, pause)
        self._kept.postpone(delivery.id, now + pause, error)

    def _settle(self, delivery: Delivery, stage: Stage, error: str = "") -> None:
        if stage is Stage.DEAD:
            logger.error(
                "%s: %s Given up; see python -m assistant outbox list.", delivery.desk, error
            )
        self._kept.settle(delivery.id, stage, error)


def summary(deliveries: Sequence[Delivery]) -> Mapping[str, int]:
    """How many stand in each stage."""
    return {stage.value: sum(one.stage is stage for one in deliveries) for stage in Stage}
